//! The choice of the language (PK15).

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;
use key_protocol::language::Language;

use super::parts::Icon;
use crate::dispatch::Dispatch;
use crate::texts::Texts;

/// A row that sets Key's language, or makes Key follow the phone's language.
#[component]
pub fn LanguageChoice(set: Option<Language>, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        label { class: "row",
            Icon { svg: icons::GLOBE }
            span { {texts.get("language-label")} }
            select {
                class: "select",
                onchange: move |event| dispatch.send(Action::Language(Language::from_tag(&event.value()))),
                option { value: "", selected: set.is_none(), {texts.get("settings-language-phone")} }
                for language in Language::ALL {
                    option {
                        key: "{language.tag()}",
                        value: language.tag(),
                        lang: language.tag(),
                        selected: set == Some(language),
                        {language.name()}
                    }
                }
            }
        }
    }
}

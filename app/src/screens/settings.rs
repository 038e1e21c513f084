//! The settings: biometrics, language, colours, the name of this phone, and what there is to know about Key.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::{Action, SettingsView};
use key_core::vault::Theme;
use key_protocol::language::Language;

use super::parts::{Frame, Icon, Leave, Row, Toggle};
use crate::dispatch::Dispatch;
use crate::texts::Texts;

#[component]
pub(super) fn Settings(settings: SettingsView, texts: Texts) -> Element {
    let SettingsView { behind, biometrics, has_pin, language, phone_name, theme } = settings;
    let behind = behind.join(", ");
    let unfinished = texts.with("settings-pin-unfinished", &[("services", (&behind).into())]);
    rsx! {
        Frame { name: "settings", texts, leave: Leave::Back, title: texts.get("settings-title"),
            div { class: "group",
                if has_pin {
                    Row {
                        action: Action::ChangePin,
                        detail: (!behind.is_empty()).then_some(unfinished),
                        icon: icons::LOCK,
                        label: texts.get("settings-pin"),
                    }
                }
                if let Some(on) = biometrics {
                    Toggle {
                        action: Action::SetBiometrics(!on),
                        icon: icons::BIOMETRIC,
                        label: texts.get("settings-biometrics"),
                        on,
                    }
                }
                LanguageChoice { set: language, texts }
                ThemeChoice { set: theme, texts }
            }
            div { class: "group",
                Row {
                    action: Action::EditPhoneName,
                    detail: phone_name,
                    icon: icons::DEVICE,
                    label: texts.get("settings-phone-name"),
                }
                Row { action: Action::OpenAbout, icon: icons::INFO, label: texts.get("about-title") }
            }
        }
    }
}

/// A row that sets Key's language, or makes Key follow the phone's language (PK15).
#[component]
fn LanguageChoice(set: Option<Language>, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    rsx! {
        label { class: "row",
            Icon { svg: icons::GLOBE }
            span { {texts.get("language-label")} }
            select {
                class: "select",
                onchange: move |event| dispatch.send(Action::Language(Language::from_tag(&event.value()))),
                option { value: "", selected: set.is_none(), {texts.get("settings-as-phone")} }
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

/// A row that sets Key's colours, or makes Key follow the phone's.
#[component]
fn ThemeChoice(set: Option<Theme>, texts: Texts) -> Element {
    let dispatch = use_context::<Dispatch>();
    let choose = move |event: FormEvent| {
        let theme = match event.value().as_str() {
            "dark" => Some(Theme::Dark),
            "light" => Some(Theme::Light),
            _ => None,
        };
        dispatch.send(Action::Theme(theme));
    };
    rsx! {
        label { class: "row",
            Icon { svg: icons::THEME }
            span { {texts.get("settings-theme")} }
            select { class: "select", onchange: choose,
                option { value: "", selected: set.is_none(), {texts.get("settings-as-phone")} }
                option { value: "light", selected: set == Some(Theme::Light), {texts.get("settings-theme-light")} }
                option { value: "dark", selected: set == Some(Theme::Dark), {texts.get("settings-theme-dark")} }
            }
        }
    }
}

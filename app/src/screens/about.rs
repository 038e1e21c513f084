//! What there is to know about Key: its version, where keys are kept, its licences.

use dioxus::prelude::*;
use key_assets::icons;
use key_core::platform::Protection;

use super::parts::{Frame, Icon, Intro, Leave};
use crate::texts::Texts;

#[component]
pub(super) fn About(protection: Protection, texts: Texts, version: &'static str) -> Element {
    let keys = match protection {
        Protection::Files => texts.get("about-keys-files"),
        Protection::Hardware => texts.get("about-keys-hardware"),
    };
    let facts = [
        (texts.get("settings-version"), version.to_owned()),
        (texts.get("about-keys"), keys),
        (texts.get("about-licences"), texts.get("about-licences-text")),
    ];
    rsx! {
        Frame { name: "about", texts, leave: Leave::Back, title: texts.get("about-title"),
            Intro { under: true, title: texts.get("app-title"), text: texts.get("about-text"),
                span { class: "hero", Icon { svg: icons::MARK } }
            }
            dl { class: "facts facts-long",
                for (label, value) in facts {
                    div { key: "{label}",
                        dt { "{label}" }
                        dd { "{value}" }
                    }
                }
            }
        }
    }
}

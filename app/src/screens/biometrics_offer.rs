//! The screen that offers biometrics instead of typing the PIN (FK03).

use dioxus::prelude::*;
use key_assets::icons;
use key_core::screen::Action;

use super::parts::{Actions, Button, Frame, Icon, Intro, Look};
use crate::texts::Texts;

#[component]
pub(super) fn BiometricsOffer(texts: Texts) -> Element {
    rsx! {
        Frame {
            name: "biometrics-offer",
            texts,
            centre: true,
            foot: rsx! {
                Actions {
                    Button {
                        action: Action::UseBiometrics,
                        label: texts.get("biometrics-offer-use"),
                        look: Look::Primary,
                    }
                    Button {
                        action: Action::SkipBiometrics,
                        label: texts.get("biometrics-offer-skip"),
                        look: Look::Outlined,
                    }
                }
            },
            Intro { text: texts.get("biometrics-offer-text"), title: texts.get("biometrics-offer-title"),
                span { class: "hero", Icon { svg: icons::BIOMETRIC } }
            }
        }
    }
}

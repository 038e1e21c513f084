//! The controls that a real phone has outside the app: its network, its sensor and the finger on it.

#![expect(unused_qualifications, reason = "the macro of dioxus gives paths of its own the places of ours")]

use std::sync::Arc;

use dioxus::prelude::*;
use key_app::{Icon, Texts};
use key_assets::icons;
use key_computer::{SimulatedBiometrics, SimulatedNetwork};

#[component]
pub(crate) fn Strip(
    available: bool,
    matches: bool,
    off: bool,
    texts: Texts,
    touched: Signal<u32>,
) -> Element {
    let biometrics = use_context::<Arc<SimulatedBiometrics>>();
    let network = use_context::<Arc<SimulatedNetwork>>();
    let (sensor, finger) = (biometrics.clone(), biometrics);
    let mut touched = touched;
    rsx! {
        details { class: "strip",
            summary {
                Icon { svg: icons::SETTINGS }
                span { class: "strip-title", {texts.get("simulator-title")} }
            }
            div { class: "strip-rows",
                Switch {
                    label: texts.get("simulator-offline"),
                    on: off,
                    on_toggle: move |off| {
                        network.set_off(off);
                        touched += 1;
                    },
                }
                Switch {
                    label: texts.get("simulator-sensor"),
                    on: available,
                    on_toggle: move |on| {
                        sensor.set_available(on);
                        touched += 1;
                    },
                }
                if available {
                    Switch {
                        label: texts.get("simulator-touch"),
                        on: matches,
                        on_toggle: move |on| {
                            finger.set_match(on);
                            touched += 1;
                        },
                    }
                }
            }
        }
    }
}

#[component]
fn Switch(label: String, on: bool, on_toggle: EventHandler<bool>) -> Element {
    rsx! {
        button {
            r#type: "button",
            class: "switch",
            role: "switch",
            aria_checked: if on { "true" } else { "false" },
            onclick: move |_| on_toggle.call(!on),
            "{label}"
        }
    }
}

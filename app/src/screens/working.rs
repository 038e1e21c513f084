//! The screen during a call to the service.

use dioxus::prelude::*;
use key_core::screen::Work;

use super::parts::Frame;
use crate::texts::Texts;

#[component]
pub(super) fn Working(texts: Texts, what: Work) -> Element {
    let text = match what {
        Work::ChangingBiometrics => texts.get("work-biometrics"),
        Work::ChangingPin => texts.get("work-pin"),
        Work::Checking => texts.get("work-checking"),
        Work::Claiming => texts.get("link-opening"),
        Work::Deciding => texts.get("request-working"),
        Work::Disconnecting => texts.get("disconnect-working"),
        Work::GivingUp => texts.get("work-giving-up"),
        Work::MakingCode => texts.get("work-making-code"),
        Work::Enrolling => texts.get("work-enrolling"),
    };
    rsx! {
        Frame { name: "working", texts, centre: true,
            h1 { class: "waiting", tabindex: "-1", "{text}" }
        }
    }
}

//! The components through LiveView: one virtual DOM for each open page, all with the same host.

use std::sync::Arc;

use axum::extract::{State, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::Response;
use dioxus::prelude::*;
use dioxus_liveview::{axum_socket, interpreter_glue};
use key_app::{Shown, Texts, use_frame};
use key_computer::{SimulatedBiometrics, SimulatedNetwork};
use key_core::platform::Biometrics as _;

use crate::page;
use crate::phone::{BrowserPhone, Parts};
use crate::strip::Strip;

/// How LiveView runs scripts that components send. Ours send none, and the page does not allow `eval`.
const RUNS_SCRIPTS: &str = "Function(\"Eval\", `\"use strict\";${event.data};`)();";

pub(crate) async fn connect(
    State(phone): State<BrowserPhone>,
    asked: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    page::begin_language(&phone, &asked);
    upgrade.on_upgrade(async move |socket| {
        let parts = phone.0.clone();
        // The page is closed, which ends its virtual DOM: nothing is left to do.
        let _ = phone.0.pool.launch_virtualdom(axum_socket(socket), move || dom(&parts)).await;
    })
}

fn dom(parts: &Parts) -> VirtualDom {
    let dom = VirtualDom::new(phone_with_strip);
    dom.provide_root_context(parts.host.dispatch());
    dom.provide_root_context(parts.host.source());
    dom.provide_root_context(parts.biometrics.clone());
    dom.provide_root_context(parts.network.clone());
    dom
}

/// The phone, and under its screen the controls that a real phone has elsewhere.
fn phone_with_strip() -> Element {
    let biometrics = use_context::<Arc<SimulatedBiometrics>>();
    let touched = use_signal(|| 0_u32);
    let (view, now) = use_frame()();
    let texts = Texts::new(view.language);
    let off = use_context::<Arc<SimulatedNetwork>>().is_off();
    let (available, matches) = (biometrics.is_available(), biometrics.will_match());
    // Reading it redraws this component when the strip is touched.
    let _ = touched();
    rsx! {
        div { class: "phone", lang: texts.language().tag(),
            Shown { now, view }
            Strip { available, matches, off, texts, touched }
        }
    }
}

/// LiveView's script for the page, served as a file of our own.
pub(crate) fn script() -> String {
    let glue = interpreter_glue("/ws");
    let script = glue.trim().trim_start_matches("<script>").trim_end_matches("</script>");
    script.replace(RUNS_SCRIPTS, "")
}

#[cfg(test)]
mod tests {
    use super::{RUNS_SCRIPTS, script};
    use dioxus_liveview::interpreter_glue;

    #[test]
    fn the_script_runs_nothing_that_it_is_sent() {
        assert!(interpreter_glue("/ws").contains(RUNS_SCRIPTS), "LiveView has changed");
        let script = script();
        assert!(!script.contains("Function(") && !script.contains("eval("), "{script}");
        assert!(!script.contains("<script>") && !script.contains("</script>"));
        assert!(script.contains("new WebSocket(WS_ADDR)"));
    }
}

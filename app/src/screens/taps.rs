//! Tests the actions that the buttons and the keyboard of each screen send, with a small headless DOM that stores only
//! the listeners.

use std::any::Any;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use dioxus::core::{AttributeValue, ElementId, Template, WriteMutations};
use dioxus::prelude::*;
use dioxus_html::{
    PlatformEventData, SerializedHtmlEventConverter, SerializedKeyboardData, SerializedMouseData,
    set_event_converter,
};
use key_core::account::AccountId;
use key_core::screen::{Action, AnsweredId};
use key_protocol::id::RequestId;
use key_protocol::language::Language;

use super::{Shown, ShownProps, samples};
use crate::dispatch::Dispatch;

/// The listeners of a screen, in the order of creation.
#[derive(Default)]
struct Listeners(Vec<(&'static str, ElementId)>);

impl WriteMutations for Listeners {
    fn append_children(&mut self, _: ElementId, _: usize) {}
    fn assign_node_id(&mut self, _: &'static [u8], _: ElementId) {}
    fn create_placeholder(&mut self, _: ElementId) {}
    fn create_text_node(&mut self, _: &str, _: ElementId) {}
    fn load_template(&mut self, _: Template, _: usize, _: ElementId) {}
    fn replace_node_with(&mut self, _: ElementId, _: usize) {}
    fn replace_placeholder_with_nodes(&mut self, _: &'static [u8], _: usize) {}
    fn insert_nodes_after(&mut self, _: ElementId, _: usize) {}
    fn insert_nodes_before(&mut self, _: ElementId, _: usize) {}
    fn set_attribute(&mut self, _: &'static str, _: Option<&'static str>, _: &AttributeValue, _: ElementId) {}
    fn set_node_text(&mut self, _: &str, _: ElementId) {}
    fn create_event_listener(&mut self, name: &'static str, id: ElementId) {
        self.0.push((name, id));
    }
    fn remove_event_listener(&mut self, _: &'static str, _: ElementId) {}
    fn remove_node(&mut self, _: ElementId) {}
    fn push_root(&mut self, _: ElementId) {}
}

struct Bench {
    dom: VirtualDom,
    listeners: Listeners,
    sent: Arc<Mutex<Vec<Action>>>,
}

impl Bench {
    /// Draws the sample screen `name`.
    fn new(name: &str) -> Self {
        // Sets the event converter, as every launcher does.
        set_event_converter(Box::new(SerializedHtmlEventConverter));
        let (_, view) = samples::all(Language::English).into_iter().find(|(known, _)| known == name).unwrap();
        let mut dom = VirtualDom::new_with_props(Shown, ShownProps { now: samples::NOW, view });
        let (sent, mut listeners) = (Arc::new(Mutex::new(Vec::new())), Listeners::default());
        let seen = sent.clone();
        dom.provide_root_context(Dispatch::new(move |action| seen.lock().unwrap().push(action)));
        dom.rebuild(&mut listeners);
        Self { dom, listeners, sent }
    }

    /// Draws what has changed.
    fn draw(&mut self) {
        self.dom.render_immediate(&mut self.listeners);
    }

    fn send(&self, name: &str, data: impl Fn() -> Box<dyn Any>) -> Vec<Action> {
        for (_, id) in self.listeners.0.iter().filter(|(known, _)| *known == name) {
            let data = Rc::new(PlatformEventData::new(data())) as Rc<dyn Any>;
            self.dom.runtime().handle_event(name, Event::new(data, true), *id);
        }
        std::mem::take(&mut *self.sent.lock().unwrap())
    }

    /// Taps every listener once.
    fn tap_all(&self) -> Vec<Action> {
        self.send("click", || Box::new(SerializedMouseData::default()))
    }

    fn press(&self, key: &str, ctrl: bool) -> Vec<Action> {
        let event = format!(
            r#"{{"char_code":0,"is_composing":false,"key":"{key}","key_code":0,"code":"Unidentified","alt_key":false,
            "ctrl_key":{ctrl},"meta_key":false,"shift_key":false,"location":0,"repeat":false,"which":0}}"#
        );
        self.send("keydown", || Box::new(serde_json::from_str::<SerializedKeyboardData>(&event).unwrap()))
    }
}

#[test]
fn every_screen_offers_what_it_is_said_to_offer() {
    use Action as A;
    let first = AccountId::from_bytes([1; 16]);
    let (disconnect, known) = (A::AskDisconnect(first.clone()), A::KnownFailures(first.clone()));
    let forget = A::Forget(first);
    let continued = A::ContinuePairing(AccountId::from_bytes([6; 16]));
    let opened = [1, 2, 3, 4, 5].map(|number| A::OpenAccount(AccountId::from_bytes([number; 16])));
    let answered = ["1", "2", "3", "4"].map(|id| A::OpenAnswered(AnsweredId::from_text(id)));
    let offline = [1, 2].map(|number| A::OpenOfflineOf(AccountId::from_bytes([number; 16])));
    let expected: [(&str, &[Action]); 29] = [
        ("ask-visible", &[A::Back, A::CodeVisible]),
        ("biometrics-offer", &[A::UseBiometrics, A::SkipBiometrics]),
        ("decided-0", &[A::Back]),
        ("ended-0", &[A::Back]),
        (
            "home",
            &[
                &[
                    A::Open(RequestId::from_bytes([7; 16])),
                    A::AddAccount,
                    A::OpenSettings,
                    A::OpenOffline,
                    continued,
                    disconnect.clone(),
                    known.clone(),
                ],
                &opened[..],
                &answered[..],
            ]
            .concat(),
        ),
        ("home-empty", &[A::AddAccount, A::OpenSettings]),
        ("about", &[A::Back]),
        (
            "account-active",
            &[&[A::Back, offline[0].clone(), A::EditAccountName, disconnect.clone()], &answered[..]].concat(),
        ),
        ("answered", &[A::Back, A::VerifyReceipt]),
        ("answered-genuine", &[A::Back]),
        ("settings", &[A::Back, A::ChangePin, A::SetBiometrics(false), A::EditPhoneName, A::OpenAbout]),
        ("link-0", &[A::Back, A::CodeVisible]),
        ("link-1", &[A::Back, A::EnterLink]),
        ("link-2", &[A::Back, A::CodeVisible, A::EnterLink]),
        ("link-3", &[A::Back, A::CodeVisible, A::EnterLink]),
        ("ask-disconnect", &[A::Back, A::Disconnect, A::Back]),
        ("decided-after-failures", &[disconnect.clone(), A::Back, known.clone()]),
        ("not-disconnected", &[A::Back, A::Retry, forget]),
        ("pin-changed-behind", &[A::Back]),
        ("pair-commit", &[A::Back, A::GiveUp]),
        ("paired", &[A::Back]),
        ("offline-code", &[A::Back, A::Back]),
        ("offline-code-hidden", &[A::Back, A::Retry]),
        ("choose-account", &[&[A::Back], &offline[..]].concat()),
        ("request-new-true", &[A::Back, A::Confirm, A::Decline, A::NotMe]),
        (
            "request-new-true-waiting-3",
            &[A::Open(RequestId::from_bytes([9; 16])), A::Back, A::Confirm, A::Decline, A::NotMe],
        ),
        ("ended-3", &[A::CodeVisible, A::Back]),
        ("review-pairing", &[A::Back, A::ConfirmPairing, A::GiveUp]),
        ("working-deciding", &[]),
    ];
    for (name, actions) in expected {
        let mut sent = Bench::new(name).tap_all();
        for action in actions {
            let found = sent.iter().position(|sent| sent == action);
            sent.remove(found.unwrap_or_else(|| panic!("{name} has no {action:?}: {sent:?}")));
        }
        assert_eq!(sent, [], "{name} has more");
    }
}

#[test]
fn pk12_every_account_can_be_removed_whatever_its_state() {
    let id = AccountId::from_bytes([1; 16]);
    assert!(Bench::new("account-active").tap_all().contains(&Action::AskDisconnect(id.clone())));
    for state in ["disconnected", "frozen", "locked"] {
        let mut page = Bench::new(&format!("account-{state}"));
        assert!(!page.tap_all().contains(&Action::Forget(id.clone())), "{state}: it is asked first");
        page.draw();
        assert!(page.tap_all().contains(&Action::Forget(id.clone())), "{state}");
    }
}

#[test]
fn pk09_the_keypad_has_every_digit_once() {
    let mut typed = Bench::new("choose-pin-0").tap_all();
    let mut digits: Vec<u8> = Vec::new();
    typed.retain(|action| match action {
        Action::Digit(digit) => {
            digits.push(*digit);
            false
        }
        _ => true,
    });
    digits.sort_unstable();
    assert_eq!(digits, (0..=9).collect::<Vec<_>>());
    assert!(typed.contains(&Action::Erase) && typed.contains(&Action::Back) && typed.len() == 2, "{typed:?}");
}

#[test]
fn fk03_biometrics_are_offered_beside_the_pin() {
    assert!(Bench::new("identify-1").tap_all().contains(&Action::UseBiometrics));
    assert!(!Bench::new("identify-0").tap_all().contains(&Action::UseBiometrics));
}

#[test]
fn a_keyboard_types_and_leaves() {
    let pin = Bench::new("choose-pin-0");
    assert_eq!(pin.press("7", false), [Action::Digit(7)]);
    assert_eq!(pin.press("Backspace", false), [Action::Erase]);
    assert_eq!(pin.press("Escape", false), [Action::Back]);
    assert_eq!(pin.press("7", true), []);
    assert_eq!(Bench::new("type-digits-complete").press("Enter", false), [Action::Confirm]);
    assert_eq!(Bench::new("request-new-true").press("7", false), []);
    assert_eq!(Bench::new("paired").press("Escape", false), []);
}

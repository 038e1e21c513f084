//! The PIN is changed across services of which one cannot be reached just then (FK03).

#![allow(clippy::unwrap_used, clippy::panic)]

use key_core::error::Error;
use key_core::screen::{Action, IdentifyProblem, Purpose, Screen};
use key_protocol::answer::Refusal;
use key_tests::{PIN, Phone, WRONG_PIN, World};

const NEW_PIN: &str = "604829";

fn pair_at(world: &World, phone: &Phone) {
    let mut browser = world.browser();
    let page = world.to_pairing_page(&mut browser);
    world.pair(phone, &mut browser, &page);
}

/// A phone with an account at each of two services.
fn phone_at(first: &World, second: &World) -> Phone {
    let phone = first.phone(1);
    pair_at(first, &phone);
    pair_at(second, &phone);
    phone
}

/// Lets nothing of a service arrive from now on.
fn silence(phone: &Phone, service: &World) {
    let origin = service.origin.to_string();
    phone.network.cut_off(Some(origin));
}

fn begin(phone: &Phone) {
    phone.act([Action::OpenSettings, Action::ChangePin]);
}

fn change(phone: &Phone) {
    begin(phone);
    for pin in [PIN, NEW_PIN, NEW_PIN] {
        phone.type_digits(pin);
    }
}

fn behind(phone: &Phone) -> Vec<String> {
    let Screen::PinChanged { behind } = phone.screen() else { panic!("{:?}", phone.screen()) };
    behind
}

fn problem(phone: &Phone) -> (Purpose, Option<IdentifyProblem>) {
    let Screen::Identify { problem, purpose, .. } = phone.screen() else { panic!("{:?}", phone.screen()) };
    (purpose, problem)
}

/// The pairing is finished on the page after the PIN was changed: its service has the previous one.
#[test]
fn fk03_an_account_that_waits_for_its_page_is_known_to_have_the_previous_pin() {
    let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
    let phone = first.phone(1);
    pair_at(&first, &phone);
    let mut there = second.browser();
    let page = second.to_pairing_page(&mut there);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
    phone.act([Action::Back]);
    change(&phone);
    phone.act([Action::Back, Action::Back]);
    let page = there.open("/pair");
    there.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    phone.act([Action::OpenSettings]);
    let Screen::Settings(settings) = phone.screen() else { panic!("{:?}", phone.screen()) };
    assert_eq!(settings.behind, ["Second"]);
    begin(&phone);
    phone.type_digits(NEW_PIN);
    assert_eq!(problem(&phone), (Purpose::FinishPinChange, None));
    phone.type_digits(PIN);
    assert_eq!(behind(&phone), [""; 0]);
}

#[test]
fn fk03_a_service_that_was_not_reached_gets_the_new_pin_later() {
    let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
    let mut phone = phone_at(&first, &second);
    silence(&phone, &second);
    change(&phone);
    assert_eq!(behind(&phone), ["Second"]);
    assert_eq!(phone.check(NEW_PIN), Ok(()), "the first service has it");
    phone.act([Action::Back, Action::Back]);
    phone.restart();
    phone.act([Action::OpenSettings]);
    let Screen::Settings(settings) = phone.screen() else { panic!("{:?}", phone.screen()) };
    assert_eq!(settings.behind, ["Second"]);
    phone.act([Action::ChangePin]);
    phone.type_digits(NEW_PIN);
    assert_eq!(problem(&phone), (Purpose::FinishPinChange, None));
    phone.type_digits(PIN);
    let is_away = |screen| matches!(screen, Screen::Ended { retry: true, .. });
    assert!(is_away(phone.screen()), "it is still away: {:?}", phone.screen());
    phone.act([Action::Retry]);
    assert!(is_away(phone.screen()), "no PIN is typed again");
    phone.act([Action::Back]);
    phone.network.cut_off(None);
    phone.act([Action::ChangePin]);
    phone.type_digits(NEW_PIN);
    phone.type_digits(WRONG_PIN);
    let wrong = Some(IdentifyProblem::NotConfirmed { tries_left: 4 });
    assert_eq!(problem(&phone), (Purpose::FinishPinChange, wrong));
    phone.type_digits(PIN);
    assert_eq!(behind(&phone), [""; 0]);
    for account in phone.key().accounts() {
        assert!(!account.pin_behind, "{}", account.service);
    }
}

/// A slip in the present PIN is found before anything is changed, and costs one try.
#[test]
fn fk03_the_present_pin_is_checked_before_a_new_one_is_chosen() {
    let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
    let phone = phone_at(&first, &second);
    begin(&phone);
    phone.type_digits(WRONG_PIN);
    let wrong = Some(IdentifyProblem::NotConfirmed { tries_left: 4 });
    assert_eq!(problem(&phone), (Purpose::ChangePin, wrong));
    phone.type_digits(PIN);
    for (typed, repeat) in [(PIN, false), ("111111", false), (NEW_PIN, true), (WRONG_PIN, false)] {
        phone.type_digits(typed);
        let Screen::ChoosePin { repeat: shown, .. } = phone.screen() else { panic!("{:?}", phone.screen()) };
        assert_eq!(shown, repeat, "{typed}");
    }
    phone.act([Action::Back]);
    assert!(matches!(phone.screen(), Screen::Settings(_)));
    assert_eq!(phone.check(PIN), Ok(()), "nothing was changed");
}

/// With no service to be reached, nothing is changed, and nothing is lost.
#[test]
fn fk03_without_a_network_the_pin_stays() {
    let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
    let phone = phone_at(&first, &second);
    phone.network.cut(true);
    begin(&phone);
    phone.type_digits(PIN);
    assert_eq!(problem(&phone), (Purpose::ChangePin, Some(IdentifyProblem::Offline)));
    phone.network.cut(false);
    let refused = Err(Error::Refused(Refusal::NotConfirmed { tries_left: 4 }));
    assert_eq!((phone.check(NEW_PIN), phone.check(PIN)), (refused, Ok(())));
}

/// The network goes between the last digit and the service: the user does not type the PINs again.
#[test]
fn fk03_a_change_without_an_answer_is_tried_again_with_the_same_pins() {
    let world = World::start();
    let phone = world.phone(1);
    pair_at(&world, &phone);
    begin(&phone);
    phone.type_digits(PIN);
    phone.type_digits(NEW_PIN);
    phone.network.cut(true);
    phone.type_digits(NEW_PIN);
    assert!(matches!(phone.screen(), Screen::Ended { retry: true, .. }), "{:?}", phone.screen());
    phone.network.cut(false);
    phone.act([Action::Retry]);
    assert_eq!(behind(&phone), [""; 0]);
    assert_eq!(phone.check(NEW_PIN), Ok(()));
}

/// Only the answer is lost: the change has happened, and trying again finds that out without a wrong PIN.
#[test]
fn fk03_a_change_whose_answer_is_lost_is_found_to_have_happened() {
    for accounts in [1, 2] {
        let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
        let phone = first.phone(1);
        pair_at(&first, &phone);
        if accounts == 2 {
            pair_at(&second, &phone);
        }
        begin(&phone);
        phone.type_digits(PIN);
        phone.type_digits(NEW_PIN);
        phone.network.lose_responses(true);
        phone.type_digits(NEW_PIN);
        assert!(matches!(phone.screen(), Screen::Ended { retry: true, .. }), "{:?}", phone.screen());
        phone.network.lose_responses(false);
        phone.act([Action::Retry]);
        assert_eq!(behind(&phone), [""; 0]);
        assert_eq!(phone.check(NEW_PIN), Ok(()));
        assert!(phone.key().failures().is_empty(), "no wrong PIN was sent");
    }
}

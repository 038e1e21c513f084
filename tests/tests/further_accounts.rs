//! A further account is paired while a service that is paired already is dead, hostile or has stopped the device.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;

use key_core::account::AccountState;
use key_core::authenticator::Unchecked;
use key_core::crypto::SoftwareKey;
use key_core::error::Error;
use key_core::pin::Pin;
use key_core::platform::{HttpRequest, HttpResponse};
use key_core::screen::{Action, Ended, IdentifyProblem, Screen};
use key_protocol::VERSION;
use key_protocol::answer::{Answer, CallResult, Refusal, call_hash};
use key_protocol::call::Check;
use key_protocol::crypto::Signer as _;
use key_protocol::jws::{self, Header};
use key_tests::{PIN, Phone, WRONG_PIN, World};

type CheckOk = <Check as key_protocol::call::Body>::Ok;

/// The key of a service whose owner is hostile.
fn hostile_key() -> SoftwareKey {
    SoftwareKey::from_bytes(&[4; 32]).unwrap()
}

fn hostile() -> World {
    World::start_named("Hostile", |parts| parts.signer = Arc::new(hostile_key()))
}

/// From now on the service answers so to each check, whatever the PIN.
fn answer_checks(phone: &Phone, service: &World, refusal: &Refusal) {
    let (origin, refusal) = (service.origin.to_string(), refusal.clone());
    phone.network.tamper(move |request, response| {
        let is_check = request.url.starts_with(&origin) && request.url.ends_with("/check");
        if is_check { refuse(request, response, &refusal) } else { response }
    });
}

fn refuse(request: &HttpRequest, response: HttpResponse, refusal: &Refusal) -> HttpResponse {
    let (key, call) = (hostile_key(), call_hash(request.body.as_ref().unwrap().as_bytes()));
    let answer = Answer::<CheckOk> { v: VERSION, call, now: 0, result: CallResult::Refused(refusal.clone()) };
    let header = Header::of::<Answer<CheckOk>>().kid("service").jwk(key.public_key());
    let body = jws::sign(&header, &answer, |bytes| key.sign(bytes)).unwrap();
    HttpResponse { body, ..response }
}

fn pair_at(world: &World, phone: &Phone) {
    let mut browser = world.browser();
    let page = world.to_pairing_page(&mut browser);
    world.pair(phone, &mut browser, &page);
}

/// Up to the question for the PIN.
fn begin_at(world: &World, phone: &Phone) {
    let page = world.to_pairing_page(&mut world.browser());
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    assert!(matches!(phone.screen(), Screen::Identify { .. }), "{:?}", phone.screen());
}

fn problem(phone: &Phone) -> IdentifyProblem {
    let Screen::Identify { problem: Some(problem), .. } = phone.screen() else {
        panic!("{:?}", phone.screen())
    };
    problem
}

fn refused_by(service: &str, tries_left: u8, next: Option<&str>) -> IdentifyProblem {
    let (service, next) = (service.to_owned(), next.map(str::to_owned));
    IdentifyProblem::RefusedBy { next, service, tries_left }
}

/// How many tries a wrong PIN has left at the account of that place, after this one.
fn tries_left_at(phone: &Phone, place: usize) -> u8 {
    let mut others = phone.key().accounts();
    others.remove(place);
    let others: Vec<_> = others.into_iter().map(|account| account.id).collect();
    let unchecked = phone.key().check(&Pin::parse(WRONG_PIN).unwrap(), &others).unwrap_err();
    assert_eq!(unchecked.account.unwrap().id, phone.key().accounts()[place].id);
    let Error::Refused(Refusal::NotConfirmed { tries_left }) = unchecked.error else {
        panic!("{:?}", unchecked.error)
    };
    tries_left
}

#[test]
fn pk02_a_service_that_was_set_up_anew_does_not_block_pairing_with_others() {
    let (lost, other, new) =
        (World::start_named("Lost", |_| {}), World::start(), World::start_named("New", |_| {}));
    let phone = lost.phone(1);
    pair_at(&lost, &phone);
    pair_at(&other, &phone);
    let _anew = lost.set_up_anew();
    assert_eq!(phone.key().refresh(&phone.account(), 0), Err(Error::ServiceKey));
    pair_at(&new, &phone);
    assert_eq!(phone.key().accounts().len(), 3);
}

#[test]
fn pk02_where_nobody_can_check_the_pin_the_service_at_fault_is_named() {
    let (lost, new) = (World::start_named("Lost", |_| {}), World::start_named("New", |_| {}));
    let phone = lost.phone(1);
    pair_at(&lost, &phone);
    let _anew = lost.set_up_anew();
    begin_at(&new, &phone);
    phone.type_digits(PIN);
    let Screen::Ended { reason, retry: false, service, .. } = phone.screen() else {
        panic!("{:?}", phone.screen())
    };
    assert_eq!(reason, Ended::Unchecked(Error::ServiceKey));
    assert_eq!(service.as_deref(), Some("Lost"));
    phone.act([Action::Back]);
    assert!(matches!(phone.screen(), Screen::ReviewPairing { .. }), "it can be tried again, or given up");
    phone.act([Action::GiveUp]);
    assert_eq!(phone.key().accounts().len(), 1, "nothing is left of the new one");
    assert!(phone.keys.dump().keys().filter(|name| name.starts_with("possession")).count() == 1);
}

#[test]
fn pk02_a_service_that_says_no_to_every_pin_cannot_block_pairing() {
    let (hostile, other, new) = (hostile(), World::start(), World::start_named("New", |_| {}));
    let phone = hostile.phone(1);
    pair_at(&hostile, &phone);
    let mut second = hostile.browser();
    let list = hostile.add_user("otto.berg");
    hostile.log_in_as(&mut second, "otto.berg");
    let page = hostile.to_pairing_page_with(&mut second, &list[0]);
    hostile.pair(&phone, &mut second, &page);
    pair_at(&other, &phone);
    answer_checks(&phone, &hostile, &Refusal::NotConfirmed { tries_left: 4 });

    begin_at(&new, &phone);
    phone.type_digits(PIN);
    assert_eq!(problem(&phone), refused_by("Hostile", 4, Some("Ledger")));
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
    assert_eq!(tries_left_at(&phone, 2), 4, "nothing was counted at the honest one");
}

/// What is typed is judged, and counted, by one service at a time.
#[test]
fn pk02_a_wrong_pin_costs_one_try_at_one_service() {
    let (one, other, new) =
        (World::start_named("One", |_| {}), World::start_named("Other", |_| {}), World::start());
    let phone = one.phone(1);
    pair_at(&one, &phone);
    pair_at(&other, &phone);
    begin_at(&new, &phone);
    let typed = [
        ("112358", "One", 4, Some("Other")),
        ("314159", "One", 3, Some("Other")),
        ("314159", "Other", 4, None),
        ("314159", "One", 2, None),
    ];
    for (pin, service, tries_left, next) in typed {
        phone.type_digits(pin);
        assert_eq!(problem(&phone), refused_by(service, tries_left, next), "{pin}");
    }
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
    assert_eq!((tries_left_at(&phone, 0), tries_left_at(&phone, 1)), (4, 3));
}

/// The second opinion cannot be had: the first service judges again, as if there were no other.
#[test]
fn pk02_a_pin_that_was_refused_is_judged_again_where_no_other_service_can() {
    let (one, lost, new) =
        (World::start_named("One", |_| {}), World::start_named("Lost", |_| {}), World::start());
    let phone = one.phone(1);
    pair_at(&one, &phone);
    pair_at(&lost, &phone);
    let _anew = lost.set_up_anew();
    begin_at(&new, &phone);
    for tries_left in [4, 3] {
        phone.type_digits(WRONG_PIN);
        let Screen::Identify {
            problem: Some(IdentifyProblem::RefusedBy { service, tries_left: left, .. }),
            ..
        } = phone.screen()
        else {
            panic!("{:?}", phone.screen())
        };
        assert_eq!((service.as_str(), left), ("One", tries_left));
    }
}

#[test]
fn pk02_whatever_else_a_service_answers_the_next_one_is_asked() {
    let (hostile, other) = (hostile(), World::start());
    let phone = hostile.phone(1);
    pair_at(&hostile, &phone);
    pair_at(&other, &phone);
    let code = "a-newer-one".to_owned();
    for refusal in [
        Refusal::BadNonce,
        Refusal::DigitsWrong,
        Refusal::Malformed,
        Refusal::Other { code },
        Refusal::RequestEnded,
        Refusal::TooManyCalls { retry_after: u32::MAX },
        Refusal::Unavailable,
        Refusal::UnsupportedVersion { oldest: 2 },
        Refusal::Locked,
    ] {
        answer_checks(&phone, &hostile, &refusal);
        assert_eq!(phone.check(PIN), Ok(()), "{refusal:?}");
    }
    assert_eq!(phone.key().accounts()[0].state, AccountState::Locked);
}

#[test]
fn pk02_a_service_that_has_stopped_the_device_does_not_block_pairing_with_others() {
    let (copied, other, new) =
        (World::start_named("Copied", |_| {}), World::start(), World::start_named("New", |_| {}));
    let phone = copied.phone(1);
    pair_at(&copied, &phone);
    pair_at(&other, &phone);
    let copy = phone.copy(9);
    copy.check(PIN).unwrap();
    pair_at(&new, &phone);
    assert_eq!(phone.key().accounts()[0].state, AccountState::Frozen);
}

/// Where the address of a service leads elsewhere now, what answers is no service at all.
#[test]
fn pk02_a_fault_is_told_with_its_service_and_can_be_tried_again() {
    let (gone, new) = (World::start_named("Gone", |_| {}), World::start_named("New", |_| {}));
    let phone = gone.phone(1);
    pair_at(&gone, &phone);
    let origin = gone.origin.to_string();
    phone.network.tamper(move |request, response| {
        let body = if request.url.starts_with(&origin) { "<html>".into() } else { response.body };
        HttpResponse { body, ..response }
    });
    begin_at(&new, &phone);
    phone.type_digits(PIN);
    assert_eq!(problem(&phone), IdentifyProblem::NotReached { service: "Gone".to_owned() });
    phone.network.tamper(|_, response| response);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
}

#[test]
fn what_passes_by_itself_is_told_before_what_does_not() {
    let (lost, busy) = (World::start_named("Lost", |_| {}), hostile());
    let phone = lost.phone(1);
    pair_at(&lost, &phone);
    pair_at(&busy, &phone);
    let _anew = lost.set_up_anew();
    let wait = Refusal::TooManyCalls { retry_after: 7 };
    answer_checks(&phone, &busy, &wait);
    let Err(Unchecked { account: Some(account), error }) = phone.key().check(&Pin::parse(PIN).unwrap(), &[])
    else {
        panic!()
    };
    assert_eq!((account.service.as_str(), error), ("Hostile", Error::Refused(wait)));
}

/// Disconnects through the screens. The service is not told.
fn remove_without_its_service(phone: &Phone) {
    let account = phone.account();
    phone.act([Action::AskDisconnect(account.clone()), Action::Disconnect]);
    assert!(matches!(phone.screen(), Screen::NotDisconnected { .. }), "{:?}", phone.screen());
    phone.act([Action::Forget(account.clone())]);
    assert!(matches!(phone.screen(), Screen::Home(_)), "{:?}", phone.screen());
    assert!(phone.key().account(&account).is_err());
    assert!(phone.keys.dump().keys().all(|name| !name.contains(account.as_str())));
}

#[test]
fn pk12_an_account_can_be_removed_without_a_network() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    phone.network.cut(true);
    remove_without_its_service(&phone);
}

#[test]
fn pk12_an_account_can_be_removed_when_its_service_has_another_key_and_a_pin_is_chosen_anew() {
    let (lost, new) = (World::start_named("Lost", |_| {}), World::start_named("New", |_| {}));
    let phone = lost.phone(1);
    pair_at(&lost, &phone);
    let anew = lost.set_up_anew();
    remove_without_its_service(&phone);
    pair_at(&new, &phone);
    pair_at(&anew, &phone);
    assert_eq!(phone.key().accounts().len(), 2);
}

#[test]
fn pk12_an_account_can_be_removed_when_its_service_answers_nonsense() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    phone.network.tamper(|_, response| HttpResponse { body: "<html>".into(), ..response });
    remove_without_its_service(&phone);
}

#[test]
fn pk12_a_service_that_answers_is_told_that_the_phone_leaves() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let account = phone.account();
    phone.act([Action::AskDisconnect(account.clone()), Action::Forget(account.clone())]);
    assert!(phone.key().account(&account).is_ok(), "it is asked first");
    phone.act([Action::Disconnect]);
    assert!(matches!(phone.screen(), Screen::Home(_)), "{:?}", phone.screen());
    assert!(phone.key().accounts().is_empty());
    assert!(phone.network.heard().iter().any(|(request, _)| request.url.ends_with("/leave")));
}

/// Nobody can check a PIN before the first account is paired: a second could get another PIN.
#[test]
fn pk02_a_second_account_waits_until_the_first_is_paired() {
    let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
    let phone = first.phone(1);
    let (mut here, mut there) = (first.browser(), second.browser());
    let page = first.to_pairing_page(&mut here);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits(&PIN.repeat(2));
    phone.act([Action::Back]);
    let page = second.to_pairing_page(&mut there);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    assert!(matches!(phone.screen(), Screen::ReviewPairing { .. }), "{:?}", phone.screen());
    phone.act([Action::ConfirmPairing]);
    let Screen::PairCommit { service, .. } = phone.screen() else { panic!("{:?}", phone.screen()) };
    assert_eq!(service, "First");
    let page = here.open("/pair");
    here.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    phone.act([Action::Back]);
    let left = phone.key().unfinished().remove(0).account.id;
    phone.act([Action::ContinuePairing(left), Action::ConfirmPairing]);
    assert!(matches!(phone.screen(), Screen::Identify { .. }), "the PIN of the first: {:?}", phone.screen());
}

/// A link is opened while the PIN for another account is chosen: both get the same.
#[test]
fn pk02_a_pairing_that_comes_between_leaves_one_pin_for_all() {
    let (first, second) = (World::start_named("First", |_| {}), World::start_named("Second", |_| {}));
    let phone = first.phone(1);
    let page = first.to_pairing_page(&mut first.browser());
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::ChoosePin { repeat: true, .. }), "{:?}", phone.screen());
    let mut there = second.browser();
    let page = second.to_pairing_page(&mut there);
    let opened = Action::LinkOpened(page.pairing_link().unwrap());
    phone.act([opened, Action::AcceptLink, Action::ConfirmPairing]);
    phone.type_digits(&WRONG_PIN.repeat(2));
    let page = there.open("/pair");
    there.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    phone.presenter.watch(&phone.presenter.accounts().pop().unwrap());
    phone.act([Action::Back]);
    assert!(matches!(phone.screen(), Screen::ReviewPairing { .. }), "{:?}", phone.screen());
    phone.act([Action::ConfirmPairing]);
    assert!(matches!(phone.screen(), Screen::Identify { .. }), "the PIN of the second: {:?}", phone.screen());
}

/// The user adds a second phone and opens the link on the first by mistake.
#[test]
fn pk14_an_account_that_is_on_the_phone_already_is_said_to_be() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    for (other, expected) in [(phone, true), (world.phone(2), false)] {
        let page = world.to_pairing_page(&mut world.browser());
        other.act([Action::LinkGiven(page.pairing_link().unwrap())]);
        let Screen::ReviewPairing { already, .. } = other.screen() else { panic!("{:?}", other.screen()) };
        assert_eq!(already, expected);
    }
}

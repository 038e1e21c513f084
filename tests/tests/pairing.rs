//! Pairing, and attacks on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::thread;

use key_core::account::AccountState;
use key_core::error::Error;
use key_core::screen::{Action, Ended, Screen};
use key_protocol::answer::Refusal;
use key_protocol::key::Thumbprint;
use key_protocol::link::PairingLink;
use key_tests::{PIN, World};

#[test]
fn pk05_taking_key_into_use_asks_for_a_one_time_password_and_shows_the_code() {
    let world = World::start();
    let mut browser = world.browser();
    let page = world.log_in(&mut browser);
    assert!(page.shows("Set up Key"), "{}", page.text());
    let page = world.to_pairing_page_with(&mut browser, "aaaa-aaaa");
    assert_eq!(page.pairing_link(), None);
    let page = world.to_pairing_page_with(&mut browser, &world.one_time_password());
    assert!(page.html.contains("<svg") && page.pairing_link().is_some(), "{}", page.text());
}

#[test]
fn fk02_pairing_signs_in_and_names_the_device() {
    let world = World::start();
    let (_, mut browser) = world.paired(7);
    let page = browser.open("/pair");
    assert!(page.shows("Phone 7"), "{}", page.text());
    assert!(browser.is_signed_in());
}

#[test]
fn pk06_an_old_code_never_pairs() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let old = world.to_pairing_page(&mut browser).pairing_link().unwrap();
    world.clock.advance_seconds(121);
    let page = browser.open("/pair");
    assert!(page.shows("Activate new QR code"), "{}", page.text());
    phone.act([Action::LinkGiven(old.clone())]);
    assert_refused(&phone.screen(), &Refusal::LinkExpired);
    let page = browser.submit(&page, "/pair/new", &[]);
    let new = page.pairing_link().unwrap();
    assert_ne!(old, new);
    phone.act([Action::Back, Action::LinkGiven(old)]);
    assert_refused(&phone.screen(), &Refusal::LinkExpired);
    phone.act([Action::Back]);
    world.pair(&phone, &mut browser, &page);
}

#[test]
fn a_link_pairs_one_phone_only() {
    let world = World::start();
    let (one, other, mut browser) = (world.phone(1), world.phone(2), world.browser());
    let page = world.to_pairing_page(&mut browser);
    one.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    other.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    assert!(matches!(one.screen(), Screen::ReviewPairing { .. }));
    assert_refused(&other.screen(), &Refusal::LinkUsed);
}

#[test]
fn of_two_phones_racing_for_a_link_one_wins() {
    let world = World::start();
    for round in 0..5 {
        let mut browser = world.browser();
        let link = PairingLink::parse(&world.to_pairing_page(&mut browser).pairing_link().unwrap()).unwrap();
        let phones: Vec<_> = (0..4).map(|n| world.phone(100 + round * 4 + n)).collect();
        let claims: Vec<_> = thread::scope(|scope| {
            let racing: Vec<_> =
                phones.iter().map(|phone| scope.spawn(|| phone.key().claim(&link))).collect();
            racing.into_iter().map(|claim| claim.join().unwrap()).collect()
        });
        assert_eq!(claims.iter().filter(|claim| claim.is_ok()).count(), 1);
        let lost = claims.iter().filter(|claim| **claim == Err(Error::Refused(Refusal::LinkUsed)));
        assert_eq!(lost.count(), 3);
    }
}

#[test]
fn a_link_with_another_services_key_is_refused_by_the_phone() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let mut link = PairingLink::parse(&world.to_pairing_page(&mut browser).pairing_link().unwrap()).unwrap();
    link.service = Thumbprint::from_bytes([1; 32]);
    assert_eq!(phone.key().claim(&link).unwrap_err(), Error::ServiceKey);
    assert!(phone.key().accounts().is_empty());
}

/// Two services on one host name: the link of one is worth nothing at the other.
#[test]
fn a_link_of_another_service_with_the_same_host_name_does_not_pair() {
    let (here, there) = (World::start(), World::start());
    let (phone, mut browser) = (here.phone(1), here.browser());
    let mut link = PairingLink::parse(&here.to_pairing_page(&mut browser).pairing_link().unwrap()).unwrap();
    link.origin = there.origin.clone();
    assert_eq!(phone.key().claim(&link).unwrap_err(), Error::ServiceKey);
}

/// Whoever photographed the code pairs first; the user sees a strange device and a code that the own phone does not
/// show, and says no.
#[test]
fn a_stranger_who_photographed_the_code_gets_nothing() {
    let world = World::start();
    let (mine, stranger, mut browser) = (world.phone(1), world.phone(66), world.browser());
    let page = world.to_pairing_page(&mut browser);
    stranger.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    stranger.type_digits(&PIN.repeat(2));
    assert!(matches!(stranger.screen(), Screen::PairCommit { .. }));
    mine.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    assert_refused(&mine.screen(), &Refusal::LinkUsed);

    let page = browser.open("/pair");
    assert!(page.shows("Phone 66") && page.six_digits().is_some(), "{}", page.text());
    let page = browser.submit(&page, "/pair/refuse", &[]);
    stranger.refresh();
    stranger.act([Action::Back]);
    assert!(stranger.key().accounts().is_empty());

    let page = if page.pairing_link().is_some() { page } else { browser.open("/pair") };
    let page = if page.pairing_link().is_some() { page } else { browser.submit(&page, "/pair/new", &[]) };
    mine.act([Action::Back]);
    world.pair(&mine, &mut browser, &page);
    assert_eq!(mine.key().accounts().len(), 1);
}

#[test]
fn a_device_that_nobody_recognised_gets_no_requests() {
    let world = World::start();
    let (stranger, mut browser) = (world.phone(66), world.browser());
    let page = world.to_pairing_page(&mut browser);
    stranger.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    stranger.type_digits(&PIN.repeat(2));
    world.log_in(&mut world.browser());
    stranger.refresh();
    assert!(stranger.key().requests().is_empty());
}

#[test]
fn pk02_one_key_holds_several_accounts_at_several_services_with_one_pin() {
    let (here, there) = (World::start(), World::start());
    let (phone, _) = here.paired(1);
    let (mut second, list) = (here.browser(), here.add_user("otto.berg"));
    here.log_in_as(&mut second, "otto.berg");
    let page = here.to_pairing_page_with(&mut second, &list[0]);
    here.pair(&phone, &mut second, &page);
    let mut third = there.browser();
    let page = there.to_pairing_page(&mut third);
    there.pair(&phone, &mut third, &page);
    assert_eq!(phone.key().accounts().len(), 3);

    here.log_in(&mut here.browser());
    here.log_in_as(&mut here.browser(), "otto.berg");
    there.log_in(&mut there.browser());
    phone.refresh();
    assert_eq!(phone.key().requests().len(), 3);
}

#[test]
fn a_slip_while_adding_an_account_is_caught_by_a_service_already_paired() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let (mut second, list) = (world.browser(), world.add_user("otto.berg"));
    world.log_in_as(&mut second, "otto.berg");
    let page = world.to_pairing_page_with(&mut second, &list[0]);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits("271829");
    let Screen::Identify { problem, .. } = phone.screen() else { panic!("{:?}", phone.screen()) };
    let service = "Ledger".to_owned();
    let four = key_core::screen::IdentifyProblem::RefusedBy { next: None, service, tries_left: 4 };
    assert_eq!(problem, Some(four));
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }));
}

#[test]
fn pairing_again_takes_the_place_of_the_old_pairing() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let old = phone.account();
    let page = world.to_pairing_page(&mut browser);
    world.pair(&phone, &mut browser, &page);
    assert_eq!(phone.key().accounts().len(), 1);
    assert_ne!(phone.account(), old);
    assert!(phone.keys.dump().keys().all(|name| !name.contains(old.as_str())));
}

#[test]
fn a_network_that_goes_away_while_pairing_loses_nothing() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.network.cut(true);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    assert!(matches!(phone.screen(), Screen::Ended { retry: true, .. }), "{:?}", phone.screen());
    phone.network.cut(false);
    phone.act([Action::Retry, Action::ConfirmPairing]);
    phone.type_digits(PIN);
    phone.network.cut(true);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::Ended { retry: true, .. }), "{:?}", phone.screen());
    phone.network.cut(false);
    phone.act([Action::Retry]);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
}

/// The service did its part, but its answer was lost on the way: the same step again must lead on.
#[test]
fn a_lost_answer_while_pairing_is_made_good_by_trying_again() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits(PIN);
    phone.network.lose_responses(true);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::Ended { retry: true, .. }), "{:?}", phone.screen());
    phone.network.lose_responses(false);
    phone.act([Action::Retry]);
    assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
    let page = browser.open("/pair");
    browser.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    let shown = {
        world.log_in(&mut browser);
        phone.shown()
    };
    let digits = browser.open("/login/confirm").six_digits();
    assert_eq!(phone.confirm(&shown, PIN, digits.as_deref()), Ok(()));
}

#[test]
fn a_phone_that_stops_before_the_users_word_goes_on_afterwards() {
    let mut world = World::start();
    let (mut phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits(&PIN.repeat(2));
    phone.restart();
    world.restart();
    let page = browser.open("/pair");
    browser.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    assert_eq!(phone.key().accounts()[0].state, AccountState::Active);
}

fn assert_refused(screen: &Screen, refusal: &Refusal) {
    let Screen::Ended { reason: Ended::Error(Error::Refused(found)), .. } = screen else {
        panic!("{screen:?}")
    };
    assert_eq!(found, refusal);
}

/// Whoever copies the files of a phone in the middle of a pairing has its share and keys, and may enrol first.
#[test]
fn a_copy_of_an_unfinished_pairing_gets_no_account() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    let copy = phone.copy(2);
    let account = copy.key().unfinished().remove(0).account.id;
    copy.act([Action::ContinuePairing(account), Action::ConfirmPairing]);
    copy.type_digits(&"604829".repeat(2));
    assert!(matches!(copy.screen(), Screen::PairCommit { .. }), "{:?}", copy.screen());
    phone.act([Action::ConfirmPairing]);
    phone.type_digits(&PIN.repeat(2));
    assert!(matches!(phone.screen(), Screen::Ended { .. }), "{:?}", phone.screen());
    let page = browser.open("/pair");
    assert!(!page.shows("Yes, the codes match"), "neither can be accepted: {}", page.text());
    copy.refresh();
    assert_eq!(copy.key().accounts()[0].state, AccountState::Frozen);
    assert!(!browser.is_signed_in());
}

#[test]
fn a_pairing_that_was_given_up_is_over_for_every_copy_of_it() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    let copy = phone.copy(2);
    phone.act([Action::GiveUp]);
    assert!(phone.key().accounts().is_empty());
    assert!(browser.open("/pair").shows("The pairing was stopped on the phone"));
    let account = copy.key().unfinished().remove(0).account.id;
    copy.act([Action::ContinuePairing(account), Action::ConfirmPairing]);
    copy.type_digits(&PIN.repeat(2));
    assert!(matches!(copy.screen(), Screen::Ended { .. }), "{:?}", copy.screen());
    assert!(!browser.open("/pair").shows("Yes, the codes match"));
}

#[test]
fn an_unfinished_pairing_goes_on_after_both_were_restarted() {
    let mut world = World::start();
    let (mut phone, mut browser) = (world.phone(1), world.browser());
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap())]);
    world.restart();
    phone.restart();
    let account = phone.key().unfinished().remove(0).account.id;
    phone.act([Action::ContinuePairing(account), Action::ConfirmPairing]);
    phone.type_digits(&PIN.repeat(2));
    let Screen::PairCommit { code, .. } = phone.screen() else { panic!("{:?}", phone.screen()) };
    let page = browser.open("/pair");
    assert!(page.shows(&code.grouped()), "{}", page.text());
    browser.submit(&page, "/pair/commit", &[]);
    phone.refresh();
    assert!(browser.open("/pair").shows("Key connected"));
}

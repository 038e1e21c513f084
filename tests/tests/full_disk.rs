//! A disk that is full once a service has spoken: its word holds, the user is told, and nothing is forgotten that was said.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use key_core::account::AccountState;
use key_core::error::Error;
use key_core::pin::Pin;
use key_core::screen::{Action, Decided, FailureView, Screen};
use key_protocol::answer::Refusal;
use key_protocol::language::Language;
use key_tests::{PIN, Phone, WRONG_PIN, World};

/// The disk is full from the next answer of that endpoint on.
fn fill_at(phone: &Phone, endpoint: &str) {
    let (files, path) = (phone.files.clone(), format!("/{endpoint}"));
    phone.network.tamper(move |request, response| {
        if request.url.ends_with(&path) {
            files.set_full(true);
        }
        response
    });
}

fn make_room(phone: &Phone) {
    phone.network.tamper(|_, response| response);
    phone.files.set_full(false);
}

/// The journal can still be written, which is small, and the vault cannot.
fn leave_little_room(phone: &Phone) {
    let files = phone.files.dump();
    let (vault, calls) = (files["vault"].len(), files["calls"].len());
    assert!(calls * 2 < vault, "{calls} and {vault} bytes");
    phone.files.set_too_large(Some(vault * 3 / 4));
}

/// Opens the only request.
fn open(phone: &Phone) {
    phone.refresh();
    phone.act([Action::Open(phone.waiting()[0])]);
}

fn confirm(phone: &Phone) {
    open(phone);
    phone.act([Action::Confirm]);
    phone.type_digits(PIN);
}

fn decided(phone: &Phone) -> (Decided, Option<FailureView>, bool) {
    match phone.screen() {
        Screen::Decided { answer, failures, saved, .. } => (answer, failures, saved),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_confirmation_that_cannot_be_saved_is_shown_as_one_with_a_warning() {
    let world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    fill_at(&phone, "decide");
    confirm(&phone);
    assert_eq!(decided(&phone), (Decided::Confirmed, None, false));
    assert!(browser.moves_on());
    assert_eq!(phone.key().history().len(), 1);

    make_room(&phone);
    phone.act([Action::Back]);
    world.log_in(&mut browser);
    confirm(&phone);
    assert_eq!(decided(&phone), (Decided::Confirmed, None, true));
    phone.restart();
    assert_eq!(phone.key().history().len(), 2, "what was not saved then is saved now");
}

#[test]
fn so_is_a_no() {
    for (action, answer) in [(Action::Decline, Decided::Declined), (Action::NotMe, Decided::NotMe)] {
        let world = World::start();
        let (phone, mut browser) = world.paired(1);
        world.log_in(&mut browser);
        fill_at(&phone, "decide");
        open(&phone);
        phone.act([action]);
        assert_eq!(decided(&phone), (answer, None, false));
        assert!(!browser.moves_on());
    }
}

#[test]
fn killed_before_there_is_room_only_the_memory_of_it_is_lost() {
    let world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    fill_at(&phone, "decide");
    confirm(&phone);
    phone.restart();
    assert_eq!(phone.key().history().len(), 0);
    make_room(&phone);
    world.log_in(&mut browser);
    confirm(&phone);
    assert_eq!(decided(&phone), (Decided::Confirmed, None, true));
    assert!(browser.moves_on());
}

#[test]
fn logins_are_confirmed_while_there_is_room_for_numbers_only() {
    let world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    leave_little_room(&phone);
    for _ in 0..2 {
        world.log_in(&mut browser);
        confirm(&phone);
        assert_eq!(decided(&phone), (Decided::Confirmed, None, false));
        assert!(browser.moves_on());
        phone.act([Action::Back]);
    }
    phone.files.set_too_large(None);
    world.log_in(&mut browser);
    confirm(&phone);
    assert_eq!(decided(&phone), (Decided::Confirmed, None, true));
    phone.restart();
    assert_eq!(phone.key().history().len(), 3);
}

/// A service tells of wrong PINs once.
#[test]
fn wrong_pins_are_told_of_without_a_disk() {
    let world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let refused = phone.confirm(&phone.shown(), WRONG_PIN, None);
    assert_eq!(refused, Err(Error::Refused(Refusal::NotConfirmed { tries_left: 4 })));
    // After a start the phone does not know that it was its own user's.
    phone.restart();
    phone.refresh();
    fill_at(&phone, "decide");
    confirm(&phone);
    let (answer, failures, saved) = decided(&phone);
    assert_eq!(
        (answer, failures.map(|failures| failures.count), saved),
        (Decided::Confirmed, Some(1), false)
    );
    make_room(&phone);
    phone.key().set_language(Some(Language::Danish)).unwrap();
    phone.restart();
    assert_eq!(phone.key().failures()[0].count, 1);
}

#[test]
fn a_lock_is_told_as_a_lock() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let shown = phone.shown();
    for _ in 0..4 {
        phone.confirm(&shown, WRONG_PIN, None).unwrap_err();
    }
    fill_at(&phone, "decide");
    assert_eq!(phone.confirm(&shown, WRONG_PIN, None), Err(Error::Refused(Refusal::Locked)));
    assert_eq!(phone.key().accounts()[0].state, AccountState::Locked);
}

#[test]
fn an_account_that_its_service_has_let_go_is_gone_and_may_come_back_as_disconnected() {
    let world = World::start();
    let (mut phone, _) = world.paired(1);
    let account = phone.account();
    fill_at(&phone, "leave");
    phone.act([Action::AskDisconnect(account.clone()), Action::Disconnect]);
    let Screen::Home(home) = phone.screen() else { panic!("{:?}", phone.screen()) };
    assert_eq!(home.accounts, []);
    phone.restart();
    make_room(&phone);
    phone.key().refresh(&account, 0).unwrap_err();
    assert_eq!(phone.key().account(&account).unwrap().state, AccountState::Disconnected);
    phone.act([Action::Forget(account)]);
    phone.restart();
    assert_eq!(phone.key().accounts(), []);
}

/// A factor that the service has taken, and the phone could not save: killed after any of the next writes, it finds out.
#[test]
fn a_change_of_factors_that_was_taken_is_never_forgotten() {
    for writes in [None, Some(0), Some(1), Some(2), Some(3), Some(4), Some(5), Some(6)] {
        let world = World::start();
        let (mut phone, mut browser) = world.paired(1);
        let account = phone.account();
        phone.biometrics.answer(Some(Ok(())));
        fill_at(&phone, "change");
        phone.key().add_biometrics(&account, &Pin::parse(PIN).unwrap()).unwrap();
        assert!(phone.key().account(&account).unwrap().biometric);
        make_room(&phone);
        // Numbers could be written down, and this not: nothing is sent.
        leave_little_room(&phone);
        assert_eq!(phone.check(PIN), Err(Error::Storage));
        phone.files.set_too_large(None);
        if let Some(writes) = writes {
            world.log_in(&mut browser);
            phone.files.fill_after(writes);
            phone.refresh();
            if let Some((_, request)) = phone.key().requests().pop() {
                let shown = phone.key().show(request.id, Language::English).unwrap();
                let _ = phone.confirm(&shown, PIN, None);
            }
            phone.files.set_full(false);
        }
        phone.restart();
        phone.refresh();
        let known = phone.key().account(&account).unwrap();
        assert!(known.biometric && known.change.is_none(), "{writes:?} writes");
    }
}

/// The user's word on the page arrives while nothing can be saved.
#[test]
fn a_pairing_that_was_committed_is_shown_and_survives() {
    for is_killed in [false, true] {
        let world = World::start();
        let (mut phone, mut browser) = (world.phone(1), world.browser());
        let page = world.to_pairing_page(&mut browser);
        phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
        phone.type_digits(PIN);
        phone.type_digits(PIN);
        assert!(matches!(phone.screen(), Screen::PairCommit { .. }), "{:?}", phone.screen());
        phone.refresh();
        let page = browser.open("/pair");
        browser.submit(&page, "/pair/commit", &[]);
        phone.files.set_full(true);
        phone.presenter.watch(&phone.account());
        assert!(matches!(phone.screen(), Screen::Paired { .. }), "{:?}", phone.screen());
        phone.files.set_full(false);
        if is_killed {
            phone.restart();
            phone.refresh();
        } else {
            phone.key().set_language(Some(Language::Danish)).unwrap();
            phone.restart();
        }
        assert_eq!(phone.key().accounts()[0].state, AccountState::Active);
    }
}

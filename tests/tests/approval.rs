//! Confirming logins, and attacks on it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::thread;

use key_core::account::AccountState;
use key_core::authenticator::Identification;
use key_core::error::Error;
use key_core::platform::BiometricError;
use key_core::screen::{Action, Ended, Screen};
use key_protocol::answer::Refusal;
use key_protocol::link::PairingLink;
use key_protocol::receipt::Outcome;
use key_tests::{PIN, WRONG_PIN, World};

#[test]
fn pk01_a_login_is_confirmed_in_key_and_the_browser_moves_on() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    let page = world.log_in(&mut browser);
    assert!(page.shows("Confirm in Key") && page.six_digits().is_none(), "known browser: {}", page.text());
    phone.confirm(&phone.shown(), PIN, None).unwrap();
    assert!(browser.moves_on());
}

#[test]
fn pk01_a_one_time_password_works_instead_and_only_once() {
    let world = World::start();
    let _paired = world.paired(1);
    let password = world.one_time_password();
    for (round, expected) in [(0, true), (1, false)] {
        let mut browser = world.browser();
        world.log_in(&mut browser);
        let page = browser.open("/login/otp");
        browser.submit(&page, "/login/otp", &[("password", &password)]);
        assert_eq!(browser.is_signed_in(), expected, "round {round}");
    }
}

/// The phone needs no network to know that the time is over, and an answer that comes too late does not leave it.
#[test]
fn pk11_a_request_whose_time_is_over_says_so_at_once() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    phone.refresh();
    phone.act([Action::Open(phone.waiting()[0]), Action::Confirm, Action::Digit(2)]);
    phone.network.cut(true);
    world.clock.advance_seconds(119);
    assert!(matches!(phone.screen(), Screen::Identify { .. }), "{:?}", phone.screen());
    world.clock.advance_seconds(2);
    let ended = |screen| matches!(screen, Screen::Ended { reason: Ended::RequestEnded, retry: false, .. });
    assert!(ended(phone.screen()), "{:?}", phone.screen());
    phone.act([Action::Digit(7)]);
    assert!(ended(phone.screen()), "{:?}", phone.screen());
    phone.act([Action::Back]);
    assert!(matches!(phone.screen(), Screen::Home(_)));
}

#[test]
fn pk11_the_screens_lead_from_the_request_to_success() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let mut browser = world.browser();
    let page = world.log_in(&mut browser);
    let digits = page.six_digits().expect("a new browser shows digits");
    phone.refresh();
    phone.act([Action::Open(phone.waiting()[0])]);
    let Screen::Request(request) = phone.screen() else { panic!() };
    let text = request.statement.text();
    for fact in ["Ledger", "mira.laine", "Firefox on Linux", "127.0.0.1", "21 November 2026, 09:41"] {
        assert!(text.contains(fact), "{text}");
    }
    phone.act([Action::Confirm]);
    phone.type_digits(&digits);
    phone.act([Action::Confirm]);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::Decided { .. }), "{:?}", phone.screen());
    assert!(browser.moves_on());
    assert_eq!(phone.key().history().len(), 1);
}

#[test]
fn pk04_a_wrong_pin_confirms_nothing_and_five_lock_the_device() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let shown = phone.shown();
    for tries_left in [4, 3, 2, 1] {
        let refused = phone.confirm(&shown, WRONG_PIN, None);
        assert_eq!(refused, Err(Error::Refused(Refusal::NotConfirmed { tries_left })));
    }
    assert_eq!(phone.confirm(&shown, WRONG_PIN, None), Err(Error::Refused(Refusal::Locked)));
    assert_eq!(phone.key().accounts()[0].state, AccountState::Locked);
    assert_eq!(phone.confirm(&shown, PIN, None), Err(Error::Refused(Refusal::Locked)));
    assert!(!browser.is_signed_in());
    let page = browser.open("/login/confirm");
    assert!(page.shows("one-time password") && page.shows("set up Key"), "{}", page.text());
}

#[test]
fn a_right_pin_gives_all_tries_back() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    for _ in 0..3 {
        world.log_in(&mut browser);
        let shown = phone.shown();
        for tries_left in [4, 3, 2, 1] {
            let refused = phone.confirm(&shown, WRONG_PIN, None);
            assert_eq!(refused, Err(Error::Refused(Refusal::NotConfirmed { tries_left })));
        }
        phone.confirm(&shown, PIN, None).unwrap();
    }
}

#[test]
fn wrong_pins_are_counted_over_restarts_and_through_every_door() {
    let mut world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let left = |tries_left| Err(Error::Refused(Refusal::NotConfirmed { tries_left }));
    assert_eq!(phone.confirm(&phone.shown(), WRONG_PIN, None), left(4));
    assert_eq!(phone.check(WRONG_PIN), left(3));
    world.restart();
    phone.restart();
    assert_eq!(phone.check(WRONG_PIN), left(2));
    assert_eq!(phone.confirm(&phone.shown(), WRONG_PIN, None), left(1));
    assert_eq!(phone.check(WRONG_PIN), Err(Error::Refused(Refusal::Locked)));
}

#[test]
fn wrong_pins_sent_at_once_are_all_counted() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let shown = phone.shown();
    let answers: Vec<_> = thread::scope(|scope| {
        let tries: Vec<_> = (0..8).map(|_| scope.spawn(|| phone.confirm(&shown, WRONG_PIN, None))).collect();
        tries.into_iter().map(|answer| answer.join().unwrap()).collect()
    });
    let counted = answers.iter().filter(|a| matches!(a, Err(Error::Refused(Refusal::NotConfirmed { .. }))));
    assert_eq!(counted.count(), 4);
    assert!(answers.contains(&Err(Error::Refused(Refusal::Locked))));
}

#[test]
fn fk05_a_refused_request_ends_the_login() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    phone.key().decline(&phone.shown(), false).unwrap();
    assert!(browser.open("/login/confirm").shows("Login aborted"));
    assert!(!browser.is_signed_in());
}

#[test]
fn this_was_not_me_warns_the_user() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    phone.key().decline(&phone.shown(), true).unwrap();
    assert!(browser.open("/login/confirm").shows("Login aborted"));
    let outbox = std::fs::read_dir(world.folder().join("outbox")).unwrap();
    let messages: Vec<_> =
        outbox.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap()).collect();
    assert!(messages.iter().any(|message| message.contains("mira.laine")), "{messages:?}");
}

#[test]
fn pk03_every_device_gets_the_request_and_the_first_answer_counts() {
    let world = World::start();
    let (one, mut browser) = world.paired(1);
    let (other, _) = world.paired(2);
    world.log_in(&mut browser);
    let (here, there) = (one.shown(), other.shown());
    one.confirm(&here, PIN, None).unwrap();
    let answered = Err(Error::Refused(Refusal::RequestAnswered { outcome: Outcome::Confirmed }));
    assert_eq!(other.key().decline(&there, false), answered);
    other.refresh();
    assert!(other.key().requests().is_empty());
    assert_eq!(other.key().outcome(there.request.id), Some(Outcome::Confirmed));
    assert!(browser.moves_on());
}

#[test]
fn of_two_devices_answering_at_once_one_counts() {
    let world = World::start();
    let (one, mut browser) = world.paired(1);
    let (other, _) = world.paired(2);
    for _ in 0..3 {
        world.log_in(&mut browser);
        let (here, there) = (one.shown(), other.shown());
        let (yes, no) = thread::scope(|scope| {
            let yes = scope.spawn(|| one.confirm(&here, PIN, None));
            let no = scope.spawn(|| other.key().decline(&there, false));
            (yes.join().unwrap(), no.join().unwrap())
        });
        assert_ne!(yes.is_ok(), no.is_ok(), "{yes:?} {no:?}");
        let page = browser.open("/login/confirm");
        assert_eq!(page.shows("Login aborted"), no.is_ok(), "{}", page.text());
        world.clock.advance_seconds(3600);
    }
}

#[test]
fn digits_are_corrected_once_on_the_screen() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let mut browser = world.browser();
    let digits = world.log_in(&mut browser).six_digits().unwrap();
    phone.refresh();
    phone.act([Action::Open(phone.waiting()[0]), Action::Confirm]);
    let typed = if digits == "123456" { "654321" } else { "123456" };
    phone.type_digits(typed);
    phone.act([Action::Confirm]);
    phone.type_digits(PIN);
    let Screen::TypeDigits { digits: left, mistyped: true, .. } = phone.screen() else { panic!() };
    assert_eq!(left, "");
    phone.type_digits(&digits);
    phone.act([Action::Confirm]);
    phone.type_digits(PIN);
    assert!(matches!(phone.screen(), Screen::Decided { .. }), "{:?}", phone.screen());
    assert!(browser.moves_on());
}

/// The forgiven number counts for the login, whichever phone has sent it.
#[test]
fn two_phones_have_one_wrong_number_together() {
    let world = World::start();
    let ((first, _), (second, _)) = (world.paired(1), world.paired(2));
    let mut browser = world.browser();
    let digits = world.log_in(&mut browser).six_digits().unwrap();
    let wrong = if digits == "123456" { "654321" } else { "123456" };
    let shown = first.shown();
    let mistyped = first.confirm(&shown, PIN, Some(wrong));
    assert_eq!(mistyped, Err(Error::Refused(Refusal::DigitsMistyped)));
    let ended = second.confirm(&second.shown(), PIN, Some(wrong));
    assert_eq!(ended, Err(Error::Refused(Refusal::DigitsWrong)));
    assert_eq!(first.confirm(&shown, PIN, Some(&digits)), Err(Error::Refused(Refusal::RequestEnded)));
}

#[test]
fn of_wrong_digits_sent_at_once_one_number_is_forgiven() {
    let world = World::start();
    let ((one, _), (other, _)) = (world.paired(1), world.paired(2));
    for _ in 0..3 {
        let mut browser = world.browser();
        let digits = world.log_in(&mut browser).six_digits().unwrap();
        let wrong = if digits == "123456" { "654321" } else { "123456" };
        let (here, there) = (one.shown(), other.shown());
        let answers = thread::scope(|scope| {
            let first = scope.spawn(|| one.confirm(&here, PIN, Some(wrong)));
            let second = scope.spawn(|| other.confirm(&there, PIN, Some(wrong)));
            [first.join().unwrap(), second.join().unwrap()]
        });
        for refusal in [Refusal::DigitsMistyped, Refusal::DigitsWrong] {
            assert!(answers.contains(&Err(Error::Refused(refusal))), "{answers:?}");
        }
        assert!(browser.open("/login/confirm").shows("Login aborted"));
        world.clock.advance_seconds(3600);
    }
}

#[test]
fn a_restart_of_the_service_forgives_no_second_number() {
    let mut world = World::start();
    let (phone, _) = world.paired(1);
    let mut browser = world.browser();
    let digits = world.log_in(&mut browser).six_digits().unwrap();
    let wrong = if digits == "123456" { "654321" } else { "123456" };
    let shown = phone.shown();
    assert_eq!(phone.confirm(&shown, PIN, Some(wrong)), Err(Error::Refused(Refusal::DigitsMistyped)));
    world.restart();
    assert_eq!(phone.confirm(&shown, PIN, Some(wrong)), Err(Error::Refused(Refusal::DigitsWrong)));
}

#[test]
fn wrong_digits_end_the_login() {
    let world = World::start();
    let (phone, _) = world.paired(1);
    let mut browser = world.browser();
    let digits = world.log_in(&mut browser).six_digits().unwrap();
    let wrong = if digits == "123456" { "654321" } else { "123456" };
    let shown = phone.shown();
    assert_eq!(phone.confirm(&shown, PIN, None), Err(Error::DigitsNeeded));
    assert_eq!(phone.confirm(&shown, PIN, Some(wrong)), Err(Error::Refused(Refusal::DigitsMistyped)));
    assert!(browser.open("/login/confirm").shows("Confirm in Key"), "one wrong number is forgiven");
    assert_eq!(phone.confirm(&shown, PIN, Some(wrong)), Err(Error::Refused(Refusal::DigitsWrong)));
    assert_eq!(phone.confirm(&shown, PIN, Some(&digits)), Err(Error::Refused(Refusal::RequestEnded)));
    assert!(browser.open("/login/confirm").shows("Login aborted"));
}

#[test]
fn fk03_biometrics_confirm_with_a_key_of_their_own() {
    let world = World::start();
    let (phone, mut browser) = (world.phone(1), world.browser());
    phone.biometrics.answer(Some(Ok(())));
    let page = world.to_pairing_page(&mut browser);
    phone.act([Action::LinkGiven(page.pairing_link().unwrap()), Action::ConfirmPairing]);
    phone.type_digits(&PIN.repeat(2));
    assert_eq!(phone.screen(), Screen::BiometricsOffer);
    phone.act([Action::UseBiometrics]);
    let page = browser.open("/pair");
    browser.submit(&page, "/pair/commit", &[]);
    phone.refresh();

    let touch = Identification::Biometric { reason: "Log in".into() };
    world.log_in(&mut browser);
    let shown = phone.shown();
    phone.biometrics.answer(Some(Err(BiometricError::NoMatch)));
    assert_eq!(phone.key().confirm(&shown, &touch, None), Err(Error::Biometrics(BiometricError::NoMatch)));
    phone.biometrics.answer(Some(Ok(())));
    phone.key().confirm(&shown, &touch, None).unwrap();
    assert!(browser.moves_on());

    world.log_in(&mut browser);
    phone.confirm(&phone.shown(), PIN, None).unwrap();
}

#[test]
fn a_phone_whose_clock_is_two_hours_off_confirms_all_the_same() {
    for seconds in [7200, -7200] {
        let world = World::start();
        let clock = std::sync::Arc::new(key_tests::TestClock::new());
        clock.advance_seconds(seconds);
        let (phone, mut browser) = (key_tests::Phone::new(&clock, 1), world.browser());
        let page = world.to_pairing_page(&mut browser);
        world.pair(&phone, &mut browser, &page);
        world.log_in(&mut browser);
        phone.refresh();
        let shown = phone.shown();
        assert!(shown.statement.text().contains("09:41"), "the service's time is shown");
        phone.confirm(&shown, PIN, None).unwrap();
    }
}

#[test]
fn a_request_runs_out() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let shown = phone.shown();
    world.clock.advance_seconds(121);
    assert!(phone.key().requests().is_empty());
    assert_eq!(phone.confirm(&shown, PIN, None), Err(Error::Refused(Refusal::RequestEnded)));
    assert!(browser.open("/login/confirm").shows("Login aborted"));
}

#[test]
fn everything_survives_a_restart_while_a_request_waits() {
    let mut world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let _ = phone.shown();
    world.restart();
    phone.restart();
    phone.confirm(&phone.shown(), PIN, None).unwrap();
    assert!(browser.moves_on());
}

#[test]
fn a_lost_answer_to_a_confirmation_is_told_as_what_it_was() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let shown = phone.shown();
    phone.network.lose_responses(true);
    assert_eq!(phone.confirm(&shown, PIN, None), Err(Error::Offline));
    phone.network.lose_responses(false);
    let answered = Err(Error::Refused(Refusal::RequestAnswered { outcome: Outcome::Confirmed }));
    assert_eq!(phone.confirm(&shown, PIN, None), answered);
    assert!(browser.moves_on());
}

#[test]
fn a_full_disk_on_the_phone_confirms_nothing_and_loses_nothing() {
    let world = World::start();
    let (mut phone, mut browser) = world.paired(1);
    phone.restart();
    world.log_in(&mut browser);
    let shown = phone.shown();
    phone.files.set_full(true);
    let refused = phone.confirm(&shown, PIN, None);
    assert_eq!(refused, Err(Error::Storage));
    assert!(!browser.is_signed_in());
    phone.files.set_full(false);
    phone.confirm(&shown, PIN, None).unwrap();
}

/// Without random bytes nothing is made or sent, and nothing is lost.
#[test]
fn a_phone_without_randomness_says_so_and_goes_on_when_there_is_some_again() {
    let world = World::start();
    let (phone, mut browser) = world.paired(1);
    world.log_in(&mut browser);
    let shown = phone.shown();
    phone.entropy.run_dry(true);
    assert_eq!(phone.confirm(&shown, PIN, None), Err(Error::Storage));
    assert!(!browser.moves_on());
    let other = world.phone(2);
    other.entropy.run_dry(true);
    let page = world.to_pairing_page(&mut world.browser());
    let link = PairingLink::parse(&page.pairing_link().unwrap()).unwrap();
    assert_eq!(other.key().claim(&link).unwrap_err(), Error::Storage);
    phone.entropy.run_dry(false);
    assert_eq!(phone.confirm(&shown, PIN, None), Ok(()));
    assert!(browser.moves_on());
}

use key_protocol::answer::Refusal;
use key_protocol::digits::SixDigits;
use key_protocol::id::{DeviceId, RequestId};
use key_protocol::language::Language;
use key_protocol::receipt::Outcome;
use key_protocol::request::{Place, Request, Subject};
use key_protocol::shown::ShownText;
use key_protocol::statement::{StatementView, WORDING};

use super::{Answer, Approval, Event, OutOfStep, transition};
use crate::account::AccountId;
use crate::authenticator::{Identification, Remembered, Shown};
use crate::error::Error;
use crate::pin::Pin;
use crate::platform::BiometricError;
use crate::screen::{Decided, Ended, IdentifyProblem};

fn shown(digits: bool) -> Shown {
    let text = |text| ShownText::parse(text).unwrap();
    let place = Place { address: "127.0.0.1".parse().unwrap(), name: None };
    let request = Request {
        v: 1,
        id: RequestId::from_bytes([1; 16]),
        device: DeviceId::from_bytes([2; 16]),
        service: text("Ledger"),
        username: text("mira.laine"),
        tenant: None,
        issued: 0,
        expires: 120,
        digits,
        subject: Subject::Login { browser: text("Firefox on Linux"), known: !digits, place },
    };
    let view = StatementView { language: Language::English, utc_offset: 0, wording: WORDING };
    Shown::for_tests(AccountId::from_bytes([3; 16]), request, view)
}

fn after(start: Approval, events: impl IntoIterator<Item = Event>) -> Approval {
    events.into_iter().fold(start, |state, event| {
        transition(&state, event.clone()).unwrap_or_else(|_| panic!("{event:?} does not fit {state:?}"))
    })
}

fn digits(text: &str) -> impl Iterator<Item = Event> {
    text.bytes().map(|digit| Event::Digit(digit - b'0'))
}

fn with_pin(page: Option<SixDigits>) -> Option<Answer> {
    Some(Answer::Confirm(Identification::Pin(Pin::parse("271828").unwrap()), page))
}

fn answer(state: &Approval) -> Option<Answer> {
    state.effect().map(|work| work.answer)
}

const CONFIRM: Event = Event::Confirmed { biometrics: false };

#[test]
fn pk04_nothing_is_confirmed_without_identification() {
    let identifying = after(Approval::Reviewing(shown(false)), [CONFIRM]);
    assert_eq!(answer(&identifying), None);
    assert_eq!(answer(&after(identifying.clone(), digits("27182"))), None);
    assert_eq!(answer(&after(identifying, digits("271828"))), with_pin(None));
}

#[test]
fn a_new_browser_needs_the_digits_of_its_page_first() {
    let typing = after(Approval::Reviewing(shown(true)), [CONFIRM]);
    assert_eq!(answer(&typing), None);
    let corrected = digits("416200").take(5).chain([Event::Erased]).chain(digits("07"));
    let typed = after(typing, corrected);
    assert!(matches!(typed, Approval::TypingDigits { .. }), "they can still be corrected");
    let identifying = after(typed, [CONFIRM]);
    assert_eq!(answer(&identifying), None);
    let page = SixDigits::parse("416207").unwrap();
    assert_eq!(answer(&after(identifying, digits("271828"))), with_pin(Some(page)));
}

#[test]
fn digits_that_are_not_the_pages_are_typed_once_more() {
    let events = [CONFIRM].into_iter().chain(digits("416200")).chain([CONFIRM]).chain(digits("271828"));
    let deciding = after(Approval::Reviewing(shown(true)), events);
    let again = after(deciding, [Event::Sent(Err(Error::Refused(Refusal::DigitsMistyped)))]);
    let Approval::TypingDigits { digits: typed, mistyped: true, .. } = &again else { panic!("{again:?}") };
    assert_eq!(typed, "");
    let events = digits("416207").chain([CONFIRM]).chain(digits("271828"));
    assert_eq!(answer(&after(again, events)), with_pin(Some(SixDigits::from_number(416_207))));
}

#[test]
fn fewer_than_six_digits_are_not_confirmed_and_a_seventh_is_not_taken() {
    let typing = after(Approval::Reviewing(shown(true)), [CONFIRM].into_iter().chain(digits("41620")));
    assert_eq!(transition(&typing, CONFIRM), Err(OutOfStep));
    let Approval::TypingDigits { digits: typed, .. } = after(typing, digits("799")) else { panic!() };
    assert_eq!(typed, "416207");
}

#[test]
fn going_back_keeps_the_digits_and_then_the_request() {
    let events = [CONFIRM].into_iter().chain(digits("416207")).chain([CONFIRM, Event::Digit(2), Event::Back]);
    let typing = after(Approval::Reviewing(shown(true)), events);
    let Approval::TypingDigits { digits: typed, .. } = &typing else { panic!("{typing:?}") };
    assert_eq!(typed, "416207");
    assert_eq!(after(typing, [Event::Back]), Approval::Reviewing(shown(true)));
}

#[test]
fn fk03_biometrics_come_first_and_the_pin_remains() {
    let deciding = after(Approval::Reviewing(shown(false)), [Event::Confirmed { biometrics: true }]);
    let Some(Answer::Confirm(Identification::Biometric { .. }, None)) = answer(&deciding) else { panic!() };
    let failed = after(deciding, [Event::Sent(Err(Error::Biometrics(BiometricError::NoMatch)))]);
    let Approval::Identifying { problem: Some(IdentifyProblem::Biometrics), .. } = failed else { panic!() };
    assert_eq!(answer(&after(failed.clone(), digits("271828"))), with_pin(None));
    let Some(Answer::Confirm(Identification::Biometric { .. }, None)) =
        answer(&after(failed, [Event::Biometrics]))
    else {
        panic!()
    };
}

#[test]
fn a_wrong_pin_can_be_typed_again_and_what_is_final_is_final() {
    let deciding = after(Approval::Reviewing(shown(false)), [CONFIRM].into_iter().chain(digits("271828")));
    let sent = |error| after(deciding.clone(), [Event::Sent(Err(error))]);
    let Approval::Identifying { problem, entry, .. } =
        sent(Error::Refused(Refusal::NotConfirmed { tries_left: 4 }))
    else {
        panic!()
    };
    assert_eq!((problem, entry.len()), (Some(IdentifyProblem::NotConfirmed { tries_left: 4 }), 0));
    let ends = [
        (Error::Refused(Refusal::Locked), Ended::Error(Error::Refused(Refusal::Locked))),
        (Error::Refused(Refusal::DigitsWrong), Ended::Error(Error::Refused(Refusal::DigitsWrong))),
        (Error::Refused(Refusal::RequestEnded), Ended::RequestEnded),
        (
            Error::Refused(Refusal::RequestAnswered { outcome: Outcome::Declined }),
            Ended::AnsweredElsewhere { confirmed: false },
        ),
    ];
    for (error, expected) in ends {
        let Approval::Ended { reason, retry: false, .. } = sent(error) else { panic!() };
        assert_eq!(reason, expected);
    }
}

#[test]
fn a_lost_network_loses_nothing() {
    let deciding = after(Approval::Reviewing(shown(false)), [CONFIRM].into_iter().chain(digits("271828")));
    let back = after(deciding, [Event::Sent(Err(Error::Offline))]);
    let Approval::Identifying { problem: Some(IdentifyProblem::Offline), .. } = back else { panic!() };
    let declining =
        after(Approval::Reviewing(shown(false)), [Event::Declined, Event::Sent(Err(Error::Offline))]);
    assert_eq!(after(declining, [Event::Retried]), Approval::Reviewing(shown(false)));
}

#[test]
fn fk05_declining_needs_no_identification() {
    let declined = after(Approval::Reviewing(shown(true)), [Event::Declined]);
    assert_eq!(answer(&declined), Some(Answer::Decline));
    let sent = after(declined, [Event::Sent(Ok(Remembered::Yes))]);
    let Approval::Decided { answer: Decided::Declined, .. } = sent else { panic!() };
    assert_eq!(answer(&after(Approval::Reviewing(shown(true)), [Event::NotMe])), Some(Answer::NotMe));
}

#[test]
fn pk03_a_request_answered_elsewhere_closes_here() {
    let gone =
        after(Approval::Reviewing(shown(false)), [Event::Gone(Ended::AnsweredElsewhere { confirmed: true })]);
    let Approval::Ended { reason, .. } = gone else { panic!() };
    assert_eq!(reason, Ended::AnsweredElsewhere { confirmed: true });
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let state = Approval::Reviewing(shown(false));
    for event in [Event::Sent(Ok(Remembered::Yes)), Event::Digit(1), Event::Biometrics, Event::Retried] {
        assert_eq!(transition(&state, event), Err(OutOfStep));
    }
    assert_eq!(state, Approval::Reviewing(shown(false)));
}

use key_protocol::answer::Refusal;
use key_protocol::capabilities::Capabilities;
use key_protocol::digits::SixDigits;
use key_protocol::id::DeviceId;
use key_protocol::key::{PublicKey, Thumbprint};
use key_protocol::link::{LinkError, PairingLink, PairingToken};
use key_protocol::origin::Origin;
use key_protocol::shown::ShownText;

use super::{CheckProblem, Checking, Effect, Event, Facts, OutOfStep, Pairing, transition};
use crate::account::{Account, AccountId, AccountState};
use crate::authenticator::{Offer, Unchecked};
use crate::error::Error;
use crate::pin::{Entry, Pin, PinError, PinParameters};
use crate::screen::{Camera, ChoosePinProblem, Ended, LinkProblem};
use crate::vault::Unknown;

const NEW: Facts = Facts { biometrics: false, has_pin: false, uses_biometrics: false };

fn link() -> PairingLink {
    PairingLink {
        origin: Origin::parse("https://login.example").unwrap(),
        service: Thumbprint::from_bytes([1; 32]),
        token: PairingToken::from_bytes([2; 16]),
    }
}

fn offer() -> Offer {
    let key = PublicKey::from_coordinates([1; 32], [2; 32]);
    let text = |text| ShownText::parse(text).unwrap();
    let account = Account {
        id: AccountId::from_bytes([3; 16]),
        agreement: key,
        agrees: false,
        biometric: false,
        change: None,
        claim: None,
        code: SixDigits::from_number(416_207),
        device: DeviceId::from_bytes([4; 16]),
        device_name: None,
        former_key: None,
        label: None,
        knows: Capabilities::ours().into(),
        origin: link().origin,
        pin: PinParameters::default(),
        pin_behind: false,
        service: text("Ledger"),
        service_key: key,
        state: AccountState::Pairing,
        tenant: None,
        username: text("mira.laine"),
        unknown: Unknown::default(),
    };
    Offer { account: Box::new(account) }
}

/// Goes through `events`; each must fit.
fn after(start: Pairing, events: impl IntoIterator<Item = Event>) -> Pairing {
    events.into_iter().fold(start, |state, event| {
        transition(&state, event.clone()).unwrap_or_else(|_| panic!("{event:?} does not fit {state:?}"))
    })
}

fn digits(text: &str) -> impl Iterator<Item = Event> {
    text.bytes().map(|digit| Event::Digit(digit - b'0'))
}

fn choosing(facts: Facts) -> Pairing {
    after(Pairing::Reviewing(offer()), [Event::Confirmed(facts)])
}

#[test]
fn pk08_the_camera_comes_only_after_the_question_and_refusing_it_leaves_ways_on() {
    let scanning = after(Pairing::Asking, [Event::CodeVisible]);
    assert_eq!(scanning, Pairing::Scanning { camera: Camera::On, problem: None });
    let refused = after(scanning, [Event::NoCamera(Camera::Refused)]);
    assert_eq!(refused, Pairing::Scanning { camera: Camera::Refused, problem: None });
    let by_picture = after(refused.clone(), [Event::NoLink(LinkProblem::NoCode), Event::LinkGiven(link())]);
    let by_paste = after(refused, [Event::EnterLink, Event::LinkGiven(link())]);
    assert_eq!(by_picture.effect(), Some(Effect::Claim(link())));
    assert_eq!(by_paste.effect(), Some(Effect::Claim(link())));
}

#[test]
fn a_wrong_link_says_what_is_wrong_with_it() {
    let problems = [LinkProblem::Link(LinkError::NotALink), LinkProblem::OneTimeCodes, LinkProblem::Request];
    for problem in problems {
        for before in [Pairing::Asking, Pairing::Typing(None)] {
            assert_eq!(after(before, [Event::NoLink(problem)]), Pairing::Typing(Some(problem)));
        }
        let scanning =
            after(Pairing::Scanning { camera: Camera::On, problem: None }, [Event::NoLink(problem)]);
        assert_eq!(scanning, Pairing::Scanning { camera: Camera::On, problem: Some(problem) });
        assert_eq!(scanning.effect(), None);
    }
}

#[test]
fn pk09_a_pin_is_typed_twice_and_trivial_ones_are_refused() {
    let trivial = after(choosing(NEW), digits("123456"));
    let problem = Some(ChoosePinProblem::Pin(PinError::Trivial));
    let again =
        Pairing::ChoosingPin { offer: offer(), entry: Entry::default(), first: None, problem, facts: NEW };
    assert_eq!(trivial, again);
    let different = after(trivial, digits("271828").chain(digits("271829")));
    let Pairing::ChoosingPin { first: None, problem: Some(ChoosePinProblem::Different), .. } = different
    else {
        panic!("{different:?}")
    };
    let chosen = after(different, digits("271828").chain(digits("271828")));
    assert_eq!(chosen.effect(), Some(Effect::Enrol(offer(), Pin::parse("271828").unwrap(), false)));
}

#[test]
fn fk03_biometrics_are_offered_where_there_are_any_and_a_pin_is_set_all_the_same() {
    let facts = Facts { biometrics: true, ..NEW };
    let offered = after(choosing(facts), digits("271828").chain(digits("271828")));
    assert_eq!(offered.effect(), None);
    for wanted in [true, false] {
        let enrolling = after(offered.clone(), [Event::Biometrics(wanted)]);
        assert_eq!(enrolling.effect(), Some(Effect::Enrol(offer(), Pin::parse("271828").unwrap(), wanted)));
    }
}

fn refused(tries_left: u8) -> Event {
    let account = Some(offer().account);
    Event::Checked(Err(Unchecked { account, error: Error::Refused(Refusal::NotConfirmed { tries_left }) }))
}

#[test]
fn pk02_another_account_takes_the_same_pin_checked_by_a_service_already_paired() {
    let facts = Facts { has_pin: true, ..NEW };
    let verifying = after(choosing(facts), digits("271828"));
    assert_eq!(verifying.effect(), Some(Effect::Check(Pin::parse("271828").unwrap(), vec![])));
    let again = after(verifying.clone(), [refused(4)]);
    let Pairing::CheckingPin(Checking { problem: Some(problem), .. }) = again else { panic!("{again:?}") };
    let service = offer().account.service;
    assert_eq!(problem, CheckProblem::NotConfirmed { service, tries_left: 4 });
    let right = after(verifying, [Event::Checked(Ok(()))]);
    assert_eq!(right.effect(), Some(Effect::Enrol(offer(), Pin::parse("271828").unwrap(), false)));
}

#[test]
fn pk02_a_refused_pin_that_is_typed_again_goes_to_another_service_and_a_corrected_one_does_not() {
    let once = after(choosing(Facts { has_pin: true, ..NEW }), digits("271828").chain([refused(4)]));
    let (same, other) = (Pin::parse("271828").unwrap(), Pin::parse("271829").unwrap());
    let by = vec![offer().account.id.clone()];
    assert_eq!(after(once.clone(), digits("271828")).effect(), Some(Effect::Check(same, by)));
    assert_eq!(after(once, digits("271829")).effect(), Some(Effect::Check(other, vec![])));
}

#[test]
fn pk02_a_pin_that_nobody_could_check_ends_nothing_that_may_pass() {
    let verifying = after(choosing(Facts { has_pin: true, ..NEW }), digits("271828"));
    let failed = |error| after(verifying.clone(), [Event::Checked(Err(Unchecked { account: None, error }))]);
    let busy = failed(Error::Refused(Refusal::TooManyCalls { retry_after: 9 }));
    assert_eq!(busy.offer(), Some(&offer()));
    assert!(matches!(after(busy, [Event::Retried]), Pairing::CheckingPin(_)));
    let strange = failed(Error::ServiceKey);
    assert_eq!(strange.offer(), Some(&offer()));
    assert_eq!(transition(&strange, Event::Retried), Err(OutOfStep));
}

#[test]
fn a_lost_network_can_be_tried_again() {
    let failed = after(Pairing::Claiming(link()), [Event::Claimed(Err(Error::Offline))]);
    assert_eq!(after(failed, [Event::Retried]).effect(), Some(Effect::Claim(link())));
    let enrolling =
        Pairing::Enrolling { offer: offer(), pin: Pin::parse("271828").unwrap(), biometrics: false };
    let failed = after(enrolling.clone(), [Event::Enrolled(Err(Error::Offline))]);
    assert_eq!(after(failed, [Event::Retried]), enrolling);
}

#[test]
fn fk02_the_users_word_on_the_page_ends_it_either_way() {
    let committing = Pairing::Committing { offer: offer() };
    assert_eq!(after(committing.clone(), [Event::Committed]), Pairing::Done(offer()));
    let reviewing = Pairing::Reviewing(offer());
    assert_eq!(after(reviewing, [Event::Committed]), Pairing::Done(offer()), "its enrolment had arrived");
    assert_eq!(
        after(committing, [Event::Over(Refusal::PairingRefused)]),
        Pairing::Ended(Ended::PairingRefused)
    );
}

#[test]
fn what_does_not_fit_changes_nothing() {
    let states = [Pairing::Asking, Pairing::Claiming(link()), Pairing::Done(offer())];
    for state in states {
        let before = state.clone();
        for event in [Event::Enrolled(Ok(())), Event::Committed, Event::Digit(1)] {
            assert_eq!(transition(&state, event), Err(OutOfStep));
        }
        assert_eq!(state, before);
    }
}

#[test]
fn going_back_leads_to_the_step_before_and_keeps_the_claimed_link() {
    let again = after(choosing(NEW), digits("271828"));
    assert!(matches!(again, Pairing::ChoosingPin { first: Some(_), .. }));
    let chosen = after(again, [Event::Back]);
    assert!(matches!(chosen, Pairing::ChoosingPin { first: None, .. }));
    assert_eq!(after(chosen, [Event::Back]), Pairing::Reviewing(offer()));
    let checking = choosing(Facts { has_pin: true, ..NEW });
    assert_eq!(after(checking, [Event::Back]), Pairing::Reviewing(offer()));
    assert_eq!(transition(&Pairing::Reviewing(offer()), Event::Back), Err(OutOfStep));
}

/// The user has said on the page that it is not their phone, or the time is over.
#[test]
fn a_pairing_that_the_service_has_ended_offers_no_further_step() {
    let committing = Pairing::Committing { offer: offer() };
    for state in [Pairing::Reviewing(offer()), choosing(NEW), committing] {
        for (refusal, ended) in [
            (Refusal::PairingRefused, Ended::PairingRefused),
            (Refusal::LinkExpired, Ended::PairingExpired),
            (Refusal::Frozen, Ended::Error(Error::Refused(Refusal::Frozen))),
        ] {
            let over = after(state.clone(), [Event::Over(refusal)]);
            assert_eq!(over, Pairing::Ended(ended));
            let again = after(over, [Event::CodeVisible]);
            assert_eq!(
                again,
                Pairing::Scanning { camera: Camera::On, problem: None },
                "a new code can be scanned"
            );
        }
    }
    let claiming = Pairing::Claiming(link());
    assert_eq!(transition(&claiming, Event::Over(Refusal::PairingRefused)), Err(OutOfStep));
}

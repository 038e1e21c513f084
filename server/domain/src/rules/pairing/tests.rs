//! Tests pairing over rows in memory: links that are photographed, claimed twice, late, or replaced.

mod recognised;

use key_protocol::capabilities::Capabilities;
use key_protocol::comparison::{Commitment, commitment};
use key_protocol::key::Thumbprint;
use key_protocol::shown::ShownText;

use super::{Claiming, Unclaimed, again, claim, start};
use crate::ids::{PairingId, SessionId};
use crate::rules::fixtures::{
    ACCOUNT, MINUTE, NOW, OTHERS, SESSION, device, device_id, device_in, key, rows, session, share, told,
};
use crate::store::devices::{Acts, Device, Lifecycle, Tries, Waits};
use crate::store::memory::Rows;
use crate::store::pairings::NewPairing;
use crate::store::sessions::{Session, Stage};

/// How long a link lives.
const LINK: i64 = 2 * MINUTE;

const fn link(number: u8) -> NewPairing {
    NewPairing { id: PairingId::from_bytes([number; 16]), token_hash: [number; 32], by_sms: false }
}

/// The claim of a link by device 7.
fn claiming(link: u8) -> Claiming {
    Claiming {
        token_hash: [link; 32],
        possession: key(7),
        commitment: commitment(&share(7)),
        device: device_id(7),
        name: ShownText::parse("Phone 7").unwrap(),
        platform: ShownText::parse("Android 17").unwrap(),
        knows: Capabilities::ours(),
        service: Thumbprint::from_bytes([10; 32]),
    }
}

/// Rows in which the session has requested link 1.
async fn linked() -> Rows {
    let mut rows = rows([]);
    rows.sessions.insert(SESSION, session(SESSION));
    start(&mut rows, SESSION, &link(1), NOW).await.unwrap();
    rows
}

/// Rows in which device 7 has also claimed it.
async fn claimed() -> Rows {
    let mut rows = linked().await;
    assert_eq!(claim(&mut rows, &claiming(1), NOW).await.unwrap(), Ok(device_id(7)));
    rows
}

async fn claims(rows: &mut Rows, claiming: &Claiming, time: i64) -> Result<u8, Unclaimed> {
    let claimed = claim(rows, claiming, NOW + time).await.unwrap();
    claimed.map(|id| id.as_bytes()[0])
}

fn set_state(rows: &mut Rows, state: Lifecycle) {
    rows.devices.get_mut(&device_id(7)).unwrap().state = state;
}

#[tokio::test]
async fn a_claim_makes_a_device_that_is_of_no_use_yet() {
    let mut rows = linked().await;
    assert_eq!(claims(&mut rows, &claiming(1), 5).await, Ok(7));
    assert_eq!(rows.pairings[&link(1).id].0.device, Some(device_id(7)));
    let made = &rows.devices[&device_id(7)];
    assert_eq!((made.account, made.state, made.claimed_at), (ACCOUNT, Lifecycle::Pairing, NOW + 5));
    assert_eq!((made.possession, made.pinned), (key(7), Thumbprint::from_bytes([10; 32])));
    assert_eq!((made.commitment, &made.share), (commitment(&share(7)), &None));
    assert_eq!((made.name.as_str(), made.platform.as_str()), ("Phone 7", "Android 17"));
    assert_eq!((&made.factors, made.active_at, made.used_at, made.ended_at), (&None, None, None, None));
    let counted = (made.tries, made.acts.clone(), made.waits);
    assert_eq!(counted, (Tries::default(), Acts::default(), Waits::default()));
    assert_eq!(made.knows, Capabilities::ours());
    assert_eq!(told(&rows), []);
}

#[tokio::test]
async fn a_link_lives_for_two_minutes_and_not_in_the_past() {
    for (time, claimed) in [
        (-10_001, Err(Unclaimed::Expired)),
        (-10_000, Ok(7)),
        (LINK - 1, Ok(7)),
        (LINK, Err(Unclaimed::Expired)),
    ] {
        let mut rows = linked().await;
        assert_eq!(claims(&mut rows, &claiming(1), time).await, claimed, "{time}");
        assert_eq!(rows.devices.is_empty(), claimed.is_err());
    }
}

#[tokio::test]
async fn a_link_that_never_was_cannot_be_claimed() {
    let mut rows = linked().await;
    assert_eq!(claims(&mut rows, &claiming(2), 0).await, Err(Unclaimed::Expired));
}

#[tokio::test]
async fn a_claim_whose_answer_was_lost_is_answered_the_same_even_after_the_links_time() {
    let mut rows = claimed().await;
    // Its second claim would get another identity.
    let second = Claiming { device: device_id(8), ..claiming(1) };
    for time in [1, LINK, 10 * MINUTE - 1] {
        assert_eq!(claims(&mut rows, &second, time).await, Ok(7), "{time}");
    }
    assert_eq!(claims(&mut rows, &second, 10 * MINUTE).await, Err(Unclaimed::Expired));
    assert_eq!((rows.devices.len(), rows.devices[&device_id(7)].claimed_at), (1, NOW));
}

#[tokio::test]
async fn who_claims_a_link_second_with_another_key_is_told_that_it_is_used() {
    for state in [Lifecycle::Pairing, Lifecycle::Active, Lifecycle::Refused, Lifecycle::Locked] {
        let mut rows = claimed().await;
        set_state(&mut rows, state);
        for number in [7, 8] {
            let (commitment, device) = (commitment(&share(number)), device_id(8));
            let stranger = Claiming { possession: key(8), commitment, device, ..claiming(1) };
            assert_eq!(claims(&mut rows, &stranger, 1).await, Err(Unclaimed::Used), "{state:?}");
        }
        assert!(!rows.devices.contains_key(&device_id(8)));
    }
}

#[tokio::test]
async fn a_commitment_cannot_be_changed_by_claiming_again() {
    let mut rows = claimed().await;
    let changed = Claiming { commitment: Commitment::from_bytes([1; 32]), ..claiming(1) };
    assert_eq!(claims(&mut rows, &changed, 1).await, Err(Unclaimed::KeyInUse));
    assert_eq!(rows.devices[&device_id(7)].commitment, commitment(&share(7)));
}

#[test]
fn a_claim_comes_again_after_the_device_has_gone_on() {
    for (state, claimed) in [
        (Lifecycle::Active, Ok(device_id(7))),
        (Lifecycle::Pairing, Ok(device_id(7))),
        (Lifecycle::Refused, Err(Unclaimed::Refused)),
        (Lifecycle::Disconnected, Err(Unclaimed::Expired)),
        (Lifecycle::Frozen, Err(Unclaimed::Expired)),
        (Lifecycle::Locked, Err(Unclaimed::Expired)),
    ] {
        assert_eq!(again(&claiming(1), &device_in(7, state), NOW), claimed, "{state:?}");
    }
    // An active device may claim again at any time.
    assert_eq!(again(&claiming(1), &device(7), NOW + 100 * MINUTE), Ok(device_id(7)));
}

#[tokio::test]
async fn a_key_that_is_known_for_another_link_claims_none() {
    for state in [Lifecycle::Active, Lifecycle::Disconnected, Lifecycle::Refused] {
        let mut rows = linked().await;
        rows.devices.insert(device_id(3), Device { possession: key(7), ..device_in(3, state) });
        assert_eq!(claims(&mut rows, &claiming(1), 0).await, Err(Unclaimed::KeyInUse), "{state:?}");
        // The link remains open for the right device.
        assert_eq!(rows.pairings[&link(1).id].0.device, None);
        let other = Claiming { possession: key(8), ..claiming(1) };
        assert_eq!(claims(&mut rows, &other, 1).await, Ok(7));
    }
}

#[tokio::test]
async fn a_newer_link_ends_the_older_and_whoever_has_claimed_it() {
    let mut rows = linked().await;
    start(&mut rows, SESSION, &link(2), NOW + 5).await.unwrap();
    assert_eq!(rows.pairings[&link(1).id].0.ended_at, Some(NOW + 5));
    assert_eq!(claims(&mut rows, &claiming(1), 6).await, Err(Unclaimed::Expired));
    assert_eq!(claims(&mut rows, &claiming(2), 6).await, Ok(7));
    start(&mut rows, SESSION, &link(3), NOW + 7).await.unwrap();
    let device = &rows.devices[&device_id(7)];
    assert_eq!((device.state, device.ended_at), (Lifecycle::Refused, Some(NOW + 7)));
    assert_eq!(claims(&mut rows, &claiming(2), 8).await, Err(Unclaimed::Refused));
    assert_eq!(claims(&mut rows, &claiming(3), 8).await, Err(Unclaimed::KeyInUse));
    assert_eq!(rows.sessions[&SESSION].pairing, Some(link(3).id));
    // The time when the first ended does not change, and the user is not notified of devices that they replaced.
    assert_eq!((rows.pairings[&link(1).id].0.ended_at, told(&rows)), (Some(NOW + 5), vec![]));
}

#[tokio::test]
async fn a_newer_link_ends_nothing_that_is_done_or_of_others() {
    let (mut rows, of_others) = (linked().await, SessionId::from_bytes([8; 32]));
    rows.sessions.insert(of_others, Session { account: OTHERS, ..session(of_others) });
    start(&mut rows, of_others, &link(5), NOW).await.unwrap();
    rows.devices.insert(device_id(3), device(3));
    rows.devices.insert(device_id(4), Device { account: OTHERS, ..device_in(4, Lifecycle::Pairing) });
    start(&mut rows, SESSION, &link(2), NOW + 5).await.unwrap();
    let states = [3, 4].map(|number| rows.devices[&device_id(number)].state);
    assert_eq!(states, [Lifecycle::Active, Lifecycle::Pairing]);
    assert_eq!(rows.pairings[&link(5).id].0.ended_at, None);
    assert_eq!(
        (rows.pairings[&link(2).id].0.account, rows.pairings[&link(5).id].0.account),
        (ACCOUNT, OTHERS)
    );
}

#[tokio::test]
async fn links_of_two_sessions_of_one_account_end_one_another() {
    let (mut rows, second) = (linked().await, SessionId::from_bytes([8; 32]));
    rows.sessions.insert(second, session(second));
    start(&mut rows, second, &link(2), NOW + 1).await.unwrap();
    assert_eq!(claims(&mut rows, &claiming(1), 2).await, Err(Unclaimed::Expired));
    assert_eq!(claims(&mut rows, &claiming(2), 2).await, Ok(7));
}

#[tokio::test]
async fn a_session_that_is_gone_gets_no_link() {
    let mut rows = claimed().await;
    start(&mut rows, SessionId::from_bytes([8; 32]), &link(2), NOW).await.unwrap();
    assert_eq!((rows.pairings.len(), rows.devices[&device_id(7)].state), (1, Lifecycle::Pairing));
}

#[tokio::test]
async fn a_session_keeps_a_pairing_that_is_done_and_no_other() {
    for (state, is_kept) in
        [(Lifecycle::Active, true), (Lifecycle::Pairing, false), (Lifecycle::Disconnected, false)]
    {
        let mut rows = claimed().await;
        set_state(&mut rows, state);
        start(&mut rows, SESSION, &link(2), NOW).await.unwrap();
        assert_eq!(rows.pairings.contains_key(&link(2).id), !is_kept, "{state:?}");
        let shown = if is_kept { link(1).id } else { link(2).id };
        assert_eq!(rows.sessions[&SESSION].pairing, Some(shown));
        assert_eq!(rows.pairings[&link(1).id].0.ended_at, (!is_kept).then_some(NOW));
    }
    // A signed-in user who has paired a device needs a confirmation for the next, also if that one has left.
    for state in [Lifecycle::Active, Lifecycle::Disconnected, Lifecycle::Frozen] {
        let mut rows = claimed().await;
        set_state(&mut rows, state);
        rows.devices.get_mut(&device_id(7)).unwrap().active_at = Some(NOW);
        rows.sessions.get_mut(&SESSION).unwrap().stage = Stage::SignedIn;
        start(&mut rows, SESSION, &link(2), NOW).await.unwrap();
        assert_eq!(rows.sessions[&SESSION].pairing, Some(link(1).id), "{state:?}");
    }
    // A pairing whose device's row was removed since is not complete.
    let mut rows = claimed().await;
    rows.devices.clear();
    start(&mut rows, SESSION, &link(2), NOW).await.unwrap();
    assert_eq!(rows.sessions[&SESSION].pairing, Some(link(2).id));
}

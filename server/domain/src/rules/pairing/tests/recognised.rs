//! Tests enrolment, and the user's answer about the device on the page.

use super::super::{commit, enrol, refuse};
use super::{LINK, claimed, claiming, claims, link, linked, set_state};
use crate::rules::fixtures::{ACCOUNT, MINUTE, NOW, device_id, device_in, share, told};
use crate::rules::pairing::Unclaimed;
use crate::sealing::Sealed;
use crate::store::accounts::NotificationKind;
use crate::store::devices::Lifecycle;
use crate::store::memory::Rows;

fn sealed(number: u8) -> Sealed {
    Sealed::from_bytes(vec![number; 40])
}

async fn enrols(rows: &mut Rows, factors: u8, number: u8) -> bool {
    let mut device = rows.devices[&device_id(7)].clone();
    let is_done = enrol(rows, &mut device, sealed(factors), share(number)).await.unwrap();
    let written = &rows.devices[&device_id(7)];
    assert_eq!((&device.factors, &device.share), (&written.factors, &written.share));
    is_done
}

/// Rows with link 1, claimed by device 7, which has enrolled.
async fn enrolled() -> Rows {
    let mut rows = claimed().await;
    assert!(enrols(&mut rows, 1, 7).await);
    rows
}

#[tokio::test]
async fn a_device_enrols_with_the_share_that_it_has_committed_to() {
    let mut rows = claimed().await;
    assert!(!enrols(&mut rows, 1, 8).await);
    assert_eq!((&rows.devices[&device_id(7)].share, &rows.devices[&device_id(7)].factors), (&None, &None));
    assert!(enrols(&mut rows, 1, 7).await);
    let device = &rows.devices[&device_id(7)];
    assert_eq!((&device.share, &device.factors), (&Some(share(7)), &Some(sealed(1))));
    assert_eq!(device.state, Lifecycle::Pairing);
}

#[tokio::test]
async fn a_device_may_enrol_again_until_it_is_active_and_then_never() {
    let mut rows = enrolled().await;
    assert!(enrols(&mut rows, 2, 7).await);
    assert_eq!(rows.devices[&device_id(7)].factors, Some(sealed(2)));
    for state in
        [Lifecycle::Active, Lifecycle::Disconnected, Lifecycle::Frozen, Lifecycle::Locked, Lifecycle::Refused]
    {
        set_state(&mut rows, state);
        // Enrolment is refused even with the same keys.
        for factors in [2, 3] {
            assert!(!enrols(&mut rows, factors, 7).await, "{state:?}");
        }
        assert_eq!(rows.devices[&device_id(7)].factors, Some(sealed(2)));
    }
}

#[tokio::test]
async fn a_device_that_is_recognised_is_active_and_told_of_once() {
    let mut rows = enrolled().await;
    assert!(commit(&mut rows, link(1).id, NOW + 5).await.unwrap());
    let device = &rows.devices[&device_id(7)];
    assert_eq!((device.state, device.active_at, device.ended_at), (Lifecycle::Active, Some(NOW + 5), None));
    assert_eq!(told(&rows), [(NotificationKind::DeviceAdded, ACCOUNT, "Phone 7", NOW + 5)]);
    assert!(!commit(&mut rows, link(1).id, NOW + 6).await.unwrap());
    assert_eq!((rows.devices[&device_id(7)].active_at, told(&rows).len()), (Some(NOW + 5), 1));
}

#[tokio::test]
async fn who_has_not_enrolled_or_not_in_time_cannot_be_recognised() {
    let mut rows = claimed().await;
    assert!(!commit(&mut rows, link(1).id, NOW).await.unwrap());
    for (time, is_recognised) in
        [(-10_001, false), (-10_000, true), (10 * MINUTE - 1, true), (10 * MINUTE, false)]
    {
        let mut rows = enrolled().await;
        assert_eq!(commit(&mut rows, link(1).id, NOW + time).await.unwrap(), is_recognised, "{time}");
        let state = rows.devices[&device_id(7)].state;
        assert_eq!(state, if is_recognised { Lifecycle::Active } else { Lifecycle::Pairing });
        assert_eq!(told(&rows).len(), usize::from(is_recognised));
    }
}

#[tokio::test]
async fn a_link_without_a_device_has_none_to_recognise_or_refuse() {
    let mut rows = linked().await;
    for number in [1, 2] {
        assert!(!commit(&mut rows, link(number).id, NOW).await.unwrap());
        assert!(!refuse(&mut rows, link(number).id, NOW).await.unwrap());
    }
    rows.pairings.get_mut(&link(1).id).unwrap().0.device = Some(device_id(3));
    assert!(!commit(&mut rows, link(1).id, NOW).await.unwrap());
    assert_eq!(told(&rows), []);
}

#[tokio::test]
async fn a_device_that_is_refused_can_never_be_active() {
    for is_enrolled in [false, true] {
        let mut rows = if is_enrolled { enrolled().await } else { claimed().await };
        // The user may refuse what the page shows at any time.
        let late = NOW + 20 * MINUTE;
        assert!(refuse(&mut rows, link(1).id, late).await.unwrap());
        let device = &rows.devices[&device_id(7)];
        assert_eq!((device.state, device.ended_at, device.active_at), (Lifecycle::Refused, Some(late), None));
        assert_eq!(told(&rows), [(NotificationKind::DeviceRefused, ACCOUNT, "Phone 7", late)]);
        assert!(!commit(&mut rows, link(1).id, NOW + 1).await.unwrap());
        assert!(!refuse(&mut rows, link(1).id, NOW + 2).await.unwrap());
        assert!(!enrols(&mut rows, 1, 7).await);
        assert_eq!(claims(&mut rows, &claiming(1), 3).await, Err(Unclaimed::Refused));
        assert_eq!((rows.devices[&device_id(7)].state, told(&rows).len()), (Lifecycle::Refused, 1));
    }
}

#[tokio::test]
async fn an_active_device_cannot_be_refused_and_one_that_is_out_not_recognised() {
    for state in
        [Lifecycle::Active, Lifecycle::Disconnected, Lifecycle::Frozen, Lifecycle::Locked, Lifecycle::Refused]
    {
        let mut rows = enrolled().await;
        set_state(&mut rows, state);
        assert!(!refuse(&mut rows, link(1).id, NOW).await.unwrap(), "{state:?}");
        assert!(!commit(&mut rows, link(1).id, NOW).await.unwrap(), "{state:?}");
        assert_eq!((rows.devices[&device_id(7)].state, told(&rows)), (state, vec![]));
    }
}

#[tokio::test]
async fn only_the_device_that_has_claimed_the_link_is_recognised() {
    let mut rows = enrolled().await;
    rows.devices.insert(device_id(8), device_in(8, Lifecycle::Pairing));
    assert!(commit(&mut rows, link(1).id, NOW + LINK).await.unwrap());
    assert_eq!(rows.devices[&device_id(8)].state, Lifecycle::Pairing);
}

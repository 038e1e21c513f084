//! One suite for every database: SQLite, PostgreSQL if `cargo xtask postgres` has started one, and rows in memory for
//! the effects of a transaction.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod samples;

use std::sync::Arc;
use std::time::Duration;

use key_domain::hub::{Hub, Woken};
use key_domain::ids::{AccountId, BrowserId, SessionId};
use key_domain::store::accounts::{Creation, NextNumber, Notification, NotificationKind};
use key_domain::store::changes::Change;
use key_domain::store::confirmations::ConfirmationOutcome;
use key_domain::store::devices::Lifecycle;
use key_domain::store::memory::Rows;
use key_domain::store::sessions::{NewSession, SignedInBy, Stage, TO_MAKE_LIST};
use key_domain::store::transaction::Transaction;
use key_domain::store::{Kept, Lock, Store};
use key_protocol::id::{DeviceId, RequestId};
use key_store::sqlite::testing::OtherProgram;
use key_store::{Database, postgres};

use samples::*;

const MINE: [Lock; 1] = [Lock::Account(ACCOUNT)];

/// A database of each kind, with an account in it.
struct Bench {
    database: Database,
    hub: Arc<Hub>,
    store: Arc<dyn Store>,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn each() -> Vec<Self> {
        let folder = tempfile::tempdir().unwrap();
        let mut all = vec![Self::on(Database::Sqlite(folder.path().join("key.db")), folder).await];
        if let Some(address) = postgres::testing::database().await {
            all.push(Self::on(Database::Postgres(address), tempfile::tempdir().unwrap()).await);
        }
        all
    }

    async fn on(database: Database, folder: tempfile::TempDir) -> Self {
        let hub = Arc::new(Hub::default());
        let store: Arc<dyn Store> =
            Arc::new(database.open(Duration::from_secs(5), hub.clone()).await.unwrap());
        let created = store.create_account(account(ACCOUNT, "mira"), NOW).await.unwrap();
        assert_eq!(created, Creation::Created);
        Self { database, hub, store, _folder: folder }
    }

    /// Writes in a transaction and commits it.
    async fn write(&self, write: impl AsyncFnOnce(&mut dyn Transaction)) {
        let mut tx = self.store.begin(&MINE).await.unwrap();
        write(tx.as_mut()).await;
        tx.commit().await.unwrap();
    }
}

/// Runs a test in a transaction of each database, and in memory.
async fn in_each(test: impl AsyncFn(&mut dyn Transaction)) {
    for bench in Bench::each().await {
        let mut tx = bench.store.begin(&MINE).await.unwrap();
        test(tx.as_mut()).await;
        tx.commit().await.unwrap();
    }
    let (mut rows, new) = (Rows::default(), account(ACCOUNT, "mira"));
    rows.accounts.insert(ACCOUNT, new.account);
    rows.numbers.extend([(1, [7; 32]), (2, [8; 32])].map(|(number, hash)| ((ACCOUNT, number), hash)));
    test(&mut rows).await;
}

#[tokio::test]
async fn what_was_committed_is_there_when_it_is_opened_again_and_nothing_else() {
    for bench in Bench::each().await {
        bench.write(async |tx| assert!(tx.insert_device(&device(1)).await.unwrap())).await;
        let mut dropped = bench.store.begin(&MINE).await.unwrap();
        dropped.insert_device(&device(2)).await.unwrap();
        drop(dropped);
        bench.store.close().await;
        let again = bench.database.open(Duration::from_secs(5), Arc::default()).await;
        let again: Arc<dyn Store> = Arc::new(again.unwrap());
        let devices = again.devices_of(ACCOUNT).await.unwrap();
        assert_eq!(format!("{devices:?}"), format!("{:?}", [device(1)]));
        assert!(again.is_registered(&device(1).possession).await.unwrap());
        assert!(!again.is_new().await.unwrap());
        assert_eq!(again.latest_call().await.unwrap(), NOW);
    }
}

#[tokio::test]
async fn usernames_that_differ_in_case_are_one() {
    for Bench { store, .. } in Bench::each().await {
        let other = AccountId::from_bytes([5; 16]);
        assert_eq!(store.create_account(account(other, "MIRA"), NOW).await.unwrap(), Creation::UsernameTaken);
        assert!(store.account(other).await.unwrap().is_none());
        let found = store.account_by_username("mIRA").await.unwrap().unwrap();
        assert_eq!(found.contacts, contacts());
        assert_eq!((found.username.as_str(), found.id), ("mira", ACCOUNT));
        for nobody in ["otto", "nobody", "", "mira\0", "\u{fffd}"] {
            assert!(store.account_by_username(nobody).await.unwrap().is_none(), "{nobody:?}");
        }
    }
}

#[tokio::test]
async fn a_one_time_password_is_used_once() {
    in_each(async |tx| {
        assert!(!tx.use_number(ACCOUNT, 1, &[8; 32], NOW).await.unwrap());
        assert!(tx.use_number(ACCOUNT, 1, &[7; 32], NOW).await.unwrap());
        assert!(!tx.use_number(ACCOUNT, 1, &[7; 32], NOW).await.unwrap());
    })
    .await;
    for bench in Bench::each().await {
        let next = async || bench.store.next_number(ACCOUNT).await.unwrap();
        assert_eq!(next().await, Some(NextNumber { number: 1, left: 2 }));
        bench.write(async |tx| assert!(tx.use_number(ACCOUNT, 1, &[7; 32], NOW).await.unwrap())).await;
        assert_eq!(next().await, Some(NextNumber { number: 2, left: 1 }));
        bench.store.replace_list(ACCOUNT, vec![[9; 32]]).await.unwrap();
        assert_eq!(next().await, Some(NextNumber { number: 1, left: 1 }));
    }
}

#[tokio::test]
async fn a_nonce_and_a_possession_key_come_once() {
    in_each(async |tx| {
        assert!(tx.insert_nonce(&[1; 16], NOW).await.unwrap());
        assert!(!tx.insert_nonce(&[1; 16], NOW).await.unwrap());
        assert!(tx.insert_device(&device(1)).await.unwrap());
        let mut same = device(2);
        same.possession = device(1).possession;
        assert!(!tx.insert_device(&same).await.unwrap());
        assert!(tx.device(same.id).await.unwrap().is_none());
    })
    .await;
}

#[tokio::test]
async fn wrong_factors_are_counted_by_the_number_of_their_call() {
    in_each(async |tx| {
        let device = device(1);
        tx.insert_device(&device).await.unwrap();
        for (seq, at) in [(1, NOW - 2), (2, NOW - 1), (2, NOW), (9, NOW)] {
            tx.insert_failure(device.id, seq, at).await.unwrap();
        }
        assert_eq!(tx.failures_after(device.id, NOW - 1).await.unwrap(), 2);
        assert_eq!(tx.failures_beyond(device.id, 1).await.unwrap(), 2);
        assert!(tx.delete_failure(device.id, 2).await.unwrap());
        assert!(!tx.delete_failure(device.id, 2).await.unwrap());
        assert_eq!(tx.failures_after(device.id, 0).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn what_was_overtaken_is_known_by_the_highest_number() {
    in_each(async |tx| {
        let device = device(1);
        tx.insert_device(&device).await.unwrap();
        for act in [5, 7, 6] {
            tx.insert_overtaking(device.id, act, NOW).await.unwrap();
        }
        for (act, before, was) in
            [(7, NOW + 1, true), (8, NOW + 1, false), (1, NOW + 1, true), (7, NOW, false)]
        {
            assert_eq!(tx.was_overtaken(device.id, act, before).await.unwrap(), was, "{act}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_browser_is_renamed_for_all_who_know_it_and_takes_the_place_of_another() {
    for bench in Bench::each().await {
        let other = AccountId::from_bytes([5; 16]);
        bench.store.create_account(account(other, "otto"), NOW).await.unwrap();
        bench.write(async |tx| rename(tx, other).await).await;
    }
    rename(&mut Rows::default(), AccountId::from_bytes([5; 16])).await;
}

async fn rename(tx: &mut dyn Transaction, other: AccountId) {
    for browser in [browser(1, ACCOUNT, 1), browser(1, other, 2), browser(2, ACCOUNT, 3)] {
        tx.put_browser(&browser).await.unwrap();
    }
    let [old, new] = [1, 2].map(|id| BrowserId::from_bytes([id; 32]));
    tx.rename_browser(old, new).await.unwrap();
    assert!(tx.browser(old, ACCOUNT).await.unwrap().is_none());
    assert_eq!(tx.browser(new, ACCOUNT).await.unwrap(), Some(browser(2, ACCOUNT, 1)));
    assert_eq!(tx.browser(new, other).await.unwrap(), Some(browser(2, other, 2)));
    let mut seen = browser(2, ACCOUNT, 9);
    (seen.seen_at, seen.reported_at) = (NOW + 1, Some(NOW));
    tx.put_browser(&seen).await.unwrap();
    let kept = tx.browser(new, ACCOUNT).await.unwrap().unwrap();
    assert_eq!((kept.seen_at, kept.reported_at), (NOW + 1, Some(NOW)));
    assert_eq!(kept.mark, browser(2, ACCOUNT, 1).mark, "the mark stays");
    tx.report_browser(kept.mark, ACCOUNT, NOW + 2).await.unwrap();
    tx.rename_browser(new, new).await.unwrap();
    assert_eq!(
        tx.browser(new, ACCOUNT).await.unwrap().unwrap().reported_at,
        Some(NOW + 2),
        "it is still there"
    );
}

#[tokio::test]
async fn requests_end_for_a_device_or_with_their_confirmation() {
    in_each(async |tx| {
        let device = device(1);
        tx.insert_device(&device).await.unwrap();
        let all = [1, 2, 3].map(confirmation);
        for confirmation in &all {
            tx.insert_confirmation(confirmation).await.unwrap();
            tx.insert_request(&request(confirmation, &device)).await.unwrap();
        }
        let [first, mut second, third] = all;
        second.outcome = ConfirmationOutcome::Cancelled;
        tx.update_confirmation(&second).await.unwrap();
        let mut ended = request(&third, &device);
        ended.ended_at = Some(NOW);
        tx.update_request(&ended).await.unwrap();
        let open = tx.open_requests(device.id).await.unwrap();
        assert_eq!(open.iter().map(|request| request.confirmation).collect::<Vec<_>>(), [first.id]);
        assert_eq!(tx.pending_confirmations(ACCOUNT, NOW).await.unwrap().len(), 2);
        assert_eq!(tx.pending_confirmations(ACCOUNT, first.expires_at).await.unwrap().len(), 0);
    })
    .await;
}

#[tokio::test]
async fn a_confirmation_stands_alone_and_a_login_is_found_by_it() {
    in_each(async |tx| {
        let mut confirmed = confirmation(1);
        tx.insert_confirmation(&confirmed).await.unwrap();
        assert!(tx.login(confirmed.id).await.unwrap().is_none());
        tx.insert_login(&login(1)).await.unwrap();
        confirmed.outcome = ConfirmationOutcome::Confirmed;
        (confirmed.ended_at, confirmed.decided_by) = (Some(NOW + 5), Some(device(1).id));
        confirmed.mistyped = true;
        tx.update_confirmation(&confirmed).await.unwrap();
        let mut taken = login(1);
        taken.taken_at = Some(NOW + 6);
        tx.update_login(&taken).await.unwrap();
        let kept = tx.confirmation(confirmed.id).await.unwrap();
        assert_eq!(format!("{kept:?}"), format!("{:?}", Some(confirmed)));
        assert_eq!(tx.login(taken.confirmation).await.unwrap(), Some(taken));
    })
    .await;
}

#[tokio::test]
async fn a_change_is_found_by_its_confirmation_and_taken_up_once() {
    in_each(async |tx| {
        tx.insert_confirmation(&confirmation(1)).await.unwrap();
        assert!(tx.change(confirmation(1).id).await.unwrap().is_none());
        tx.insert_change(&change(1)).await.unwrap();
        assert_eq!(tx.change(confirmation(1).id).await.unwrap(), Some(change(1)));
        let taken = Change { taken_at: Some(NOW + 6), ..change(1) };
        tx.update_change(&taken).await.unwrap();
        assert_eq!(tx.change(confirmation(1).id).await.unwrap(), Some(taken));
        let adding = Change { device: None, ..change(2) };
        tx.insert_confirmation(&confirmation(2)).await.unwrap();
        tx.insert_change(&adding).await.unwrap();
        assert_eq!(tx.change(confirmation(2).id).await.unwrap(), Some(adding));
    })
    .await;
}

#[tokio::test]
async fn a_session_says_until_when_it_may_pair() {
    in_each(async |tx| {
        tx.insert_session(&session(Stage::SignedIn), NOW).await.unwrap();
        let mut kept = tx.session(SESSION).await.unwrap().unwrap();
        assert_eq!((kept.may_pair_until, kept.may_pair(NOW)), (None, false));
        kept.may_pair_until = Some(NOW + 5);
        kept.list_until = Some(NOW + 6);
        tx.update_session(&kept).await.unwrap();
        let kept = tx.session(SESSION).await.unwrap().unwrap();
        assert_eq!((kept.may_pair(NOW), kept.may_pair(NOW + 5)), (true, false));
        tx.revoke_pairing(ACCOUNT).await.unwrap();
        assert_eq!(tx.session(SESSION).await.unwrap().unwrap().may_pair_until, None);
        let other = SessionId::from_bytes([40; 32]);
        tx.insert_session(&NewSession { id: other, ..session(Stage::Password) }, NOW).await.unwrap();
        tx.delete_other_sessions(ACCOUNT, other).await.unwrap();
        assert!(tx.session(SESSION).await.unwrap().is_none());
        assert!(tx.session(other).await.unwrap().is_some());
    })
    .await;
}

#[tokio::test]
async fn a_subject_that_cannot_be_read_keeps_nothing_else_from_being_read_and_stays() {
    for bench in Bench::each().await {
        let Some(file) = bench.database.file() else { continue };
        bench.write(async |tx| tx.insert_confirmation(&confirmation(1)).await.unwrap()).await;
        let mut other = OtherProgram::open(file).await;
        other.run("UPDATE confirmations SET subject = '{\"kind\":\"later\"}'").await.unwrap();
        let mut unread = bench.store.confirmation(confirmation(1).id).await.unwrap().unwrap();
        assert_eq!((unread.subject.is_none(), unread.account), (true, ACCOUNT));
        unread.outcome = ConfirmationOutcome::Locked;
        bench
            .write(async |tx| {
                assert_eq!(tx.pending_confirmations(ACCOUNT, NOW).await.unwrap().len(), 1);
                tx.update_confirmation(&unread).await.unwrap();
            })
            .await;
        let kept = "UPDATE accounts SET username = 'kept' WHERE EXISTS \
                    (SELECT 1 FROM confirmations WHERE subject = '{\"kind\":\"later\"}' AND outcome = 'locked')";
        other.run(kept).await.unwrap();
        assert_eq!(bench.store.account(ACCOUNT).await.unwrap().unwrap().username.as_str(), "kept");
    }
}

#[tokio::test]
async fn the_first_signed_form_of_a_request_stays() {
    for bench in Bench::each().await {
        let (device, confirmation) = (device(1), confirmation(1));
        let request = request(&confirmation, &device);
        bench
            .write(async |tx| {
                tx.insert_device(&device).await.unwrap();
                tx.insert_confirmation(&confirmation).await.unwrap();
                tx.insert_request(&request).await.unwrap();
            })
            .await;
        for form in ["first", "second"] {
            let kept = bench.store.keep_signed(request.id, form.to_owned()).await.unwrap();
            assert_eq!(kept, "first");
        }
        bench.write(async |tx| tx.update_request(&request).await.unwrap()).await;
        let pending = bench.store.pending(device.id, NOW + 2).await.unwrap();
        assert_eq!(pending[0].jws.as_deref(), Some("first"), "whoever has read it before changes nothing");
        assert!(bench.store.keep_signed(RequestId::from_bytes([9; 16]), "x".to_owned()).await.is_err());
    }
}

#[tokio::test]
async fn sessions_end_by_their_age_and_by_disuse() {
    for bench in Bench::each().await {
        bench.write(async |tx| tx.insert_session(&session(Stage::SignedIn), NOW).await.unwrap()).await;
        let hour = 60 * 60_000;
        assert!(bench.store.session(SESSION, NOW + hour - 1).await.unwrap().is_some(), "used");
        assert!(bench.store.is_session(SESSION, NOW + 2 * hour - 2).await.unwrap());
        assert!(!bench.store.is_session(SESSION, NOW + 2 * hour).await.unwrap());
        assert!(!bench.store.is_session(SESSION, NOW - hour).await.unwrap(), "made in the future");
        assert_eq!(bench.store.end_sessions(ACCOUNT).await.unwrap(), 1);
        assert!(bench.store.session(SESSION, NOW).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn the_sessions_of_a_device_end_but_for_one() {
    in_each(async |tx| {
        let [gone, other] = [8, 9].map(|number| DeviceId::from_bytes([number; 16]));
        let ids = [1, 2, 3].map(|number| SessionId::from_bytes([number; 32]));
        for (id, device) in ids.into_iter().zip([gone, gone, other]) {
            let by = Some(SignedInBy::Device(device));
            let new = NewSession { id, by, ..session(Stage::SignedIn) };
            tx.insert_session(&new, NOW).await.unwrap();
        }
        for (but, left) in [(Some(ids[1]), [false, true, true]), (None, [false, false, true])] {
            tx.delete_sessions_by(gone, but).await.unwrap();
            for (id, is_left) in ids.into_iter().zip(left) {
                assert_eq!(tx.session(id).await.unwrap().is_some(), is_left, "{but:?}");
            }
        }
    })
    .await;
}

/// Another phone that leaves must not take a list away that was made already and cannot be shown again.
#[tokio::test]
async fn a_list_that_was_made_stays_to_be_seen_when_rights_are_revoked() {
    in_each(async |tx| {
        tx.insert_session(&session(Stage::SignedIn), NOW).await.unwrap();
        for (until, left) in [(TO_MAKE_LIST, None), (NOW + 5, Some(NOW + 5))] {
            let mut made = tx.session(SESSION).await.unwrap().unwrap();
            (made.may_pair_until, made.list_until) = (Some(NOW + 9), Some(until));
            tx.update_session(&made).await.unwrap();
            tx.revoke_pairing(ACCOUNT).await.unwrap();
            let kept = tx.session(SESSION).await.unwrap().unwrap();
            assert_eq!((kept.may_pair_until, kept.list_until), (None, left));
        }
        tx.hide_list(ACCOUNT).await.unwrap();
        assert_eq!(tx.session(SESSION).await.unwrap().unwrap().list_until, None);
    })
    .await;
}

#[tokio::test]
async fn events_are_claimed_one_by_one_and_put_off() {
    for bench in Bench::each().await {
        let event = Notification {
            account: ACCOUNT,
            kind: NotificationKind::DeviceAdded,
            detail: "Phone".to_owned(),
        };
        bench
            .write(async |tx| {
                for at in [NOW, NOW + 1] {
                    tx.insert_notification(&event, at).await.unwrap();
                }
            })
            .await;
        let first = bench.store.claim_notification(NOW, NOW + 100).await.unwrap().unwrap();
        assert_eq!((first.at, first.tries), (NOW, 1));
        assert!(
            bench.store.claim_notification(NOW, NOW + 100).await.unwrap().is_none(),
            "the other is not due"
        );
        assert_eq!(bench.store.next_notification_at().await.unwrap(), Some(NOW + 1));
        let second = bench.store.claim_notification(NOW + 1, NOW + 101).await.unwrap().unwrap();
        bench.store.mark_sent(first.id, NOW).await.unwrap();
        bench.store.put_off(second.id, NOW + 50).await.unwrap();
        let again = bench.store.claim_notification(NOW + 50, NOW + 150).await.unwrap().unwrap();
        assert_eq!((again.id, again.tries), (second.id, 2));
    }
}

#[tokio::test]
async fn a_commit_wakes_whoever_waits_and_a_transaction_that_was_dropped_does_not() {
    for bench in Bench::each().await {
        let mut mine = bench.hub.listen(ACCOUNT);
        drop(bench.store.begin(&MINE).await.unwrap());
        let tx = bench.store.begin(&MINE).await.unwrap();
        tx.commit_and_wake(ACCOUNT).await.unwrap();
        assert_eq!(mine.next().await, Woken::Changed);
    }
}

#[tokio::test]
async fn who_works_on_an_account_waits_for_whoever_does() {
    for bench in Bench::each().await {
        let first = bench.store.begin(&MINE).await.unwrap();
        let mut second = Box::pin(bench.store.begin(&MINE));
        for _ in 0..50 {
            tokio::select! {
                biased;
                _ = second.as_mut() => unreachable!("both work on the account"),
                read = bench.store.ping() => read.unwrap(),
            }
        }
        drop(first);
        drop(second.await.unwrap());
        let (first, other) = (bench.store.begin(&MINE).await.unwrap(), AccountId::from_bytes([5; 16]));
        if bench.database.file().is_none() {
            bench.store.begin(&[Lock::Account(other)]).await.unwrap();
        }
        drop(first);
    }
}

#[tokio::test]
async fn what_has_had_its_time_goes_with_what_hangs_on_it() {
    for bench in Bench::each().await {
        let (device, confirmation) = (device(1), confirmation(1));
        bench
            .write(async |tx| {
                tx.insert_device(&device).await.unwrap();
                tx.insert_confirmation(&confirmation).await.unwrap();
                tx.insert_request(&request(&confirmation, &device)).await.unwrap();
                tx.insert_nonce(&[1; 16], NOW).await.unwrap();
                tx.insert_pairing(&pairing(1), ACCOUNT, NOW).await.unwrap();
                tx.insert_session(&session(Stage::Password), NOW).await.unwrap();
                tx.put_browser(&browser(1, ACCOUNT, 1)).await.unwrap();
                tx.insert_failure(device.id, 1, NOW).await.unwrap();
            })
            .await;
        let year = 500 * 24 * 60 * 60_000;
        let kept = |from| Kept { logins: from, devices: from, events: from, receipts: from };
        assert_eq!(bench.store.tidy(&kept(NOW), NOW).await.unwrap(), 0);
        assert!(bench.store.tidy(&kept(NOW + year), NOW + year).await.unwrap() >= 6);
        let left: Vec<_> = bench.store.count_rows().await.unwrap();
        let left: Vec<_> = left.into_iter().filter(|(_, count)| *count > 0).collect();
        assert_eq!(left, [("accounts", 1), ("devices", 1), ("one_time_passwords", 2)]);
        bench.store.remove_account(ACCOUNT).await.unwrap();
        assert!(bench.store.count_rows().await.unwrap().iter().all(|(_, count)| *count == 0));
    }
}

#[tokio::test]
async fn what_was_made_in_the_future_ends() {
    for bench in Bench::each().await {
        bench
            .write(async |tx| {
                tx.insert_confirmation(&confirmation(1)).await.unwrap();
                tx.insert_session(&session(Stage::Password), NOW).await.unwrap();
                tx.insert_pairing(&pairing(1), ACCOUNT, NOW + 120_000).await.unwrap();
            })
            .await;
        let day = 24 * 60 * 60_000;
        bench.store.end_future(NOW - day, NOW - day).await.unwrap();
        let ended = bench.store.confirmation(confirmation(1).id).await.unwrap().unwrap();
        assert!(!ended.is_pending(NOW + 2));
        assert!(bench.store.session(SESSION, NOW).await.unwrap().is_none());
        assert!(bench.store.pairing(pairing(1).id).await.unwrap().unwrap().ended);
    }
}

#[tokio::test]
async fn pairings_are_found_by_their_token_and_devices_by_their_state() {
    in_each(async |tx| {
        for number in [1, 2] {
            tx.insert_pairing(&pairing(number), ACCOUNT, NOW).await.unwrap();
        }
        let mut device = device(1);
        device.state = Lifecycle::Pairing;
        tx.insert_device(&device).await.unwrap();
        let mut row = tx.pairing_by_token(&[2; 32]).await.unwrap().unwrap();
        (row.ended_at, row.device) = (Some(NOW), Some(device.id));
        tx.update_pairing(&row).await.unwrap();
        assert_eq!(tx.open_pairings(ACCOUNT).await.unwrap().len(), 1);
        assert_eq!(tx.pairing_row(pairing(2).id).await.unwrap().unwrap().device, Some(device.id));
        assert_eq!(tx.devices_in_pairing(ACCOUNT).await.unwrap().len(), 1);
        assert_eq!(tx.active_devices(ACCOUNT).await.unwrap().len(), 0);
        tx.insert_device(&samples::device(2)).await.unwrap();
        assert_eq!(tx.active_devices(ACCOUNT).await.unwrap().len(), 1);
        assert!(tx.pairing_by_token(&[3; 32]).await.unwrap().is_none());
    })
    .await;
}

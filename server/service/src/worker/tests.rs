//! The worker: messages go out whatever one of them does, and what has had its time goes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use key_domain::store::accounts::{Notification, NotificationKind};
use key_domain::store::confirmations::ConfirmationOutcome;
use key_protocol::call::Leave;
use tokio::time::Instant;

use super::Steady;
use crate::messages;
use crate::outbox::{Message, Outbox, SendError};
use crate::testing::{MINUTE, World};
use key_domain::contacts::{Contacts, EmailAddress, PhoneNumber};

const DAY: i64 = 24 * 60 * 60_000;

/// Takes messages, but not those to `away`, and never one to `unknown`.
#[derive(Default)]
struct Postman {
    away: Mutex<Option<&'static str>>,
    unknown: Option<&'static str>,
    sent: Mutex<Vec<(i64, String)>>,
}

impl Outbox for Postman {
    fn send(&self, message: &Message) -> Result<(), SendError> {
        let to = message.recipient.as_str();
        if *self.away.lock().unwrap() == Some(to) {
            return Err(SendError::NotNow("the mailbox is full".to_owned()));
        }
        if self.unknown == Some(to) {
            return Err(SendError::Refused("no such mailbox".to_owned()));
        }
        self.sent.lock().unwrap().push((message.id, to.to_owned()));
        Ok(())
    }
}

async fn tell(world: &World, name: &str) {
    let event = Notification {
        account: world.user(name).await,
        kind: NotificationKind::DeviceAdded,
        detail: "Phone".into(),
    };
    let mut tx = world.app().store.begin(&[]).await.unwrap();
    tx.insert_notification(&event, world.app().now()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_message_that_cannot_be_sent_holds_nobody_back_and_comes_again() {
    let postman = Arc::new(Postman { away: Mutex::new(Some("ada")), ..Postman::default() });
    let world = World::with_outbox(postman.clone()).await;
    for name in ["ada", "mira", "ada", "mira"] {
        tell(&world, name).await;
    }
    messages::deliver(world.app()).await;
    let to = || postman.sent.lock().unwrap().iter().map(|(_, to)| to.clone()).collect::<Vec<_>>();
    assert_eq!(to(), ["mira", "mira"]);
    *postman.away.lock().unwrap() = None;
    messages::deliver(world.app()).await;
    assert_eq!(to().len(), 2, "it is tried again after a while");
    world.pass(10_000);
    messages::deliver(world.app()).await;
    assert_eq!(to(), ["mira", "mira", "ada", "ada"]);
    assert_eq!(world.app().store.next_notification_at().await.unwrap(), None);
}

#[tokio::test]
async fn a_message_that_was_refused_for_good_is_given_up_and_stays_on_the_page() {
    let postman = Arc::new(Postman { unknown: Some("ada"), ..Postman::default() });
    let world = World::with_outbox(postman.clone()).await;
    for name in ["ada", "mira"] {
        tell(&world, name).await;
    }
    messages::deliver(world.app()).await;
    assert_eq!(postman.sent.lock().unwrap().len(), 1);
    assert_eq!(world.app().store.next_notification_at().await.unwrap(), None, "it is not due any more");
    assert_eq!(world.events("ada").await, ["device-added"]);
}

#[tokio::test]
async fn many_deliveries_at_once_send_each_message_once() {
    let postman = Arc::new(Postman::default());
    let world = World::with_outbox(postman.clone()).await;
    for _ in 0..20 {
        tell(&world, "mira").await;
    }
    join_all((0..8).map(|_| messages::deliver(world.app()))).await;
    let mut ids: Vec<i64> = postman.sent.lock().unwrap().iter().map(|(id, _)| *id).collect();
    ids.sort_unstable();
    assert_eq!(ids.len(), 20);
    ids.dedup();
    assert_eq!(ids.len(), 20);
}

#[tokio::test]
async fn a_message_that_was_claimed_by_who_was_killed_is_sent_later() {
    let postman = Arc::new(Postman::default());
    let world = World::with_outbox(postman.clone()).await;
    tell(&world, "mira").await;
    let (store, now) = (world.app().store.clone(), world.app().now());
    assert!(store.claim_notification(now, now + 120_000).await.unwrap().is_some());
    messages::deliver(world.app()).await;
    assert!(postman.sent.lock().unwrap().is_empty());
    world.pass(120_000);
    messages::deliver(world.app()).await;
    assert_eq!(postman.sent.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn messages_go_out_though_the_clock_was_put_back() {
    let postman = Arc::new(Postman::default());
    let world = World::with_outbox(postman.clone()).await;
    tell(&world, "mira").await;
    world.pass(-DAY);
    messages::deliver(world.app()).await;
    assert_eq!(postman.sent.lock().unwrap().len(), 1);
}

#[test]
fn a_clock_is_believed_when_it_has_gone_evenly_for_an_hour() {
    let (start, minute) = (Instant::now(), Duration::from_secs(60));
    let mut steady = Steady::new(start, 0);
    let mut look = |minutes: u32, now: i64| {
        let at = start + minutes * minute;
        (steady.was_set(at, now), steady.is_believed(at))
    };
    assert_eq!(look(1, MINUTE), (false, false));
    assert_eq!(look(60, 60 * MINUTE + 5_000), (false, true), "corrected, not set");
    assert_eq!(look(61, 4_000 * DAY), (true, false));
    assert_eq!(look(62, 62 * MINUTE), (true, false), "set right");
    assert_eq!(look(121, 121 * MINUTE), (false, false));
    assert_eq!(look(122, 122 * MINUTE), (false, true));
    assert_eq!(look(20_000, 20_000 * MINUTE), (false, true));
    assert_eq!(look(20_001, 19_990 * MINUTE), (true, false), "ten minutes, after two weeks");
}

/// How many rows there are of each kind that grows.
async fn rows(world: &World) -> Vec<(&'static str, i64)> {
    world.app().store.count_rows().await.unwrap()
}

#[tokio::test]
async fn what_has_had_its_time_goes_and_what_counts_stays_longer() {
    let world = World::new().await;
    let (mut phone, mut gone) = (world.paired("mira").await, world.paired("mira").await);
    for _ in 0..3 {
        let login = world.login("mira", false).await;
        let request = phone.request().await;
        phone.confirm(&request, None).await.unwrap();
        assert_eq!(world.outcome(login).await, ConfirmationOutcome::Confirmed);
    }
    world.link("mira").await;
    gone.call(Leave {}).await.unwrap();
    messages::deliver(world.app()).await;
    world.pass(91 * DAY);
    phone.check().await.unwrap();
    world.tidy().await;
    let kept = rows(&world).await;
    let of = |name| kept.iter().find(|(table, _)| *table == name).unwrap().1;
    assert_eq!(["logins", "requests", "pairings", "sessions"].map(of), [0; 4]);
    assert_eq!((of("devices"), of("decisions")), (2, 3));
    assert!(of("notifications") > 0);
    world.pass(810 * DAY);
    phone.check().await.unwrap();
    world.tidy().await;
    let kept = rows(&world).await;
    let of = |name| kept.iter().find(|(table, _)| *table == name).unwrap().1;
    assert_eq!((of("devices"), of("decisions"), of("notifications")), (1, 3, 0), "receipts stay longest");
    world.pass(3000 * DAY);
    phone.check().await.unwrap();
    world.tidy().await;
    assert_eq!(rows(&world).await.iter().find(|(table, _)| *table == "decisions").unwrap().1, 0);
    phone.check().await.unwrap();
}

#[tokio::test]
async fn an_account_goes_with_all_that_belongs_to_it() {
    let world = World::new().await;
    let mut phone = world.paired("mira").await;
    world.login("mira", false).await;
    let request = phone.request().await;
    phone.confirm(&request, None).await.unwrap();
    world.login("mira", true).await;
    world.service.accounts().remove_user("mira").await.unwrap();
    for (table, count) in rows(&world).await {
        assert!(count == 0 || ["nonces", "throttles"].contains(&table), "{count} rows of {table}");
    }
    assert_eq!(phone.check().await.unwrap_err(), key_protocol::answer::Refusal::UnknownDevice);
}

/// FK10: adding a device is told by e-mail, once the user has an address; a change of it is told to the old one.
#[tokio::test]
async fn fk10_messages_go_to_the_address_on_record_and_its_change_to_the_one_before() {
    let postman = Arc::new(Postman::default());
    let world = World::with_outbox(postman.clone()).await;
    let accounts = world.service.accounts();
    let email = |text| Contacts { email: EmailAddress::parse(text).ok(), phone: None };
    world.paired("mira").await;
    messages::deliver(world.app()).await;
    for address in ["old@example.org", "new@example.org"] {
        accounts.set_contacts("mira", email(address)).await.unwrap();
        world.paired("mira").await;
        messages::deliver(world.app()).await;
    }
    let sent: Vec<_> = postman.sent.lock().unwrap().iter().map(|(_, to)| to.clone()).collect();
    let [old, new] = ["old@example.org", "new@example.org"];
    // Of the first change nobody can be told but the one who is told now.
    assert_eq!(sent, ["mira", old, old, old, new]);
    let phone = Contacts { email: None, phone: PhoneNumber::parse("+358 40 123 4567").ok() };
    let kept = accounts.set_contacts("mira", phone).await.unwrap();
    assert_eq!(kept.email.unwrap().as_str(), new, "what is not given stays");
}

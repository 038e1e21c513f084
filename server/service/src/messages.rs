//! Messages to users: what happened to their Key (FK10), and what looks like theft.
//!
//! A notification is stored in the same transaction as its cause, and sent afterwards: if the service stops in between,
//! it sends the message after its next start. A message may be sent twice, but is never lost. Only one that was refused
//! for good is given up; the user's page shows what happened all the same.

use std::time::Duration;

use key_assets::text_with;
use key_domain::contacts::{EmailAddress, PhoneNumber};
use key_domain::ids::PairingId;
use key_domain::store::accounts::{Account, LONGEST_DELAY, NotificationKind, StoredNotification};
use key_domain::store::error::StoreError;
use key_protocol::base64url;
use tokio::sync::OwnedSemaphorePermit;

use crate::app::App;
use crate::outbox::{Message, Recipient, SendError};

/// How long the outbox may take to send a message.
const SEND_WITHIN: Duration = Duration::from_secs(30);

/// How long a claimed message is reserved for its sender, in milliseconds.
const CLAIM: i64 = 2 * 60_000;

/// How long the link to the app is worth sending, in milliseconds: its user waits at the login page.
const APP_LINK_WITHIN: i64 = 60 * 60_000;

/// The first wait after a failure, in milliseconds; each further one doubles it, up to [`LONGEST_DELAY`].
const FIRST_DELAY: i64 = 10_000;

/// Sends all messages that are due, one after the other. Those that could not be sent are put off and do not delay
/// others.
pub(crate) async fn deliver(app: &App) {
    let _turn = app.delivering.lock().await;
    loop {
        match deliver_next(app).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => return tracing::warn!(%error, "messages wait in the database"),
        }
    }
}

/// Sends the next message; `false` if none is due.
async fn deliver_next(app: &App) -> Result<bool, StoreError> {
    let now = app.now();
    // Read first: most changes cause no notification, and claiming waits for other writers. A time further ahead was
    // written before the clock was put back.
    let next = app.store.next_notification_at().await?;
    if next.is_none_or(|at| (now + 1..=now + LONGEST_DELAY).contains(&at)) {
        return Ok(false);
    }
    let Some(stored) = app.store.claim_notification(now, now + CLAIM).await? else { return Ok(false) };
    let Some(account) = app.store.account(stored.notification.account).await? else { return Ok(true) };
    let Some(message) = write(&stored, &account, app).await? else {
        app.store.mark_sent(stored.id, app.now()).await?;
        return Ok(true);
    };
    let Ok(turn) = app.sending.clone().try_acquire_owned() else {
        // Otherwise messages that hang would occupy all threads.
        app.store.put_off(stored.id, app.now() + delay(stored.tries)).await?;
        return Ok(true);
    };
    match hand_on(app, turn, message).await {
        Ok(()) => app.store.mark_sent(stored.id, app.now()).await?,
        Err(SendError::Refused(reason)) => {
            tracing::warn!(%reason, id = stored.id, "a message was refused and is not sent again");
            app.store.mark_sent(stored.id, app.now()).await?;
        }
        Err(SendError::NotNow(reason)) => {
            tracing::warn!(%reason, id = stored.id, tries = stored.tries, "a message could not be handed on");
            app.store.put_off(stored.id, app.now() + delay(stored.tries)).await?;
        }
    }
    Ok(true)
}

/// Hands a message to the outbox, on a thread of its own that keeps `turn` until the outbox returns.
async fn hand_on(app: &App, turn: OwnedSemaphorePermit, message: Message) -> Result<(), SendError> {
    let outbox = app.parts.outbox.clone();
    let sending = tokio::task::spawn_blocking(move || {
        let sent = outbox.send(&message);
        drop(turn);
        sent
    });
    match tokio::time::timeout(SEND_WITHIN, sending).await {
        Ok(Ok(sent)) => sent,
        Ok(Err(_)) => Err(SendError::NotNow("the outbox has failed".to_owned())),
        Err(_) => Err(SendError::NotNow("the outbox has taken too long".to_owned())),
    }
}

/// How long to wait after this many failures, in milliseconds.
fn delay(tries: u32) -> i64 {
    (FIRST_DELAY << tries.saturating_sub(1).min(10)).min(LONGEST_DELAY)
}

/// Writes the message; `None` if it is of no use any more.
async fn write(
    stored: &StoredNotification,
    account: &Account,
    app: &App,
) -> Result<Option<Message>, StoreError> {
    match stored.notification.kind {
        NotificationKind::AppLink => return Ok(text_with_app(stored, account, app)),
        NotificationKind::PairingLink => return text_with_link(stored, account, app).await,
        _ => {}
    }
    let (kind, tag) = (stored.notification.kind, account.language.tag());
    let detail = stored.notification.detail.as_str();
    let values = [
        ("service", app.settings.name.as_str().into()),
        ("username", account.username.as_str().into()),
        ("detail", detail.into()),
    ];
    let mut text = text_with(tag, &format!("message-{}-text", kind.name()), &values);
    if kind.is_of_device() {
        let name = text_with(tag, "message-phone-name", &[("name", without_links(detail).as_str().into())]);
        text = format!("{text}\n\n{name}");
    }
    let subject = text_with(tag, &format!("message-{}-title", kind.name()), &values);
    Ok(Some(Message { id: stored.id, recipient: recipient(stored, account), subject, text }))
}

/// The text message with a pairing link; `None` if the link cannot be claimed any more.
async fn text_with_link(
    stored: &StoredNotification,
    account: &Account,
    app: &App,
) -> Result<Option<Message>, StoreError> {
    let id = base64url::decode_array(&stored.notification.detail).map(PairingId::from_bytes);
    let Some(id) = id else { return Ok(None) };
    let pairing = app.store.pairing(id).await?.filter(|pairing| pairing.is_open(app.now()));
    let link = pairing.and_then(|pairing| app.pairing_link(&pairing.id));
    let (Some(link), Some(phone)) = (link, account.contacts.phone.clone()) else { return Ok(None) };
    let tag = account.language.tag();
    let values = [("service", app.settings.name.as_str().into()), ("link", link.as_str().into())];
    let [subject, text] =
        ["title", "text"].map(|part| text_with(tag, &format!("message-pairing-link-{part}"), &values));
    Ok(Some(Message { id: stored.id, recipient: Recipient::Sms(phone), subject, text }))
}

/// The text message with the link to the app; `None` if nobody waits for it any more.
fn text_with_app(stored: &StoredNotification, account: &Account, app: &App) -> Option<Message> {
    if app.now() > stored.at + APP_LINK_WITHIN {
        return None;
    }
    let phone = PhoneNumber::parse(&stored.notification.detail).ok()?;
    let (tag, link) = (account.language.tag(), app.get_key_link());
    let values = [("service", app.settings.name.as_str().into()), ("link", link.as_str().into())];
    let [subject, text] =
        ["title", "text"].map(|part| text_with(tag, &format!("message-app-link-{part}"), &values));
    Some(Message { id: stored.id, recipient: Recipient::Sms(phone), subject, text })
}

/// Who is told. A change of the contact details is told where the user was reached before.
fn recipient(stored: &StoredNotification, account: &Account) -> Recipient {
    let before = match stored.notification.kind {
        NotificationKind::ContactsChanged => EmailAddress::parse(&stored.notification.detail).ok(),
        _ => None,
    };
    match before.or_else(|| account.contacts.email.clone()) {
        Some(email) => Recipient::Email(email),
        None => Recipient::User(account.username.to_string()),
    }
}

/// Changes text of a stranger so that no mail program makes a link of it.
fn without_links(text: &str) -> String {
    let mut apart = String::with_capacity(text.len());
    for character in text.chars() {
        apart.push(character);
        if !character.is_alphanumeric() && !matches!(character, ' ' | '\'' | '’' | '-') {
            apart.push(' ');
        }
    }
    apart.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::without_links;

    #[test]
    fn no_word_of_a_stranger_is_a_link() {
        let name = "Phone. Your account is blocked, unlock it at https://evil.example/x or help@evil.example";
        let said = without_links(name);
        for link in ["https://", "evil.example", "//", "@evil", "example/x"] {
            assert!(!said.contains(link), "{said}");
        }
        for dot in ['．', '。', '․', '·', '⁄', '：'] {
            assert!(without_links(&format!("evil{dot}example")).contains(' '), "{dot}");
        }
        assert_eq!(without_links("Mira's phone"), "Mira's phone");
    }
}

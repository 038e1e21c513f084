//! Outboxes, which send messages to users: by e-mail ([`SmtpOutbox`]), as text messages ([`SmsOutbox`]), or into a
//! folder ([`FolderOutbox`]). [`Outboxes`] chooses among them by the recipient. `docs/messages.md` describes all three.

mod error;
mod folder;
mod message;
mod routes;
mod secret;
mod sms;
mod smtp;

pub use self::error::OutboxError;
pub use self::folder::FolderOutbox;
pub use self::message::{Message, Outbox, Recipient, SendError};
pub use self::routes::Outboxes;
pub use self::sms::SmsOutbox;
pub use self::smtp::SmtpOutbox;

/// How many messages may be in sending at the same time.
pub(crate) const SENDING: usize = 4;

//! A message, its recipient, and what an outbox is.

use key_domain::contacts::{EmailAddress, PhoneNumber};
use key_protocol::base64url;
use key_protocol::crypto::sha256;

/// An outbox, which sends messages.
pub trait Outbox: Send + Sync {
    /// Sends a message. The same message may be sent twice. It may take some time: callers let it run on a thread of its
    /// own.
    ///
    /// # Errors
    /// [`SendError`], which says whether to try again.
    fn send(&self, message: &Message) -> Result<(), SendError>;
}

/// The reason why a message was not sent. The texts are for the log: they name no recipient.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// It may succeed later: something on the way is out of order or wrongly configured.
    #[error("{0}")]
    NotNow(String),
    /// It will never succeed: the recipient does not exist, or the message is not taken.
    #[error("{0}")]
    Refused(String),
}

/// One message to one user.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The identity of its notification.
    pub id: i64,
    /// Who it is for.
    pub recipient: Recipient,
    /// The subject, one line. A text message has none.
    pub subject: String,
    /// The body, plain text.
    pub text: String,
}

impl Message {
    /// The name of the message at whoever passes it on, such as `key-12-m5VtbMbnDjzY`: the same if the same is sent
    /// twice. A database that was restored from a backup gives its numbers again, to other messages; they get other
    /// names.
    #[must_use]
    pub fn name(&self) -> String {
        let Self { id, recipient, subject, text } = self;
        let digest = sha256(format!("{}\n{subject}\n{text}", recipient.as_str()).as_bytes());
        format!("key-{id}-{}", base64url::encode(&digest[..9]))
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Message({}, ..)", self.id)
    }
}

/// Who a message is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Recipient {
    /// The owner of an e-mail address.
    Email(EmailAddress),
    /// The owner of a phone number.
    Sms(PhoneNumber),
    /// A user of whom only the username is known: the folder takes it.
    User(String),
}

impl Recipient {
    /// The address, the number or the username.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(address) => address.as_str(),
            Self::Sms(number) => number.as_str(),
            Self::User(name) => name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, Recipient};

    fn message() -> Message {
        let recipient = Recipient::User("mira".to_owned());
        Message { id: 12, recipient, subject: "Key".to_owned(), text: "A phone was added.".to_owned() }
    }

    #[test]
    fn a_message_keeps_its_name_and_no_other_has_it() {
        let name = message().name();
        assert_eq!(name, message().name());
        assert!(name.starts_with("key-12-") && name.len() == 19, "{name}");
        let others = [
            Message { id: 13, ..message() },
            Message { recipient: Recipient::User("ada".to_owned()), ..message() },
            Message { text: "A phone was removed.".to_owned(), ..message() },
        ];
        for other in others {
            assert_ne!(other.name(), name);
        }
    }

    #[test]
    fn a_log_shows_only_which_message_it_is() {
        assert_eq!(format!("{:?}", message()), "Message(12, ..)");
    }
}

//! The outbox of whoever has no other: a folder with a file for each message.

use std::path::PathBuf;

use key_store::private;

use super::message::{Message, Outbox, SendError};

/// Writes each message to a file of its own, whoever it is for: lines `To:` and `Subject:`, an empty line, the text.
#[derive(Debug)]
pub struct FolderOutbox {
    folder: PathBuf,
}

impl FolderOutbox {
    /// Creates an outbox that writes to `folder`, which is created when it is needed.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Outbox for FolderOutbox {
    fn send(&self, message: &Message) -> Result<(), SendError> {
        let Message { recipient, subject, text, id } = message;
        let content = format!("To: {}\nSubject: {subject}\n\n{text}\n", recipient.as_str());
        let file = self.folder.join(format!("{id:06}.txt"));
        let written =
            private::make_folder(&self.folder).and_then(|()| private::replace(&file, content.as_bytes()));
        written.map_err(|error| SendError::NotNow(format!("{} cannot be written: {error}", file.display())))
    }
}

#[cfg(test)]
mod tests {
    use key_domain::contacts::{EmailAddress, PhoneNumber};

    use super::FolderOutbox;
    use crate::outbox::{Message, Outbox as _, Recipient, SendError};

    #[test]
    fn it_takes_messages_to_everybody() {
        let folder = tempfile::tempdir().unwrap();
        let outbox = FolderOutbox::new(folder.path().join("outbox"));
        let recipients = [
            Recipient::User("mira".to_owned()),
            Recipient::Email(EmailAddress::parse("mira@example.org").unwrap()),
            Recipient::Sms(PhoneNumber::parse("+358401234567").unwrap()),
        ];
        for (id, recipient) in (1..).zip(recipients) {
            let to = recipient.as_str().to_owned();
            let message = Message { id, recipient, subject: "Key".into(), text: "Hello\n\nMira".into() };
            outbox.send(&message).unwrap();
            outbox.send(&message).unwrap();
            let file = std::fs::read_to_string(folder.path().join(format!("outbox/00000{id}.txt"))).unwrap();
            assert_eq!(file, format!("To: {to}\nSubject: Key\n\nHello\n\nMira\n"));
        }
    }

    #[test]
    fn a_folder_that_cannot_be_written_is_tried_again_later() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("outbox");
        std::fs::write(&path, "no folder").unwrap();
        let recipient = Recipient::User("mira".to_owned());
        let message = Message { id: 1, recipient, subject: "Key".into(), text: "Hello".into() };
        let error = FolderOutbox::new(path).send(&message).unwrap_err();
        assert!(matches!(error, SendError::NotNow(_)) && !error.to_string().contains("mira"), "{error}");
    }
}

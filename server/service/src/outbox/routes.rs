//! Which outbox sends a message.

use std::sync::Arc;

use key_domain::clock::Clock;

use super::error::OutboxError;
use super::folder::FolderOutbox;
use super::message::{Message, Outbox, Recipient, SendError};
use super::sms::SmsOutbox;
use super::smtp::SmtpOutbox;
use crate::settings::Settings;

/// The outboxes of a service. What cannot go out by e-mail or as a text message, because none is configured or no
/// address is known, goes into the folder.
#[derive(Debug)]
pub struct Outboxes {
    folder: FolderOutbox,
    mail: Option<SmtpOutbox>,
    sms: Option<SmsOutbox>,
}

impl Outboxes {
    /// Opens the outboxes of the settings. Nothing is sent yet.
    ///
    /// # Errors
    /// [`OutboxError`] if a file with a secret or a certificate cannot be used.
    pub fn open(settings: &Settings, clock: &Arc<dyn Clock>) -> Result<Self, OutboxError> {
        let mail = settings.mail.as_ref().map(|mail| SmtpOutbox::open(mail, clock.clone()));
        let sms = settings.sms.as_ref().map(SmsOutbox::open);
        Ok(Self {
            folder: FolderOutbox::new(settings.outbox.clone()),
            mail: mail.transpose()?,
            sms: sms.transpose()?,
        })
    }
}

impl Outbox for Outboxes {
    fn send(&self, message: &Message) -> Result<(), SendError> {
        match (&message.recipient, &self.mail, &self.sms) {
            (Recipient::Email(to), Some(mail), _) => mail.send(to, message),
            (Recipient::Sms(to), _, Some(sms)) => sms.send(to, message),
            _ => self.folder.send(message),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use key_domain::clock::Clock;
    use key_domain::contacts::{EmailAddress, PhoneNumber};
    use key_protocol::origin::Origin;
    use key_protocol::shown::ShownText;
    use key_store::private;
    use url::Url;

    use super::Outboxes;
    use crate::SystemClock;
    use crate::outbox::{Message, Outbox as _, Recipient, SendError};
    use crate::settings::{Settings, SmsSettings};

    #[test]
    fn what_has_no_way_out_goes_into_the_folder_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let token_file = folder.path().join("token");
        private::replace(&token_file, b"geheim").unwrap();
        let origin = Origin::parse("https://login.example").unwrap();
        let mut settings = Settings::in_folder(folder.path(), origin, ShownText::parse("Ledger").unwrap());
        let clock: Arc<dyn Clock> = Arc::new(SystemClock);
        let mail = Recipient::Email(EmailAddress::parse("mira@example.org").unwrap());
        let sms = Recipient::Sms(PhoneNumber::parse("+358401234567").unwrap());
        let recipients = [mail, sms, Recipient::User("mira".to_owned())];
        let send_all = |settings: &Settings| {
            let outboxes = Outboxes::open(settings, &clock).unwrap();
            let message =
                |recipient| Message { id: 1, recipient, subject: "Key".into(), text: "Hello".into() };
            recipients.clone().map(|recipient| outboxes.send(&message(recipient)))
        };
        assert_eq!(send_all(&settings), [Ok(()), Ok(()), Ok(())]);
        // Nobody listens there.
        let url = Url::parse("http://127.0.0.1:1/").unwrap();
        settings.sms = Some(SmsSettings { url, token_file, timeout: Duration::from_secs(1) });
        let sent = send_all(&settings);
        assert!(matches!(sent, [Ok(()), Err(SendError::NotNow(_)), Ok(())]), "{sent:?}");
    }
}

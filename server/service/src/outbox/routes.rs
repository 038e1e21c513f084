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

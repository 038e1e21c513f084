//! Messages to users: what happened with their Key (FK10), and what looks like theft.
//!
//! An event is written in the same transaction as what happened, and sent afterwards: whatever stops the service in
//! between, the message goes out when it starts again. Sending twice is possible, losing is not.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::path::PathBuf;

use key_assets::text_with;
use key_protocol::language::Language;

use crate::private;
use crate::service::App;
use crate::store::StoreError;
use crate::store::accounts::StoredEvent;

/// Where messages go.
pub trait Outbox: Send + Sync {
    /// Hands one message on. The same `id` may come twice.
    ///
    /// # Errors
    /// When it could not be handed on; it comes again later.
    fn send(&self, message: &Message) -> io::Result<()>;
}

/// One message to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The event that it tells of.
    pub id: i64,
    /// The username.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub text: String,
}

/// Writes each message to a file of its own.
#[derive(Debug)]
pub struct FolderOutbox {
    folder: PathBuf,
}

impl FolderOutbox {
    /// Writes to `folder`, which is made when it is needed.
    #[must_use]
    pub const fn new(folder: PathBuf) -> Self {
        Self { folder }
    }
}

impl Outbox for FolderOutbox {
    fn send(&self, message: &Message) -> io::Result<()> {
        private::make_folder(&self.folder)?;
        let (path, draft) = (format!("{:06}.txt", message.id), format!("{:06}.new", message.id));
        let Message { to, subject, text, .. } = message;
        let draft = self.folder.join(draft);
        let mut file = private::open(&draft, OpenOptions::new().truncate(true))?;
        file.write_all(format!("To: {to}\nSubject: {subject}\n\n{text}\n").as_bytes())?;
        std::fs::rename(draft, self.folder.join(path))
    }
}

/// Sends what was not sent yet.
pub(crate) async fn deliver(app: &App) {
    if let Err(error) = deliver_all(app).await {
        tracing::warn!(%error, "messages wait in the database");
    }
}

async fn deliver_all(app: &App) -> Result<(), StoreError> {
    for stored in app.store.unsent_events().await? {
        let Some(account) = app.store.account(stored.event.account).await? else { continue };
        let message = write(&stored, account.username.as_str(), account.language, app);
        let outbox = app.parts.outbox.clone();
        let sent = tokio::task::spawn_blocking(move || outbox.send(&message)).await;
        match sent {
            Ok(Ok(())) => app.store.mark_sent(stored.id, app.now()).await?,
            Ok(Err(error)) => tracing::warn!(%error, "a message could not be handed on"),
            Err(_) => tracing::warn!("a message could not be handed on"),
        }
    }
    Ok(())
}

fn write(stored: &StoredEvent, username: &str, language: Language, app: &App) -> Message {
    let (kind, tag) = (stored.event.kind.name(), language.tag());
    let service = app.settings.name.as_str();
    let values = [
        ("service", service.into()),
        ("username", username.into()),
        ("detail", stored.event.detail.as_str().into()),
    ];
    Message {
        id: stored.id,
        to: username.to_owned(),
        subject: text_with(tag, &format!("message-{kind}-title"), &values),
        text: text_with(tag, &format!("message-{kind}-text"), &values),
    }
}

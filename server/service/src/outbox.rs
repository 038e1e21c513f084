//! The outbox for messages to users: a folder with a file for each message.

use std::io;
use std::path::PathBuf;

use key_store::private;

/// An outbox, which sends messages.
pub trait Outbox: Send + Sync {
    /// Sends a message. The same `id` may be sent twice.
    ///
    /// # Errors
    /// If the message could not be sent; it is tried again later.
    fn send(&self, message: &Message) -> io::Result<()>;
}

/// One message to one user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The identity of its notification.
    pub id: i64,
    /// The username.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The body, plain text.
    pub text: String,
}

/// Writes each message to a file of its own.
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
    fn send(&self, message: &Message) -> io::Result<()> {
        private::make_folder(&self.folder)?;
        let Message { to, subject, text, id } = message;
        let content = format!("To: {to}\nSubject: {subject}\n\n{text}\n");
        private::replace(&self.folder.join(format!("{id:06}.txt")), content.as_bytes())
    }
}

/// How many messages may be in sending at the same time.
pub(crate) const SENDING: usize = 4;

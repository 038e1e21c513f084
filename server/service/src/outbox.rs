//! Where messages to users go: a folder, with a file for each.

use std::io;
use std::path::PathBuf;

use key_store::private;

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
        let Message { to, subject, text, id } = message;
        let content = format!("To: {to}\nSubject: {subject}\n\n{text}\n");
        private::replace(&self.folder.join(format!("{id:06}.txt")), content.as_bytes())
    }
}

/// So many messages may hang at a time.
pub(crate) const SENDING: usize = 4;

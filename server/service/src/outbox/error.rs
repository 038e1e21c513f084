//! Errors when outboxes are opened.

use std::io;

/// The reason why an outbox cannot be opened, with what to do.
#[derive(Debug, thiserror::Error)]
pub enum OutboxError {
    /// A file holds no certificates.
    #[error("{0} holds no certificate in PEM form: name the certificate that has signed the mail server's")]
    Certificate(String),
    /// A file of the configuration cannot be used.
    #[error("{0}, which the configuration names, cannot be used: {1}")]
    File(String, #[source] io::Error),
    /// A secret is not one line of characters that can be sent.
    #[error("{0} must hold the secret in one line, and nothing else")]
    NoSecret(String),
    /// Others can read a secret.
    #[error("others can read {0}, with a secret in it: chmod 600 it")]
    Open(String),
    /// TLS cannot be set up.
    #[error("TLS to the mail server cannot be set up: {0}")]
    Tls(String),
}

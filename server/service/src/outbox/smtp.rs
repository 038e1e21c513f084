//! E-mail by a mail server that takes messages for others (SMTP submission).
//!
//! One connection for each message: there are few, and a connection that was kept could be dead. The client is
//! asynchronous, on a runtime of its own, because only that can be cut off in time whatever the server does.

mod careful;
mod error;
mod letter;

use std::sync::Arc;
use std::time::Duration;

use key_domain::clock::Clock;
use key_domain::contacts::EmailAddress;
use lettre::Address;
use lettre::message::Mailbox;
use lettre::transport::smtp::authentication::{Credentials, DEFAULT_MECHANISMS};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt};
use lettre::transport::smtp::extension::ClientId;
use tokio::net::TcpStream;
use tokio::runtime::Builder;
use tokio::time::{Instant, timeout_at};

use self::careful::Careful;
use self::error::{judged, put_off, unreachable};
use super::error::OutboxError;
use super::message::{Message, SendError};
use super::secret::Secret;
use crate::settings::{MailLogin, MailSettings, MailTls};

/// How long the server may take to say good-bye, within the time-out. The message is in its hands by then.
const QUIT_WITHIN: Duration = Duration::from_secs(1);

/// Sends e-mails.
pub struct SmtpOutbox {
    clock: Arc<dyn Clock>,
    encryption: Encryption,
    from: Mailbox,
    hello: ClientId,
    host: String,
    login: Option<(String, Secret)>,
    port: u16,
    timeout: Duration,
}

/// [`MailTls`] with what it needs.
enum Encryption {
    AtOnce(TlsParameters),
    OnRequest(TlsParameters),
    None,
}

impl SmtpOutbox {
    /// Opens the outbox. Nothing is sent yet. E-mails get their dates from `clock`.
    ///
    /// # Errors
    /// [`OutboxError`] if the file with the password or the one with certificates cannot be used.
    pub fn open(settings: &MailSettings, clock: Arc<dyn Clock>) -> Result<Self, OutboxError> {
        let MailSettings { host, port, login, from, name, timeout, .. } = settings;
        let login = login.as_ref().map(|MailLogin { user, password_file }| {
            Secret::read(password_file).map(|password| (user.clone(), password))
        });
        Ok(Self {
            clock,
            encryption: Encryption::of(settings)?,
            from: Mailbox::new(Some(name.as_str().to_owned()), address(from)),
            // What the server sees of this machine's name need not be right, but must look like one.
            hello: ClientId::Domain(from.domain().to_owned()),
            host: host.clone(),
            login: login.transpose()?,
            port: *port,
            timeout: *timeout,
        })
    }

    /// Sends a message. It takes no longer than the time-out of the settings.
    ///
    /// # Errors
    /// [`SendError`]
    pub fn send(&self, to: &EmailAddress, message: &Message) -> Result<(), SendError> {
        let to = address(to);
        let letter = letter::write(&self.from, &to, message, self.clock.now_ms());
        let letter =
            letter.map_err(|error| SendError::Refused(format!("no e-mail can be made of it: {error}")))?;
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| SendError::NotNow(format!("no thread is left: {error}")))?;
        let sent = runtime.block_on(self.send_in_time(to, &letter));
        // A name that is still being looked up is not waited for.
        runtime.shutdown_background();
        sent
    }

    async fn send_in_time(&self, to: Address, letter: &[u8]) -> Result<(), SendError> {
        let end = Instant::now() + self.timeout;
        let late = || Err(SendError::NotNow(format!("the mail server took longer than {:?}", self.timeout)));
        let Ok(connection) = timeout_at(end, self.connect()).await else { return late() };
        let mut connection = connection?;
        let handing_over = self.hand_over(&mut connection, to, letter);
        let sent = timeout_at(end, handing_over).await.unwrap_or_else(|_| late());
        let _ = timeout_at(end.min(Instant::now() + QUIT_WITHIN), connection.quit()).await;
        sent
    }

    /// Gives the letter to the server, which has taken it when this succeeds.
    async fn hand_over(
        &self,
        connection: &mut AsyncSmtpConnection,
        to: Address,
        letter: &[u8],
    ) -> Result<(), SendError> {
        let from = Mail::new(Some(self.from.email.clone()), Vec::new());
        // A sender who is refused is the operator's to put right: no message is lost for that.
        connection.command(from).await.map_err(put_off)?;
        connection.command(Rcpt::new(to, Vec::new())).await.map_err(judged)?;
        connection.command(Data).await.map_err(judged)?;
        connection.message(letter).await.map_err(judged)?;
        Ok(())
    }

    /// Connects and logs in.
    async fn connect(&self) -> Result<AsyncSmtpConnection, SendError> {
        let (server, hello) = ((self.host.as_str(), self.port), &self.hello);
        let connection = match &self.encryption {
            Encryption::AtOnce(tls) => {
                AsyncSmtpConnection::connect_tokio1(server, None, hello, Some(tls.clone()), None).await
            }
            Encryption::OnRequest(_) | Encryption::None => {
                let stream = TcpStream::connect(server).await.map_err(unreachable)?;
                AsyncSmtpConnection::connect_with_transport(Box::new(Careful::new(stream)), hello).await
            }
        };
        let mut connection = connection.map_err(put_off)?;
        if let Encryption::OnRequest(tls) = &self.encryption {
            connection.starttls(tls.clone(), hello).await.map_err(put_off)?;
        }
        if let Some((user, password)) = &self.login {
            let credentials = Credentials::new(user.clone(), password.expose().to_owned());
            connection.auth(DEFAULT_MECHANISMS, &credentials).await.map_err(put_off)?;
        }
        Ok(connection)
    }
}

impl Encryption {
    fn of(settings: &MailSettings) -> Result<Self, OutboxError> {
        Ok(match settings.tls {
            MailTls::Implicit => Self::AtOnce(trusting(settings)?),
            MailTls::StartTls => Self::OnRequest(trusting(settings)?),
            MailTls::None => Self::None,
        })
    }
}

/// TLS with the public certificates, and those of the settings.
fn trusting(MailSettings { host, trust, .. }: &MailSettings) -> Result<TlsParameters, OutboxError> {
    let builder = TlsParameters::builder(host.clone());
    let Some(path) = trust else {
        return builder.build().map_err(|error| OutboxError::Tls(error.to_string()));
    };
    let name = path.display().to_string();
    let pem = match std::fs::read(path) {
        Ok(pem) => pem,
        Err(error) => return Err(OutboxError::File(name, error)),
    };
    // A file without certificates is read as none.
    let holds = String::from_utf8_lossy(&pem).contains("-----BEGIN CERTIFICATE-----");
    let certificate = Certificate::from_pem(&pem).ok().filter(|_| holds);
    let built = certificate.and_then(|certificate| builder.add_root_certificate(certificate).build().ok());
    built.ok_or(OutboxError::Certificate(name))
}

/// The address for the client, which would check it again, and differently.
fn address(address: &EmailAddress) -> Address {
    Address::new_dangerous(address.local(), address.domain())
}

impl std::fmt::Debug for SmtpOutbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmtpOutbox(..)")
    }
}

//! Text messages by an HTTP gateway. `docs/messages.md` is the contract with it.

use std::io::{Read as _, sink};
use std::time::Duration;

use key_domain::contacts::PhoneNumber;
use serde::Serialize;
use ureq::Agent;
use ureq::http::header::AUTHORIZATION;
use url::Url;
use zeroize::Zeroizing;

use super::error::OutboxError;
use super::message::{Message, SendError};
use super::secret::Secret;
use crate::settings::SmsSettings;

/// How much of an answer's body is read, in bytes. Nothing in it counts.
const MAX_BODY: u64 = 64 * 1024;

/// Passes text messages to a gateway.
pub struct SmsOutbox {
    agent: Agent,
    authorization: Zeroizing<String>,
    url: Url,
}

/// What the gateway gets.
#[derive(Serialize)]
struct Body<'a> {
    id: &'a str,
    to: &'a str,
    text: &'a str,
}

impl SmsOutbox {
    /// Opens the outbox. Nothing is sent yet.
    ///
    /// # Errors
    /// [`OutboxError`] if the file with the token cannot be used.
    pub fn open(settings: &SmsSettings) -> Result<Self, OutboxError> {
        let SmsSettings { url, token_file, timeout } = settings;
        let authorization = Zeroizing::new(format!("Bearer {}", Secret::read(token_file)?.expose()));
        Ok(Self { agent: agent(*timeout, url.scheme() == "https"), authorization, url: url.clone() })
    }

    /// Sends the text of a message.
    ///
    /// # Errors
    /// [`SendError`]
    pub fn send(&self, to: &PhoneNumber, message: &Message) -> Result<(), SendError> {
        let id = message.name();
        let body = Body { id: &id, to: to.as_str(), text: &message.text };
        let body = serde_json::to_string(&body).map_err(|error| SendError::Refused(error.to_string()))?;
        let call = self.agent.post(self.url.as_str());
        let call = call.header(AUTHORIZATION, self.authorization.as_str()).header("idempotency-key", &id);
        let answer = call.content_type("application/json").send(body);
        let mut answer =
            answer.map_err(|error| SendError::NotNow(format!("the gateway cannot be reached: {error}")))?;
        let judged = judge(answer.status().as_u16());
        // A gateway that is cut off in its answer may take the message for lost. The status is known already.
        let _ = std::io::copy(&mut answer.body_mut().as_reader().take(MAX_BODY), &mut sink());
        judged
    }
}

impl std::fmt::Debug for SmsOutbox {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SmsOutbox(..)")
    }
}

/// An agent that ends each call in time. A proxy that the environment names is not asked for this machine itself.
fn agent(timeout: Duration, is_outside: bool) -> Agent {
    let config = Agent::config_builder()
        .http_status_as_error(false)
        .max_redirects(0)
        .timeout_global(Some(timeout))
        .user_agent("Key");
    let config = if is_outside { config } else { config.proxy(None) };
    config.build().new_agent()
}

fn judge(status: u16) -> Result<(), SendError> {
    let said = || format!("the gateway answered {status}");
    match status {
        200..=299 => Ok(()),
        401 | 403 | 404 => Err(SendError::NotNow(format!("{}: check url and token_file of [sms]", said()))),
        408 | 425 | 429 => Err(SendError::NotNow(said())),
        400..=499 => Err(SendError::Refused(said())),
        _ => Err(SendError::NotNow(said())),
    }
}

#[cfg(test)]
mod tests {
    use super::{SendError, judge};

    #[test]
    fn only_what_is_about_the_message_is_a_refusal() {
        for done in [200, 202, 204] {
            assert_eq!(judge(done), Ok(()));
        }
        for refused in [400, 402, 409, 410, 413, 422] {
            assert!(matches!(judge(refused), Err(SendError::Refused(_))), "{refused}");
        }
        for later in [101, 302, 401, 403, 404, 408, 425, 429, 500, 502, 503] {
            assert!(matches!(judge(later), Err(SendError::NotNow(_))), "{later}");
        }
    }
}

//! An e-mail as it is sent: plain text in UTF-8, encoded in ASCII, with the headers of a machine's message.

use std::time::{Duration, UNIX_EPOCH};

use lettre::Address;
use lettre::error::Error;
use lettre::message::header::{ContentType, HeaderName, HeaderValue, MIME_VERSION_1_0};
use lettre::message::{Mailbox, MessageBuilder};

use crate::outbox::message::Message;

/// The last second that a date can have, in milliseconds: the end of the year 9999.
const LAST: i64 = 253_402_300_799_000;

/// Writes the e-mail with the date `now`, in milliseconds since 1970.
///
/// # Errors
/// If the client cannot make an e-mail of it.
pub(super) fn write(from: &Mailbox, to: &Address, message: &Message, now: i64) -> Result<Vec<u8>, Error> {
    let date = UNIX_EPOCH + Duration::from_millis(now.clamp(0, LAST).unsigned_abs());
    let id = format!("<{}@{}>", message.name(), from.email.domain());
    // Answered by no machine: an absence notice would come back to an address that nobody reads.
    let automatic = HeaderName::new_from_ascii_str("Auto-Submitted");
    let letter = MessageBuilder::new()
        .from(from.clone())
        .to(Mailbox::new(None, to.clone()))
        .subject(one_line(&message.subject))
        .date(date)
        .message_id(Some(id))
        .raw_header(HeaderValue::new(automatic, "auto-generated".to_owned()))
        .header(MIME_VERSION_1_0)
        .header(ContentType::TEXT_PLAIN)
        .body(message.text.clone())?;
    Ok(letter.formatted())
}

/// A header ends where its line ends.
fn one_line(text: &str) -> String {
    text.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::{Address, Mailbox, write};
    use crate::outbox::message::{Message, Recipient};

    fn written(subject: &str, text: &str, now: i64) -> String {
        let from =
            Mailbox::new(Some("Ledger, Örebro".to_owned()), Address::new_dangerous("key", "ledger.example"));
        let to = Address::new_dangerous("mira", "example.org");
        let recipient = Recipient::User("mira".to_owned());
        let message = Message { id: 12, recipient, subject: subject.into(), text: text.into() };
        String::from_utf8(write(&from, &to, &message, now).unwrap()).unwrap()
    }

    #[test]
    fn a_letter_has_the_headers_of_a_machine() {
        let letter = written("Key was set up", "A phone was added.\nWas it you?", 1_795_246_860_000);
        for line in [
            "To: mira@example.org\r\n",
            "Subject: Key was set up\r\n",
            "Date: Sat, 21 Nov 2026 07:41:00 +0000\r\n",
            "Auto-Submitted: auto-generated\r\n",
            "MIME-Version: 1.0\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "\r\n\r\nA phone was added.\r\nWas it you?",
        ] {
            assert!(letter.contains(line), "{line:?} is missing in\n{letter}");
        }
        assert!(
            letter.contains("Message-ID: <key-12-") && letter.contains("@ledger.example>\r\n"),
            "{letter}"
        );
        assert!(letter.contains("<key@ledger.example>\r\n"), "{letter}");
    }

    #[test]
    fn what_is_not_ascii_is_encoded() {
        let letter = written("Käyttäjä", &format!("Hyvää päivää\n.\n{}", "å".repeat(2000)), 0);
        assert!(letter.is_ascii() && letter.contains("Subject: =?utf-8?"), "{letter}");
        assert!(letter.lines().all(|line| line.len() <= 78), "{letter}");
        assert!(!letter.replace("\r\n", "").contains(['\r', '\n']));
    }

    #[test]
    fn no_subject_adds_a_header() {
        for end in ["\r\n", "\n", "\r", "\u{85}"] {
            let letter = written(&format!("Key{end}Bcc: ada@example.org"), "x", 0);
            assert!(!letter.contains("\nBcc") && !letter.contains("\rBcc"), "{letter}");
        }
    }

    #[test]
    fn every_time_has_a_date() {
        for (now, date) in [(i64::MIN, "01 Jan 1970"), (i64::MAX, "31 Dec 9999")] {
            assert!(written("Key", "x", now).contains(date));
        }
    }
}

//! What an answer of the mail server means. Its words are not passed on: they often repeat the address.

use std::error::Error as _;
use std::io;

use lettre::transport::smtp::Error;

use crate::outbox::message::SendError;

/// Lasting refusals that are about this service and not about the message: commands that the server does not know, or
/// not from somebody who has not logged in.
const ABOUT_US: [u16; 7] = [500, 502, 503, 504, 521, 530, 535];

/// The meaning of an answer about the recipient or the message.
pub(super) fn judged(error: Error) -> SendError {
    let is_about_us = error.status().is_some_and(|code| ABOUT_US.contains(&u16::from(code)));
    if error.is_permanent() && !is_about_us { SendError::Refused(shown(&error)) } else { put_off(error) }
}

/// The meaning of an answer about anything else.
pub(super) fn put_off(error: Error) -> SendError {
    SendError::NotNow(shown(&error))
}

/// The meaning of a connection that was not made.
pub(super) fn unreachable(error: io::Error) -> SendError {
    SendError::NotNow(format!("the mail server cannot be reached: {error}"))
}

fn shown(error: &Error) -> String {
    let said = error.source().map(ToString::to_string).unwrap_or_default();
    match error.status() {
        Some(code) => format!("the mail server answered {code}{}", enhanced(&said)),
        None if said == "incomplete response" => "the mail server has hung up".to_owned(),
        None if error.is_response() => "the mail server says what is no SMTP".to_owned(),
        None => format!("the mail server cannot be used: {said}"),
    }
}

/// The enhanced status code such as ` 5.1.1`, with which an answer can begin.
fn enhanced(said: &str) -> String {
    let first = said.split_whitespace().next().unwrap_or_default();
    let is_number =
        |part: &str| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_code = first.split('.').count() == 3 && first.split('.').all(is_number);
    if is_code { format!(" {first}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::enhanced;

    #[test]
    fn only_numbers_of_an_answer_are_passed_on() {
        assert_eq!(enhanced("5.1.1 <mira@example.org>: unknown"), " 5.1.1");
        for other in ["", "<mira@example.org> is unknown", "5.1", "5.1.mira", "5.1.1.1", "5..1", "5.1.1234 x"]
        {
            assert_eq!(enhanced(other), "", "{other}");
        }
    }
}

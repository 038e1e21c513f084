//! The messages that the try-out's service has sent: what would arrive on a phone or in a mailbox, read from the outbox
//! folder.

use std::fs;
use std::path::Path;

use key_protocol::link::PairingLink;

/// How many messages the start page shows.
const SHOWN: usize = 5;

/// A message as the start page shows it.
pub(super) struct Received {
    pub(super) to: String,
    pub(super) subject: String,
    /// The text, without its pairing link.
    pub(super) text: String,
    /// The pairing link in it.
    pub(super) link: Option<String>,
}

/// The newest messages in the folder, newest first. None if the folder cannot be read: there is nothing in it yet.
pub(super) fn newest(outbox: &Path) -> Vec<Received> {
    let Ok(files) = fs::read_dir(outbox) else { return Vec::new() };
    let mut paths: Vec<_> = files.filter_map(|file| Some(file.ok()?.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "txt"));
    paths.sort_unstable_by(|one, other| other.cmp(one));
    let read = paths.iter().filter_map(|path| parse(&fs::read_to_string(path).ok()?));
    read.take(SHOWN).collect()
}

fn parse(file: &str) -> Option<Received> {
    let (head, text) = file.split_once("\n\n")?;
    let (to, subject) = head.strip_prefix("To: ")?.split_once("\nSubject: ")?;
    let (links, words): (Vec<_>, Vec<_>) =
        text.split_whitespace().partition(|word| PairingLink::parse(word).is_ok());
    let link = links.first().map(|link| (*link).to_owned());
    Some(Received { to: to.to_owned(), subject: subject.to_owned(), text: words.join(" "), link })
}

#[cfg(test)]
mod tests {
    use super::{newest, parse};
    use key_protocol::key::Thumbprint;
    use key_protocol::link::{PairingLink, PairingToken};
    use key_protocol::origin::Origin;

    #[test]
    fn the_link_of_a_message_stands_apart() {
        let link = PairingLink {
            origin: Origin::parse("https://login.example").unwrap(),
            service: Thumbprint::from_bytes([2; 32]),
            token: PairingToken::from_bytes([3; 16]),
        };
        let link = link.to_text().unwrap();
        let read =
            |text: &str| parse(&format!("To: +358401234567\nSubject: Set up Key\n\n{text}\n")).unwrap();
        let message = read("Open this: https://evil.example/ and\n\ngo on.");
        assert_eq!((message.to.as_str(), message.subject.as_str()), ("+358401234567", "Set up Key"));
        assert_eq!(
            (message.text.as_str(), message.link),
            ("Open this: https://evil.example/ and go on.", None)
        );
        let message = read(&format!("Open this. {link}"));
        assert_eq!((message.text.as_str(), message.link), ("Open this.", Some(link)));
        assert!(parse("something else").is_none());
    }

    #[test]
    fn the_newest_five_come_first() {
        let folder = tempfile::tempdir().unwrap();
        assert!(newest(&folder.path().join("missing")).is_empty());
        for number in 1..=7 {
            let file = folder.path().join(format!("{number:06}.txt"));
            std::fs::write(file, format!("To: mira\nSubject: {number}\n\nHello\n")).unwrap();
        }
        std::fs::write(folder.path().join("000009.txt.new"), "half a file").unwrap();
        let subjects: Vec<_> = newest(folder.path()).into_iter().map(|message| message.subject).collect();
        assert_eq!(subjects, ["7", "6", "5", "4", "3"]);
    }
}

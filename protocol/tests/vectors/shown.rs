//! Shown texts, and a comparison of every character with the table of the document.

use std::ops::RangeInclusive;

use key_protocol::shown::{MAX_CHARS, MAX_MARKS, NotShowable, ShownText};
use serde_json::{Value, json};

const DOCUMENT: &str = include_str!("../../../docs/protocol.md");

/// The document's lists of characters.
struct Table {
    ends: Vec<RangeInclusive<u32>>,
    marks: Vec<RangeInclusive<u32>>,
    never: Vec<RangeInclusive<u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    AtNoEnd,
    Mark,
    Never,
    Plain,
}

impl Table {
    fn of_document() -> Self {
        let section = between(DOCUMENT, "\n### 2.4 ", "\n### 2.5 ");
        let rows = |refused: &str| {
            let end = format!("| {refused} |");
            let rows = section.lines().filter(|line| line.starts_with("| U+") && line.ends_with(&end));
            rows.map(|row| range(&between(row, "| ", " |").replace("U+", ""), " to ")).collect()
        };
        let marks = between(section, "\n```\n", "\n```\n").split_whitespace();
        let marks = marks.map(|text| range(text, "-")).collect();
        Self { ends: rows("at an end"), marks, never: rows("anywhere") }
    }

    fn kind(&self, c: char) -> Kind {
        let in_one_of = |ranges: &[RangeInclusive<u32>]| ranges.iter().any(|range| range.contains(&c.into()));
        match () {
            () if in_one_of(&self.never) => Kind::Never,
            () if in_one_of(&self.ends) => Kind::AtNoEnd,
            () if in_one_of(&self.marks) => Kind::Mark,
            () => Kind::Plain,
        }
    }

    /// The first and the last of each range, and the characters beside them, that are of this kind.
    fn edges(&self, kind: Kind) -> String {
        let ranges = self.never.iter().chain(&self.ends).chain(&self.marks);
        let beside = |range: &RangeInclusive<u32>| {
            [range.start().wrapping_sub(1), *range.start(), *range.end(), range.end() + 1]
        };
        let mut edges: Vec<_> = ranges.flat_map(beside).filter_map(char::from_u32).collect();
        edges.retain(|c| self.kind(*c) == kind);
        edges.sort_unstable();
        edges.dedup();
        let edges: Vec<_> = edges.into_iter().map(|c| format!("{:04X}", u32::from(c))).collect();
        edges.join(" ")
    }
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    text.split_once(start).unwrap().1.split_once(end).unwrap().0
}

fn range(text: &str, to: &str) -> RangeInclusive<u32> {
    let (first, last) = text.split_once(to).unwrap_or((text, text));
    let [first, last] = [first, last].map(|text| u32::from_str_radix(text, 16).unwrap());
    assert!(first <= last, "{text}");
    first..=last
}

fn takes(text: &str) -> bool {
    ShownText::parse(text).is_ok()
}

#[test]
fn every_character_is_taken_or_refused_as_the_document_says() {
    let table = Table::of_document();
    assert!(table.never.len() > 30 && table.ends.len() > 5 && table.marks.len() > 300);
    for c in (0..=0x10_ffff).filter_map(char::from_u32) {
        let kind = table.kind(c);
        let within = takes(&format!("a{c}b"));
        let at_ends = [takes(&format!("{c}a")), takes(&format!("a{c}"))];
        let piled = takes(&format!("a{}", c.to_string().repeat(MAX_MARKS + 1)));
        let expected = match kind {
            Kind::AtNoEnd => (true, [false, false], false),
            Kind::Mark => (true, [true, true], false),
            Kind::Never => (false, [false, false], false),
            Kind::Plain => (true, [true, true], true),
        };
        assert_eq!((within, at_ends, piled), expected, "U+{:04X}: {kind:?}", u32::from(c));
    }
}

#[test]
fn marks_are_counted_where_they_stand_together() {
    let (four, mixed) = ("\u{301}".repeat(MAX_MARKS), "\u{301}\u{e49}\u{64b}\u{20d0}\u{5b0}");
    assert!(takes(&format!("a{four}b{four}")));
    assert_eq!(ShownText::parse(format!("a{mixed}")), Err(NotShowable::Marks));
}

pub(crate) fn vectors() -> Value {
    let table = Table::of_document();
    let (taken, refused) = texts();
    json!({
        "edges": {
            "at_no_end": table.edges(Kind::AtNoEnd),
            "marks": table.edges(Kind::Mark),
            "never": table.edges(Kind::Never),
            "plain": table.edges(Kind::Plain),
        },
        "refused": refused,
        "taken": taken,
    })
}

fn texts() -> (Vec<String>, Vec<String>) {
    let (longest, too_long) = ("å".repeat(MAX_CHARS), "å".repeat(MAX_CHARS + 1));
    let wide = "🔑".repeat(MAX_CHARS);
    let (four, five) = ("\u{301}".repeat(MAX_MARKS), "\u{301}".repeat(MAX_MARKS + 1));
    let [four_twice, five, many] =
        [format!("a{four}b{four}"), format!("a{five}b"), format!("a{}", "\u{301}".repeat(79))];
    let taken = [
        "Ledger",
        "Åbo – Käyttäjä №1",
        "O\"Brien \\ Söner & Co",
        "公司 甲",
        "🔑",
        "e\u{301}",
        "Mira❤",
        "👍🏽",
        "🇫🇮",
        "มิรา",
        "မြို့",
        &four_twice,
        &longest,
        &wide,
    ];
    let refused = [
        "",
        " ",
        " x",
        "x ",
        "x\u{a0}",
        "\u{3000}x",
        "a\nb",
        "pay\u{202e}oo1",
        "\u{2800}",
        "\u{3164}",
        "Mira❤\u{fe0f}",
        "👩\u{200d}🚀",
        "1\u{fe0f}\u{20e3}",
        "a\u{180b}b",
        "a\u{1d173}b",
        "a\u{e0041}b",
        "a\u{e0100}b",
        "a\u{301}\u{e49}\u{64b}\u{20d0}\u{5b0}",
        &five,
        &many,
        &too_long,
    ];
    taken.iter().for_each(|text| assert!(takes(text), "{text:?}"));
    refused.iter().for_each(|text| assert!(!takes(text), "{text:?}"));
    (taken.map(str::to_owned).into(), refused.map(str::to_owned).into())
}

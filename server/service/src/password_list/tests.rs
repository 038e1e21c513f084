//! Reads the text of the file back, with its places, and compares it with the list.

use zeroize::Zeroizing;

use super::paper::{PAGE_ROOM, PAPER};
use super::text::{Face, letters, lines};
use super::{LEFT, MARGIN, PasswordList, Texts, WIDTH, draw, drawn};

const TEXTS: Texts<'_> = Texts {
    language: "sv",
    title: "Lösenordslista",
    username: "Användarnamn",
    tenant: "Företag",
    created: "Skapad",
    using: "Ange engångslösenordet med det nummer som efterfrågas.",
    keeping: "Visa inte listan för någon.",
    page: "Sida {page} av {pages}",
};

/// A piece of text: where it starts, from the left and from below, and where it ends.
struct Piece {
    x: f32,
    y: f32,
    end: f32,
    text: String,
}

fn passwords(count: usize) -> Vec<Zeroizing<String>> {
    (1..=count).map(|number| Zeroizing::new(format!("{number:04}-wxyz"))).collect()
}

fn list(passwords: &[Zeroizing<String>]) -> PasswordList<'_> {
    let (tenant, texts) = (Some("Öström & Söner AB"), &TEXTS);
    PasswordList {
        service: "Åbo",
        tenant,
        username: "åsa.öst",
        created: "28 november 2026",
        passwords,
        texts,
    }
}

/// The content of each page, a character for each byte.
fn contents(pdf: &[u8]) -> Vec<String> {
    let file: String = pdf.iter().map(|byte| char::from(*byte)).collect();
    let content = |rest: &str| rest.split("\nendstream").next().unwrap().to_owned();
    file.split("\nstream\n").skip(1).map(content).collect()
}

fn pieces(content: &str) -> Vec<Piece> {
    content.split("BT/").skip(1).map(piece).collect()
}

fn piece(content: &str) -> Piece {
    let (head, shown) = content.split("Tj\nET").next().unwrap().split_once("Td").unwrap();
    let words: Vec<&str> = head.split_whitespace().collect();
    let face = Face::ALL.into_iter().find(|face| face.name() == words[0].as_bytes()).unwrap();
    let letters = unescaped(shown);
    let [size, x, y] = [words[1], words[7], words[8]].map(|number| number.parse::<f32>().unwrap());
    let end = x + face.width(letters.trim_ascii_end(), size);
    Piece { x, y, end, text: letters.into_iter().map(char::from).collect() }
}

fn unescaped(shown: &str) -> Vec<u8> {
    if let Some(hex) = shown.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) {
        return (0..hex.len())
            .step_by(2)
            .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
            .collect();
    }
    let mut chars = shown.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).unwrap().chars();
    let next = || chars.next().map(|c| if c == '\\' { chars.next().unwrap() } else { c });
    std::iter::from_fn(next).map(|c| u8::try_from(c).unwrap()).collect()
}

fn shown(list: &PasswordList<'_>) -> Vec<Vec<Piece>> {
    contents(&draw(list)).iter().map(|content| pieces(content)).collect()
}

fn texts(pieces: &[Piece]) -> Vec<&str> {
    pieces.iter().map(|piece| piece.text.trim_end_matches(' ')).collect()
}

#[test]
fn pl04_a_page_holds_a_hundred_passwords() {
    for (count, pages) in [(0, 1), (1, 1), (99, 1), (100, 1), (101, 2), (200, 2), (300, 3)] {
        let passwords = passwords(count);
        let shown = shown(&list(&passwords));
        assert_eq!(shown.len(), pages, "{count}");
        for (page, pieces) in shown.iter().enumerate() {
            assert!(texts(pieces).contains(&&*format!("Sida {} av {pages}", page + 1)));
        }
    }
}

#[test]
fn pl04_each_password_follows_its_number_and_stands_in_the_file_once() {
    let passwords = passwords(300);
    let file = draw(&list(&passwords));
    let shown: Vec<Piece> = contents(&file).iter().flat_map(|content| pieces(content)).collect();
    let texts = texts(&shown);
    let entries = texts.windows(2).filter(|pair| pair[1].ends_with("-wxyz"));
    let expected = (1..=300).map(|number| [number.to_string(), format!("{number:04}-wxyz")]);
    assert!(entries.map(|pair| [pair[0].to_owned(), pair[1].to_owned()]).eq(expected));
    assert_eq!(file.windows(5).filter(|five| five == b"-wxyz").count(), 300);
}

#[test]
fn pl04_numbers_run_down_the_columns_and_stand_on_the_line_of_their_passwords() {
    let passwords = passwords(100);
    let shown = shown(&list(&passwords)).remove(0);
    let at = |text: &str| shown.iter().position(|piece| piece.text == text).map(|at| &shown[at]).unwrap();
    for number in 2..=100_usize {
        let (above, here) = (at(&format!("{:04}-wxyz", number - 1)), at(&format!("{number:04}-wxyz")));
        if number % 25 == 1 {
            assert!(here.x > above.end + 20.0 && here.y > above.y);
        } else {
            assert!(here.x == above.x && here.y < above.y - 12.0);
        }
        let label = at(&format!("{number} "));
        assert!(label.y == here.y && label.end < here.x && label.x > here.x - 30.0);
    }
}

#[test]
fn pl04_nothing_leaves_the_margins() {
    let passwords = passwords(300);
    let name = "a very long name ".repeat(99);
    let word = "W".repeat(999);
    let long = Texts { title: &name, username: &word, using: &name, keeping: &word, ..TEXTS };
    let list = PasswordList {
        service: &word,
        tenant: Some(&name),
        username: &word,
        texts: &long,
        ..list(&passwords)
    };
    for pieces in shown(&list) {
        assert!(pieces.iter().all(|piece| piece.x >= LEFT && piece.end <= LEFT + WIDTH + 0.01));
        assert!(pieces.iter().all(|piece| piece.y >= MARGIN && piece.y <= PAPER.1 - MARGIN));
        assert_eq!(texts(&pieces).iter().filter(|text| text.ends_with('\u{85}')).count(), 7);
    }
}

#[test]
fn pl04_special_letters_are_escaped_and_unknown_ones_replaced() {
    let passwords = passwords(1);
    let list =
        PasswordList {
            username: r"a)(b\ c) анна\", service: "Ключ\n(", tenant: None, ..list(&passwords)
        };
    let shown = shown(&list).remove(0);
    let expected = ["Sida 1 av 1", "???? (", "Lösenordslista", "Användarnamn", r"a)(b\ c) ????\", "Skapad"];
    assert_eq!(texts(&shown)[..6], expected);
    assert_eq!(
        letters("é€…“–ŸŠ\u{2011}x\u{301}\u{200b}\u{7}\u{85}ł")[..],
        *b"\xe9\x80\x85\x93\x96\x9f\x8a-x? ?"
    );
}

#[test]
fn pl04_short_passwords_are_shown_as_they_are_and_long_ones_fit() {
    for password in ["wxyz", "abcdefgh-ijklmnop"] {
        let shown = shown(&list(&vec![Zeroizing::new(password.to_owned()); 100])).remove(0);
        let found: Vec<&Piece> = shown.iter().filter(|piece| piece.text == password).collect();
        assert_eq!(found.len(), 100);
        assert!(found.iter().all(|piece| piece.end <= LEFT + WIDTH + 0.01));
    }
}

#[test]
fn pl04_the_same_list_gives_the_same_bytes_without_copies_left_behind() {
    let passwords = passwords(300);
    let list = PasswordList { service: &"(\\".repeat(5000), ..list(&passwords) };
    let file = draw(&list);
    assert_eq!(file, draw(&list));
    assert_eq!(file.capacity(), drawn(&list).room(&list.name(), "sv"), "the file has grown");
    assert!(contents(&file).iter().all(|content| content.len() < PAGE_ROOM), "a page has grown");
    assert_eq!(format!("{list:?}"), "PasswordList(..)");
}

#[test]
fn pl04_lines_break_between_words_and_end_in_an_ellipsis() {
    let broken = |text, width, most| lines(text, Face::Fixed, 10.0, width, most);
    assert_eq!(broken(" one two  three ", 48.0, 9), [&b"one two"[..], b"three"]);
    assert_eq!(broken("one two", 18.0, 9), [b"one", b"two"]);
    assert_eq!(broken("abcdefg", 18.0, 9), [&b"abc"[..], b"def", b"g"]);
    assert_eq!(broken("one two three", 42.0, 2), [&b"one two"[..], b"three"]);
    assert_eq!(broken("one two threefour", 42.0, 2), [&b"one two"[..], b"threef\x85"]);
    assert_eq!(broken("wide", 1.0, 2), [&b"w"[..], b"\x85"]);
    assert!(broken("  ", 48.0, 9).is_empty());
    assert_eq!(Face::Plain.width(b"Key", 1000.0), 667.0 + 556.0 + 500.0);
    assert_eq!(Face::Bold.width(b"\xe4\xff", 1000.0), 556.0 + 556.0);
}

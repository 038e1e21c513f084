//! Text of the printed list: its bytes in WinAnsiEncoding, how wide they are, and where a line ends.

use zeroize::Zeroizing;

/// One of the fonts that every reader of PDF brings along.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Face {
    Plain,
    Bold,
    /// All letters are equally wide.
    Fixed,
}

impl Face {
    /// All of them, in the order of the resources of a page.
    pub(super) const ALL: [Self; 3] = [Self::Plain, Self::Bold, Self::Fixed];

    /// The name in PDF.
    pub(super) const fn name(self) -> &'static [u8] {
        match self {
            Self::Plain => b"Helvetica",
            Self::Bold => b"Helvetica-Bold",
            Self::Fixed => b"Courier-Bold",
        }
    }

    /// How wide the letters are in a size; both in points.
    pub(super) fn width(self, letters: &[u8], size: f32) -> f32 {
        letters.iter().map(|letter| f32::from(self.letter(*letter))).sum::<f32>() * size / 1000.0
    }

    /// How wide a letter is, in thousandths of the size.
    fn letter(self, letter: u8) -> u16 {
        let widths = match self {
            Self::Plain => &PLAIN,
            Self::Bold => &BOLD,
            Self::Fixed => return FIXED,
        };
        usize::from(letter).checked_sub(FIRST).and_then(|at| widths.get(at)).copied().unwrap_or_default()
    }
}

/// The bytes of a text in WinAnsiEncoding; they may be a password, so they are wiped. A letter outside the encoding
/// becomes a question mark, marks without a width disappear.
pub(super) fn letters(text: &str) -> Zeroizing<Vec<u8>> {
    // Never grows, so that no copy is left behind: a letter has at least as many bytes in UTF-8.
    let mut letters = Zeroizing::new(Vec::with_capacity(text.len()));
    letters.extend(text.chars().filter(|c| !is_unseen(*c)).map(|c| letter(c).unwrap_or(b'?')));
    letters
}

/// Breaks a text into lines, between words where it can. What does not fit in the last line is replaced by an ellipsis.
pub(super) fn lines(text: &str, face: Face, size: f32, width: f32, most: usize) -> Vec<Vec<u8>> {
    let text = letters(text);
    let mut rest = text.trim_ascii();
    let mut lines = Vec::new();
    while !rest.is_empty() && lines.len() < most {
        let fitting = fitting(rest, face, size, width);
        if fitting < rest.len() && lines.len() + 1 == most {
            lines.push(shortened(rest, face, size, width));
            break;
        }
        let (line, after) = broken(rest, fitting);
        lines.push(line.trim_ascii_end().to_vec());
        rest = after.trim_ascii_start();
    }
    lines
}

/// How many of the letters fit.
fn fitting(letters: &[u8], face: Face, size: f32, width: f32) -> usize {
    let mut used = 0.0;
    let past = |letter: &u8| {
        used += face.width(&[*letter], size);
        used > width
    };
    letters.iter().position(past).unwrap_or(letters.len())
}

/// The first line and what is left. A word that is longer than the line is broken inside.
fn broken(text: &[u8], fitting: usize) -> (&[u8], &[u8]) {
    let space = |line: &[u8]| line.iter().rposition(|letter| *letter == b' ');
    let end = match text.get(..=fitting) {
        Some(line) => space(line).unwrap_or(fitting.max(1)),
        None => text.len(),
    };
    text.split_at_checked(end).unwrap_or((text, &[]))
}

fn shortened(text: &[u8], face: Face, size: f32, width: f32) -> Vec<u8> {
    let kept = fitting(text, face, size, width - face.width(&[ELLIPSIS], size));
    let mut line = text.get(..kept).unwrap_or_default().trim_ascii_end().to_vec();
    line.push(ELLIPSIS);
    line
}

/// Marks that steer or decorate other letters: joiners, directions, soft hyphens, accents that stand alone.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn letter(c: char) -> Option<u8> {
    match c {
        '\u{a0}' | '\u{202f}' => Some(0xa0),
        '\u{2010}' | '\u{2011}' | '\u{2212}' => Some(b'-'),
        _ if c.is_whitespace() => Some(b' '),
        _ if c.is_control() => None,
        '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}' => u8::try_from(c).ok(),
        _ => UPPER.chars().zip(0x80..).find(|(upper, _)| *upper == c).map(|(_, letter)| letter),
    }
}

const ELLIPSIS: u8 = 0x85;

/// The letters from 0x80. Codes without a letter are filled with a control character, which is never looked up.
const UPPER: &str = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ";

/// The letter that the tables of widths start with: the space.
const FIRST: usize = 32;

const FIXED: u16 = 600;

const PLAIN: [u16; 224] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278,
    500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469,
    556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500,
    278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584, 350, 556, 350, 222, 556, 333, 1000, 556, 556, 333,
    1000, 667, 333, 1000, 350, 611, 350, 350, 222, 222, 333, 333, 350, 556, 1000, 333, 1000, 500, 333, 944,
    350, 500, 667, 278, 333, 556, 556, 556, 556, 260, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584,
    333, 333, 333, 556, 537, 278, 333, 333, 365, 556, 834, 834, 834, 611, 667, 667, 667, 667, 667, 667, 1000,
    722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722,
    722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 500, 556, 556, 556, 556, 278, 278, 278, 278, 556,
    556, 556, 556, 556, 556, 556, 584, 611, 556, 556, 556, 556, 500, 556, 500,
];

const BOLD: [u16; 224] = [
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556,
    556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278,
    556, 722, 611, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584,
    556, 333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556,
    333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584, 350, 556, 350, 278, 556, 500, 1000, 556, 556, 333,
    1000, 667, 333, 1000, 350, 611, 350, 350, 278, 278, 500, 500, 350, 556, 1000, 333, 1000, 556, 333, 944,
    350, 500, 667, 278, 333, 556, 556, 556, 556, 280, 556, 333, 737, 370, 556, 584, 333, 737, 333, 400, 584,
    333, 333, 333, 611, 556, 278, 333, 333, 365, 556, 834, 834, 834, 611, 722, 722, 722, 722, 722, 722, 1000,
    722, 667, 667, 667, 667, 278, 278, 278, 278, 722, 722, 778, 778, 778, 778, 778, 584, 778, 722, 722, 722,
    722, 667, 667, 611, 556, 556, 556, 556, 556, 556, 889, 556, 556, 556, 556, 556, 278, 278, 278, 278, 611,
    611, 611, 611, 611, 611, 611, 584, 611, 611, 611, 611, 611, 556, 611, 556,
];

//! The password list on paper: a PDF that prints on A4 and, centred, on US Letter.
//!
//! It brings no fonts along, so a letter outside Western European scripts is shown as a question mark. The same list
//! gives the same bytes.

use std::fmt::{self, Debug, Formatter};

use pdf_writer::Content;
use pdf_writer::types::StructRole;
use zeroize::Zeroizing;

use self::paper::{PAPER, Paper, ROOT, Style, Tag, rounded, write};
use self::text::{Face, letters, lines};

mod paper;
mod text;

/// A list to print. It prints as `PasswordList(..)`.
#[derive(Clone, Copy)]
pub(crate) struct PasswordList<'a> {
    /// The name of the service.
    pub(crate) service: &'a str,
    /// The name of the company, if the service has companies.
    pub(crate) tenant: Option<&'a str>,
    /// The username as it is entered.
    pub(crate) username: &'a str,
    /// The day on which the list was made, as people write it.
    pub(crate) created: &'a str,
    /// The one-time passwords from number 1, as they are printed.
    pub(crate) passwords: &'a [Zeroizing<String>],
    /// The words around them.
    pub(crate) texts: &'a Texts<'a>,
}

/// The texts of a list, in the language of its reader.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Texts<'a> {
    /// The language tag, such as `fi`, by which a screen reader finds its voice.
    pub(crate) language: &'a str,
    /// What the paper is.
    pub(crate) title: &'a str,
    /// Stands before the username.
    pub(crate) username: &'a str,
    /// Stands before the company.
    pub(crate) tenant: &'a str,
    /// Stands before the day.
    pub(crate) created: &'a str,
    /// How a password is used.
    pub(crate) using: &'a str,
    /// Where the list is kept.
    pub(crate) keeping: &'a str,
    /// The number of the page, with `{page}` and `{pages}` in the place of the numbers.
    pub(crate) page: &'a str,
}

/// Draws the list as a PDF, a hundred passwords to a page. The file is as secret as the passwords.
#[must_use]
pub(crate) fn draw(list: &PasswordList<'_>) -> Zeroizing<Vec<u8>> {
    drawn(list).finish(&list.name(), list.texts.language)
}

impl PasswordList<'_> {
    /// The title of the document.
    fn name(&self) -> String {
        format!("{} – {}", self.texts.title, self.service)
    }
}

impl Debug for PasswordList<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordList(..)")
    }
}

fn drawn(list: &PasswordList<'_>) -> Paper {
    let mut paper = Paper::new();
    let pages = list.passwords.len().div_ceil(PER_PAGE).max(1);
    for page in 0..pages {
        if page > 0 {
            paper.turn();
        }
        draw_page(&mut paper, list, page, pages);
    }
    paper
}

fn draw_page(paper: &mut Paper, list: &PasswordList<'_>, page: usize, pages: usize) {
    let number = list.texts.page.replace("{page}", &(page + 1).to_string());
    draw_number(paper, &letters(&number.replace("{pages}", &pages.to_string())));
    let top = draw_head(paper, list);
    let advice =
        [list.texts.using, list.texts.keeping].map(|text| lines(text, TEXT.face, TEXT.size, WIDTH, 3));
    let height = advice.iter().map(Vec::len).sum::<usize>() as f32 * LEADING;
    let bottom = PAPER.1 - MARGIN - height;
    let first = page * PER_PAGE;
    let table = Table::between(top, bottom - 14.0, list.passwords);
    table.draw(paper, first, list.passwords.get(first..).unwrap_or_default());
    draw_foot(paper, bottom, &advice);
}

/// Draws what the list is and whose, and gives the place where it ends.
fn draw_head(paper: &mut Paper, list: &PasswordList<'_>) -> f32 {
    let texts = list.texts;
    let mut y = draw_heading(paper, SERVICE, StructRole::P, list.service, MARGIN) + 3.0;
    y = draw_heading(paper, TITLE, StructRole::H1, texts.title, y) + 7.0;
    let facts = [
        Some((texts.username, list.username)),
        list.tenant.map(|tenant| (texts.tenant, tenant)),
        Some((texts.created, list.created)),
    ];
    let labels = facts.iter().flatten().map(|(label, _)| TEXT.face.width(&letters(label), TEXT.size));
    let indent = labels.fold(0.0, f32::max).min(WIDTH / 3.0) + 20.0;
    for (label, value) in facts.into_iter().flatten() {
        y = draw_fact(paper, label, value, indent, y);
    }
    paper.draw(Tag::Artifact, |content| draw_rule(content, ACCENT, 1.5, LEFT, y + 12.0, WIDTH));
    y + 20.0
}

fn draw_heading(paper: &mut Paper, style: Style, role: StructRole, text: &str, top: f32) -> f32 {
    let lines = lines(text, style.face, style.size, HEADING, 2);
    let leading = style.size * TIGHT;
    let tag = once(paper, role);
    paper.draw(tag, |content| draw_lines(content, style, LEFT, top, leading, &lines));
    top + lines.len() as f32 * leading
}

fn draw_fact(paper: &mut Paper, label: &str, value: &str, indent: f32, top: f32) -> f32 {
    let label = lines(label, TEXT.face, TEXT.size, indent - 10.0, 1);
    let value = lines(value, STRONG.face, STRONG.size, WIDTH - indent, 2);
    let tag = once(paper, StructRole::P);
    paper.draw(tag, |content| {
        draw_lines(content, TEXT, LEFT, top, LEADING, &label);
        draw_lines(content, STRONG, LEFT + indent, top, LEADING, &value);
    });
    top + value.len().max(1) as f32 * LEADING
}

fn draw_foot(paper: &mut Paper, top: f32, advice: &[Vec<Vec<u8>>]) {
    let mut y = top;
    for lines in advice {
        let tag = once(paper, StructRole::P);
        paper.draw(tag, |content| draw_lines(content, TEXT, LEFT, y, LEADING, lines));
        y += lines.len() as f32 * LEADING;
    }
}

/// In the corner, on the line of the service.
fn draw_number(paper: &mut Paper, number: &[u8]) {
    let x = LEFT + WIDTH - TEXT.face.width(number, TEXT.size);
    let y = MARGIN + (1.0 - DESCENT) * SERVICE.size * TIGHT;
    paper.draw(Tag::Artifact, |content| write(content, TEXT, x, y, number));
}

/// A screen reader reads what stands on every page only on the first.
fn once(paper: &Paper, role: StructRole) -> Tag {
    if paper.is_first() { Tag::Part(role, ROOT) } else { Tag::Artifact }
}

/// The space at the end of a line, which nobody sees, keeps words apart when the text is copied or read aloud.
fn draw_lines(content: &mut Content, style: Style, x: f32, top: f32, leading: f32, lines: &[Vec<u8>]) {
    let mut y = top + (1.0 - DESCENT) * leading;
    for line in lines {
        write(content, style, x, y, &[line, &b" "[..]].concat());
        y += leading;
    }
}

fn draw_rule(content: &mut Content, colour: [f32; 3], thickness: f32, x: f32, y: f32, width: f32) {
    let [red, green, blue] = colour;
    let (x, y) = (rounded(x), rounded(PAPER.1 - y));
    content.set_stroke_rgb(red, green, blue).set_line_width(thickness);
    content.move_to(x, y).line_to(rounded(x + width), y).stroke();
}

/// The table: columns of rows, in groups that the eye counts by.
struct Table {
    top: f32,
    /// The height of a row.
    row: f32,
    password: Style,
}

impl Table {
    fn between(top: f32, bottom: f32, passwords: &[Zeroizing<String>]) -> Self {
        let row = (bottom - top - GROUP_GAP * (ROWS / GROUP - 1) as f32) / ROWS as f32;
        let width = |password: &Zeroizing<String>| Face::Fixed.width(&letters(password), 1.0);
        let widest = passwords.iter().map(width).fold(f32::EPSILON, f32::max);
        let size = PASSWORD.size.min((COLUMN - INDENT) / widest);
        Self { top, row: row.min(21.0), password: Style { size, ..PASSWORD } }
    }

    fn draw(&self, paper: &mut Paper, first: usize, passwords: &[Zeroizing<String>]) {
        let count = passwords.len().min(PER_PAGE);
        paper.draw(Tag::Artifact, |content| (0..count).for_each(|at| self.draw_cell(content, at, count)));
        let list = if count > 0 { paper.element(StructRole::L, ROOT) } else { ROOT };
        for (at, password) in passwords.iter().take(PER_PAGE).enumerate() {
            self.draw_entry(paper, list, at, first + at + 1, password);
        }
    }

    /// The box to tick when a password is used, and a line to the next one of its group.
    fn draw_cell(&self, content: &mut Content, at: usize, count: usize) {
        let (x, y) = self.place(at);
        if !(at + 1).is_multiple_of(GROUP) && at + 1 < count {
            draw_rule(content, LIGHT, 0.5, x, y, COLUMN);
        }
        let [red, green, blue] = GREY;
        content.set_stroke_rgb(red, green, blue).set_line_width(0.75);
        let below = PAPER.1 - y + (self.row - BOX) / 2.0;
        content.rect(rounded(x + 0.5), rounded(below), BOX, BOX).stroke();
    }

    fn draw_entry(&self, paper: &mut Paper, list: usize, at: usize, number: usize, password: &str) {
        let item = paper.element(StructRole::LI, list);
        let (x, y) = self.place(at);
        let base = y - (self.row - 8.0) / 2.0;
        let number = letters(&format!("{number} "));
        let left = x + INDENT - 4.0 - TEXT.face.width(&number, TEXT.size);
        paper.draw(Tag::Part(StructRole::Lbl, item), |content| write(content, TEXT, left, base, &number));
        let letters = letters(password);
        paper.draw(Tag::Part(StructRole::LBody, item), |content| {
            write(content, self.password, x + INDENT, base, &letters);
        });
    }

    /// The left end and the lower edge of an entry.
    fn place(&self, at: usize) -> (f32, f32) {
        let (column, row) = (at / ROWS, at % ROWS);
        let gaps = GROUP_GAP * (row / GROUP) as f32;
        (LEFT + (COLUMN + COLUMN_GAP) * column as f32, self.top + self.row * (row + 1) as f32 + gaps)
    }
}

const PER_PAGE: usize = COLUMNS * ROWS;
const COLUMNS: usize = 4;
const ROWS: usize = 25;
const GROUP: usize = 5;

// Lengths are in points. The margin keeps the content on US Letter, which is 50 points shorter.
const MARGIN: f32 = 62.0;
const LEFT: f32 = 54.0;
const WIDTH: f32 = PAPER.0 - 2.0 * LEFT;
/// Leaves room for the number of the page.
const HEADING: f32 = WIDTH - 90.0;
const COLUMN_GAP: f32 = 20.0;
const COLUMN: f32 = (WIDTH - COLUMN_GAP * (COLUMNS - 1) as f32) / COLUMNS as f32;
const GROUP_GAP: f32 = 9.0;
const BOX: f32 = 9.0;
/// Where the password stands in its column, after the box and the number.
const INDENT: f32 = 41.0;
const LEADING: f32 = 16.0;
/// The height of a line of a heading, in its size.
const TIGHT: f32 = 1.3;
/// The share of a line below its letters.
const DESCENT: f32 = 0.3;

const BLACK: [f32; 3] = [0.0, 0.0, 0.0];
const GREY: [f32; 3] = [0.4, 0.4, 0.4];
const LIGHT: [f32; 3] = [0.7, 0.7, 0.7];
/// The accent of the screens in light colours.
const ACCENT: [f32; 3] = [0.043, 0.42, 0.365];

const SERVICE: Style = Style { face: Face::Bold, size: 12.0, colour: ACCENT };
const TITLE: Style = Style { face: Face::Bold, size: 24.0, colour: BLACK };
const TEXT: Style = Style { face: Face::Plain, size: 10.0, colour: BLACK };
const STRONG: Style = Style { face: Face::Bold, size: 10.0, colour: BLACK };
const PASSWORD: Style = Style { face: Face::Fixed, size: 12.0, colour: BLACK };

#[cfg(test)]
mod tests;

//! The PDF below the printed list: pages, fonts, and the tags by which a screen reader finds its way.

use std::mem;

use pdf_writer::types::{ListNumbering, StructRole, TabOrder};
use pdf_writer::writers::{StructElement, StructTreeRoot};
use pdf_writer::{Content, Finish as _, Name, Pdf, Rect, Ref, Settings, Str, TextStr};
use zeroize::Zeroizing;

use super::text::Face;

/// The size of A4 in points.
pub(super) const PAPER: (f32, f32) = (595.28, 841.89);

/// The element that contains all others.
pub(super) const ROOT: usize = 0;

/// What a screen reader makes of a drawing.
#[derive(Clone, Copy)]
pub(super) enum Tag {
    /// Nothing.
    Artifact,
    /// A part of an element, with its role.
    Part(StructRole, usize),
}

/// How a text looks.
#[derive(Clone, Copy)]
pub(super) struct Style {
    pub(super) face: Face,
    /// In points.
    pub(super) size: f32,
    pub(super) colour: [f32; 3],
}

/// A document that is being drawn, page after page.
pub(super) struct Paper {
    /// The page that is drawn on.
    content: Content,
    /// The pages before it.
    pages: Vec<Zeroizing<Vec<u8>>>,
    elements: Vec<Element>,
}

struct Element {
    role: StructRole,
    parent: usize,
    page: usize,
    /// The number of its drawing on the page.
    mark: Option<usize>,
}

impl Paper {
    pub(super) fn new() -> Self {
        let root = Element { role: StructRole::Document, parent: ROOT, page: 0, mark: None };
        Self { content: empty(), pages: Vec::new(), elements: vec![root] }
    }

    /// Whether nothing but the first page was begun.
    pub(super) fn is_first(&self) -> bool {
        self.pages.is_empty()
    }

    /// Goes on to the next page.
    pub(super) fn turn(&mut self) {
        let content = mem::replace(&mut self.content, empty());
        self.pages.push(Zeroizing::new(content.finish().into_vec()));
    }

    /// Begins an element that contains others.
    pub(super) fn element(&mut self, role: StructRole, parent: usize) -> usize {
        self.push(role, parent, None)
    }

    /// Draws something under a tag.
    pub(super) fn draw(&mut self, tag: Tag, drawing: impl FnOnce(&mut Content)) {
        match tag {
            Tag::Artifact => {
                self.content.begin_marked_content(Name(b"Artifact"));
            }
            Tag::Part(role, parent) => {
                let mark = self.on_page(self.pages.len()).count();
                self.push(role, parent, Some(mark));
                let mut begun = self.content.begin_marked_content_with_properties(role.to_name());
                begun.properties().identify(number(mark));
            }
        }
        drawing(&mut self.content);
        self.content.end_marked_content();
    }

    /// Writes the file. The language is a tag such as `fi`.
    pub(super) fn finish(mut self, title: &str, language: &str) -> Zeroizing<Vec<u8>> {
        let mut pdf = Pdf::with_settings_and_capacity(COMPACT, self.room(title, language));
        self.turn();
        write_catalog(&mut pdf, title, language);
        for (face, id) in Face::ALL.into_iter().zip(FONTS) {
            pdf.type1_font(id).base_font(Name(face.name())).encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        self.write_tags(&mut pdf);
        self.write_pages(&mut pdf);
        Zeroizing::new(pdf.finish())
    }

    /// More bytes than the file takes. A buffer that grew would leave copies of the passwords behind.
    pub(super) fn room(&self, title: &str, language: &str) -> usize {
        let pages = self.pages.iter().map(|page| page.len()).sum::<usize>() + self.content.len();
        PAGE_ROOM + 8 * (title.len() + language.len()) + 256 * self.elements.len() + pages
    }

    fn push(&mut self, role: StructRole, parent: usize, mark: Option<usize>) -> usize {
        self.elements.push(Element { role, parent, page: self.pages.len(), mark });
        self.elements.len() - 1
    }

    /// The elements drawn on a page, in the order of their marks.
    fn on_page(&self, page: usize) -> impl Iterator<Item = usize> {
        let drawn = move |element: &Element| element.page == page && element.mark.is_some();
        self.elements.iter().enumerate().filter(move |(_, element)| drawn(element)).map(|(at, _)| at)
    }

    fn write_tags(&self, pdf: &mut Pdf) {
        let mut tree = pdf.indirect(TREE).start::<StructTreeRoot<'_>>();
        tree.child(self.id(ROOT)).parent_tree_next_key(number(self.pages.len()));
        let mut parents = tree.parent_tree();
        let mut entries = parents.nums();
        for page in 0..self.pages.len() {
            entries.insert(number(page), page_id(page, PARENTS));
        }
        entries.finish();
        parents.finish();
        tree.finish();
        for (at, element) in self.elements.iter().enumerate() {
            self.write_element(pdf, at, element);
        }
    }

    fn write_element(&self, pdf: &mut Pdf, at: usize, element: &Element) {
        let mut written = pdf.indirect(self.id(at)).start::<StructElement<'_>>();
        written.kind(element.role).parent(if at == ROOT { TREE } else { self.id(element.parent) });
        if element.role == StructRole::L {
            written.attributes().push().list().list_numbering(ListNumbering::Decimal);
        }
        if element.mark.is_some() {
            written.page(page_id(element.page, PAGE));
        }
        let mut children = written.children();
        if let Some(mark) = element.mark {
            children.marked_content_id(number(mark));
        }
        let within = |(child, other): &(usize, &Element)| *child != ROOT && other.parent == at;
        for (child, _) in self.elements.iter().enumerate().filter(within) {
            children.struct_element(self.id(child));
        }
    }

    fn write_pages(&self, pdf: &mut Pdf) {
        let count = self.pages.len();
        pdf.pages(PAGES).count(number(count)).kids((0..count).map(|page| page_id(page, PAGE)));
        for (page, content) in self.pages.iter().enumerate() {
            let parents = self.on_page(page).map(|at| self.id(at));
            pdf.indirect(page_id(page, PARENTS)).array().items(parents);
            write_page(pdf, page);
            pdf.stream(page_id(page, CONTENT), content);
        }
    }

    /// The elements come after the pages.
    fn id(&self, element: usize) -> Ref {
        page_id(self.pages.len(), element)
    }
}

fn write_catalog(pdf: &mut Pdf, title: &str, language: &str) {
    let mut catalog = pdf.catalog(CATALOG);
    catalog.pages(PAGES).lang(TextStr(language));
    catalog.mark_info().marked(true);
    catalog.viewer_preferences().display_doc_title(true);
    catalog.pair(Name(b"StructTreeRoot"), TREE);
    catalog.finish();
    pdf.document_info(INFO).title(TextStr(title)).producer(TextStr("Key"));
}

fn write_page(pdf: &mut Pdf, page: usize) {
    let mut written = pdf.page(page_id(page, PAGE));
    written.parent(PAGES).media_box(Rect::new(0.0, 0.0, PAPER.0, PAPER.1));
    written.contents(page_id(page, CONTENT)).struct_parents(number(page)).tab_order(TabOrder::StructureOrder);
    let mut resources = written.resources();
    let mut fonts = resources.fonts();
    for (face, id) in Face::ALL.into_iter().zip(FONTS) {
        fonts.pair(Name(face.name()), id);
    }
}

/// Draws a line of text. `x` and `y` are where its letters stand, from the left and from the top, in points.
pub(super) fn write(content: &mut Content, style: Style, x: f32, y: f32, letters: &[u8]) {
    let [red, green, blue] = style.colour;
    content.begin_text().set_font(Name(style.face.name()), style.size).set_fill_rgb(red, green, blue);
    content.next_line(rounded(x), rounded(PAPER.1 - y)).show(Str(letters)).end_text();
}

/// A hundredth of a point is finer than any printer.
pub(super) fn rounded(points: f32) -> f32 {
    (points * 100.0).round() / 100.0
}

fn empty() -> Content {
    Content::with_settings_and_capacity(COMPACT, PAGE_ROOM)
}

/// The object of a page: one of `PAGE`, `CONTENT`, `PARENTS`.
fn page_id(page: usize, object: usize) -> Ref {
    Ref::new(number(FIRST_PAGE + 3 * page + object))
}

fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

const COMPACT: Settings = Settings { pretty: false };

/// More bytes than a page takes, for the same reason.
pub(super) const PAGE_ROOM: usize = 64 * 1024;

const CATALOG: Ref = Ref::new(1);
const PAGES: Ref = Ref::new(2);
const INFO: Ref = Ref::new(3);
const TREE: Ref = Ref::new(4);
const FONTS: [Ref; 3] = [Ref::new(5), Ref::new(6), Ref::new(7)];
const FIRST_PAGE: usize = 8;

const PAGE: usize = 0;
const CONTENT: usize = 1;
const PARENTS: usize = 2;

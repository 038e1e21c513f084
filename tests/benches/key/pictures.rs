//! QR codes: how many pictures are read, and what a camera frame costs; beside rqrr in the same run.

use std::panic::catch_unwind;
use std::path::Path;

use fast_qr::QRBuilder;
use key_scan::{Luma, Reader, read_picture};

use crate::{median_of, ratio, row, text};

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;
const LINK: &str =
    "https://login.example/k#AQkJCQkJCQkJCQkJCQkJCQkHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBw";

pub(crate) fn run() {
    for (name, frame) in [("with a code", frame(Some(LINK))), ("without a code", frame(None))] {
        let luma = Luma::new(WIDTH as u32, HEIGHT as u32, frame.clone()).unwrap();
        let mut reader = Reader::new();
        let ours = median_of(40, || drop(reader.read(&luma, &|| false)));
        let other = median_of(40, || drop(by_rqrr(WIDTH, HEIGHT, &frame)));
        let what = format!("camera frame of 1280x720 {name} (rxing)");
        row(&what, &text(ours), &format!("rqrr: {}, {}", text(other), ratio(ours, other)));
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/outside/qr");
    let pictures = pictures(&folder);
    if pictures.is_empty() {
        return row("pictures read", "not measured", "the pictures lie beside the project");
    }
    let ours = pictures.iter().filter(|(bytes, text)| {
        read_picture(bytes, &|| false).is_ok_and(|read| read.is_some_and(|read| read.trim() == text))
    });
    let other = pictures
        .iter()
        .filter(|(bytes, text)| picture_by_rqrr(bytes).is_some_and(|read| read.trim() == text));
    let (ours, other, all) = (ours.count(), other.count(), pictures.len());
    row("sample pictures read (rxing)", &format!("{ours} of {all}"), &format!("rqrr: {other} of {all}"));
}

/// Uneven light, some noise, and a code of four pixels a module.
fn frame(link: Option<&str>) -> Vec<u8> {
    let mut pixels: Vec<u8> =
        (0..WIDTH * HEIGHT).map(|at| (110 + at % WIDTH / 12 + at * 7919 % 13) as u8).collect();
    let Some(link) = link else { return pixels };
    let code = QRBuilder::new(link).build().unwrap();
    let module = 6;
    let (left, top) = (400, 180);
    for y in 0..code.size * module {
        for x in 0..code.size * module {
            if code[y / module][x / module].value() {
                pixels[(top + y) * WIDTH + left + x] /= 4;
            }
        }
    }
    pixels
}

fn by_rqrr(width: usize, height: usize, pixels: &[u8]) -> Option<String> {
    catch_unwind(|| {
        let mut image =
            rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| pixels[y * width + x]);
        image.detect_grids().iter().find_map(|grid| grid.decode().ok()).map(|(_, text)| text)
    })
    .unwrap_or_default()
}

fn picture_by_rqrr(bytes: &[u8]) -> Option<String> {
    let luma = image::load_from_memory(bytes).ok()?.into_luma8();
    by_rqrr(luma.width() as usize, luma.height() as usize, luma.as_raw())
}

/// Every picture with its text.
fn pictures(folder: &Path) -> Vec<(Vec<u8>, String)> {
    let folders = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let files = folders.flat_map(|folder| std::fs::read_dir(folder.path()).into_iter().flatten().flatten());
    files
        .filter_map(|file| {
            let text = std::fs::read_to_string(file.path().with_extension("txt")).ok()?;
            let picture = file.path().extension()? != "txt";
            picture.then(|| (std::fs::read(file.path()).unwrap(), text.trim().to_owned()))
        })
        .collect()
}

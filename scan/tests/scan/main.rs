//! PK08: codes are read from the camera and from pictures of any quality, and nothing is read where there is no code.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

mod draw;

use std::cell::Cell;
use std::f32::consts::TAU;
use std::path::PathBuf;
use std::{fs, iter};

use draw::{EASY, Random, Scene, code};
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, GrayImage, ImageEncoder, ImageFormat, LumaA, Pixel, Rgba, RgbaImage};
use key_scan::{FrameError, Luma, Reader, read_luma, read_picture};

const LINK: &str = "https://ledger.example.com/p#4fK9wZx2QmT7vB1nRy8sLc3dHj6gAe5uPo0iMzXkVbN-_aStGfDhJqWe";

fn never() -> bool {
    false
}

/// Pictures of other people with their text, in one of the folders beside the project; `None` where these are not.
fn outside(folder: &str) -> Option<Vec<(PathBuf, Option<String>)>> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/outside/qr").join(folder);
    let Ok(files) = fs::read_dir(&path) else {
        println!("{} is not there: only generated pictures are tried", path.display());
        return None;
    };
    let pictures = files.map(|file| file.unwrap().path()).filter(|path| path.extension().unwrap() != "txt");
    let mut samples: Vec<_> =
        pictures.map(|path| (path.clone(), fs::read_to_string(path.with_extension("txt")).ok())).collect();
    samples.sort();
    assert!(!samples.is_empty(), "{} is empty", path.display());
    Some(samples)
}

fn picture(image: &GrayImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A code straight from the screen, `module` pixels per module and `quiet` modules around it.
fn screenshot(text: &str, module: usize, quiet: usize) -> GrayImage {
    let code = code(text);
    let side = ((code.size + 2 * quiet) * module) as u32;
    GrayImage::from_fn(side, side, |x, y| {
        let place = |at: u32| (at as usize / module).checked_sub(quiet).filter(|&at| at < code.size);
        let dark = place(x).zip(place(y)).is_some_and(|(x, y)| code[y][x].value());
        [if dark { 0 } else { 255 }].into()
    })
}

/// The corner squares of QR codes, side by side, and no code.
fn corners() -> Luma {
    let dark = |x: usize, y: usize| x < 7 && y < 7 && x.abs_diff(3).max(y.abs_diff(3)) != 2;
    let shades = (0..320 * 240).map(|at| if dark(at % 320 / 3 % 9, at / 960 % 9) { 0 } else { 255 });
    Luma::new(320, 240, shades.collect()).unwrap()
}

fn luma(image: &GrayImage) -> Luma {
    Luma::new(image.width(), image.height(), image.as_raw().clone()).unwrap()
}

#[test]
fn pk08_pictures_of_other_people_are_read_to_the_letter() {
    let folders = ["qrcode-1", "qrcode-3", "qrcode-5"];
    for (path, text) in folders.iter().filter_map(|folder| outside(folder)).flatten() {
        let (text, bytes) = (text.unwrap(), fs::read(&path).unwrap());
        assert_eq!(read_picture(&bytes, &never), Ok(Some(text.clone())), "{}", path.display());
        let mut turned = image::load_from_memory(&bytes).unwrap().to_luma8();
        for quarter in 1..4 {
            turned = image::imageops::rotate90(&turned);
            let read = read_luma(&luma(&turned), &never);
            assert_eq!(read.as_ref(), Some(&text), "{} turned {quarter} times", path.display());
        }
    }
}

#[test]
fn pk08_nothing_is_read_where_nothing_is() {
    for (path, _) in outside("falsepositives-1").into_iter().flatten() {
        assert_eq!(read_picture(&fs::read(&path).unwrap(), &never), Ok(None), "{}", path.display());
    }
    let mut random = Random(7);
    let noise = (0..320 * 240).map(|_| random.byte()).collect();
    for pixels in [vec![0; 320 * 240], vec![255; 320 * 240], noise] {
        assert_eq!(read_luma(&Luma::new(320, 240, pixels).unwrap(), &never), None);
    }
    assert_eq!(read_luma(&corners(), &never), None);
    for (width, height) in [(1, 1), (1, 100), (100, 1), (2, 2), (3, 5), (39, 41), (64, 1)] {
        let pixels = (0..width * height).map(|_| random.byte()).collect();
        assert_eq!(read_luma(&Luma::new(width, height, pixels).unwrap(), &never), None, "{width}x{height}");
    }
}

/// Twelve frames drawn by `scene`; each has to be read while the camera holds still.
fn each_is_read(scene: impl Fn(&mut Random) -> Scene) {
    let mut random = Random(0x5eed);
    for number in 0..12 {
        let frame = scene(&mut random).frame(LINK, &mut random);
        let mut reader = Reader::new();
        let read =
            iter::repeat_with(|| reader.read(&frame, &never)).take(Reader::ROUND).find_map(|read| read);
        assert_eq!(read.as_deref(), Some(LINK), "frame {number}");
    }
}

#[test]
fn pk08_turned_codes_are_read() {
    each_is_read(|random| Scene { turn: random.within(0.0, TAU), ..EASY });
}

#[test]
fn pk08_tilted_codes_are_read() {
    each_is_read(|random| {
        let mut tilt = || random.within(-0.0009, 0.0009);
        Scene { tilt: (tilt(), tilt()), squeeze: random.within(0.7, 1.0), ..EASY }
    });
}

#[test]
fn pk08_small_codes_are_read() {
    each_is_read(|random| Scene { module: random.within(1.8, 2.4), turn: random.within(0.0, TAU), ..EASY });
}

#[test]
fn pk08_large_codes_are_read() {
    each_is_read(|random| Scene {
        module: random.within(7.5, 8.5),
        turn: random.within(-0.04, 0.04),
        quiet: 1.5,
        ..EASY
    });
}

#[test]
fn pk08_blurred_codes_are_read() {
    each_is_read(|random| Scene { blur: random.within(0.4, 0.55), turn: random.within(0.0, TAU), ..EASY });
}

#[test]
fn pk08_noisy_codes_are_read() {
    each_is_read(|random| Scene { noise: random.within(15.0, 30.0), turn: random.within(0.0, TAU), ..EASY });
}

#[test]
fn pk08_faint_codes_are_read() {
    each_is_read(|random| {
        let dark = random.within(40.0, 180.0);
        Scene { dark, light: dark + random.within(18.0, 30.0), turn: random.within(0.0, TAU), ..EASY }
    });
}

#[test]
fn pk08_light_codes_on_dark_ground_are_read() {
    each_is_read(|random| Scene {
        dark: random.within(170.0, 250.0),
        light: random.within(0.0, 70.0),
        turn: random.within(0.0, TAU),
        ..EASY
    });
}

#[test]
fn pk08_unevenly_lit_codes_are_read() {
    each_is_read(|random| Scene {
        slope: (random.within(-1.7, 1.7), random.within(-1.0, 1.0)),
        turn: random.within(0.0, TAU),
        ..EASY
    });
}

#[test]
fn pk08_screenshots_of_any_size_and_cut_are_read() {
    for (module, quiet) in [(1, 4), (2, 4), (3, 0), (4, 1), (10, 0), (25, 4), (60, 4), (90, 2)] {
        let bytes = picture(&screenshot(LINK, module, quiet), ImageFormat::Png);
        let read = read_picture(&bytes, &never).unwrap();
        assert_eq!(read.as_deref(), Some(LINK), "{module} pixels per module, {quiet} modules around");
    }
}

#[test]
fn pk08_every_format_is_read() {
    let image = screenshot(LINK, 5, 4);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let rgb = image::DynamicImage::from(image.clone()).to_rgb8();
        let mut bytes = std::io::Cursor::new(Vec::new());
        rgb.write_to(&mut bytes, format).unwrap();
        assert_eq!(read_picture(bytes.get_ref(), &never).unwrap().as_deref(), Some(LINK), "{format:?}");
    }
}

#[test]
fn pk08_any_text_comes_out_as_it_is() {
    let otpauth = "otpauth://totp/H%C3%A4meen:aino@example.fi?secret=JBSWY3DPEHPK3PXP&issuer=H%C3%A4meen";
    let long = "0123456789abcdef".repeat(60);
    for text in ["7", "0123456789", "ABC-$%*", "Ääkköset", "東京 €5 🔑", " \r\n\t", "åäö ÅÄÖ", otpauth, &long]
    {
        let read = read_luma(&luma(&screenshot(text, 4, 4)), &never);
        assert_eq!(read.as_deref(), Some(text));
    }
}

#[test]
fn pk08_see_through_pictures_are_read() {
    let image = screenshot(LINK, 4, 4);
    for ink in [0, 255] {
        let clear = RgbaImage::from_fn(image.width(), image.height(), |x, y| {
            let drawn = image.get_pixel(x, y).0 == [0];
            if drawn { LumaA([ink, 255]).to_rgba() } else { Rgba([0, 0, 0, 0]) }
        });
        let mut bytes = std::io::Cursor::new(Vec::new());
        clear.write_to(&mut bytes, ImageFormat::Png).unwrap();
        assert_eq!(read_picture(bytes.get_ref(), &never).unwrap().as_deref(), Some(LINK), "ink {ink}");
    }
}

#[test]
fn pk08_what_is_not_a_picture_is_refused() {
    let mut random = Random(11);
    for length in [0, 1, 8, 100, 5000] {
        let bytes: Vec<u8> = (0..length).map(|_| random.byte()).collect();
        assert_eq!(read_picture(&bytes, &never), Err(FrameError::Unreadable), "{length} bytes");
    }
    for start in [&b"\x89PNG\r\n\x1a\n"[..], b"\xff\xd8\xff\xe0", b"RIFF\x20\0\0\0WEBPVP8L", b"GIF89a", b"BM"]
    {
        let bytes: Vec<u8> = start.iter().copied().chain((0..500).map(|_| random.byte())).collect();
        assert_eq!(read_picture(&bytes, &never), Err(FrameError::Unreadable), "{start:?}");
    }
}

#[test]
fn pk08_damaged_pictures_never_panic() {
    let mut random = Random(13);
    for format in [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP] {
        let mut whole = std::io::Cursor::new(Vec::new());
        let small = image::DynamicImage::from(screenshot("https://a.example/1", 2, 2)).to_rgb8();
        small.write_to(&mut whole, format).unwrap();
        let whole = whole.into_inner();
        assert_eq!(read_picture(&whole[..whole.len() / 3], &never).ok().flatten(), None);
        for _ in 0..60 {
            let mut bytes = whole.clone();
            let place = random.number() as usize % bytes.len();
            bytes[place] = random.byte();
            if let Ok(Some(text)) = read_picture(&bytes, &never) {
                assert_eq!(text, "https://a.example/1", "{format:?}");
            }
        }
    }
}

#[test]
fn pk08_pictures_of_huge_declared_size_are_refused() {
    let flat = GrayImage::new(8, 8);
    let mut png = picture(&flat, ImageFormat::Png);
    png[16..24].copy_from_slice(&[0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff]);
    let sum = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    let mut jpeg = picture(&flat, ImageFormat::Jpeg);
    let frame = jpeg.windows(2).position(|marker| marker == [0xff, 0xc0]).unwrap();
    jpeg[frame + 5..frame + 9].copy_from_slice(&[0x3e, 0x80, 0x3e, 0x80]);
    let mut webp = Vec::new();
    WebPEncoder::new_lossless(&mut webp).write_image(&[0; 192], 8, 8, ExtendedColorType::Rgb8).unwrap();
    let sides = webp.windows(4).position(|tag| tag == b"VP8L").unwrap() + 9;
    webp[sides..sides + 3].copy_from_slice(&[0xfe, 0xff, 0xff]);
    for bytes in [png, jpeg, webp] {
        assert_eq!(read_picture(&bytes, &never), Err(FrameError::TooLarge));
    }
}

/// The checksum of PNG chunks.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(
            sum ^ u32::from(byte),
            |sum, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 },
        )
    })
}

#[test]
fn pk08_pictures_that_need_too_much_memory_are_refused() {
    let mut png = picture(&GrayImage::new(8, 8), ImageFormat::Png);
    png[16..26].copy_from_slice(&[0, 0, 0x1f, 0xff, 0, 0, 0x1f, 0xff, 16, 6]);
    let sum = crc32(&png[12..29]).to_be_bytes();
    png[29..33].copy_from_slice(&sum);
    assert_eq!(read_picture(&png, &never), Err(FrameError::TooLarge), "8191 by 8191 pixels of 8 bytes");
}

#[test]
fn pk08_the_search_ends_when_time_is_up() {
    let frame = corners();
    let asked = |limit: usize| {
        let count = Cell::new(0);
        read_luma(&frame, &|| {
            count.set(count.get() + 1);
            count.get() > limit
        });
        count.get()
    };
    let to_the_end = asked(usize::MAX);
    assert!(to_the_end > 1000, "the clock is asked between candidates too, not only {to_the_end} times");
    for limit in [0, 1, 5, 500] {
        assert!(asked(limit) < limit + 20, "after {limit} times the search goes on");
    }
    assert_eq!(read_luma(&luma(&screenshot(LINK, 4, 4)), &|| true), None);
}

#[test]
fn pk08_frames_of_a_wrong_size_are_refused() {
    assert_eq!(Luma::new(0, 0, vec![]), Err(FrameError::Incomplete));
    assert_eq!(Luma::new(0, 9, vec![]), Err(FrameError::Incomplete));
    assert_eq!(Luma::new(4, 3, vec![0; 11]), Err(FrameError::Incomplete));
    assert_eq!(Luma::new(4, 3, vec![0; 13]), Err(FrameError::Incomplete));
    assert_eq!(Luma::new(4097, 1, vec![0; 4097]), Err(FrameError::TooLarge));
    assert_eq!(Luma::new(u32::MAX, u32::MAX, vec![]), Err(FrameError::TooLarge));
    assert_eq!(format!("{:?}", Luma::new(4, 3, vec![77; 12]).unwrap()), "Luma(4x3)", "no pixels in logs");
}

//! Pictures from outside: PNG, JPEG and WebP files of any size and quality.

use std::io::Cursor;
use std::panic::catch_unwind;

use image::{DynamicImage, ImageError, ImageFormat, ImageReader, Limits};

use crate::frame::{FrameError, Luma, MAX_FRAME_SIDE};
use crate::light;
use crate::reader::read_luma;
use crate::symbol::TimeUp;

/// The longest side of a picture, in pixels.
pub const MAX_PICTURE_SIDE: u32 = 8192;

/// The memory that a decoded picture may take, in bytes: 32 million pixels in colour.
pub const MAX_PICTURE_MEMORY: u64 = 96 << 20;

/// Larger pictures are searched at reduced size first: halved repeatedly until they are no larger than this.
const SMALL_ENOUGH: usize = 1 << 20;

/// The text of a QR code in a PNG, JPEG or WebP file, with every pass. Of an animation only the first picture counts.
///
/// # Errors
/// [`FrameError::TooLarge`] beyond [`MAX_PICTURE_SIDE`] or [`MAX_PICTURE_MEMORY`] (nothing has been decoded then),
/// [`FrameError::Unreadable`] for everything that is not an undamaged picture.
pub fn read_picture(bytes: &[u8], time_up: TimeUp<'_>) -> Result<Option<String>, FrameError> {
    let picture = catch_unwind(|| decode(bytes)).unwrap_or(Err(FrameError::Unreadable))?;
    let grounds: &[u8] = if picture.color().has_alpha() { &[255, 0] } else { &[255] };
    Ok(grounds.iter().find_map(|&ground| search(on_ground(&picture, ground), time_up)))
}

fn decode(bytes: &[u8]) -> Result<DynamicImage, FrameError> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_PICTURE_SIDE);
    limits.max_image_height = Some(MAX_PICTURE_SIDE);
    limits.max_alloc = Some(MAX_PICTURE_MEMORY);
    let format = image::guess_format(bytes).map_err(|_| FrameError::Unreadable)?;
    if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP) {
        return Err(FrameError::Unreadable);
    }
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    reader.decode().map_err(|error| match error {
        ImageError::Limits(_) => FrameError::TooLarge,
        _ => FrameError::Unreadable,
    })
}

/// The picture in shades of grey, with transparent pixels laid on `ground`.
fn on_ground(picture: &DynamicImage, ground: u8) -> Luma {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let pixels = if picture.color().has_alpha() {
        picture.to_luma_alpha8().pixels().map(|pixel| laid(pixel.0, ground)).collect()
    } else {
        picture.to_luma8().into_raw()
    };
    Luma { width, height, pixels }
}

fn laid([shade, alpha]: [u8; 2], ground: u8) -> u8 {
    let (shade, alpha, ground) = (u32::from(shade), u32::from(alpha), u32::from(ground));
    ((shade * alpha + ground * (255 - alpha)) / 255) as u8
}

/// From small enough to full size: a code is seldom so small that a large picture must be searched in full.
fn search(picture: Luma, time_up: TimeUp<'_>) -> Option<String> {
    let large = picture.pixels.len() > SMALL_ENOUGH;
    if let Some(text) = light::half(&picture).filter(|_| large).and_then(|half| search(half, time_up)) {
        return Some(text);
    }
    if picture.width().max(picture.height()) > MAX_FRAME_SIDE { None } else { read_luma(&picture, time_up) }
}

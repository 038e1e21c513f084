//! Reads QR codes from camera frames and from pictures.
//!
//! A code is looked for in several renderings of the same frame (see `pass`): as it is, at half and at double size,
//! with its local contrast raised, and each of these also for light codes on dark ground. The first text found is
//! returned as it stands in the code; what it means is the caller's business.
//!
//! # Time
//! Nothing here reads a clock. Every search takes a [`TimeUp`], asks it before each rendering and between the
//! candidates within one, and gives up with `None` once it answers `true`. The longest that it went without asking, in
//! a release build: 40 ms in frames of 1280x720 pixels, 0.3 s in 4096x4096 pixels of noise, 3 s in 4096x4096 pixels
//! covered with the corner squares of codes. Opening a picture cannot be interrupted; its size is bounded instead.

mod black;
mod light;
mod pass;
mod picture;
mod symbol;

use std::fmt;

use pass::{EVERY_FRAME, IN_TURN, Pass};
pub use picture::{MAX_PICTURE_MEMORY, MAX_PICTURE_SIDE, read_picture};

/// The longest side of a frame, in pixels.
pub const MAX_FRAME_SIDE: u32 = 4096;

/// Answers `true` once the search should give up. `&|| false` searches to the end.
pub type TimeUp<'a> = &'a dyn Fn() -> bool;

/// A frame or picture that cannot be searched.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum FrameError {
    /// The number of pixels does not fit the width and height, or one of these is 0.
    #[error("the camera sent an incomplete frame: start the camera again")]
    Incomplete,
    /// Wider or higher than allowed, or decoding would take more memory than allowed.
    #[error("the picture is too large: crop it to the QR code and try again")]
    TooLarge,
    /// Neither PNG nor JPEG nor WebP, or damaged.
    #[error("the picture cannot be opened: choose an undamaged PNG, JPEG or WebP picture")]
    Unreadable,
}

/// A frame in shades of grey: one byte per pixel (0 is black), row by row from the top left, without gaps.
#[derive(Clone, Eq, PartialEq)]
pub struct Luma {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Luma {
    /// Takes `width * height` pixels.
    ///
    /// # Errors
    /// [`FrameError::Incomplete`] if a side is 0 or `pixels` has another length, [`FrameError::TooLarge`] if a side
    /// exceeds [`MAX_FRAME_SIDE`].
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Result<Self, FrameError> {
        if width.max(height) > MAX_FRAME_SIDE {
            return Err(FrameError::TooLarge);
        }
        let (width, height) = (width as usize, height as usize);
        if pixels.is_empty() || pixels.len() != width * height {
            return Err(FrameError::Incomplete);
        }
        Ok(Self { width, height, pixels })
    }

    /// Pixels per row.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width as u32
    }

    /// Number of rows.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height as u32
    }

    fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width)
    }

    fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }
}

/// Without the pixels: they may show a secret.
impl fmt::Debug for Luma {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Luma({}x{})", self.width, self.height)
    }
}

/// Reads a stream of frames of one camera.
///
/// Each frame gets the quick passes and one of the thorough ones in turn, so that a code that holds still for a few
/// frames has been looked at in every way while a single frame stays cheap.
#[derive(Clone, Debug, Default)]
pub struct Reader {
    turn: usize,
}

impl Reader {
    /// After this many frames every pass has been tried.
    pub const ROUND: usize = IN_TURN.len();

    /// A reader for a new stream.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The text of a QR code in the next frame.
    pub fn read(&mut self, frame: &Luma, time_up: TimeUp<'_>) -> Option<String> {
        let thorough = &IN_TURN[self.turn];
        self.turn = (self.turn + 1) % Self::ROUND;
        first(EVERY_FRAME.iter().chain([thorough]), frame, time_up)
    }
}

/// The text of a QR code in a single frame, with every pass.
pub fn read_luma(frame: &Luma, time_up: TimeUp<'_>) -> Option<String> {
    first(EVERY_FRAME.iter().chain(IN_TURN), frame, time_up)
}

fn first<'a>(
    mut passes: impl Iterator<Item = &'a Pass>,
    frame: &Luma,
    time_up: TimeUp<'_>,
) -> Option<String> {
    passes.find_map(|pass| if time_up() { None } else { pass.run(frame, time_up) })
}

//! Frames in shades of grey, and errors of frames and pictures.

use std::fmt;

/// The longest side of a frame, in pixels.
pub const MAX_FRAME_SIDE: u32 = 4096;

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
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) pixels: Vec<u8>,
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

    pub(super) fn rows(&self) -> impl Iterator<Item = &[u8]> {
        self.pixels.chunks_exact(self.width)
    }

    pub(super) fn row(&self, y: usize) -> &[u8] {
        &self.pixels[y * self.width..][..self.width]
    }
}

/// Without the pixels: they may show a secret.
impl fmt::Debug for Luma {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Luma({}x{})", self.width, self.height)
    }
}

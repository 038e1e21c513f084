//! Reads QR codes from camera frames and from pictures.
//!
//! A code is searched for in several renderings of the same frame (see `pass`): unchanged, at half and at double size,
//! with raised local contrast, and each of these also for light codes on dark ground. The first text found is
//! returned unchanged; the caller interprets it.
//!
//! # Time
//! Nothing here reads a clock. Every search takes a [`TimeUp`], calls it before each rendering and between the
//! candidates within one, and gives up with `None` once it returns `true`. The longest time between two calls, in
//! a release build: 40 ms in frames of 1280x720 pixels, 0.3 s in 4096x4096 pixels of noise, 3 s in 4096x4096 pixels
//! covered with the corner squares of codes. Opening a picture cannot be interrupted; its size is limited instead.

#![warn(missing_docs)]

mod black;
mod frame;
mod light;
mod pass;
mod picture;
mod reader;
mod symbol;

pub use frame::{FrameError, Luma, MAX_FRAME_SIDE};
pub use picture::{MAX_PICTURE_MEMORY, MAX_PICTURE_SIDE, read_picture};
pub use reader::{Reader, read_luma};
pub use symbol::TimeUp;

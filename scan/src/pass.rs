//! The renderings in which a frame is searched.
//!
//! Chosen among some 60 renderings on 400 generated hard frames (small, large, tilted, blurred, noisy, faint, inverted
//! and unevenly lit codes; other people's pictures made smaller or fainter). The plain rendering read 174 of them, all
//! renderings here together 341, all that were tested 345.

use std::borrow::Cow;

use rxing::common::BitMatrix;

use crate::frame::Luma;
use crate::symbol::{self, TimeUp};
use crate::{black, light};

/// Frames with more pixels are not enlarged: their codes have enough pixels, and it would take too long.
const MAX_ENLARGED: usize = 1 << 20;

/// One rendering: the frame is scaled, smoothed, its local contrast raised, and then split into black and white.
pub(super) struct Pass {
    scale: Scale,
    /// Radius in pixels of the mean that hides noise; 0 for none.
    smooth: usize,
    relief: Option<Relief>,
    black: Black,
}

enum Scale {
    Double,
    Full,
    Half,
}

/// Raises each pixel's difference from the mean around it.
struct Relief {
    radius: usize,
    gain: i16,
}

/// How black and white are separated.
#[derive(Clone, Copy)]
enum Black {
    /// By the contrast of blocks of 8x8 pixels.
    Blocks,
    /// By the mean of all pixels within a radius; pixels nearer to it than the margin are neither.
    Local { radius: usize, margin: u8 },
}

const PLAIN: Pass = Pass { scale: Scale::Full, smooth: 0, relief: None, black: Black::Blocks };

/// Quick passes.
pub(super) const EVERY_FRAME: &[Pass] = &[
    PLAIN,
    Pass {
        relief: Some(Relief { radius: 5, gain: 3 }),
        black: Black::Local { radius: 40, margin: 4 },
        ..PLAIN
    },
    Pass {
        scale: Scale::Half,
        relief: Some(Relief { radius: 3, gain: 3 }),
        black: Black::Local { radius: 25, margin: 4 },
        ..PLAIN
    },
];

/// Thorough passes: blur, small codes, noise, codes on busy ground.
pub(super) const IN_TURN: &[Pass] = &[
    Pass {
        scale: Scale::Double,
        smooth: 1,
        relief: Some(Relief { radius: 6, gain: 4 }),
        black: Black::Local { radius: 40, margin: 4 },
    },
    Pass {
        smooth: 1,
        relief: Some(Relief { radius: 5, gain: 3 }),
        black: Black::Local { radius: 40, margin: 4 },
        ..PLAIN
    },
    Pass {
        scale: Scale::Double,
        relief: Some(Relief { radius: 4, gain: 3 }),
        black: Black::Local { radius: 40, margin: 4 },
        ..PLAIN
    },
    Pass { smooth: 1, black: Black::Local { radius: 6, margin: 0 }, ..PLAIN },
    Pass { scale: Scale::Double, black: Black::Local { radius: 6, margin: 0 }, ..PLAIN },
    Pass { scale: Scale::Half, ..PLAIN },
    Pass { scale: Scale::Double, relief: Some(Relief { radius: 3, gain: 2 }), ..PLAIN },
];

impl Pass {
    /// The text of a code, dark on light or light on dark.
    pub(super) fn run(&self, frame: &Luma, time_up: TimeUp<'_>) -> Option<String> {
        let rendering = self.render(frame)?;
        if time_up() {
            return None;
        }
        let [dark, light] = self.black.split(&rendering);
        symbol::find(&dark?, time_up).or_else(|| symbol::find(&light?, time_up))
    }

    /// `None` if the frame is too small or too large for this pass.
    fn render<'a>(&self, frame: &'a Luma) -> Option<Cow<'a, Luma>> {
        let mut luma = match self.scale {
            Scale::Double if frame.pixels.len() > MAX_ENLARGED => return None,
            Scale::Double => Cow::Owned(light::double(frame)),
            Scale::Full => Cow::Borrowed(frame),
            Scale::Half => Cow::Owned(light::half(frame)?),
        };
        if self.smooth > 0 {
            luma = Cow::Owned(light::smooth(&luma, self.smooth));
        }
        if let Some(Relief { radius, gain }) = self.relief {
            luma = Cow::Owned(light::relief(&luma, radius, gain));
        }
        Some(luma)
    }
}

impl Black {
    /// Dark pixels, and light pixels.
    fn split(self, luma: &Luma) -> [Option<BitMatrix>; 2] {
        match self {
            Self::Blocks => [black::blocks(luma), black::blocks(&light::inverted(luma))],
            Self::Local { radius, margin } => black::local(luma, radius, margin),
        }
    }
}

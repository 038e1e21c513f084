//! Frames searched pass by pass.

use crate::frame::Luma;
use crate::pass::{EVERY_FRAME, IN_TURN, Pass};
use crate::symbol::TimeUp;

/// Reads a stream of frames of one camera.
///
/// Each frame gets the quick passes and one of the thorough ones in turn, so that a code that holds still for a few
/// frames has been searched with every pass while a single frame stays cheap.
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

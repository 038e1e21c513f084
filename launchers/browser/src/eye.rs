//! What looks at the frames of the camera, and remembers from one to the next.

use std::sync::{Mutex, MutexGuard, PoisonError};

use key_scan::{Luma, Reader};

/// The eye of one phone.
#[derive(Default)]
pub(crate) struct Eye {
    picture: tokio::sync::Mutex<()>,
    reader: Mutex<Reader>,
    refused: Mutex<Option<String>>,
}

impl Eye {
    /// The code that a frame shows, as long as `time_up` allows to look.
    pub(crate) fn look(&self, frame: &Luma, time_up: &dyn Fn() -> bool) -> Option<String> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).read(frame, time_up)
    }

    /// Waits for the turn of a picture, which lasts until what this returns is dropped.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.picture.lock().await
    }

    /// Hands a code on. While the screen says what is wrong with a code, the same one before the camera says nothing new.
    pub(crate) fn tell(&self, code: String, problem: bool, take: impl FnOnce(String)) {
        let mut refused: MutexGuard<'_, Option<String>> =
            self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if !problem || refused.as_ref() != Some(&code) {
            take(code.clone());
            *refused = Some(code);
        }
    }
}

//! The reader of camera frames, with its state from one frame to the next.

use std::sync::{Mutex, MutexGuard, PoisonError};

use key_scan::{Luma, Reader};

/// The reader of one phone.
#[derive(Default)]
pub(crate) struct CodeReader {
    picture: tokio::sync::Mutex<()>,
    reader: Mutex<Reader>,
    refused: Mutex<Option<String>>,
}

impl CodeReader {
    /// The code in a frame, if it is found before `time_up`.
    pub(crate) fn look(&self, frame: &Luma, time_up: &dyn Fn() -> bool) -> Option<String> {
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).read(frame, time_up)
    }

    /// Waits for the turn of a picture, which lasts until the returned guard is dropped.
    pub(crate) async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.picture.lock().await
    }

    /// Passes a code on. While the screen reports a problem with a code, the same code before the camera is ignored.
    pub(crate) fn tell(&self, code: String, problem: bool, take: impl FnOnce(String)) {
        let mut refused: MutexGuard<'_, Option<String>> =
            self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if !problem || refused.as_ref() != Some(&code) {
            take(code.clone());
            *refused = Some(code);
        }
    }
}

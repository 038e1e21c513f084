//! Frames of the camera and pictures of a code: the page sends them, and they are read here.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use key_core::platform::Clock as _;
use key_core::screen::{Action, Camera, Screen};
use key_scan::Luma;

use crate::phone::BrowserPhone;

/// The largest frame, in pixels and so in bytes: 1280 by 720.
pub(crate) const MAX_FRAME: usize = 1280 * 720;

/// The largest picture, in bytes.
pub(crate) const MAX_PICTURE: usize = 10 * 1024 * 1024;

/// How long one frame may be searched, in milliseconds: the next is waiting.
const FRAME_MS: i64 = 400;

/// How long one picture may be searched, in milliseconds.
const PICTURE_MS: i64 = 5_000;

/// The page reports that the camera was refused.
pub(crate) async fn refused(State(phone): State<BrowserPhone>) -> StatusCode {
    phone.0.host.dispatch().send(Action::CameraRefused);
    StatusCode::NO_CONTENT
}

/// The page reports that there is no camera.
pub(crate) async fn missing(State(phone): State<BrowserPhone>) -> StatusCode {
    phone.0.host.dispatch().send(Action::CameraMissing);
    StatusCode::NO_CONTENT
}

/// Reads one frame: 8-bit brightness row by row, its size in the headers. Returns 200 if it shows a code, otherwise
/// 204.
pub(crate) async fn frame(State(phone): State<BrowserPhone>, headers: HeaderMap, luma: Bytes) -> StatusCode {
    let size = number(&headers, "x-width").zip(number(&headers, "x-height"));
    let Some(frame) = size.and_then(|(width, height)| Luma::new(width, height, luma.into()).ok()) else {
        return StatusCode::BAD_REQUEST;
    };
    let Screen::Scan { camera: Camera::On, problem } = phone.screen() else { return StatusCode::NO_CONTENT };
    let looking = phone.clone();
    match tokio::task::spawn_blocking(move || looking.look(&frame)).await {
        Ok(Some(code)) => {
            phone.seen(code, problem.is_some());
            StatusCode::OK
        }
        _ => StatusCode::NO_CONTENT,
    }
}

/// Reads a picture file that shows a code.
pub(crate) async fn picture(
    State(phone): State<BrowserPhone>,
    file: Result<Bytes, BytesRejection>,
) -> StatusCode {
    let action = match file {
        Ok(file) => phone.read(file).await,
        Err(_) => Action::PictureUnreadable,
    };
    let dispatch = phone.0.host.dispatch();
    if !matches!(action, Action::CodeSeen(_)) && phone.screen() == Screen::AskVisible {
        // The question before the camera cannot show the result; the screen without a camera can.
        dispatch.send(Action::CameraMissing);
    }
    dispatch.send(action);
    StatusCode::NO_CONTENT
}

fn number(headers: &HeaderMap, name: &str) -> Option<u32> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

impl BrowserPhone {
    fn screen(&self) -> Screen {
        self.0.host.presenter().view().screen
    }

    /// The action for the code in a picture file.
    async fn read(&self, file: Bytes) -> Action {
        // One at a time: opening a picture may take a hundred megabytes.
        let turn = self.0.code_reader.turn().await;
        let looking = self.clone();
        let read = tokio::task::spawn_blocking(move || {
            let end = looking.0.clock.now_ms() + PICTURE_MS;
            key_scan::read_picture(&file, &|| looking.0.clock.now_ms() > end)
        });
        let read = read.await;
        drop(turn);
        match read {
            Ok(Ok(Some(code))) => Action::CodeSeen(code),
            Ok(Ok(None)) => Action::PictureWithoutCode,
            Ok(Err(_)) | Err(_) => Action::PictureUnreadable,
        }
    }

    fn look(&self, frame: &Luma) -> Option<String> {
        let end = self.0.clock.now_ms() + FRAME_MS;
        self.0.code_reader.look(frame, &|| self.0.clock.now_ms() > end)
    }

    fn seen(&self, code: String, problem: bool) {
        self.0.code_reader.tell(code, problem, |code| self.0.host.dispatch().send(Action::CodeSeen(code)));
    }
}

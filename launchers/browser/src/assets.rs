//! Scripts, stylesheet, fonts and icons.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};

use crate::live;

const SCRIPT: &str = "text/javascript; charset=utf-8";

pub(crate) async fn script(Path(name): Path<String>) -> Response {
    let script = match name.as_str() {
        "camera.js" => include_str!("camera.js").to_owned(),
        "live.js" => live::script(),
        "shell.js" => include_str!("shell.js").to_owned(),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    let headers = [(CONTENT_TYPE, SCRIPT), (CACHE_CONTROL, "no-store"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    (headers, script).into_response()
}

pub(crate) async fn asset(Path(path): Path<String>, asked: HeaderMap) -> Response {
    let Some(file) = key_assets::file(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let known = asked.get(IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == file.etag.as_bytes());
    let headers = [(CACHE_CONTROL, "no-cache"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    let headers = (headers, [(CONTENT_TYPE, file.content_type.to_owned()), (ETAG, file.etag)]);
    if known {
        (StatusCode::NOT_MODIFIED, headers.0, headers.1).into_response()
    } else {
        (headers.0, headers.1, file.bytes).into_response()
    }
}

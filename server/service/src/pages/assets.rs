//! Stylesheet, script, fonts and icons.

use axum::extract::Path;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG, IF_NONE_MATCH};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use key_assets::File;
use key_protocol::base64url;
use key_protocol::crypto::sha256;

const SCRIPT: &str = include_str!("page.js");

/// Serves a file. Browsers cache it and ask whether it has changed.
pub(super) async fn show(Path(path): Path<String>, headers: HeaderMap) -> Response {
    let Some(file) = find(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let kept = headers.get(IF_NONE_MATCH).is_some_and(|kept| kept.as_bytes() == file.etag.as_bytes());
    let caching = [(CACHE_CONTROL, "no-cache"), (ETAG, &file.etag)];
    if kept {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    (caching, [(CONTENT_TYPE, file.content_type)], file.bytes).into_response()
}

fn find(path: &str) -> Option<File> {
    if path != "page.js" {
        return key_assets::file(path);
    }
    let etag = format!("\"{}\"", base64url::encode(&sha256(SCRIPT.as_bytes())[..12]));
    Some(File { bytes: SCRIPT.as_bytes(), content_type: "text/javascript; charset=utf-8", etag })
}

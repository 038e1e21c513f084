//! x
use std::sync::Arc;
pub(crate) fn router(_app: Arc<crate::service::App>) -> axum::Router {
    axum::Router::new()
}

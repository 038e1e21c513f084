//! Failures of pages, each with a page that says what to do.

pub(super) mod page;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use key_domain::store::error::StoreError;

/// Why there is no page. The guard renders it in the language of the visitor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The service failed.
    Failed,
    /// The form is not from our page, or not from this session.
    FormExpired,
    /// The session has not reached the required stage.
    LoginFirst,
    /// There is no such page.
    Missing,
    /// The database cannot be used now.
    Unavailable,
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "a page could not be made");
        Self::Unavailable
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        if self == Self::LoginFirst {
            return Redirect::to("/login").into_response();
        }
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl Trouble {
    const fn status(self) -> StatusCode {
        match self {
            Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::FormExpired | Self::LoginFirst => StatusCode::FORBIDDEN,
            Self::Missing => StatusCode::NOT_FOUND,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The trouble of a response without a page.
    pub(super) fn of(response: &Response) -> Option<Self> {
        let status = response.status();
        let named = response.extensions().get::<Self>().copied();
        named.or_else(|| match status.as_u16() {
            404 | 405 => Some(Self::Missing),
            400..=499 => Some(Self::FormExpired),
            500..=599 => Some(Self::Failed),
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests;

//! The phone in a browser page, for trying and testing: the app's own screens through LiveView.
//!
//! It listens on loopback only and serves its own page only, which opens by the ticket of this start (see `guard`). All
//! state is in the [`Host`](key_app::Host), so a reloaded page shows the screen that was open.
//!
//! [`BrowserPhone::open`] makes a phone and [`BrowserPhone::router`] serves it. Anybody who knows
//! [`BrowserPhone::address`] can use it.

#![warn(missing_docs)]

mod assets;
mod camera;
mod code_reader;
mod guard;
mod live;
mod page;
mod phone;
mod secret;
mod strip;

use std::sync::Arc;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use key_computer::SystemEntropy;

use guard::Guard;

pub use phone::{BrowserPhone, Settings, StartError};

impl BrowserPhone {
    /// The routes of a phone that listens on `port`.
    ///
    /// # Errors
    /// [`StartError::Entropy`]
    pub fn router(&self, port: u16) -> Result<Router, StartError> {
        let guard = Arc::new(Guard::new(&SystemEntropy, port, self.clone())?);
        let own_page_only = Router::new()
            .route("/camera/frame", post(camera::frame).layer(DefaultBodyLimit::max(camera::MAX_FRAME)))
            .route("/camera/missing", post(camera::missing))
            .route("/camera/picture", post(camera::picture).layer(DefaultBodyLimit::max(camera::MAX_PICTURE)))
            .route("/camera/refused", post(camera::refused))
            .route("/here", post(page::here))
            .route("/link", post(page::link).layer(DefaultBodyLimit::max(page::MAX_LINK)))
            .route("/ws", get(live::connect))
            .route_layer(from_fn(guard::own_page_only));
        let user_only = Router::new()
            .route("/", get(page::show))
            .route("/app/{name}", get(assets::script))
            .route("/health", get(async || "ok"))
            .merge(own_page_only)
            .layer(from_fn_with_state(guard, guard::admit));
        Ok(Router::new()
            .merge(user_only)
            .route("/assets/{*path}", get(assets::asset))
            .layer(from_fn(guard::loopback_only))
            .with_state(self.clone()))
    }
}

#[cfg(test)]
mod tests;

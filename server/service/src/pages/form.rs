//! Forms: accepted only from our own pages, and only from the session that they were shown to.

use std::collections::HashMap;
use std::sync::Arc;

use axum::extract::{Form, FromRequest, FromRequestParts as _, Request};
use axum::http::HeaderMap;
use axum::http::header::ORIGIN;
use zeroize::Zeroizing;

use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;

/// The longest form that is read, in bytes.
pub(crate) const MAX_FORM_BYTES: usize = 16 * 1024;

/// A form that the visitor has sent.
#[derive(Debug)]
pub(super) struct Posted {
    pub(super) visitor: Visitor,
    fields: Fields,
}

impl Posted {
    /// The value of a field; empty if it is missing.
    pub(super) fn field(&self, name: &str) -> &str {
        self.fields.0.get(name).map_or("", |value| value)
    }

    /// The value of a secret field, in memory that wipes itself.
    pub(super) fn secret(&self, name: &str) -> Zeroizing<String> {
        Zeroizing::new(self.field(name).to_owned())
    }
}

struct Fields(HashMap<String, Zeroizing<String>>);

impl std::fmt::Debug for Fields {
    /// Prints no values: passwords are among them.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Fields(..)")
    }
}

impl FromRequest<Arc<App>> for Posted {
    type Rejection = Trouble;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Trouble> {
        if !comes_from_us(app, request.headers()) {
            return Err(Trouble::FormExpired);
        }
        let (mut parts, body) = request.into_parts();
        let visitor = Visitor::from_request_parts(&mut parts, app).await?;
        let request = Request::from_parts(parts, body);
        let Form(fields) = Form::<HashMap<String, String>>::from_request(request, app)
            .await
            .map_err(|_| Trouble::FormExpired)?;
        let fields = fields.into_iter().map(|(name, value)| (name, Zeroizing::new(value))).collect();
        let posted = Self { visitor, fields: Fields(fields) };
        let ours = app.parts.secrets.is_form_token(&posted.visitor.id, posted.field("token"));
        if !ours || posted.visitor.fresh {
            return Err(Trouble::FormExpired);
        }
        match posted.visitor.session {
            // Each form may write.
            Some(_) => {
                let taken = app.limits.forms.take(posted.visitor.id, app.now());
                taken.map(|()| posted).map_err(|_| Trouble::Unavailable)
            }
            None => Ok(posted),
        }
    }
}

/// Whether a form comes from our own pages. Browsers say so in `Origin` or in `Sec-Fetch-Site`; a client that sends
/// neither is not a browser.
fn comes_from_us(app: &App, headers: &HeaderMap) -> bool {
    match (headers.get(ORIGIN), headers.get("sec-fetch-site")) {
        (Some(origin), _) => origin.as_bytes() == app.settings.origin.as_str().as_bytes(),
        (None, Some(site)) => site.as_bytes() == b"same-origin",
        (None, None) => false,
    }
}

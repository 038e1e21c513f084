//! The page with the link, and what the steps of pairing ask of a session.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use key_domain::contacts::PhoneNumber;
use key_domain::ids::PairingId;
use key_domain::store::pairings::{NewPairing, Pairing, lifetime};
use key_domain::store::sessions::Session;
use zeroize::Zeroizing;

use crate::app::App;
use crate::pages::context::{PageContext, Shown as _, Wait};
use crate::pages::qr;
use crate::pages::trouble::Trouble;
use crate::pages::visitor::Visitor;

#[derive(Template)]
#[template(path = "pair.html")]
struct LinkPage {
    view: PageContext,
    link: Zeroizing<String>,
    qr: String,
    left: i64,
    whole: i64,
    /// Why there is no link, if there is none.
    over: Option<Over>,
    /// The number that the link can be sent to, or was sent to, as a page shows it.
    phone: Option<String>,
    /// Whether it was sent there.
    by_sms: bool,
    wait: Option<Wait>,
    /// Whether the page leads to the app.
    get_key: bool,
}

/// Why a link cannot be used any more: the ids of title and text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Over {
    title: &'static str,
    text: &'static str,
}

impl Over {
    /// The link has run out: one that was shown, or one that was sent.
    pub(super) const fn expired(pairing: &Pairing) -> Self {
        if pairing.by_sms { Self::SMS_EXPIRED } else { Self::EXPIRED }
    }

    const EXPIRED: Self = Self { title: "pairing-expired-title", text: "pairing-expired-text" };
    const SMS_EXPIRED: Self = Self { title: "pairing-sms-expired-title", text: "pairing-sms-expired-text" };
    pub(super) const GIVEN_UP: Self = Self { title: "pairing-given-up-title", text: "pairing-given-up-text" };
}

/// Makes a new link.
pub(in crate::pages) fn new_link(app: &App) -> NewPairing {
    let id = PairingId::from_bytes(app.random());
    NewPairing { id, token_hash: app.parts.secrets.pairing_token(&id).hash(), by_sms: false }
}

/// The visitor's session, if it may pair a device.
pub(super) fn pairing_session<'a>(app: &App, visitor: &'a Visitor) -> Option<&'a Session> {
    visitor.session.as_ref().filter(|session| session.may_pair(app.now()))
}

/// The session's pairing.
pub(super) async fn pairing_of(app: &App, session: &Session) -> Result<Pairing, Trouble> {
    let id = session.pairing.ok_or(Trouble::LoginFirst)?;
    app.store.pairing(id).await?.ok_or(Trouble::LoginFirst)
}

/// Shows the link, or why there is none any more.
pub(super) async fn link(
    app: &App,
    visitor: &Visitor,
    session: &Session,
    pairing: &Pairing,
    over: Option<Over>,
    wait: Option<i64>,
) -> Result<Response, Trouble> {
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    let status = if wait.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
    let link = app.pairing_link(&pairing.id).ok_or(Trouble::Failed)?;
    let qr = qr::svg(&link).ok_or(Trouble::Failed)?;
    let left = (pairing.expires_at - app.now() + 999) / 1000;
    let view = PageContext::new(app, visitor);
    let phone = account.contacts.phone.as_ref().map(PhoneNumber::masked);
    let wait = wait.map(|wait| Wait::new(&view, "pairing-sms-paused", wait));
    let by_sms = pairing.by_sms && over.is_none();
    let (left, whole) = (left.max(0), lifetime(pairing.by_sms) / 1000);
    let get_key = app.settings.stores.is_any();
    let page = LinkPage { view, link, qr, left, whole, over, phone, by_sms, wait, get_key };
    Ok(page.page(app, visitor, status))
}

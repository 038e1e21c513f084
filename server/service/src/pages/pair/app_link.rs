//! The link to the app by SMS, to a number that the user types (FK08).

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::contacts::{NotAPhoneNumber, PhoneNumber};
use key_domain::rules::throttles;
use key_domain::store::Lock;
use key_domain::store::accounts::{Notification, NotificationKind};

use super::link::pairing_session;
use crate::app::App;
use crate::pages::context::{PageContext, Shown as _, Wait};
use crate::pages::form::Posted;
use crate::pages::get_key::{Store, stores};
use crate::pages::throttle;
use crate::pages::trouble::Trouble;
use crate::pages::visitor::Visitor;

#[derive(Template)]
#[template(path = "app_link.html")]
struct AppLinkPage {
    view: PageContext,
    stores: Vec<Store>,
    stand: Stand,
    wait: Option<Wait>,
}

/// How the sending stands.
enum Stand {
    Asking,
    Sent(String),
    /// What was typed, and the id of what is wrong with it.
    Wrong(String, &'static str),
}

/// Asks for the number.
pub(in crate::pages) async fn ask_app(
    State(app): State<Arc<App>>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    match may_send(&app, &visitor) {
        true => Ok(page(&app, &visitor, Stand::Asking, None)),
        false => Ok(Redirect::to("/pair").into_response()),
    }
}

/// Sends the link. The number is forgotten when the message has left.
pub(in crate::pages) async fn send_app(
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Trouble> {
    let visitor = &posted.visitor;
    let Some(session) = pairing_session(&app, visitor).filter(|_| app.settings.stores.is_any()) else {
        return Ok(Redirect::to("/pair").into_response());
    };
    let number = match PhoneNumber::parse(posted.field("number")) {
        Ok(number) => number,
        Err(wrong) => {
            let stand = Stand::Wrong(posted.field("number").chars().take(30).collect(), wrong_text(wrong));
            return Ok(page(&app, visitor, stand, None));
        }
    };
    let throttles = throttle::app_links(&app, session.account, &number);
    let locks = throttles.map(|throttle| Lock::Throttle(throttle.id));
    let mut tx = app.store.begin(&[&[Lock::Account(session.account)], &locks[..]].concat()).await?;
    let wait = throttles::count(tx.as_mut(), &throttles, app.now()).await?.err();
    if wait.is_none() {
        let (account, detail) = (session.account, number.as_str().to_owned());
        let notification = Notification { account, kind: NotificationKind::AppLink, detail };
        tx.insert_notification(&notification, app.now()).await?;
    }
    app.commit(tx, session.account).await?;
    let stand = match wait {
        None => Stand::Sent(number.masked()),
        Some(_) => Stand::Asking,
    };
    Ok(page(&app, visitor, stand, wait))
}

fn may_send(app: &App, visitor: &Visitor) -> bool {
    app.settings.stores.is_any() && pairing_session(app, visitor).is_some()
}

const fn wrong_text(wrong: NotAPhoneNumber) -> &'static str {
    match wrong {
        NotAPhoneNumber::Form | NotAPhoneNumber::Length => "app-link-wrong",
        NotAPhoneNumber::Special => "app-link-special",
    }
}

fn page(app: &App, visitor: &Visitor, stand: Stand, wait: Option<i64>) -> Response {
    let view = PageContext::new(app, visitor);
    let status = match (&stand, wait) {
        (_, Some(_)) => StatusCode::TOO_MANY_REQUESTS,
        (Stand::Wrong(..), None) => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::OK,
    };
    let wait = wait.map(|wait| Wait::new(&view, "pairing-sms-paused", wait));
    AppLinkPage { stores: stores(app, visitor), stand, wait, view }.page(app, visitor, status)
}

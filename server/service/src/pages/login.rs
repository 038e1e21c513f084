//! The login page: username and password.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::BrowserId;
use key_domain::store::accounts::Account;
use key_domain::store::error::StoreError;
use key_domain::store::sessions::Stage;
use zeroize::Zeroizing;

use super::confirm;
use super::context::{PageContext, Shown as _, Wait};
use super::form::Posted;
use super::sign_in::Step;
use super::throttle::{self, Throttles};
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;
use crate::password::{self, Queue};

#[derive(Template)]
#[template(path = "login.html")]
struct LoginPage {
    view: PageContext,
    username: String,
    username_missing: bool,
    password_missing: bool,
    notice: Option<String>,
    /// The user who is signed in here already, in a sentence.
    signed_in: Option<String>,
    wait: Option<Wait>,
}

/// The wait before the next try when too many users log in at once, in milliseconds.
const BUSY_WAIT: i64 = 3_000;

/// Shows the form, and whether the browser is signed in already.
pub(super) async fn show(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let view = PageContext::new(&app, &visitor);
    let signed_in = match visitor.session(Stage::SignedIn) {
        Ok(session) => app.store.account(session.account).await?,
        Err(_) => None,
    };
    let page = LoginPage {
        signed_in: signed_in.map(|account| view.with("welcome-text", "username", account.username.as_str())),
        view,
        username: String::new(),
        username_missing: false,
        password_missing: false,
        notice: None,
        wait: None,
    };
    Ok(page.page(&app, &visitor, StatusCode::OK))
}

/// Checks the password. An unknown user and a wrong password get the same answer and take the same work.
pub(super) async fn send(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let (username, password) = (posted.field("username").trim().to_lowercase(), posted.secret("password"));
    let visitor = &posted.visitor;
    let mut page = LoginPage {
        view: PageContext::new(&app, visitor),
        username_missing: username.is_empty(),
        password_missing: password.is_empty(),
        username,
        notice: None,
        signed_in: None,
        wait: None,
    };
    if page.username_missing || page.password_missing {
        return Ok(page.page(&app, visitor, StatusCode::UNPROCESSABLE_ENTITY));
    }
    match check(&app, visitor, &page.username, password).await? {
        Checked::Busy => {
            page.wait = Some(Wait::new(&page.view, "login-busy", BUSY_WAIT));
            let wait = [(RETRY_AFTER, (BUSY_WAIT / 1000).to_string())];
            Ok((wait, page.page(&app, visitor, StatusCode::SERVICE_UNAVAILABLE)).into_response())
        }
        Checked::Right(account) => go_on(&app, visitor, *account).await,
        Checked::Wait(wait) => {
            page.wait = Some(Wait::new(&page.view, "login-throttled", wait));
            let wait = [(RETRY_AFTER, (wait / 1000 + 1).to_string())];
            Ok((wait, page.page(&app, visitor, StatusCode::TOO_MANY_REQUESTS)).into_response())
        }
        Checked::Wrong => {
            page.notice = Some(page.view.t("login-failed"));
            Ok(page.page(&app, visitor, StatusCode::FORBIDDEN))
        }
    }
}

enum Checked {
    /// The queue of passwords is full.
    Busy,
    Right(Box<Account>),
    /// How many milliseconds to wait.
    Wait(i64),
    Wrong,
}

/// Counts the try before it looks anything up, then hashes: once for every username.
async fn check(
    app: &App,
    visitor: &Visitor,
    username: &str,
    password: Zeroizing<String>,
) -> Result<Checked, StoreError> {
    let browser = visitor.known.unwrap_or_else(|| BrowserId::from_bytes(app.random()));
    let known = app.store.known_browser_of(browser, username).await?;
    let queue = match known {
        Some(_) => Queue::Known(app.parts.secrets.throttle_id("line", username.as_bytes())),
        None => Queue::Others(throttle::address(app, visitor)),
    };
    let throttles = Throttles::password(app, visitor, username, known);
    if let Some(wait) = throttles.held_up(app).await? {
        return Ok(Checked::Wait(wait));
    }
    // A request without a place costs nothing: counting is a write, for which all wait.
    let Some(place) = app.hasher.place(queue) else { return Ok(Checked::Busy) };
    if let Err(wait) = throttles.count(app).await? {
        return Ok(Checked::Wait(wait));
    }
    let account = app.store.account_by_username(username).await?;
    let fits = password.len() <= password::MAX_BYTES;
    let stored = account.as_ref().filter(|_| fits).map(|account| account.password.as_str());
    let salt = app.parts.secrets.nobody_salt(username);
    visitor.turn.end();
    let right = app.hasher.verify(password, stored, salt, place).await;
    let Some(account) = account.filter(|_| right) else { return Ok(Checked::Wrong) };
    throttles.succeed(app).await?;
    Ok(Checked::Right(Box::new(account)))
}

/// Sends a request to Key at once if the account has a device; otherwise the user chooses.
async fn go_on(app: &Arc<App>, visitor: &Visitor, account: Account) -> Result<Response, Trouble> {
    let step = Step::password(app, account.id);
    let session = step.new.id;
    let Some(cookie) = step.take(app, visitor, &account).await? else { return Err(Trouble::LoginFirst) };
    let to = match confirm::start(app, visitor, session, &account).await? {
        confirm::Started::NoDevice | confirm::Started::Paused => "/login/method",
        confirm::Started::Waiting => "/login/confirm",
    };
    Ok((cookie, Redirect::to(to)).into_response())
}

#[cfg(test)]
mod tests;

//! One-time passwords: to log in without Key, and before Key is taken into use. Both doors count together.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Redirect, Response};

use super::form::Posted;
use super::sign_in::{Step, remember_browser};
use super::throttle::Throttles;
use super::trouble::Trouble;
use super::view::{Shown as _, View, Wait};
use super::visitor::Visitor;
use super::{login, pair};
use crate::ids::AccountId;
use crate::one_time;
use crate::service::App;
use crate::store::StoreError;
use crate::store::accounts::NextNumber;
use crate::store::sessions::{Session, Stage};

/// What the one-time password is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    Login,
    Take,
}

/// What the form comes back with.
#[derive(Clone, Copy, Debug)]
enum Said {
    /// The id of the text.
    Error(&'static str),
    Nothing,
    /// So many milliseconds.
    Wait(i64),
}

#[derive(Template)]
#[template(path = "one_time.html")]
struct OneTimePage {
    view: View,
    next: Option<NextNumber>,
    text: String,
    error: Option<String>,
    wait: Option<Wait>,
}

/// The form to log in.
pub(super) async fn show_login(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    show(&app, &visitor, Door::Login, Said::Nothing, StatusCode::OK).await
}

/// The form to take Key into use.
pub(super) async fn show_take(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    show(&app, &visitor, Door::Take, Said::Nothing, StatusCode::OK).await
}

/// Logs in.
pub(super) async fn send_login(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let number = match identify(&app, &posted, Door::Login).await? {
        Ok(number) => number,
        Err(page) => return Ok(page),
    };
    let session = posted.visitor.session(Stage::Password)?;
    end_waiting(&app, session).await?;
    app.store.forget_unanswered(session.account).await?;
    let cookie = Step::by_number(&app, session.account, number).take(&app, &posted.visitor).await?;
    let browser = remember_browser(&app, &posted.visitor, session.account).await?;
    Ok((cookie, browser, Redirect::to("/home")).into_response())
}

/// Goes on to the pairing page.
pub(super) async fn send_take(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    if let Err(page) = identify(&app, &posted, Door::Take).await? {
        return Ok(page);
    }
    let session = posted.visitor.session(Stage::Password)?;
    end_waiting(&app, session).await?;
    let step = Step::identified(&app, session.account);
    let new = step.new.id;
    let cookie = step.take(&app, &posted.visitor).await?;
    pair::start(&app, new, session.account).await?;
    Ok((cookie, Redirect::to("/pair")).into_response())
}

async fn show(
    app: &App,
    visitor: &Visitor,
    door: Door,
    said: Said,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let account = visitor.session(Stage::Password)?.account;
    let next = app.store.next_number(account).await?;
    let view = View::new(app, visitor);
    let text = view.t(match door {
        Door::Login => "one-time-text-login",
        Door::Take => "one-time-text-take",
    });
    let (error, wait) = match said {
        Said::Error(id) => (Some(view.t(id)), None),
        Said::Nothing => (None, None),
        Said::Wait(wait) => (None, Some(Wait::new(&view, "login-throttled", wait))),
    };
    Ok(OneTimePage { view, next, text, error, wait }.page(app, visitor, status))
}

/// Uses up the password that was asked for and gives its number; otherwise the page that says what is wrong.
async fn identify(app: &App, posted: &Posted, door: Door) -> Result<Result<u32, Response>, Trouble> {
    let (visitor, typed) = (&posted.visitor, one_time::normal(posted.field("password")));
    let account = visitor.session(Stage::Password)?.account;
    let again = async |said: Said, status| show(app, visitor, door, said, status).await.map(Err);
    if typed.is_empty() {
        return again(Said::Error("one-time-missing"), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let Some(next) = app.store.next_number(account).await? else {
        return show(app, visitor, door, Said::Nothing, StatusCode::OK).await.map(Err);
    };
    if posted.field("number") != next.number.to_string() {
        return again(Said::Error("one-time-other-number"), StatusCode::CONFLICT).await;
    }
    let known = login::is_known(app, visitor, Some(account)).await?;
    let throttles = Throttles::one_time(app, visitor, account, known);
    if let Err(wait) = throttles.attempt(app).await? {
        let page = again(Said::Wait(wait), StatusCode::TOO_MANY_REQUESTS).await?;
        let wait = [(RETRY_AFTER, (wait / 1000 + 1).to_string())];
        return Ok(page.map_err(|page| (wait, page).into_response()));
    }
    if use_up(app, account, next.number, &typed).await? {
        throttles.succeed(app).await?;
        return Ok(Ok(next.number));
    }
    again(Said::Error("one-time-failed"), StatusCode::FORBIDDEN).await
}

async fn use_up(app: &App, account: AccountId, number: u32, typed: &str) -> Result<bool, StoreError> {
    let hash = app.parts.secrets.one_time_hash(&account, number, typed);
    app.store.use_number(account, number, hash, app.now()).await
}

/// The request on the phones is not needed any more.
async fn end_waiting(app: &Arc<App>, session: &Session) -> Result<(), StoreError> {
    if let Some(login) = session.login {
        app.store.cancel_login(login, app.now()).await?;
        app.changed(session.account);
    }
    Ok(())
}

#[cfg(test)]
mod tests;

//! One-time passwords: to log in without Key, and before Key is set up. Tries in both forms count together.

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::rules::removal;
use key_domain::rules::sign_in::{Destination, OneTime, by_number};
use key_domain::rules::throttles::Throttle;
use key_domain::store::Lock;
use key_domain::store::accounts::NextNumber;
use key_domain::store::devices::{Device, Lifecycle};
use key_domain::store::error::StoreError;
use key_domain::store::sessions::{NewSession, Session, SignedInBy, Stage};
use key_protocol::language::Language;

use super::context::{PageContext, Shown as _, Wait};
use super::elsewhere::Elsewhere;
use super::form::Posted;
use super::method::has_key;
use super::sign_in::{self, Step, remembered};
use super::throttle::{self, Throttles};
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{change, known, pair, paths};
use crate::app::App;
use crate::one_time;

/// The purpose of the one-time password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Purpose {
    /// A signed-in user without a device adds one.
    Add,
    /// The user logs in and disconnects all devices (FK07).
    Disconnect,
    /// A signed-in user without a device makes a new list.
    List,
    Login,
    SetUp,
}

impl Purpose {
    /// The stage of the session that the form belongs to.
    const fn stage(self) -> Stage {
        match self {
            Self::Add | Self::List => Stage::SignedIn,
            Self::Disconnect | Self::Login | Self::SetUp => Stage::Password,
        }
    }
}

/// A notice above the form.
#[derive(Clone, Copy, Debug)]
enum Notice {
    /// The id of the text.
    Error(&'static str),
    Nothing,
    /// How many milliseconds to wait.
    Wait(i64),
}

/// Where a user goes who does not enter a one-time password, and the id of the text that says so.
struct Other {
    path: &'static str,
    text: &'static str,
}

#[derive(Template)]
#[template(path = "one_time.html")]
struct OneTimePage {
    view: PageContext,
    next: Option<NextNumber>,
    title: String,
    text: String,
    submit: String,
    other: Other,
    error: Option<String>,
    wait: Option<Wait>,
    /// Whether the page leads on if a phone confirms the login.
    listens: bool,
    /// The id of what who has lost list or phone can do instead.
    instead: Option<&'static str>,
}

/// Shows the form to log in and disconnect all devices.
pub(super) async fn show_disconnect(
    State(app): State<Arc<App>>,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    show(&app, &visitor, Purpose::Disconnect, Notice::Nothing, StatusCode::OK).await
}

/// Shows the form to log in.
pub(super) async fn show_login(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    if let Elsewhere::Confirmed(on) = Elsewhere::of(&app, visitor.session(Stage::Password)?).await? {
        return Ok(on);
    }
    show(&app, &visitor, Purpose::Login, Notice::Nothing, StatusCode::OK).await
}

/// Shows the form to add a device.
pub(super) async fn show_add(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    show(&app, &visitor, Purpose::Add, Notice::Nothing, StatusCode::OK).await
}

/// Shows the form to make a new list.
pub(super) async fn show_list(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    show(&app, &visitor, Purpose::List, Notice::Nothing, StatusCode::OK).await
}

/// Shows the form to set up Key.
pub(super) async fn show_set_up(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    show(&app, &visitor, Purpose::SetUp, Notice::Nothing, StatusCode::OK).await
}

/// Logs in and disconnects all devices.
pub(super) async fn send_disconnect(
    State(app): State<Arc<App>>,
    posted: Posted,
) -> Result<Response, Trouble> {
    send_in(&app, &posted, Purpose::Disconnect).await
}

/// Logs in.
pub(super) async fn send_login(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    send_in(&app, &posted, Purpose::Login).await
}

async fn send_in(app: &Arc<App>, posted: &Posted, purpose: Purpose) -> Result<Response, Trouble> {
    let page = match log_in(app, posted, purpose).await {
        Ok(Ok(inside)) => return Ok(inside),
        Ok(Err(page)) => Ok(page),
        Err(trouble) => Err(trouble),
    };
    match app.store.is_session(posted.visitor.id, app.now()).await? {
        true => page,
        // The same form has logged in before, perhaps at the same time, and its answer may be lost.
        false => sign_in::resume(app, &posted.visitor, Stage::Password, paths::INSIDE).await,
    }
}

/// Signs in, or returns the page with the error.
async fn log_in(
    app: &Arc<App>,
    posted: &Posted,
    purpose: Purpose,
) -> Result<Result<Response, Response>, Trouble> {
    let typed = match typed(app, posted, purpose).await? {
        Ok(typed) => typed,
        Err(page) => return Ok(Err(page)),
    };
    let visitor = &posted.visitor;
    let step = Step::by_number(app, visitor, &typed.session, typed.one_time.number);
    let (remembered, browser) = remembered(app, visitor);
    let cookie = step.cookie(app);
    let to = match purpose {
        Purpose::Disconnect => change::Ended::AllRemoved.path(),
        Purpose::Add | Purpose::List | Purpose::Login | Purpose::SetUp => paths::INSIDE.to_owned(),
    };
    match open(app, &typed, purpose, step.new, Destination::Home(remembered)).await? {
        true => Ok(Ok((cookie, browser, Redirect::to(&to)).into_response())),
        false => wrong(app, visitor, purpose).await.map(Err),
    }
}

/// Goes on to the pairing page, before the user is signed in.
pub(super) async fn send_set_up(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    go_on_to_pairing(&app, &posted, Purpose::SetUp).await
}

/// Goes on to the pairing page, for a signed-in user without a device.
pub(super) async fn send_add(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let account = posted.visitor.session(Stage::SignedIn)?.account;
    if has_key(&app.store.devices_of(account).await?) {
        return Ok(Redirect::to(paths::DEVICES).into_response());
    }
    go_on_to_pairing(&app, &posted, Purpose::Add).await
}

/// Makes a new list, for a signed-in user without a device: the session gets a new secret, and the list is made from it.
pub(super) async fn send_list(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let account = posted.visitor.session(Stage::SignedIn)?.account;
    if has_key(&app.store.devices_of(account).await?) {
        return Ok(Redirect::to(paths::LIST).into_response());
    }
    let typed = match typed(&app, &posted, Purpose::List).await? {
        Ok(typed) => typed,
        Err(page) => return Ok(page),
    };
    let by = Some(SignedInBy::Number(typed.one_time.number));
    let step = Step::signed_in_again(&app, &typed.session, by);
    let cookie = step.cookie(&app);
    match open(&app, &typed, Purpose::List, step.new, Destination::List).await? {
        true => Ok((cookie, Redirect::to(paths::LIST)).into_response()),
        false => wrong(&app, &posted.visitor, Purpose::List).await,
    }
}

async fn go_on_to_pairing(app: &Arc<App>, posted: &Posted, purpose: Purpose) -> Result<Response, Trouble> {
    let typed = match typed(app, posted, purpose).await? {
        Ok(typed) => typed,
        Err(page) => return Ok(page),
    };
    let step = match purpose {
        Purpose::Add => {
            let by = Some(SignedInBy::Number(typed.one_time.number));
            Step::signed_in_again(app, &typed.session, by)
        }
        Purpose::Disconnect | Purpose::List | Purpose::Login | Purpose::SetUp => {
            Step::identified(app, &typed.session, typed.one_time.number)
        }
    };
    let cookie = step.cookie(app);
    match open(app, &typed, purpose, step.new, Destination::Pairing(pair::new_link(app))).await? {
        true => Ok((cookie, Redirect::to("/pair")).into_response()),
        false => wrong(app, &posted.visitor, purpose).await,
    }
}

/// A one-time password that was typed and counted.
struct Submitted {
    one_time: OneTime,
    session: Session,
    /// The throttles that a right one clears.
    clears: [Throttle; 2],
    throttles: Throttles,
    language: Language,
}

/// The typed one-time password, once the try is counted; otherwise the page with the error.
async fn typed(app: &App, posted: &Posted, purpose: Purpose) -> Result<Result<Submitted, Response>, Trouble> {
    let (visitor, typed) = (&posted.visitor, one_time::normal(posted.field("password")));
    let session = visitor.session(purpose.stage())?.clone();
    let account = session.account;
    let again = async |notice: Notice, status| show(app, visitor, purpose, notice, status).await.map(Err);
    if typed.is_empty() {
        return again(Notice::Error("one-time-missing"), StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let Some(NextNumber { number, .. }) = app.store.next_number(account).await? else {
        return again(Notice::Nothing, StatusCode::OK).await;
    };
    if posted.field("number") != number.to_string() {
        return again(Notice::Error("one-time-other-number"), StatusCode::CONFLICT).await;
    }
    let known = known::browser(app, visitor, account).await?;
    let throttles = Throttles::one_time(app, visitor, account, known);
    if let Err(wait) = throttles.count(app).await? {
        let page = again(Notice::Wait(wait), StatusCode::TOO_MANY_REQUESTS).await?;
        let wait = [(RETRY_AFTER, (wait / 1000 + 1).to_string())];
        return Ok(page.map_err(|page| (wait, page).into_response()));
    }
    let hash = app.parts.secrets.one_time_hash(&account, number, &typed);
    let clears = [throttles.account(), throttle::requests(app, account, known)];
    let one_time = OneTime { number, hash };
    Ok(Ok(Submitted { one_time, session, clears, throttles, language: visitor.language }))
}

/// Takes the step in one transaction: the one-time password is used up only if it succeeds.
async fn open(
    app: &Arc<App>,
    typed: &Submitted,
    purpose: Purpose,
    new: NewSession,
    destination: Destination,
) -> Result<bool, StoreError> {
    let Submitted { one_time, session, clears, throttles, language } = typed;
    let counted = clears.iter().map(|throttle| throttle.id).chain(throttles.address());
    let locks: Vec<_> = counted.map(Lock::Throttle).chain([Lock::Account(session.account)]).collect();
    let mut tx = app.store.begin(&locks).await?;
    let but = new.id;
    let is_right = by_number(tx.as_mut(), (session, new), *one_time, destination, clears, app.now()).await?;
    if is_right {
        if purpose == Purpose::Disconnect {
            removal::of_all(tx.as_mut(), session.account, but, app.now()).await?;
        }
        throttles.release_address(app, tx.as_mut()).await?;
        tx.set_language(session.account, *language).await?;
        app.commit(tx, session.account).await?;
    }
    Ok(is_right)
}

async fn wrong(app: &App, visitor: &Visitor, purpose: Purpose) -> Result<Response, Trouble> {
    show(app, visitor, purpose, Notice::Error("one-time-failed"), StatusCode::FORBIDDEN).await
}

/// The id of what who has lost the list, or one phone of several, can do instead.
fn instead(purpose: Purpose, devices: &[Device]) -> Option<&'static str> {
    let active = devices.iter().filter(|device| device.state == Lifecycle::Active).count();
    match (purpose, active) {
        (Purpose::Disconnect, 2..) => Some("one-time-lost-one"),
        (Purpose::Login, 1..) => Some("one-time-lost"),
        (Purpose::Disconnect | Purpose::Login | Purpose::SetUp, _) => Some("one-time-lost-alone"),
        (Purpose::Add | Purpose::List, _) => None,
    }
}

async fn show(
    app: &App,
    visitor: &Visitor,
    purpose: Purpose,
    notice: Notice,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let session = visitor.session(purpose.stage())?;
    let account = session.account;
    let listens = purpose == Purpose::Login && Elsewhere::of(app, session).await?.listens();
    let next = app.store.next_number(account).await?;
    let devices = app.store.devices_of(account).await?;
    let instead = instead(purpose, &devices);
    let view = PageContext::new(app, visitor);
    let text = view.t(match purpose {
        Purpose::Add => "one-time-text-add",
        Purpose::Disconnect => "one-time-text-disconnect",
        Purpose::List => "one-time-text-list",
        Purpose::Login => "one-time-text-login",
        Purpose::SetUp if has_key(&devices) => "one-time-text-add",
        Purpose::SetUp => "one-time-text-set-up",
    });
    let title = view.t(match purpose {
        Purpose::Disconnect => "disconnect-all-title",
        Purpose::Add | Purpose::List | Purpose::Login | Purpose::SetUp => "one-time-title",
    });
    let submit = view.t(match purpose {
        Purpose::Disconnect => "disconnect-all-submit",
        Purpose::Add | Purpose::List | Purpose::Login | Purpose::SetUp => "one-time-submit",
    });
    let (error, wait) = match notice {
        Notice::Error(id) => (Some(view.t(id)), None),
        Notice::Nothing => (None, None),
        Notice::Wait(wait) => (None, Some(Wait::new(&view, "login-throttled", wait))),
    };
    let other = match purpose {
        Purpose::Add => Other { path: paths::DEVICES, text: "devices-back" },
        Purpose::List => Other { path: paths::LIST, text: "list-back" },
        Purpose::Disconnect | Purpose::Login | Purpose::SetUp => {
            Other { path: "/login/method", text: "method-other" }
        }
    };
    Ok(OneTimePage { view, next, title, text, submit, other, error, wait, listens, instead }
        .page(app, visitor, status))
}

#[cfg(test)]
mod tests;

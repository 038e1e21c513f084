//! The start page of the try-out: login page and phones side by side. A service in real use redirects to the login
//! page.

mod admission;
mod inbox;

use std::sync::Arc;

use askama::Template;
use axum::extract::State;
use axum::http::header::{CONTENT_SECURITY_POLICY, HeaderName, HeaderValue};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::ids::AccountId;
use key_domain::store::error::StoreError;

use self::inbox::Received;
use super::context::{PageContext, Shown as _};
use super::headers;
use super::trouble::Trouble;
use super::visitor::Visitor;
use crate::app::App;
use crate::one_time;
use crate::settings::{Tryout, TryoutPhone, TryoutUser};

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    view: PageContext,
    phones: Vec<PhoneFrame>,
    /// Without scripts, or without the login page beside it, all steps of the first login are shown.
    steps: Vec<StartStep>,
    users: Vec<UserRow>,
    /// What the service has sent, newest first.
    messages: Vec<Received>,
}

/// What to do while the login page beside it is at a path.
struct StartStep {
    path: &'static str,
    text: String,
    /// Whether it lies beside the way to the first login with Key, and is shown only while the page is there.
    aside: bool,
}

/// The steps of the first login in their order, with the ids of what to do there: the paths of pages, or the step that a
/// page itself names.
const STEPS: [(&str, &str); 10] = [
    ("/login", "start-step-login"),
    ("/login/method", "start-step-method"),
    ("/login/set-up", "start-step-one-time"),
    ("/pair", "start-step-pair"),
    ("pair/phone", "start-step-phone"),
    ("pair/compare", "start-step-compare"),
    ("pair/connected", "start-step-connected"),
    ("/home", "start-step-home"),
    ("/login/confirm /devices/confirm", "start-step-confirm"),
    ("home/done", "start-step-done"),
];

/// What to do at other pages.
const ASIDE: [(&str, &str); 4] = [
    ("/devices", "start-step-devices"),
    ("pair/sms", "start-step-sms"),
    ("login/aborted", "start-step-again"),
    ("login/inside", "start-step-inside"),
];

/// A user and their next way to log in.
struct UserRow {
    username: String,
    password: String,
    one_time_passwords: Vec<(u32, String)>,
    /// Whether the list is nearly used up.
    few: bool,
    /// Whether the user has made a new list, which the start page does not know.
    replaced: bool,
}

struct PhoneFrame {
    title: String,
    open: String,
    address: String,
    /// The name of its frame, in which links of messages open.
    frame: String,
    /// The words of such a link.
    link: String,
}

/// Shows the start page, which may frame the phones and lets them use the camera.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    uri: Uri,
    headers: HeaderMap,
    visitor: Visitor,
) -> Result<Response, Trouble> {
    let Some(tryout) = app.settings.tryout.clone() else {
        return Ok(Redirect::to("/login").into_response());
    };
    if let Some(answer) = admission::stop(&app, &tryout.admission, &uri, &headers, visitor.language) {
        return Ok(answer);
    }
    let view = PageContext::new(&app, &visitor);
    let origins: Vec<_> = tryout.phones.iter().map(|phone| phone.origin.as_str()).collect();
    let policy = headers::policy(&app, &["'self'", &origins.join(" ")].join(" "));
    let quoted: Vec<_> = origins.iter().map(|origin| format!("\"{origin}\"")).collect();
    let quoted = quoted.join(" ");
    let permissions = format!(
        "camera=(self {quoted}), clipboard-read=(self {quoted}), clipboard-write=(self {quoted}), \
         geolocation=(), microphone=(), payment=(), usb=()"
    );
    let phones = frames(&view, &tryout);
    let users = rows(&app, tryout.users).await?;
    let messages = inbox::newest(&app.settings.outbox);
    let step = |aside| {
        let view = &view;
        move |(path, id)| StartStep { path, text: view.t(id), aside }
    };
    let steps = STEPS.into_iter().map(step(false)).chain(ASIDE.into_iter().map(step(true))).collect();
    let mut response =
        StartPage { view, phones, steps, users, messages }.page(&app, &visitor, StatusCode::OK);
    for (name, value) in
        [(CONTENT_SECURITY_POLICY, policy), (HeaderName::from_static("permissions-policy"), permissions)]
    {
        let value = HeaderValue::from_str(&value).map_err(|_| Trouble::Failed)?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

fn frames(view: &PageContext, tryout: &Tryout) -> Vec<PhoneFrame> {
    let several = tryout.phones.len() > 1;
    let frame = |(number, phone): (u32, &TryoutPhone)| PhoneFrame {
        title: match several {
            true => view.count("start-phone-number", "number", &number),
            false => view.t("start-phone"),
        },
        open: match several {
            true => view.count("start-open-phone-number", "number", &number),
            false => view.t("start-open-phone"),
        },
        address: phone.address.to_string(),
        frame: format!("phone-{number}"),
        link: match several {
            true => view.count("start-message-link-number", "number", &number),
            false => view.t("start-message-link"),
        },
    };
    (1..).zip(&tryout.phones).map(frame).collect()
}

async fn rows(app: &App, users: Vec<TryoutUser>) -> Result<Vec<UserRow>, StoreError> {
    let mut rows = Vec::new();
    for user in users {
        let Some(account) = app.store.account_by_username(&user.username).await? else { continue };
        let next = app.store.next_number(account.id).await?.map_or(u32::MAX, |next| next.number);
        let mut one_time_passwords = user.next_passwords(next);
        let replaced = is_replaced(app, account.id, &user, next).await?;
        if replaced {
            one_time_passwords.clear();
        }
        let few = !replaced && one_time_passwords.len() < TryoutUser::SHOWN;
        let TryoutUser { username, password, .. } = user;
        rows.push(UserRow { username, password, one_time_passwords, few, replaced });
    }
    Ok(rows)
}

/// Whether the next password of the list that the try-out knows is not the one that the user is asked for.
async fn is_replaced(
    app: &App,
    account: AccountId,
    user: &TryoutUser,
    next: u32,
) -> Result<bool, StoreError> {
    let Some((number, password)) = user.next_passwords(next).into_iter().next() else {
        return Ok(user.one_time_passwords.is_empty());
    };
    let hash = app.parts.secrets.one_time_hash(&account, number, &one_time::normal(&password));
    Ok(!app.store.is_on_list(account, number, &hash).await?)
}

#[cfg(test)]
mod tests;

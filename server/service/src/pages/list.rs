//! The page "Password list": how many one-time passwords are left, and a new list (PL04, PK16).
//!
//! Key confirms a new list, or the user types a one-time password of the old one. For some minutes the page can show the
//! new list again ([`new_list`]).

use std::sync::Arc;

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Redirect, Response};
use key_domain::rules::lists;
use key_domain::store::Lock;
use key_domain::store::accounts::Account;
use key_domain::store::sessions::{SHOW_LIST, Session, Stage};
use key_protocol::statement::moment;
use zeroize::Zeroizing;

use super::change::{self, Asked, Ended, EndedQuery, Notice, Started};
use super::context::{PageContext, Shown as _, Wait};
use super::form::Posted;
use super::method::has_key;
use super::trouble::Trouble;
use super::visitor::Visitor;
use super::{new_list, paths};
use crate::app::App;
use crate::password_list::{PasswordList, Texts, draw};

/// From how many one-time passwords on the user is warned that the list is running out.
pub(super) const FEW: u32 = 10;

#[derive(Template)]
#[template(path = "list.html")]
struct ListPage {
    view: PageContext,
    left: u32,
    has_key: bool,
    /// The new list, which was made in this session.
    passwords: Option<Vec<Zeroizing<String>>>,
    notice: Option<Notice>,
    wait: Option<Wait>,
    /// Whether the user wanted to log out.
    leaving: bool,
}

/// Shows the page.
pub(super) async fn show(
    State(app): State<Arc<App>>,
    visitor: Visitor,
    Query(query): Query<EndedQuery>,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    if lists::is_allowed(session) && new_list::take_up(&app, &visitor, session).await? {
        return Ok(Redirect::to(paths::LIST).into_response());
    }
    page(&app, &visitor, query.ended(), None, StatusCode::OK).await
}

async fn page(
    app: &App,
    visitor: &Visitor,
    ended: Option<Ended>,
    wait: Option<i64>,
    status: StatusCode,
) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    let view = PageContext::new(app, visitor);
    let page = ListPage {
        left: app.store.next_number(session.account).await?.map_or(0, |next| next.left),
        has_key: has_key(&app.store.devices_of(session.account).await?),
        passwords: session.shows_list(app.now()).then(|| new_list::passwords(app, visitor)),
        leaving: ended == Some(Ended::ListUnsaved),
        notice: ended.map(|ended| Notice::of(&view, ended)),
        wait: wait.map(|wait| Wait::new(&view, "method-paused", wait)),
        view,
    };
    Ok(page.page(app, visitor, status))
}

/// Asks the devices to confirm a new list. If there is none, a one-time password is asked for instead.
pub(super) async fn renew(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let visitor = &posted.visitor;
    let session = visitor.session(Stage::SignedIn)?;
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    match change::start(&app, visitor, session, &account, Asked::List).await? {
        Started::NoDevice if !has_key(&app.store.devices_of(account.id).await?) => {
            Ok(Redirect::to("/list/confirm").into_response())
        }
        Started::NoDevice => page(&app, visitor, Some(Ended::Unasked), None, StatusCode::CONFLICT).await,
        Started::ListOpen => Ok(Redirect::to(&Ended::ListOpen.path_on(paths::LIST)).into_response()),
        Started::NoSession => Err(Trouble::LoginFirst),
        Started::Paused(wait) => page(&app, visitor, None, Some(wait), StatusCode::TOO_MANY_REQUESTS).await,
        Started::Waiting(cookie) => Ok((cookie, Redirect::to(paths::CHANGE)).into_response()),
    }
}

/// The user has saved the new list: it is not shown any more.
pub(super) async fn saved(State(app): State<Arc<App>>, posted: Posted) -> Result<Response, Trouble> {
    let session = posted.visitor.session(Stage::SignedIn)?;
    let mut tx = app.store.begin(&[Lock::Account(session.account)]).await?;
    if let Some(mut session) = tx.session(session.id).await?.filter(|session| session.shows_list(app.now())) {
        session.list_until = None;
        tx.update_session(&session).await?;
        tx.commit().await?;
    }
    Ok(Redirect::to(paths::INSIDE).into_response())
}

/// The new list as a PDF.
pub(super) async fn paper(State(app): State<Arc<App>>, visitor: Visitor) -> Result<Response, Trouble> {
    let session = visitor.session(Stage::SignedIn)?;
    if !session.shows_list(app.now()) {
        return Ok(Redirect::to(paths::LIST).into_response());
    }
    let account = app.store.account(session.account).await?.ok_or(Trouble::LoginFirst)?;
    let view = PageContext::new(&app, &visitor);
    let pdf = printed(&app, &view, &account, session, &new_list::passwords(&app, &visitor));
    let name = format!("attachment; filename=\"{}.pdf\"", view.t("list-file"));
    Ok(([(CONTENT_TYPE, "application/pdf"), (CONTENT_DISPOSITION, name.as_str())], pdf.to_vec())
        .into_response())
}

fn printed(
    app: &App,
    view: &PageContext,
    account: &Account,
    session: &Session,
    passwords: &[Zeroizing<String>],
) -> Zeroizing<Vec<u8>> {
    // Where a word may be divided on a page is no hyphen on paper.
    let text = |id: &str| view.t(id).replace('\u{ad}', "");
    let [title, username, tenant, created, using, keeping] =
        ["list-title", "list-username", "list-company", "list-created", "list-using", "list-keeping"]
            .map(text);
    let pages = view.pages("list-page");
    let made = session.list_until.map_or(app.now(), |until| until - SHOW_LIST);
    draw(&PasswordList {
        service: app.settings.name.as_str(),
        tenant: account.tenant.as_ref().map(|tenant| tenant.as_str()),
        username: account.username.as_str(),
        created: &moment(made / 1000, view.language, 0),
        passwords,
        texts: &Texts {
            language: view.tag(),
            title: &title,
            username: &username,
            tenant: &tenant,
            created: &created,
            using: &using,
            keeping: &keeping,
            page: &pages,
        },
    })
}

#[cfg(test)]
mod tests;

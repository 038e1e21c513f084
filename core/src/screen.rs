//! The screens of the phone as plain data, and the actions of a user on them. A user interface draws a [`View`] and
//! sends [`Action`]s; it decides nothing.

mod action;
mod fresh;
mod home;
mod pages;
mod parts;
mod problem;
mod request;

use std::time::Duration;

use key_protocol::digits::SixDigits;
use key_protocol::language::Language;

pub use self::action::Action;
pub use self::fresh::Fresh;
pub use self::home::{FailureView, Home, RequestSummary, UnfinishedView};
pub use self::pages::{
    AccountPage, AccountView, AnsweredId, AnsweredSummary, AnsweredView, Decided, EditedName, OfflineView,
    SettingsView,
};
pub use self::parts::{Asked, Camera, Purpose, Work};
pub use self::problem::{ChoosePinProblem, Ended, IdentifyProblem, LinkProblem, NameProblem};
pub use self::request::{Lifetime, Question, RequestView};
use crate::account::AccountId;
use crate::platform::Protection;
use crate::vault::Theme;

/// How long a success stays that needs no answer.
const SUCCESS_STAYS: Duration = Duration::from_secs(2);

/// Everything that a user interface draws.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The language to draw in. A statement on the screen is already in this language.
    pub language: Language,
    /// The language set in Key. With `None`, Key follows the platform's language
    /// ([`crate::presenter::Presenter::follow`]).
    pub language_setting: Option<Language>,
    /// The colours set in Key. With `None`, Key follows the platform.
    pub theme: Option<Theme>,
    /// The screen.
    pub screen: Screen,
    /// The pending requests that are not on the screen, newest first ([`Action::Open`]). Every screen shows them.
    pub waiting: Vec<RequestSummary>,
}

impl View {
    /// How often the view has to be drawn again without a change. Requests show their age and the time that is left.
    #[must_use]
    pub fn fresh(&self) -> Fresh {
        let shows_time = match &self.screen {
            Screen::Home(home) => !home.unfinished.is_empty() || !home.answered.is_empty(),
            Screen::Account(page) => !page.answered.is_empty(),
            Screen::Identify { question, .. } => question.is_some(),
            Screen::OfflineCode(offline) => offline.code.is_some(),
            Screen::Request(_) | Screen::TypeDigits { .. } => true,
            _ => false,
        };
        if shows_time || !self.waiting.is_empty() { Fresh::EachSecond } else { Fresh::UntilChanged }
    }

    /// How long the view stays before a user interface sends [`Action::Dismiss`], if it needs no answer.
    #[must_use]
    pub fn closes_after(&self) -> Option<Duration> {
        let is_success = matches!(
            &self.screen,
            Screen::Decided { answer: Decided::Confirmed, failures: None, saved: true, .. }
        );
        (is_success && self.waiting.is_empty()).then_some(SUCCESS_STAYS)
    }
}

/// One screen, with one decision for the user.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// About Key: its version, its licences, and where keys are kept ([`Action::Back`]).
    About {
        /// Where keys are kept.
        protection: Protection,
        /// The version of Key.
        version: &'static str,
    },
    /// The page of an account.
    Account(AccountPage),
    /// An answered request.
    Answered(AnsweredView),
    /// The user is asked "Can you see the QR code on the login page?" ([`Action::CodeVisible`], [`Action::EnterLink`],
    /// [`Action::Back`]).
    AskVisible,
    /// The user is asked whether to disconnect this phone from an account ([`Action::Disconnect`], [`Action::Back`]).
    AskDisconnect {
        /// The account.
        account: AccountId,
        /// The service's name.
        service: String,
        /// The username.
        username: String,
    },
    /// The user is offered biometrics instead of typing the PIN ([`Action::UseBiometrics`],
    /// [`Action::SkipBiometrics`]).
    BiometricsOffer,
    /// The user chooses the PIN for all accounts ([`Action::Digit`], [`Action::Erase`], [`Action::Back`]).
    ChoosePin {
        /// The number of digits typed.
        filled: usize,
        /// The problem with the last try.
        problem: Option<ChoosePinProblem>,
        /// Whether the user is repeating the PIN.
        repeat: bool,
    },
    /// The user chooses the account of an offline code ([`Action::OpenOfflineOf`], [`Action::Back`]).
    ChooseAccount {
        /// The accounts that have offline codes.
        accounts: Vec<AccountView>,
    },
    /// A request was answered ([`Action::Back`], and the actions of a [`FailureView`]).
    Decided {
        /// The answer.
        answer: Decided,
        /// What was answered.
        asked: Asked,
        /// Wrong PINs before this right one.
        failures: Option<FailureView>,
        /// Whether this phone could save the answer. The service has it either way.
        saved: bool,
        /// The service's name.
        service: String,
    },
    /// The user edits a name.
    EditName {
        /// The name.
        edited: EditedName,
        /// The problem with the last name that was given.
        problem: Option<NameProblem>,
        /// The name as it is.
        text: String,
    },
    /// A pairing or a request ended without success ([`Action::Back`], [`Action::Retry`] if `retry` is set, and
    /// [`Action::CodeVisible`] if `new_code` is set).
    Ended {
        /// Whether a new code from the login page helps.
        new_code: bool,
        /// The reason.
        reason: Ended,
        /// Whether [`Action::Retry`] goes back to a step that can be tried again.
        retry: bool,
        /// The service's name, if it is known.
        service: Option<String>,
    },
    /// Accounts and pending requests.
    Home(Home),
    /// The user identifies with a factor ([`Action::Digit`], [`Action::Erase`], [`Action::Back`], and
    /// [`Action::UseBiometrics`] if `biometrics` is set).
    Identify {
        /// Whether the service still has the previous PIN of the other accounts.
        behind: bool,
        /// Whether biometrics can be used instead of the PIN.
        biometrics: bool,
        /// The number of digits typed.
        filled: usize,
        /// The problem with the last try.
        problem: Option<IdentifyProblem>,
        /// The purpose.
        purpose: Purpose,
        /// The request to confirm.
        question: Option<Question>,
        /// The service that is asked.
        service: String,
    },
    /// Key could not tell the service to disconnect this phone from an account ([`Action::Retry`], [`Action::Forget`],
    /// [`Action::Back`]).
    NotDisconnected {
        /// The account.
        account: AccountId,
        /// The service's name.
        service: String,
    },
    /// An offline code.
    OfflineCode(OfflineView),
    /// The pairing waits for the user's confirmation on the login page. It keeps waiting after [`Action::Back`], and
    /// ends by [`Action::GiveUp`].
    PairCommit {
        /// The comparison code, which the login page shows too.
        code: SixDigits,
        /// The service's name.
        service: String,
    },
    /// The pairing has succeeded ([`Action::Back`]).
    Paired {
        /// The service's name.
        service: String,
        /// The account.
        username: String,
    },
    /// A link has opened Key ([`Action::AcceptLink`], [`Action::Back`]). Nobody was called yet.
    OpenLink {
        /// The host of the service that the link names; letters outside ASCII in their `xn--` form.
        host: String,
    },
    /// The user types or pastes a pairing link ([`Action::LinkGiven`], [`Action::CodeVisible`], [`Action::Back`]).
    PasteLink {
        /// The problem with the last link.
        problem: Option<LinkProblem>,
    },
    /// The PIN was changed ([`Action::Back`]).
    PinChanged {
        /// The services that still have the previous PIN, and will get the new one when the change is finished.
        behind: Vec<String>,
    },
    /// The user reviews the pairing ([`Action::ConfirmPairing`], [`Action::GiveUp`]; after [`Action::Back`] it can be
    /// continued from the first screen).
    ReviewPairing {
        /// Whether the account is on this phone already, and can confirm.
        already: bool,
        /// The service's host name; letters outside ASCII in their `xn--` form.
        host: String,
        /// The service's name.
        service: String,
        /// The company, where the service has several.
        tenant: Option<String>,
        /// The account.
        username: String,
    },
    /// A request ([`Action::Confirm`], [`Action::Decline`], [`Action::NotMe`], [`Action::Back`]).
    Request(RequestView),
    /// The camera looks for a QR code ([`Action::CodeSeen`], [`Action::CameraMissing`], [`Action::CameraRefused`],
    /// [`Action::PictureUnreadable`], [`Action::PictureWithoutCode`], [`Action::EnterLink`], [`Action::Back`], and
    /// without the camera [`Action::CodeVisible`] to try it again).
    Scan {
        /// Whether the camera can be used. Without it, the user continues with a picture or the link (PK08).
        camera: Camera,
        /// The problem with the last picture.
        problem: Option<LinkProblem>,
    },
    /// The settings.
    Settings(SettingsView),
    /// The user types the six digits of the login page ([`Action::Digit`], [`Action::Erase`], [`Action::Confirm`] once
    /// there are six, [`Action::Back`]).
    TypeDigits {
        /// The digits typed so far.
        digits: String,
        /// Whether the digits typed before were not those of the page.
        mistyped: bool,
        /// The request to confirm.
        question: Question,
        /// The service's name.
        service: String,
    },
    /// A call to the service is under way; the user has nothing to do.
    Working {
        /// The work under way.
        what: Work,
    },
}

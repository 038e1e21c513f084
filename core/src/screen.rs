//! What the phone shows, as plain data, and what a user can do there. A user interface draws a [`View`] and sends
//! [`Action`]s; it decides nothing.

mod action;
mod fresh;
mod problem;

use key_protocol::digits::SixDigits;
use key_protocol::id::RequestId;
use key_protocol::language::Language;
use key_protocol::statement::Statement;

pub use self::action::Action;
pub use self::fresh::Fresh;
pub use self::problem::{ChoosePinProblem, Ended, IdentifyProblem, LinkProblem};
use crate::account::{AccountId, AccountState};

/// All that is to be drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The language to draw in. A statement on the screen is already in it.
    pub language: Language,
    /// The language set in Key; `None` follows the platform's ([`crate::presenter::Presenter::follow`]).
    pub language_setting: Option<Language>,
    /// The screen.
    pub screen: Screen,
}

/// One screen. Each has one thing to decide.
#[derive(Clone, Debug, PartialEq)]
pub enum Screen {
    /// "Can you see the QR code on the login page?" ([`Action::CodeVisible`], [`Action::EnterLink`], [`Action::Back`])
    AskVisible,
    /// Whether this phone shall be disconnected from an account ([`Action::Disconnect`], [`Action::Back`]).
    AskDisconnect {
        /// The account.
        account: AccountId,
        /// The service's name.
        service: String,
        /// The username.
        username: String,
    },
    /// Biometrics may be used instead of typing the PIN ([`Action::UseBiometrics`], [`Action::SkipBiometrics`]).
    BiometricsOffer,
    /// The PIN for all accounts is chosen ([`Action::Digit`], [`Action::Erase`], [`Action::Back`]).
    ChoosePin {
        /// How many digits were typed.
        filled: usize,
        /// What was wrong with the last try.
        problem: Option<ChoosePinProblem>,
        /// Whether the PIN is typed the second time.
        repeat: bool,
    },
    /// A request was answered ([`Action::Back`], and what a [`FailureView`] offers).
    Decided {
        /// How.
        answer: Decided,
        /// Wrong PINs before this one.
        failures: Option<FailureView>,
        /// Whether this phone could save it. The service has the answer either way.
        saved: bool,
        /// The service's name.
        service: String,
    },
    /// Something ended without success ([`Action::Back`], and [`Action::Retry`] where `retry` is set).
    Ended {
        /// Why.
        reason: Ended,
        /// Whether [`Action::Retry`] goes back to where it can be tried again.
        retry: bool,
        /// The service's name, where one was known.
        service: Option<String>,
    },
    /// Accounts and pending requests.
    Home(Home),
    /// The user shows who they are ([`Action::Digit`], [`Action::Erase`], [`Action::Back`], and
    /// [`Action::UseBiometrics`] where offered).
    Identify {
        /// Whether biometrics can be used instead.
        biometrics: bool,
        /// How many digits were typed.
        filled: usize,
        /// What was wrong with the last try.
        problem: Option<IdentifyProblem>,
        /// What for.
        purpose: Purpose,
        /// The service that is asked.
        service: String,
    },
    /// The service could not be told that this phone leaves an account ([`Action::Retry`], [`Action::Forget`],
    /// [`Action::Back`]).
    NotDisconnected {
        /// The account.
        account: AccountId,
        /// The service's name.
        service: String,
    },
    /// The pairing waits for the user's word on the login page ([`Action::Back`] leaves it waiting).
    PairCommit {
        /// The same code that the page shows.
        code: SixDigits,
        /// The service's name.
        service: String,
    },
    /// Paired ([`Action::Back`]).
    Paired {
        /// The service's name.
        service: String,
        /// The account.
        username: String,
    },
    /// A pairing link is typed or pasted ([`Action::LinkGiven`], [`Action::CodeVisible`], [`Action::Back`]).
    PasteLink {
        /// What was wrong with the last one.
        problem: Option<LinkProblem>,
    },
    /// What will be paired ([`Action::ConfirmPairing`], [`Action::Back`]).
    ReviewPairing {
        /// The service's host name; letters outside ASCII in their `xn--` form.
        host: String,
        /// The service's name.
        service: String,
        /// The company, where there are several.
        tenant: Option<String>,
        /// The account.
        username: String,
    },
    /// A request ([`Action::Confirm`], [`Action::Decline`], [`Action::NotMe`], [`Action::Back`]).
    Request(RequestView),
    /// The camera looks for a code ([`Action::CodeSeen`], [`Action::CameraRefused`], [`Action::PictureUnreadable`], [`Action::PictureWithoutCode`],
    /// [`Action::EnterLink`], [`Action::Back`]).
    Scan {
        /// Whether the camera may be used; without it, picture and link are the way on (PK08).
        camera: bool,
        /// What was wrong with the last picture.
        problem: Option<LinkProblem>,
    },
    /// The six digits of the login page are typed ([`Action::Digit`], [`Action::Erase`], [`Action::Back`]).
    TypeDigits {
        /// What was typed.
        digits: String,
        /// The service's name.
        service: String,
    },
    /// The service is being asked; nothing to do.
    Working {
        /// What is going on.
        what: Work,
    },
}

impl Screen {
    /// When it has to be drawn anew though nothing has changed. Requests say how old they are, and go when they run out.
    #[must_use]
    pub fn fresh(&self) -> Fresh {
        match self {
            Self::Home(home) if !home.requests.is_empty() => Fresh::EachSecond,
            _ => Fresh::UntilChanged,
        }
    }
}

/// The first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct Home {
    /// The accounts, in the order they were added. Empty: [`Action::AddAccount`] is what there is to do.
    pub accounts: Vec<AccountView>,
    /// Wrong PINs that the user has not looked at.
    pub failures: Vec<FailureView>,
    /// Requests that wait for an answer, newest first ([`Action::Open`]).
    pub requests: Vec<RequestSummary>,
}

/// Wrong PINs or biometrics on an account, told after a right one ([`Action::KnownFailures`],
/// [`Action::AskDisconnect`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailureView {
    /// The account.
    pub account: AccountId,
    /// How many.
    pub count: u32,
    /// The service's name.
    pub service: String,
    /// When the first was: seconds since 1970, by the service's clock.
    pub since: i64,
    /// The offset of local time from UTC, in minutes.
    pub utc_offset: i16,
}

/// An account on the first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountView {
    /// Its identity.
    pub id: AccountId,
    /// Whether the service could be reached when last tried.
    pub reachable: bool,
    /// The service's name.
    pub service: String,
    /// How the account stands; [`AccountState::Active`] offers [`Action::AskDisconnect`], anything else
    /// [`Action::Forget`], and says what to do.
    pub state: AccountState,
    /// The company, where there are several.
    pub tenant: Option<String>,
    /// The username.
    pub username: String,
}

/// A request on the first screen.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestSummary {
    /// Its identity.
    pub id: RequestId,
    /// When it was made, seconds since 1970, by the service's clock.
    pub issued: i64,
    /// The browser that asks.
    pub browser: String,
    /// The service's name.
    pub service: String,
    /// The username.
    pub username: String,
}

/// A request, shown with the very words that a confirmation signs.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestView {
    /// Whether the digits of the page will have to be typed.
    pub digits: bool,
    /// Its identity.
    pub id: RequestId,
    /// Whether the browser has not signed in to this account before.
    pub new_browser: bool,
    /// The service's name.
    pub service: String,
    /// The words.
    pub statement: Statement,
    /// The company, where there are several.
    pub tenant: Option<String>,
    /// The username.
    pub username: String,
}

/// What the user must identify for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Another account is added: the PIN is checked with a service already paired.
    AddAccount,
    /// A login is confirmed.
    Confirm,
}

/// What is going on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// The PIN is checked with a service already paired.
    Checking,
    /// The link is shown to its service.
    Claiming,
    /// The answer is sent.
    Deciding,
    /// The service is told that this phone leaves.
    Disconnecting,
    /// The keys are made and registered.
    Enrolling,
}

/// How a request was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decided {
    /// The login goes on.
    Confirmed,
    /// The login was ended.
    Declined,
    /// The login was ended and the service warned.
    NotMe,
}

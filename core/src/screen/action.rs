//! What a user can do on a screen.

use key_protocol::id::RequestId;
use key_protocol::language::Language;

use crate::account::AccountId;

/// What a user can do. An action that does not fit the screen does nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Add an account.
    AddAccount,
    /// Ask whether this phone shall be disconnected from an account.
    AskDisconnect(AccountId),
    /// One step back, or home.
    Back,
    /// The camera was refused or is not there.
    CameraRefused,
    /// The camera or a picture showed a QR code with this text.
    CodeSeen(String),
    /// "Yes, scan the QR code".
    CodeVisible,
    /// Confirm the shown request.
    Confirm,
    /// Confirm the shown pairing.
    ConfirmPairing,
    /// Decline the shown request.
    Decline,
    /// A digit, 0 to 9.
    Digit(u8),
    /// Disconnect this phone from the account that was asked about.
    Disconnect,
    /// Type or paste the link instead.
    EnterLink,
    /// Take the last digit back.
    Erase,
    /// Remove an account from this phone; its service is not told.
    Forget(AccountId),
    /// The wrong PINs of this account were the user's own.
    KnownFailures(AccountId),
    /// Set the language; `None` follows the platform's.
    Language(Option<Language>),
    /// This link was typed or pasted, or opened Key.
    LinkGiven(String),
    /// "This was not me": decline and warn.
    NotMe,
    /// Open a request.
    Open(RequestId),
    /// The file is no picture, or too large a one.
    PictureUnreadable,
    /// The picture holds no QR code.
    PictureWithoutCode,
    /// Try again what failed.
    Retry,
    /// No biometrics.
    SkipBiometrics,
    /// Use biometrics.
    UseBiometrics,
}

//! The actions of a user on a screen.

use key_protocol::id::RequestId;
use key_protocol::language::Language;

use crate::account::AccountId;

/// An action of the user. An action that does not fit the screen does nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Add an account.
    AddAccount,
    /// Ask whether to disconnect this phone from an account.
    AskDisconnect(AccountId),
    /// Go one step back, or home.
    Back,
    /// There is no camera.
    CameraMissing,
    /// The camera was refused.
    CameraRefused,
    /// The camera or a picture showed a QR code with this text.
    CodeSeen(String),
    /// "Yes, scan the QR code", or try the camera again.
    CodeVisible,
    /// Confirm the shown request, or the digits of the login page.
    Confirm,
    /// Confirm the shown pairing.
    ConfirmPairing,
    /// Continue a pairing that the user has left.
    ContinuePairing(AccountId),
    /// Decline the shown request.
    Decline,
    /// Type a digit, 0 to 9.
    Digit(u8),
    /// Disconnect this phone from the account that was asked about.
    Disconnect,
    /// Close the confirmation of a success that needs no answer.
    Dismiss,
    /// Type or paste the link instead.
    EnterLink,
    /// Delete the last digit.
    Erase,
    /// Remove an account from this phone without telling its service.
    Forget(AccountId),
    /// Give up the pairing.
    GiveUp,
    /// Dismiss the wrong PINs of this account as the user's own.
    KnownFailures(AccountId),
    /// Set the language; `None` follows the platform's language.
    Language(Option<Language>),
    /// The user typed or pasted this link, or opened Key with it.
    LinkGiven(String),
    /// "This was not me": decline and warn.
    NotMe,
    /// Open a request.
    Open(RequestId),
    /// The file is not a picture, or is too large.
    PictureUnreadable,
    /// The picture contains no QR code.
    PictureWithoutCode,
    /// Try the failed step again.
    Retry,
    /// Continue without biometrics.
    SkipBiometrics,
    /// Use biometrics.
    UseBiometrics,
}

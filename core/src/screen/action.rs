//! The actions of a user on a screen.

use key_protocol::id::RequestId;
use key_protocol::language::Language;

use super::AnsweredId;
use crate::account::AccountId;
use crate::vault::Theme;

/// An action of the user. An action that does not fit the screen does nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Go on with the link that has opened Key.
    AcceptLink,
    /// Add an account.
    AddAccount,
    /// Ask whether to disconnect this phone from an account.
    AskDisconnect(AccountId),
    /// Go one step back, or home.
    Back,
    /// Change the PIN, or finish changing it.
    ChangePin,
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
    /// Edit the user's own name for the shown account.
    EditAccountName,
    /// Edit the name of this phone.
    EditPhoneName,
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
    /// The user typed or pasted this link.
    LinkGiven(String),
    /// This link has opened Key: the user has tapped it in a message or on a page.
    LinkOpened(String),
    /// The user has given this name; an empty one takes it away.
    NameGiven(String),
    /// "This was not me": decline and warn.
    NotMe,
    /// Open a request.
    Open(RequestId),
    /// Open what there is to know about Key.
    OpenAbout,
    /// Open an account.
    OpenAccount(AccountId),
    /// Open an answered request.
    OpenAnswered(AnsweredId),
    /// Show an offline code: the user chooses the account if there are several.
    OpenOffline,
    /// Show an offline code of an account.
    OpenOfflineOf(AccountId),
    /// Open the settings.
    OpenSettings,
    /// The file is not a picture, or is too large.
    PictureUnreadable,
    /// The picture contains no QR code.
    PictureWithoutCode,
    /// Try the failed step again.
    Retry,
    /// Use biometrics for all accounts from now on, or no more.
    SetBiometrics(bool),
    /// Continue without biometrics.
    SkipBiometrics,
    /// Set the colours; `None` follows the platform.
    Theme(Option<Theme>),
    /// Use biometrics.
    UseBiometrics,
    /// Verify the receipt of the shown answered request.
    VerifyReceipt,
}

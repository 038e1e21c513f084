//! Small parts of screens: what a request asks for, the camera, the purpose of an identification, the work under way.

use key_protocol::request::Subject;

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// To add another phone to the account.
    AddDevice,
    /// To log in.
    Login,
    /// To make a new list of one-time passwords.
    NewList,
    /// To remove a phone from the account.
    RemoveDevice,
}

impl Asked {
    pub(crate) const fn of(subject: &Subject) -> Self {
        match subject {
            Subject::AddDevice { .. } => Self::AddDevice,
            Subject::Login { .. } => Self::Login,
            Subject::NewList { .. } => Self::NewList,
            Subject::RemoveDevice { .. } => Self::RemoveDevice,
        }
    }
}

/// Whether the camera can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Camera {
    /// There is none.
    Missing,
    /// It is in use.
    On,
    /// The user, or the system, does not let Key use it.
    Refused,
}

/// The purpose of an identification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To add another account: the PIN is checked with a service already paired.
    AddAccount,
    /// To use biometrics from now on, or no more.
    ChangeBiometrics {
        /// Whether to use them.
        on: bool,
    },
    /// To change the PIN: the present one.
    ChangePin,
    /// To finish changing the PIN: the previous one, which some services still have.
    FinishPinChange,
    /// To confirm a request.
    Confirm,
    /// To show an offline code.
    OfflineCode,
}

/// The work under way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Services are being told to take biometrics, or no more.
    ChangingBiometrics,
    /// Services are being told the new PIN.
    ChangingPin,
    /// The PIN is being checked with a service already paired.
    Checking,
    /// The link is being claimed at its service.
    Claiming,
    /// The answer is being sent.
    Deciding,
    /// An offline code is being made.
    MakingCode,
    /// The service is being told to disconnect this phone.
    Disconnecting,
    /// The service is being told that the user has given up the pairing.
    GivingUp,
    /// The keys are being made and registered.
    Enrolling,
}

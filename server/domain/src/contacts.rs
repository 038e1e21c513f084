//! Where a user can be reached: an e-mail address, a phone number. Both are personal data: `Debug` hides most of them,
//! and pages show them masked.

mod email;
mod phone;

pub use self::email::{EmailAddress, NotAnEmailAddress};
pub use self::phone::{NotAPhoneNumber, PhoneNumber};

/// The contact details of a user, as far as they are known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contacts {
    /// Where messages go.
    pub email: Option<EmailAddress>,
    /// Where text messages go.
    pub phone: Option<PhoneNumber>,
}

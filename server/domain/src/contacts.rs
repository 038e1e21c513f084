//! Where a user can be reached: an e-mail address, a phone number. Both are personal data: `Debug` hides most of them,
//! and pages show them masked.

mod email;
mod phone;

pub use self::email::{EmailAddress, NotAnEmailAddress};
pub use self::phone::{NotAPhoneNumber, PhoneNumber};

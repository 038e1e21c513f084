//! The login service that Key pairs with.

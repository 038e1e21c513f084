//! The result of a task.

/// The error, and what to do next, for developers.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

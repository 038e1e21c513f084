//! How a task ends.

/// What went wrong and what to do next, for a developer's eyes.
pub(crate) type Result<T = ()> = std::result::Result<T, String>;

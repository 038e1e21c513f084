//! For how long a drawing is right.

/// When a screen has to be drawn anew though nothing has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// With each second: it shows how time goes by.
    EachSecond,
    /// Never: it shows no time, or one that stands.
    UntilChanged,
}

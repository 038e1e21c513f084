//! How long a drawn screen stays correct.

/// How often a screen has to be drawn again without a change of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fresh {
    /// Every second, because it shows an age.
    EachSecond,
    /// Never, because it shows no time, or a fixed one.
    UntilChanged,
}

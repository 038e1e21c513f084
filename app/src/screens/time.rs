//! Ages and the time that is left, as screens show them.

use crate::texts::Texts;

/// Returns the text for an age. The two clocks may differ, so less than a minute, or a time in the future, is "just
/// now".
pub(super) fn age(seconds: i64, texts: Texts) -> String {
    match seconds / 60 {
        ..=0 => texts.get("home-request-now"),
        minutes => texts.with("home-request-minutes", &[("minutes", minutes.into())]),
    }
}

/// Returns the time that is left as `1:27`, and none as `0:00`.
pub(super) fn left(seconds: i64) -> String {
    let seconds = seconds.max(0);
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

#[cfg(test)]
mod tests {
    use super::{age, left};
    use crate::texts::Texts;
    use key_protocol::language::Language;

    #[test]
    fn a_clock_that_is_behind_shows_no_negative_age() {
        let texts = Texts::new(Language::English);
        assert_eq!(age(-7_200, texts), "Just now");
        assert_eq!(age(59, texts), "Just now");
        assert_eq!(age(61, texts), "1 minute ago");
        assert_eq!(age(125, texts), "2 minutes ago");
    }

    #[test]
    fn the_time_that_is_left_counts_down_to_nothing() {
        assert_eq!([125, 60, 9, 0, -3].map(left), ["2:05", "1:00", "0:09", "0:00", "0:00"]);
    }
}

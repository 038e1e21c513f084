//! Ages and the time that is left, as screens show them.

use crate::texts::Texts;

/// Returns the text for an age: minutes, then hours, then days. The two clocks may differ, so less than a minute, or a
/// time in the future, is "just now".
pub(super) fn age(seconds: i64, texts: Texts) -> String {
    let minutes = seconds / 60;
    let (id, name, count) = match minutes {
        ..=0 => return texts.get("home-request-now"),
        1..60 => ("home-request-minutes", "minutes", minutes),
        60..1440 => ("age-hours", "hours", minutes / 60),
        _ => ("age-days", "days", minutes / 1440),
    };
    texts.with(id, &[(name, count.into())])
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
        assert_eq!(age(3_600, texts), "1 hour ago");
        assert_eq!(age(7_200, texts), "2 hours ago");
        assert_eq!(age(86_400, texts), "1 day ago");
    }

    #[test]
    fn the_time_that_is_left_counts_down_to_nothing() {
        assert_eq!([125, 60, 9, 0, -3].map(left), ["2:05", "1:00", "0:09", "0:00", "0:00"]);
    }
}

//! Days in the form of the language.

use key_protocol::language::Language;
use time::OffsetDateTime;

/// The day of a time in milliseconds, in UTC.
pub(super) fn day(milliseconds: i64, language: Language) -> String {
    let Ok(time) = OffsetDateTime::from_unix_timestamp(milliseconds / 1000) else { return String::new() };
    let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
    match language {
        Language::Danish => format!("{day:02}.{month:02}.{year}"),
        Language::English => format!("{day} {} {year}", MONTHS[usize::from(month) - 1]),
        Language::Finnish => format!("{day}.{month}.{year}"),
        Language::Swedish => format!("{year}-{month:02}-{day:02}"),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

#[cfg(test)]
mod tests {
    use key_protocol::language::Language;

    use super::day;

    #[test]
    fn pk15_days_have_the_form_of_the_language() {
        let days = Language::ALL.map(|language| day(1_795_246_860_000, language));
        assert_eq!(days, ["21.11.2026", "21 Nov 2026", "21.11.2026", "2026-11-21"]);
    }
}

//! Days in the form of the language.

use key_protocol::language::Language;
use time::OffsetDateTime;

/// The day of a time in milliseconds, in UTC.
pub(super) fn day(milliseconds: i64, language: Language) -> String {
    let Ok(time) = OffsetDateTime::from_unix_timestamp(milliseconds / 1000) else { return String::new() };
    let (year, month, day) = (time.year(), u8::from(time.month()), time.day());
    match language {
        Language::Danish => format!("{day}. {} {year}", DANISH[usize::from(month) - 1]),
        Language::English => format!("{day} {} {year}", ENGLISH[usize::from(month) - 1]),
        Language::Finnish => format!("{day}.{month}.{year}"),
        Language::Swedish => format!("{day} {} {year}", SWEDISH[usize::from(month) - 1]),
    }
}

const DANISH: [&str; 12] = [
    "januar",
    "februar",
    "marts",
    "april",
    "maj",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "december",
];

const ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

const SWEDISH: [&str; 12] = [
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
];

#[cfg(test)]
mod tests {
    use key_protocol::language::Language;

    use super::day;

    #[test]
    fn pk15_days_have_the_form_of_the_language() {
        let days = Language::ALL.map(|language| day(1_795_246_860_000, language));
        assert_eq!(days, ["21. november 2026", "21 November 2026", "21.11.2026", "21 november 2026"]);
    }
}

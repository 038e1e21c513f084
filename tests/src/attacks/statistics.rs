//! What is told of many measured times.

use std::time::Duration;

/// As a signed number, so that one can be taken from another.
pub(super) fn nanoseconds(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}

/// The one in the middle.
pub(super) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The median between the ends of its 95 % interval, by ranks: nothing is assumed of how the values are spread.
pub(super) fn interval(mut values: Vec<i64>) -> [i64; 3] {
    values.sort_unstable();
    let middle = values.len() / 2;
    let reach = (1.96 * (values.len() as f64).sqrt() / 2.0).ceil() as usize;
    [values[middle.saturating_sub(reach)], values[middle], values[(middle + reach).min(values.len() - 1)]]
}

//! Statistics of many measured times.

use std::time::Duration;

/// Times of two kinds, measured alternately.
#[derive(Clone, Copy, Debug)]
pub struct Compared {
    /// The medians.
    pub medians: [Duration; 2],
    /// The median of the differences, first minus second, in nanoseconds, between the ends of its 95 % interval.
    pub difference: [i64; 3],
}

impl Compared {
    pub(super) fn of([first, second]: [Vec<Duration>; 2]) -> Self {
        let difference = |(first, second): (&Duration, &Duration)| nanoseconds(*first) - nanoseconds(*second);
        let differences = first.iter().zip(&second).map(difference).collect();
        Self { medians: [median(first), median(second)], difference: interval(differences) }
    }
}

/// The time as a signed number, so that differences can be computed.
fn nanoseconds(time: Duration) -> i64 {
    i64::try_from(time.as_nanos()).unwrap_or(i64::MAX)
}

/// The median.
fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times[times.len() / 2]
}

/// The median between the ends of its 95 % interval, by ranks: this assumes no distribution of the values.
fn interval(mut values: Vec<i64>) -> [i64; 3] {
    values.sort_unstable();
    let middle = values.len() / 2;
    let reach = (1.96 * (values.len() as f64).sqrt() / 2.0).ceil() as usize;
    [values[middle.saturating_sub(reach)], values[middle], values[(middle + reach).min(values.len() - 1)]]
}

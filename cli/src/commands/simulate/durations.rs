//! How long sessions take: as given on the command line, or as the documents say.

use std::fmt;
use std::str::FromStr;

use backup_window::simulate::{Durations, PerMillion};

use crate::length::seconds;

/// Where the duration of a job's sessions comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Duration {
    /// The same for every job.
    Given(Durations),
    /// `lastDuration` of the document, or `duration` as older consoles call it.
    Last,
    /// `avgDuration` of the document.
    Average,
}

/// Such sources in order of preference. The last one is given, so that every job has a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Preference(Vec<Duration>);

const EXPECTED: &str = "expected last, average, a duration such as 90s, 20m or 1h30m, or a range such as 10m..40m, \
                        separated by commas; the last of them a duration or a range";

impl Preference {
    /// The duration of a job, and what it comes from; `measured` looks up a property of its document.
    pub(crate) fn of(&self, measured: impl Fn(&str) -> Option<u32>) -> (Durations, Option<&'static str>) {
        for source in &self.0 {
            let properties: &[&'static str] = match source {
                Duration::Given(durations) => return (*durations, None),
                Duration::Last => &["lastDuration", "duration"],
                Duration::Average => &["avgDuration"],
            };
            for property in properties {
                // A job that has not run yet has none, and some products write 0 for that.
                if let Some(seconds) = measured(property).filter(|seconds| *seconds > 0) {
                    return (Durations::fixed(seconds), Some(property));
                }
            }
        }
        (Durations::fixed(30 * 60), None)
    }
}

impl FromStr for Preference {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let sources: Option<Vec<Duration>> = text.split(',').map(source).collect();
        match sources {
            Some(sources) if matches!(sources.last(), Some(Duration::Given(_))) => Ok(Self(sources)),
            _ => Err(EXPECTED.to_owned()),
        }
    }
}

fn source(text: &str) -> Option<Duration> {
    match text.trim() {
        "last" => Some(Duration::Last),
        "average" => Some(Duration::Average),
        text => match text.split_once("..") {
            None => seconds(text).map(Durations::fixed),
            Some((shortest, longest)) => Durations::between(seconds(shortest)?..=seconds(longest)?),
        }
        .map(Duration::Given),
    }
}

/// A percentage with up to four decimals.
pub(crate) fn percent(text: &str) -> Result<PerMillion, String> {
    let expected = || format!("{text:?} is not a percentage (expected 0 to 100, with up to four decimals)");
    let (whole, decimals) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !is_number(whole) || !is_number(decimals) || decimals.len() > 4 {
        return Err(expected());
    }
    let parts: u32 = format!("{whole}{decimals:0<4}").parse().map_err(|_| expected())?;
    PerMillion::new(parts).map_err(|_| expected())
}

/// A number of seconds for people: its two largest units.
pub(crate) struct Shown(pub(crate) i64);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let units = [(86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")];
        let mut rest = self.0;
        let mut shown = 0;
        for (seconds, name) in units {
            let number = rest / seconds;
            rest %= seconds;
            if shown > 0 && (number == 0 || shown == 2) {
                break;
            }
            if number > 0 {
                write!(f, "{}{number} {name}", if shown == 0 { "" } else { " " })?;
                shown += 1;
            }
        }
        if shown == 0 { f.write_str("0 s") } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_source_that_there_is_counts() {
        let preference: Preference = "last, average,10m..40m".parse().expect("sources");
        let range = Durations::between(600..=2400).expect("a range");
        assert_eq!(preference.of(|_| None), (range, None));
        assert_eq!(preference.of(|_| Some(0)), (range, None));
        assert_eq!(preference.of(|_| Some(7)), (Durations::fixed(7), Some("lastDuration")));
        let average = |name: &str| (name == "avgDuration").then_some(7);
        assert_eq!(preference.of(average), (Durations::fixed(7), Some("avgDuration")));
        for wrong in ["", "last", "last,", "median,20m", "40m..10m", "..10m", "20m,last"] {
            assert!(wrong.parse::<Preference>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn percentages_are_read_to_four_decimals() {
        let parts = |text| percent(text).map(PerMillion::parts).ok();
        for (text, expected) in [
            ("0", Some(0)),
            ("2", Some(20_000)),
            ("0.5", Some(5_000)),
            ("0.0001", Some(1)),
            ("100", Some(1_000_000)),
            ("100.0001", None),
            ("0.00001", None),
            ("-1", None),
            (".5", None),
            ("", None),
            ("two", None),
        ] {
            assert_eq!(parts(text), expected, "{text:?}");
        }
    }

    #[test]
    fn lengths_are_shown_in_two_units() {
        for (seconds, shown) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min"),
            (3_601, "1 h"),
            (5_400, "1 h 30 min"),
            (100_000, "1 d 3 h"),
        ] {
            assert_eq!(Shown(seconds).to_string(), shown);
        }
    }
}

//! The name of a run: the same on every node, another one for every run.

use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, Utc};

/// The key of one run of one job, or of a retry of it: for unique indexes, idempotency keys and logs.
///
/// It is the job's identifier and the second of UTC in which the run lies by its plan, however late it is started. No two
/// runs of a job lie in the same second, and where a zone repeats a local time its two passes are different seconds of
/// UTC.
///
/// Written `<id>@<instant>`, the instant in RFC 3339 with whole seconds, and with `#<number>` behind it for a retry. This
/// form is stable. It can be read back, whatever the identifier is made of.
///
/// ```
/// use backup_window::job::Occurrence;
/// use chrono::{TimeZone, Utc};
///
/// let run = Utc.with_ymd_and_hms(2018, 6, 2, 2, 0, 0).unwrap();
/// let key = Occurrence::new("3c407448-4d05-432f-a651-144827bed5ce", run);
/// assert_eq!(key.to_string(), "3c407448-4d05-432f-a651-144827bed5ce@2018-06-02T02:00:00Z");
/// assert_eq!(key.retry(2).to_string(), "3c407448-4d05-432f-a651-144827bed5ce@2018-06-02T02:00:00Z#2");
/// assert_eq!(Occurrence::parse(&key.to_string()), Some(key));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Occurrence<'a> {
    job: &'a str,
    second: i64,
    attempt: u16,
}

impl<'a> Occurrence<'a> {
    /// The key of the run at `run`.
    pub const fn new(job: &'a str, run: DateTime<Utc>) -> Self {
        Self { job, second: run.timestamp(), attempt: 0 }
    }

    /// The key of a retry of this run, from 1; 0 is the run itself.
    #[must_use]
    pub const fn retry(self, attempt: u16) -> Self {
        Self { attempt, ..self }
    }

    /// The job's identifier.
    pub const fn job(&self) -> &'a str {
        self.job
    }

    /// The run, in whole seconds since 1970-01-01T00:00:00Z.
    pub const fn second(&self) -> i64 {
        self.second
    }

    /// Which retry it is; 0 for the run itself.
    pub const fn attempt(&self) -> u16 {
        self.attempt
    }

    /// Reads a key as it is written; `None` for anything else.
    pub fn parse(text: &'a str) -> Option<Self> {
        // Neither sign comes in the instant or the number, so the last ones are ours.
        let (job, rest) = text.rsplit_once('@')?;
        let (instant, attempt) = match rest.split_once('#') {
            Some((instant, number)) => (instant, u16::from_str(number).ok().filter(|number| *number > 0)?),
            None => (rest, 0),
        };
        let key = Self::new(job, DateTime::<Utc>::from_str(instant).ok()?).retry(attempt);
        // One spelling for each key.
        Spelled { rest: text }.is(&key).then_some(key)
    }
}

impl fmt::Display for Occurrence<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@", self.job)?;
        // The seconds come of an instant.
        let instant =
            DateTime::from_timestamp(self.second, 0).unwrap_or(DateTime::<Utc>::MAX_UTC).naive_utc();
        write!(f, "{}T{}Z", instant.date(), instant.time())?;
        match self.attempt {
            0 => Ok(()),
            number => write!(f, "#{number}"),
        }
    }
}

/// A text that is compared while something is written.
struct Spelled<'a> {
    rest: &'a str,
}

impl Spelled<'_> {
    fn is(mut self, written: &impl fmt::Display) -> bool {
        use fmt::Write;
        write!(self, "{written}").is_ok() && self.rest.is_empty()
    }
}

impl fmt::Write for Spelled<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.rest = self.rest.strip_prefix(text).ok_or(fmt::Error)?;
        Ok(())
    }
}

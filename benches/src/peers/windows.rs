//! Windows of others: a list of booleans, and `opening-hours`.

use std::ops::Range;

use backup_window::BackupWindow;
use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};
use opening_hours::{OpeningHours, RuleKind};

/// A list of 168 booleans, and the minutes by which its clock is ahead of UTC.
#[derive(Debug, Clone)]
pub(crate) struct Booleans {
    allowed: Vec<bool>,
    ahead: TimeDelta,
}

impl Booleans {
    /// The same hours as those of `window`.
    pub(crate) fn new(window: &BackupWindow) -> Self {
        let ahead = TimeDelta::minutes(window.clock().minute_offset().minutes().into());
        Self { allowed: window.to_bools().to_vec(), ahead }
    }

    /// Whether the window is open.
    pub(crate) fn is_allowed(&self, t: DateTime<Utc>) -> bool {
        let shown = t + self.ahead;
        self.allowed[(shown.weekday().num_days_from_sunday() * 24 + shown.hour()) as usize]
    }

    /// The first candidate after `t` that is allowed.
    pub(crate) fn filter(
        &self,
        t: DateTime<Utc>,
        next: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        let mut candidate = next(t)?;
        while !self.is_allowed(candidate) {
            candidate = next(candidate)?;
        }
        Some(candidate)
    }

    /// The stretches of whole hours that are allowed, found hour by hour.
    pub(crate) fn stretches(&self, range: Range<DateTime<Utc>>) -> impl Iterator<Item = Stretch> {
        let mut hour = range.start;
        std::iter::from_fn(move || {
            while hour < range.end && !self.is_allowed(hour) {
                hour += TimeDelta::hours(1);
            }
            let from = hour;
            while hour < range.end && self.is_allowed(hour) {
                hour += TimeDelta::hours(1);
            }
            (from < hour).then_some((from, hour))
        })
    }
}

/// From an opening to a closing.
pub(crate) type Stretch = (DateTime<Utc>, DateTime<Utc>);

/// An expression of `opening-hours`, and the minutes by which its clock is ahead of UTC.
pub(crate) struct Expression {
    hours: OpeningHours,
    ahead: TimeDelta,
}

impl Expression {
    /// [`nights_and_weekends`](crate::inputs::nights_and_weekends) on this clock.
    pub(crate) fn nights_and_weekends(ahead: i64) -> Self {
        Self::new("Mo-Fr 00:00-06:00,20:00-24:00; Sa-Su 00:00-24:00", ahead)
    }

    /// [`one_hour_a_week`](crate::inputs::one_hour_a_week) on this clock.
    pub(crate) fn one_hour_a_week(ahead: i64) -> Self {
        Self::new("Sa 03:00-04:00", ahead)
    }

    fn new(expression: &str, ahead: i64) -> Self {
        let hours = expression.parse().expect("an expression");
        Self { hours, ahead: TimeDelta::minutes(ahead) }
    }

    /// Whether the window is open.
    pub(crate) fn is_allowed(&self, t: DateTime<Utc>) -> bool {
        self.hours.is_open((t + self.ahead).naive_utc())
    }

    /// The first candidate after `t` that is allowed, with a jump over each denied stretch.
    pub(crate) fn jump(
        &self,
        t: DateTime<Utc>,
        next: impl Fn(DateTime<Utc>) -> Option<DateTime<Utc>>,
    ) -> Option<DateTime<Utc>> {
        let mut candidate = next(t)?;
        while !self.is_allowed(candidate) {
            let opening =
                self.hours.next_change((candidate + self.ahead).naive_utc())?.and_utc() - self.ahead;
            candidate = next(opening - TimeDelta::seconds(1))?;
        }
        Some(candidate)
    }

    /// The stretches that are allowed.
    pub(crate) fn stretches(&self, range: Range<DateTime<Utc>>) -> impl Iterator<Item = Stretch> {
        let shown = |t: DateTime<Utc>| (t + self.ahead).naive_utc();
        let open = |stretch: &opening_hours::DateTimeRange| stretch.kind == RuleKind::Open;
        let ahead = self.ahead;
        let stretches = self.hours.iter_range(shown(range.start), shown(range.end)).filter(open);
        stretches.map(move |s| (s.range.start.and_utc() - ahead, s.range.end.and_utc() - ahead))
    }
}

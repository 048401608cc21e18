//! What a rule of a text does to a week.
//!
//! Readers of `opening_hours` agree on this but for hours that run past midnight into a day of another rule: does a
//! span belong to the day it begins on, or is each date decided by the last rule that names it? A [`Week`] is read
//! both ways at once, and a text is refused where they part.

use chrono::{Weekday, WeekdaySet};

use crate::calendar::HourOfWeek;
use crate::window::backup_window::BackupWindow;

/// Hours of one day: bit `h` is the hour from `h`:00.
pub(super) type DayHours = u32;

/// All hours of a day.
pub(super) const WHOLE_DAY: DayHours = (1 << 24) - 1;

/// The hours from `from` up to `to`, at most 24.
pub(super) const fn hours_between(from: u32, to: u32) -> DayHours {
    (WHOLE_DAY >> (24 - to)) & (WHOLE_DAY << from)
}

/// The hours that a rule names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Hours {
    /// Those of the day itself.
    pub(super) that_day: DayHours,
    /// Those of the next day, where a span runs past midnight.
    pub(super) next_day: DayHours,
}

impl Hours {
    pub(super) const WHOLE_DAY: Self = Self { that_day: WHOLE_DAY, next_day: 0 };
}

/// What becomes of the hours of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// They are allowed, and nothing else on these days.
    Allowed(Hours),
    /// They are denied; the others stay as they are.
    Denied(Hours),
    /// Nothing is allowed on these days.
    Off,
}

/// One rule of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Rule {
    pub(super) days: WeekdaySet,
    pub(super) verdict: Verdict,
}

impl Rule {
    /// `24/7`.
    pub(super) const ALWAYS: Self =
        Self { days: WeekdaySet::ALL, verdict: Verdict::Allowed(Hours::WHOLE_DAY) };

    /// `off`.
    pub(super) const NEVER: Self = Self { days: WeekdaySet::ALL, verdict: Verdict::Off };
}

/// A week, as the rules so far leave it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Week {
    /// By the day on which spans begin.
    begun: [Hours; 7],
    /// Date by date.
    dated: [DayHours; 7],
}

impl Week {
    /// Lets a rule take effect.
    ///
    /// # Errors
    ///
    /// A day on which the two readings part.
    pub(super) fn apply(&mut self, rule: Rule) -> Result<(), Weekday> {
        self.apply_to_begun(rule);
        self.apply_to_dated(rule);
        let part = |day: &Weekday| self.begun_on(*day) != self.dated[index(*day)];
        WeekdaySet::ALL.iter(Weekday::Mon).find(part).map_or(Ok(()), Err)
    }

    /// The hours of a day, where the readings agree.
    pub(super) const fn on(&self, day: Weekday) -> DayHours {
        self.dated[index(day)]
    }

    /// The window of the week, on the clock of UTC.
    pub(super) fn window(&self) -> BackupWindow {
        let is_allowed = |hour: &HourOfWeek| self.on(hour.weekday()) >> hour.hour() & 1 != 0;
        BackupWindow::from_hours(HourOfWeek::all().filter(is_allowed))
    }

    fn begun_on(&self, day: Weekday) -> DayHours {
        self.begun[index(day)].that_day | self.begun[index(day.pred())].next_day
    }

    fn apply_to_begun(&mut self, rule: Rule) {
        for day in rule.days.iter(Weekday::Sun) {
            match rule.verdict {
                Verdict::Allowed(hours) => self.begun[index(day)] = hours,
                Verdict::Off => self.begun[index(day)] = Hours::default(),
                Verdict::Denied(hours) => {
                    for (day, denied) in [(day, hours.that_day), (day.succ(), hours.next_day)] {
                        self.begun[index(day)].that_day &= !denied;
                        self.begun[index(day.pred())].next_day &= !denied;
                    }
                }
            }
        }
    }

    fn apply_to_dated(&mut self, rule: Rule) {
        for day in WeekdaySet::ALL.iter(Weekday::Sun) {
            let (is_named, follows) = (rule.days.contains(day), rule.days.contains(day.pred()));
            let of = |hours: Hours| {
                let own = if is_named { hours.that_day } else { 0 };
                own | if follows { hours.next_day } else { 0 }
            };
            let before = self.on(day);
            self.dated[index(day)] = match rule.verdict {
                Verdict::Allowed(hours) if is_named || before == 0 => of(hours),
                Verdict::Allowed(_) => before,
                Verdict::Denied(hours) => before & !of(hours),
                Verdict::Off => before & !of(Hours::WHOLE_DAY),
            };
        }
    }
}

const fn index(day: Weekday) -> usize {
    day.num_days_from_sunday() as usize
}

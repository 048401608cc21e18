//! From the hours of a window to a short text.
//!
//! What is open past midnight can be told in two ways: `Fr 20:00-06:00`, or `Fr 20:00-24:00; Sa 00:00-06:00`. Which
//! one is shorter depends on the other days, because days with the same hours share a rule. So a [`Draft`] is made
//! and bettered midnight by midnight; each is read back before it counts.

use core::fmt::{self, Display, Write};

use chrono::{Weekday, WeekdaySet};

use super::rule::{DayHours, Hours, Rule, Verdict, WHOLE_DAY, Week, hours_between};
use crate::window::backup_window::BackupWindow;

/// The days as a text calls them, Monday first.
const DAY_NAMES: [&str; 7] = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"];

pub(super) const fn day_name(day: Weekday) -> &'static str {
    DAY_NAMES[day.num_days_from_monday() as usize]
}

/// The rules of a window's text.
pub(super) fn rules_of(window: &BackupWindow) -> Rules {
    let mut allowed = [0; 7];
    for hour in window.hours() {
        allowed[index(hour.weekday())] |= 1 << hour.hour();
    }
    let allows = Rules::shortest(Says::Allowed, allowed);
    let denies = Rules::shortest(Says::Denied, allowed.map(|hours| WHOLE_DAY & !hours));
    if denies.cost() < allows.cost() { denies } else { allows }
}

/// Which hours the rules of a text name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Says {
    /// The allowed ones.
    Allowed,
    /// The denied ones, after `24/7`.
    Denied,
}

/// The rules of a text, as the hours that it names for each day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    says: Says,
    days: [Hours; 7],
}

impl Rules {
    fn shortest(says: Says, hours: [DayHours; 7]) -> Self {
        let split = Draft { says, hours, midnights: [Midnight::Ends; 7] };
        let (split, joined) = (split.shortened(), split.joined().shortened());
        if joined.rules().length() < split.rules().length() { joined.rules() } else { split.rules() }
    }

    fn iter(&self) -> impl Iterator<Item = Rule> {
        // Denied hours are taken from all there are.
        let first = (self.says == Says::Denied).then_some(Rule::ALWAYS);
        let days = (0..7).filter(move |&day| {
            let hours = self.days[day];
            hours != Hours::default() && !self.days[..day].contains(&hours)
        });
        first.into_iter().chain(days.map(|day| self.rule_of(self.days[day])))
    }

    /// The rule of all days with these hours.
    fn rule_of(&self, hours: Hours) -> Rule {
        let verdict = match self.says {
            Says::Allowed => Verdict::Allowed(hours),
            Says::Denied if hours == Hours::WHOLE_DAY => Verdict::Off,
            Says::Denied => Verdict::Denied(hours),
        };
        let days = WeekdaySet::ALL.iter(Weekday::Mon).filter(|day| self.days[index(*day)] == hours);
        Rule { days: days.collect(), verdict }
    }

    /// Fewer rules are better, then fewer characters.
    fn cost(&self) -> (usize, usize) {
        (self.iter().count(), self.length())
    }

    fn length(&self) -> usize {
        struct Length(usize);

        impl Write for Length {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0 += text.len();
                Ok(())
            }
        }

        let mut length = Length(0);
        // Counting does not fail.
        let _ = write!(length, "{self}");
        length.0
    }
}

/// A way to tell the hours of a week.
#[derive(Debug, Clone, Copy)]
struct Draft {
    says: Says,
    /// What is to be told, Monday first.
    hours: [DayHours; 7],
    /// What becomes of the last span of each day.
    midnights: [Midnight; 7],
}

/// What becomes of a span that reaches midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Midnight {
    /// It ends there.
    Ends,
    /// It runs on through all the hours with which the next day begins, and that day does not name them.
    RunsOn,
    /// It runs on up to this hour, though the next day names its hours, too.
    Overlaps(u32),
}

impl Draft {
    fn rules(&self) -> Rules {
        let hours_of = |day: usize| {
            let that_day = match self.midnights[(day + 6) % 7] {
                Midnight::RunsOn => self.hours[day] & !hours_between(0, self.lead(day)),
                Midnight::Ends | Midnight::Overlaps(_) => self.hours[day],
            };
            let until = match self.midnights[day] {
                Midnight::Ends => 0,
                Midnight::RunsOn => self.lead((day + 1) % 7),
                Midnight::Overlaps(until) => until,
            };
            Hours { that_day, next_day: hours_between(0, until) }
        };
        Rules { says: self.says, days: core::array::from_fn(hours_of) }
    }

    /// With every span running on that can.
    fn joined(mut self) -> Self {
        for day in 0..7 {
            let (morning, next_morning) = (self.lead(day), self.lead((day + 1) % 7));
            if self.may_run_until(day, next_morning) {
                self.midnights[day] = Midnight::RunsOn;
            } else if morning <= next_morning && self.may_run_until(day, morning) {
                // Before a whole day the night is as long as the last one: `Mo-Fr 20:00-06:00; Sa 00:00-24:00`.
                self.midnights[day] = Midnight::Overlaps(morning);
            }
        }
        // The next day must not have a rule of its own, unless that names the hours, too.
        loop {
            let days = self.rules().days;
            let meets = |&day: &usize| {
                let next = days[(day + 1) % 7];
                self.midnights[day] == Midnight::RunsOn && next != Hours::default() && next != days[day]
            };
            let Some(day) = (0..7).find(meets) else { return self };
            self.midnights[day] = Midnight::Overlaps(self.lead((day + 1) % 7));
        }
    }

    /// Changed midnight by midnight as long as that makes it shorter.
    fn shortened(mut self) -> Self {
        let mut length = self.length();
        loop {
            let before = length;
            for day in 0..7 {
                for midnight in self.ways_past(day) {
                    let mut other = self;
                    other.midnights[day] = midnight;
                    let shorter = other.length();
                    if shorter < length {
                        (self, length) = (other, shorter);
                    }
                }
            }
            if length == before {
                return self;
            }
        }
    }

    /// What may become of the last span of a day.
    fn ways_past(&self, day: usize) -> impl Iterator<Item = Midnight> + use<> {
        let draft = *self;
        let next = (day + 1) % 7;
        let lead = draft.lead(next);
        // Only the ends of other days can make days alike.
        let ends = (0..7).map(move |other| draft.lead(other));
        let overlaps = ends.filter(move |&until| until <= lead && draft.may_run_until(day, until));
        let runs_on = draft.may_run_until(day, lead).then_some(Midnight::RunsOn);
        [Midnight::Ends].into_iter().chain(runs_on).chain(overlaps.map(Midnight::Overlaps))
    }

    /// Whether the last span of the day reaches midnight, and up to this hour of the next day is less than 24 hours.
    fn may_run_until(&self, day: usize, until: u32) -> bool {
        let tail = (self.hours[day] << 8).leading_ones();
        0 < until && 0 < tail && until + tail < 24
    }

    /// How many hours from midnight on a day names.
    fn lead(&self, day: usize) -> u32 {
        self.hours[day].trailing_ones()
    }

    /// The length of the text; the largest number if it would be read otherwise.
    fn length(&self) -> usize {
        let rules = self.rules();
        let mut week = Week::default();
        if rules.iter().any(|rule| week.apply(rule).is_err()) {
            return usize::MAX;
        }
        let told = |hours: DayHours| match self.says {
            Says::Allowed => hours,
            Says::Denied => WHOLE_DAY & !hours,
        };
        let is_right = |day: Weekday| week.on(day) == told(self.hours[index(day)]);
        if WeekdaySet::ALL.iter(Weekday::Mon).all(is_right) { rules.length() } else { usize::MAX }
    }
}

impl Display for Rules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for rule in self.iter() {
            write!(f, "{separator}{rule}")?;
            separator = "; ";
        }
        // Without a rule nothing is allowed.
        if separator.is_empty() { f.write_str("off") } else { Ok(()) }
    }
}

impl Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (*self, self.verdict) {
            (Self::ALWAYS, _) => f.write_str("24/7"),
            (_, Verdict::Off) => write!(f, "{} off", Days(self.days)),
            (_, Verdict::Allowed(hours)) => write!(f, "{} {hours}", Days(self.days)),
            (_, Verdict::Denied(hours)) => write!(f, "{} {hours} off", Days(self.days)),
        }
    }
}

/// Ranges of three days and more, and single days.
struct Days(WeekdaySet);

impl Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0;
        let mut separator = "";
        while let Some(first) = rest.first() {
            let mut last = first;
            while last != Weekday::Sun && rest.contains(last.succ()) {
                last = last.succ();
            }
            if last.days_since(first) < 2 {
                last = first;
            }
            write!(f, "{separator}{}", day_name(first))?;
            if last != first {
                write!(f, "-{}", day_name(last))?;
            }
            rest = rest.iter(Weekday::Mon).filter(|day| index(*day) > index(last)).collect();
            separator = ",";
        }
        Ok(())
    }
}

impl Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.that_day;
        let mut separator = "";
        while rest != 0 {
            let from = rest.trailing_zeros();
            let to = from + (rest >> from).trailing_ones();
            rest &= !hours_between(from, to);
            let end = if to == 24 && self.next_day != 0 { self.next_day.trailing_ones() } else { to };
            write!(f, "{separator}{from:02}:00-{end:02}:00")?;
            separator = ",";
        }
        Ok(())
    }
}

const fn index(day: Weekday) -> usize {
    day.num_days_from_monday() as usize
}

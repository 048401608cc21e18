//! Settings that are there and not in use: triggers that are switched off, and the numbers of retries that are.
//!
//! They start nothing, but one click brings them back. So they go along where the other dialect has a place for them,
//! and are named as lost where it has none.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use chrono::{NaiveTime, Weekday, WeekdaySet};

use super::facts::{Frame, Parts};
use super::{Loss, schedule_of};
use crate::job::{Plan, Retry, Starts};
use crate::schedule::{Daily, Every, Monthly, Periodically, Schedule, Trigger};
use crate::wire::dialect::{ClockReading, Dialect, Subject};
use crate::wire::em;
use crate::wire::error::Path;
use crate::wire::place::Place;
use crate::wire::policy::{DAILY_TYPES, INTERVALS, daily_type, interval, long_time, short_time};
use crate::wire::rows::WEEKDAYS;
use crate::wire::tree::Tree;
use crate::wire::vbr::trigger::{daily, monthly, periodically};
use crate::wire::vbr::write::weekday_name;

/// A setting that is not in use.
struct Setting {
    path: String,
    said: Said,
}

/// What it says.
#[derive(Clone, Copy)]
enum Said {
    Days(WeekdaySet),
    Time(NaiveTime),
    Monthly(Monthly),
    Every(Every),
    Offset(i64),
    /// The date beside a day of a month that is given by something else.
    DayOfMonth(i64),
    /// The weekday beside a day of a month that counts none.
    DayOfWeek(Weekday),
    /// The flag of the last day beside a day that is counted by weekdays.
    IsLastDay,
    RetryNumber(i64),
    RetryWait(i64),
    /// Something that only its own dialect says.
    Other,
}

/// How a product spells the triggers that it has beside each other.
struct Spelling {
    /// The property in the schedule that they are in, with the point behind it; empty where they are in itself.
    inner: &'static str,
    enabled: &'static str,
    daily: [&'static str; 4],
    monthly: &'static str,
    periodically: [&'static str; 4],
    after: [&'static str; 2],
    retry: [&'static str; 4],
}

const OF_SCHEDULES: Spelling = Spelling {
    inner: "",
    enabled: "isEnabled",
    daily: ["daily", "dailyKind", "days", "localTime"],
    monthly: "monthly",
    periodically: ["periodically", "periodicallyKind", "frequency", "startTimeWithinAnHour"],
    after: ["afterThisJob", "jobName"],
    retry: ["retry", "isEnabled", "retryCount", "awaitMinutes"],
};

const OF_OPTIONS: Spelling = Spelling {
    inner: "Standart.",
    enabled: "Enabled",
    daily: ["OptionsDaily", "Kind", "Days", "Time"],
    monthly: "OptionsMonthly",
    periodically: ["OptionsPeriodically", "Kind", "FullPeriod", "HourlyOffset"],
    after: ["OptionsDaisyChaining", "PreviousJobUid"],
    retry: ["RetryOptions", "RetrySpecified1", "RetryTimes", "RetryTimeout"],
};

impl Frame<'_> {
    /// Takes what is not in use along into the schedule that was `written`, where there is one, and names the rest.
    pub(super) fn carry_idle(
        &self,
        plan: &Plan,
        written: Option<&mut Tree>,
        to: Dialect,
        losses: &mut Vec<Loss>,
    ) {
        if self.parts == Parts::Window {
            return;
        }
        let mut settings = self.idle(plan);
        if to != Dialect::Vbr {
            // Elsewhere it goes with its trigger.
            settings.retain(|setting| {
                !matches!(setting.said, Said::DayOfMonth(_) | Said::DayOfWeek(_) | Said::IsLastDay)
            });
        }
        if let Some(part @ Tree::Object(_)) = written {
            match to {
                Dialect::Vbr => carry_to_schedule(&mut settings, part),
                _ => settings.retain(|setting| !carry_to_policy(setting.said, part, to)),
            }
        }
        losses.extend(settings.into_iter().map(|Setting { path, .. }| {
            let reason = match to.subject() {
                Subject::Window => format!("{to} is a window alone"),
                Subject::Job => format!("not in use, and {to} is written without it"),
            };
            Loss { path, reason }
        }));
    }

    fn idle(&self, plan: &Plan) -> Vec<Setting> {
        let plain = if self.dialect == Dialect::Em { em::with_plain_numbers(self.part) } else { None };
        let root = Place::root(plain.as_ref().unwrap_or(self.part));
        match self.dialect {
            Dialect::Vbr => self.idle_beside(&root, &OF_SCHEDULES, plan),
            Dialect::Em => {
                let inner = root.member("Standart");
                let is_within = !inner.is_none();
                let spelling =
                    Spelling { inner: if is_within { OF_OPTIONS.inner } else { "" }, ..OF_OPTIONS };
                self.idle_beside(if is_within { &inner } else { &root }, &spelling, plan)
            }
            _ => self.idle_in_policy(&root, plan),
        }
    }

    /// Settings of a policy, in which the type of schedule decides what is in use.
    fn idle_in_policy(&self, policy: &Place<'_>, plan: &Plan) -> Vec<Setting> {
        let trigger = trigger_of(plan);
        let is_daily = matches!(trigger, Some(Trigger::Daily(_)));
        let every = match trigger {
            Some(Trigger::Periodically(periodically)) => Some(periodically.every()),
            _ => None,
        };
        let mut settings = Vec::new();
        let mut look = |name: &str, is_in_use: bool, read: &dyn Fn(&Place<'_>) -> Option<Said>| {
            let place = policy.member(name);
            if is_in_use || place.is_none() {
                return;
            }
            let said = read(&place).unwrap_or(Said::Other);
            // An offset of nothing says nothing.
            if !matches!(said, Said::Offset(0)) {
                settings.push(Setting { path: format!("{}{name}", self.prefix), said });
            }
        };
        let number = |place: &Place<'_>| place.integer().ok().flatten();
        look("dailyType", is_daily, &|place| {
            place.one_of("a set of days", &DAILY_TYPES).ok().map(Said::Days)
        });
        look("dailyTime", is_daily, &|place| place.time_of_day().ok().map(Said::Time));
        look("periodicallyEvery", every.is_some(), &|place| {
            place.one_of("an interval", &INTERVALS).ok().map(Said::Every)
        });
        if !matches!(self.dialect, Dialect::VboCopy | Dialect::VspcCopy) {
            let has_offset = every.is_some_and(Every::is_hours);
            look("periodicallyOffsetMinutes", has_offset, &|place| number(place).map(Said::Offset));
            let is_retried = plan.retry.is_some();
            look("retryNumber", is_retried, &|place| number(place).map(Said::RetryNumber));
            look("retryWaitInterval", is_retried, &|place| number(place).map(Said::RetryWait));
        }
        settings
    }

    /// Settings of triggers beside each other, each with its own flag.
    fn idle_beside(&self, schedule: &Place<'_>, spelling: &Spelling, plan: &Plan) -> Vec<Setting> {
        let mut settings = Vec::new();
        let mut add = |section: &str, name: &str, said: Option<Said>| {
            let path = format!("{}{}{section}", self.prefix, spelling.inner);
            let path = if name.is_empty() { path } else { format!("{path}.{name}") };
            settings.push(Setting { path, said: said.unwrap_or(Said::Other) });
        };
        let has_no_flag = |place: &Place<'_>, flag: &str| {
            matches!(place.tree(), Some(Tree::Object(_))) && place.member(flag).boolean() != Ok(Some(true))
        };
        // A trigger whose schedule is switched off starts nothing, whatever its flag says.
        let is_off = |place: &Place<'_>, flag: &str| {
            has_no_flag(place, flag) || !place.is_none() && plan.starts == Starts::ManualOnly
        };
        let time_of = |place: &Place<'_>| match self.dialect {
            Dialect::Em => em::time(place),
            _ => place.time_of_day(),
        };

        let [section, kind_name, days_name, time_name] = spelling.daily;
        let place = schedule.member(section);
        let (kind, days, time) = (place.member(kind_name), place.member(days_name), place.member(time_name));
        let set_of = |kind: &Place<'_>| match daily(kind, &days, NaiveTime::MIN) {
            Ok(Trigger::Daily(daily)) => Some(daily.days()),
            _ => None,
        };
        let (said, listed) = (set_of(&kind), set_of(&Place::root(&Tree::NULL)));
        let is_filled = match days.tree() {
            Some(Tree::List(items)) => !items.is_empty(),
            _ => !days.is_none(),
        };
        // A kind that says which days they are, and other days beside it.
        let are_others = is_filled && said.is_some() && listed != said;
        let is_daily_off = is_off(&place, spelling.enabled);
        if are_others || is_daily_off && is_filled {
            add(section, days_name, said.filter(|_| !are_others).map(Said::Days));
        }
        if is_daily_off {
            if !kind.is_none() {
                add(section, kind_name, said.map(Said::Days));
            }
            if !time.is_none() {
                add(section, time_name, time_of(&time).ok().map(Said::Time));
            }
        }
        let place = schedule.member(spelling.monthly);
        let says = |name: &str| !place.member(name).is_none();
        let of_months = [
            "localTime",
            "Time",
            "dayNumberInMonth",
            "dayOfWeek",
            "dayOfMonth",
            "isLastDayOfMonth",
            "months",
        ];
        if is_off(&place, spelling.enabled) && of_months.into_iter().any(says) {
            let time = time_of(&place.member(time_name)).and_then(|time| monthly(&place, time));
            let said = match time {
                Ok(Trigger::Monthly(monthly)) => Some(Said::Monthly(monthly)),
                _ => None,
            };
            add(spelling.monthly, "", said);
        }
        if self.dialect == Dialect::Em {
            let (number, date) = (place.member("DayNumberInMonth"), place.member("DayOfMonth"));
            let counts = number.as_text().is_some_and(|number| !number.eq_ignore_ascii_case("OnDay"));
            let is_last = place.member("IsLastDayOfMonth").boolean() == Ok(Some(true));
            let date = date.integer().ok().flatten().filter(|_| counts || is_last);
            let weekday = place.member("DayOfWeek").one_of("a day", &WEEKDAYS).ok().filter(|_| !counts);
            let beside = [
                ("DayOfMonth", date.map(Said::DayOfMonth)),
                ("DayOfWeek", weekday.map(Said::DayOfWeek)),
                ("IsLastDayOfMonth", (counts && is_last).then_some(Said::IsLastDay)),
            ];
            for (name, said) in beside {
                said.into_iter().for_each(|said| add(spelling.monthly, name, Some(said)));
            }
        }
        let [section, unit_name, frequency_name, offset_name] = spelling.periodically;
        let place = schedule.member(section);
        let (unit, frequency, offset) =
            (place.member(unit_name), place.member(frequency_name), place.member(offset_name));
        let late = if offset.is_none() { None } else { Some(offset.integer().ok().flatten()) };
        if is_off(&place, spelling.enabled) {
            let said = match periodically(&unit, &frequency, &Place::root(&Tree::NULL)) {
                Ok(Ok(Trigger::Periodically(periodically))) => Some(Said::Every(periodically.every())),
                _ => None,
            };
            for (name, place) in [(frequency_name, &frequency), (unit_name, &unit)] {
                if !place.is_none() {
                    add(section, name, said);
                }
            }
            if let Some(late) = late.filter(|late| *late != Some(0)) {
                add(section, offset_name, late.map(Said::Offset));
            }
        } else if let (Some(Some(late)), Some(Trigger::Periodically(periodically))) = (late, trigger_of(plan))
            && late != 0
            && !periodically.every().is_hours()
        {
            add(section, offset_name, Some(Said::Offset(late)));
        }
        let [section, name] = spelling.after;
        let place = schedule.member(section);
        if is_off(&place, spelling.enabled) && place.member(name).as_text().is_some_and(|job| !job.is_empty())
        {
            add(section, name, None);
        }
        let [section, flag, number_name, wait_name] = spelling.retry;
        let place = schedule.member(section);
        if has_no_flag(&place, flag) {
            let number =
                |name| (!place.member(name).is_none()).then(|| place.member(name).integer().ok().flatten());
            if let Some(retries) = number(number_name) {
                add(section, number_name, retries.map(Said::RetryNumber));
            }
            if let Some(wait) = number(wait_name) {
                add(section, wait_name, wait.map(Said::RetryWait));
            }
        }
        settings
    }
}

fn trigger_of(plan: &Plan) -> Option<Trigger> {
    if let Starts::Scheduled(schedule) = &plan.starts { Some(schedule.trigger()) } else { None }
}

/// Says the same in a policy, where it has a place for it.
fn carry_to_policy(said: Said, policy: &mut Tree, to: Dialect) -> bool {
    let (path, is_copy) = (&Path::ROOT, matches!(to, Dialect::VboCopy | Dialect::VspcCopy));
    let (name, value) = match said {
        Said::Days(days) => ("dailyType", daily_type(days).map(Tree::text)),
        Said::Time(time) => {
            let time = match to {
                Dialect::Vspc | Dialect::VspcCopy => short_time(time, path),
                _ => long_time(time, path),
            };
            ("dailyTime", time.ok().map(|time| Tree::text(&time)))
        }
        Said::Every(every) => ("periodicallyEvery", interval(every, to).map(Tree::text)),
        Said::Offset(minutes) => {
            let exists = to == Dialect::Vspc || to.is_vbo() && to >= Dialect::VboV6;
            ("periodicallyOffsetMinutes", exists.then(|| Tree::integer(minutes)))
        }
        Said::RetryNumber(number) => ("retryNumber", (!is_copy).then(|| Tree::integer(number))),
        Said::RetryWait(wait) => ("retryWaitInterval", (!is_copy).then(|| Tree::integer(wait))),
        Said::Monthly(_) | Said::DayOfMonth(_) | Said::DayOfWeek(_) | Said::IsLastDay | Said::Other => {
            return false;
        }
    };
    // What is in use is written by other names, or as numbers of nothing.
    value.is_some_and(|value| {
        policy.set(name, value);
        true
    })
}

/// Says the same in a schedule of Backup & Replication, as triggers that are switched off; what it has no place for is
/// left in the list.
fn carry_to_schedule(settings: &mut Vec<Setting>, schedule: &mut Tree) {
    // A job that runs at restore points has no triggers beside.
    if schedule.property("type").is_some() {
        return;
    }
    let (mut days, mut time, mut every, mut late) = (None, None, None, None);
    for setting in settings.iter() {
        match setting.said {
            Said::Days(given) => days = Some(given),
            Said::Time(given) => time = Some(given),
            Said::Every(given) => every = Some(given),
            Said::Offset(given) => late = Some(given),
            _ => {}
        }
    }
    let mut put = |trigger: Option<Trigger>, name: &str| {
        // A trigger in use is none of those beside it.
        trigger.and_then(|trigger| switched_off(trigger, name)).is_some_and(|section| {
            schedule.set(name, section);
            true
        })
    };
    let daily = days.zip(time).and_then(|(days, time)| Daily::new(days, time).ok());
    let has_daily = put(daily.map(Trigger::from), "daily");
    let periodic = every.and_then(|every| Periodically::new(every, 0).ok());
    let has_interval = put(periodic.map(Trigger::from), "periodically");
    settings.retain(|setting| match setting.said {
        Said::Days(_) | Said::Time(_) => !has_daily,
        Said::Every(_) => !has_interval,
        Said::Monthly(monthly) => !put(Some(monthly.into()), "monthly"),
        _ => true,
    });
    let has_offset = late.is_some_and(|late| {
        set_inside(schedule, "periodically", "startTimeWithinAnHour", Tree::integer(late))
    });
    settings.retain(|setting| match setting.said {
        Said::Offset(_) => !has_offset,
        Said::DayOfMonth(date) => !set_inside(schedule, "monthly", "dayOfMonth", Tree::integer(date)),
        Said::DayOfWeek(day) => !set_inside(schedule, "monthly", "dayOfWeek", weekday_name(day)),
        Said::IsLastDay => !set_inside(schedule, "monthly", "isLastDayOfMonth", Tree::boolean(true)),
        Said::RetryNumber(number) => !retry_off(schedule, "retryCount", number),
        Said::RetryWait(wait) => !retry_off(schedule, "awaitMinutes", wait),
        _ => true,
    });
}

/// The section of a trigger, with its flag off.
fn switched_off(trigger: Trigger, name: &str) -> Option<Tree> {
    let plan = Plan::new(Starts::Scheduled(Schedule::new(trigger)));
    let written = schedule_of(&plan, Dialect::Vbr, ClockReading::Local).ok()?;
    let mut section = written.property(name)?.clone();
    section.set("isEnabled", Tree::boolean(false));
    Some(section)
}

fn retry_off(schedule: &mut Tree, name: &str, number: i64) -> bool {
    let (default, limit) = (Retry::default(), |retry: Result<Retry, _>| retry.is_ok());
    let fits = match name {
        "retryCount" => limit(Retry::new(number, default.wait_minutes().into())),
        _ => limit(Retry::new(default.number().into(), number)),
    };
    if fits && schedule.property("retry").is_none() {
        schedule.set("retry", Tree::object([("isEnabled", Tree::boolean(false))]));
    }
    fits && set_inside(schedule, "retry", name, Tree::integer(number))
}

/// Sets a value in a section, where the section is there.
fn set_inside(schedule: &mut Tree, section: &str, name: &str, value: Tree) -> bool {
    let Some(mut inner) = schedule.property(section).cloned() else { return false };
    inner.set(name, value);
    schedule.set(section, inner);
    true
}

//! Laws of a schedule: its runs, one by one and listed.

use std::ops::Range;

use arbitrary::{Arbitrary, Result, Unstructured};
use backup_window::{
    Daily, DeniedSlot, Every, Fold, Gap, MonthDay, Monthly, Months, NoRun, Origin, Periodically, Run,
    Schedule, Trigger, WORKDAYS,
};
use chrono::offset::LocalResult;
use chrono::{DateTime, Month, NaiveTime, TimeDelta, TimeZone, Timelike, Utc, Weekday, WeekdaySet};

use crate::far::{is_asked_nevertheless, is_next_far, is_previous_far};
use crate::plainly;
use crate::when::{When, just_after, just_before, later};
use crate::window::Window;
use crate::zone::Zone;

/// A schedule and where to look at it.
#[derive(Debug, Clone, Arbitrary)]
pub struct ScheduleCase {
    zone: Zone,
    schedule: AnySchedule,
    when: When,
    law: Law,
    /// Length of the range whose runs are listed, as a part of the longest; longer where all 4 lowest bits are set.
    length: u16,
    /// An instant between two runs, as a part of what lies between them.
    sample: u16,
    /// Whether to ask where the answer is far away or there is none: seldom, if this is 255.
    patience: u8,
}

/// Which laws are looked at: one input, one group of them, so that each is tried as often as time allows.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Law {
    Next,
    Previous,
    Listed,
    Slots,
}

/// A schedule, as drawn from the fuzzer's input.
#[derive(Debug, Clone)]
pub struct AnySchedule(pub Schedule);

impl<'a> Arbitrary<'a> for AnySchedule {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let trigger = match u.int_in_range(0..=15)? {
            0..=6 => Trigger::Daily(daily(u)?),
            7..=13 => Trigger::Periodically(periodically(u)?),
            _ => Trigger::Monthly(monthly(u)?),
        };
        let window = |u: &mut Unstructured<'a>| Ok(u.arbitrary::<Option<Window>>()?.map(|window| window.0));
        let mut schedule =
            Schedule::new(trigger).with_backup_window(window(u)?).with_periodic_window(window(u)?);
        if u.arbitrary()? {
            schedule = schedule
                .with_gap(*u.choose(&[Gap::FirstValid, Gap::ShiftForward, Gap::Skip])?)
                .with_fold(*u.choose(&[Fold::First, Fold::Second, Fold::Both])?)
                .with_denied(*u.choose(&[DeniedSlot::Skip, DeniedSlot::Defer, DeniedSlot::AtOpening])?);
        }
        Ok(Self(schedule))
    }
}

fn daily(u: &mut Unstructured<'_>) -> Result<Daily> {
    let days = match u.int_in_range(0..=3)? {
        0 => WeekdaySet::ALL,
        1 => WORKDAYS,
        _ => {
            let chosen: u8 = u.arbitrary()?;
            (0..7)
                .filter(|day| chosen >> day & 1 == 1)
                .filter_map(|day| Weekday::try_from(day).ok())
                .collect()
        }
    };
    let time = time_of_day(u)?;
    Ok(Daily::new(days, time).unwrap_or(Daily::new(WeekdaySet::ALL, time).expect("has days")))
}

fn monthly(u: &mut Unstructured<'_>) -> Result<Monthly> {
    let weekday = Weekday::try_from(u.int_in_range(0..=6)?).expect("0 to 6");
    let day = match u.int_in_range(0..=7)? {
        0 => MonthDay::First(weekday),
        1 => MonthDay::Second(weekday),
        2 => MonthDay::Third(weekday),
        3 => MonthDay::Fourth(weekday),
        4 => MonthDay::LastWeekday(weekday),
        5 => MonthDay::Last,
        _ => MonthDay::On(u.int_in_range(1..=31)?),
    };
    let chosen: u16 = if u.arbitrary()? { u16::MAX } else { u.arbitrary()? };
    let months =
        (1..=12).filter(|month| chosen >> month & 1 == 1).filter_map(|month| Month::try_from(month).ok());
    let (months, time) = (months.collect(), time_of_day(u)?);
    Ok(Monthly::new(day, months, time).unwrap_or(Monthly::new(day, Months::ALL, time).expect("has months")))
}

fn time_of_day(u: &mut Unstructured<'_>) -> Result<NaiveTime> {
    let (second, nanos) = match u.int_in_range(0..=3)? {
        // the hours in which clocks are changed, on the minute
        0 => (u.int_in_range(0..=239)? * 60, 0),
        1 => (u.int_in_range(0..=1_439)? * 60, 0),
        2 => (u.int_in_range(0..=86_399)?, 0),
        _ => (u.int_in_range(0..=86_399)?, u.int_in_range(0..=999_999_999)?),
    };
    Ok(NaiveTime::from_num_seconds_from_midnight_opt(second, nanos).expect("a second of the day"))
}

fn periodically(u: &mut Unstructured<'_>) -> Result<Periodically> {
    Ok(Periodically::new(*u.choose(&Every::ALL)?, u.int_in_range(0..=59)?).expect("an offset below 60"))
}

/// The laws of one case.
pub fn schedule_next(case: &ScheduleCase) {
    let (schedule, zone, t) = (case.schedule.0, &case.zone, case.when.at(&case.zone));
    let is_far = |t| is_next_far(&schedule, zone, t) || is_previous_far(&schedule, zone, t);
    if is_far(t) && !is_asked_nevertheless(zone, Some(schedule.trigger()), case.patience) {
        return;
    }
    // So many intervals at most, and 16 times as many seldom; but where each opening brings a run, a dozen a day, no more
    // than some weeks.
    let most = match schedule.trigger() {
        Trigger::Daily(_) => 12 * 86_400,
        Trigger::Monthly(_) => 40 * 86_400,
        Trigger::Periodically(periodically) => 12 * i64::from(periodically.every().minutes()) * 60,
    };
    let most = if case.length & 15 == 15 { most.min(20 * 86_400) * 16 } else { most };
    let has_openings = schedule.denied() == DeniedSlot::AtOpening && !schedule.windows().is_always();
    let most = if has_openings { most.min(24 * 86_400) } else { most };
    let range = t..later(t, i64::from(case.length) * most / i64::from(u16::MAX));
    match case.law {
        Law::Next => next_is_the_first(case, t),
        Law::Previous => previous_is_the_last(case, t),
        Law::Listed => {
            let runs: Vec<_> = schedule.runs(zone, range.clone()).collect();
            listed_is_chained(case, &range, &runs);
            // The first ones, and those that are not just slots.
            let told = runs.iter().enumerate();
            let told = told.filter(|(place, run)| *place < 4 || run.origin != Origin::Scheduled).take(12);
            told.for_each(|(_, run)| run_is_what_it_says(case, run));
        }
        Law::Slots if is_far_from_the_ends(&range) => {
            let runs: Vec<_> = schedule.runs(zone, range.clone()).collect();
            runs_follow_from_slots(&schedule, zone, &range, &runs);
        }
        Law::Slots => {}
    }
}

fn next_is_the_first(case: &ScheduleCase, t: DateTime<Utc>) {
    let (schedule, zone) = (case.schedule.0, &case.zone);
    let run = match schedule.next_after(zone, t) {
        Ok(run) => run,
        Err(reason) => return reason_holds(case, t, reason),
    };
    assert!(run.at > t, "next_after {t:?} is {run:?}");
    run_is_what_it_says(case, &run);
    // Whatever is asked between, the answer stays the same.
    let between = part_of(t..run.at, case.sample);
    for asked in [between, just_before(run.at)] {
        assert_eq!(schedule.next_after(zone, asked), Ok(run), "asked at {asked:?}");
    }
    // From anywhere up to the run after it, or a week later if there is none in sight, it is the one before.
    let is_in_sight = !is_next_far(&schedule, zone, run.at);
    let after = if is_in_sight { schedule.next_after(zone, run.at).ok() } else { None };
    let after = after.map_or_else(|| later(run.at, 600_000), |next| next.at);
    let behind = [just_after(run.at), part_of(run.at..after, case.sample), after];
    for asked in behind.into_iter().filter(|&asked| asked > run.at && !is_last_day(asked)) {
        assert_eq!(schedule.previous_before(zone, asked), Ok(run), "seen from {asked:?}, behind");
    }
    if !is_previous_far(&schedule, zone, run.at)
        && let Ok(previous) = schedule.previous_before(zone, run.at)
    {
        assert!(previous.at <= t, "{previous:?} lies between {t:?} and {run:?}");
    }
}

fn previous_is_the_last(case: &ScheduleCase, t: DateTime<Utc>) {
    let (schedule, zone) = (case.schedule.0, &case.zone);
    let run = match schedule.previous_before(zone, t) {
        Ok(run) => run,
        Err(reason) => return reason_holds(case, t, reason),
    };
    assert!(run.at < t, "previous_before {t:?} is {run:?}");
    assert_eq!(schedule.next_after(zone, just_before(run.at)), Ok(run), "seen from before");
    if !is_next_far(&schedule, zone, run.at)
        && let Ok(next) = schedule.next_after(zone, run.at)
    {
        assert!(next.at >= t, "{next:?} lies between {run:?} and {t:?}");
    }
}

fn reason_holds(case: &ScheduleCase, t: DateTime<Utc>, reason: NoRun<'_>) {
    let windows = case.schedule.0.windows();
    match reason {
        NoRun::WindowNeverOpens => assert!(windows.is_never()),
        NoRun::NeverMatches => {
            assert!(!windows.is_never());
            assert!(windows.backup.is_some() || windows.periodic.is_some(), "no window, no mismatch: {t:?}");
        }
        NoRun::BeyondTimeRange => {
            assert!(!windows.is_never());
            // Four hundred years show all that a zone can bring.
            let margin = TimeDelta::days(2 * 146_097);
            let near_end = DateTime::<Utc>::MAX_UTC - t < margin || t - DateTime::<Utc>::MIN_UTC < margin;
            assert!(near_end, "nothing lies beyond the range: {t:?}");
        }
        other => panic!("a schedule by itself never says {other:?}"),
    }
}

/// `runs` of a range are what `next_after` and `previous_before` give, one after the other.
fn listed_is_chained(case: &ScheduleCase, range: &Range<DateTime<Utc>>, runs: &[Run]) {
    let (schedule, zone) = (case.schedule.0, &case.zone);
    assert!(runs.is_sorted_by(|a, b| a.at < b.at), "strictly increasing");
    let mut backward: Vec<_> = schedule.runs(zone, range.clone()).rev().collect();
    backward.reverse();
    assert_eq!(runs, backward, "forward and backward");
    let mut asked = just_before(range.start);
    for run in runs {
        assert_eq!(schedule.next_after(zone, asked), Ok(*run), "after {asked:?}");
        asked = run.at;
    }
    if !is_next_far(&schedule, zone, asked)
        && let Ok(next) = schedule.next_after(zone, asked)
    {
        assert!(next.at >= range.end || next.at == range.start, "{next:?} is not listed");
    }
}

fn run_is_what_it_says(case: &ScheduleCase, run: &Run) {
    let (schedule, zone) = (case.schedule.0, &case.zone);
    let windows = schedule.windows();
    assert!(windows.is_start_allowed_at(zone, run.at), "a start is denied at {run:?}");
    assert_eq!(run.offset, zone.offset_at(&run.at.naive_utc()));
    assert_eq!(run.closes, windows.backup.and_then(|window| window.next_closing(zone, run.at)));
    match run.origin {
        Origin::Scheduled => match schedule.trigger() {
            Trigger::Daily(daily) => {
                assert_eq!(run.local().time(), daily.time());
                assert!(daily.days().contains(chrono::Datelike::weekday(&run.local())));
            }
            Trigger::Monthly(monthly) => {
                assert_eq!(run.local().time(), monthly.time());
                assert!(plainly::is_day_of(monthly, run.local().date_naive()), "{run:?}");
            }
            Trigger::Periodically(periodically) => {
                let (minute, second) = (run.local().num_seconds_from_midnight() / 60, run.local().second());
                let every = u32::from(periodically.every().minutes());
                assert_eq!((minute % every, second), (u32::from(periodically.offset()), 0));
            }
        },
        Origin::Deferred { from } => {
            assert!(from < run.at);
            assert!(!windows.is_start_allowed_at(zone, from), "{run:?} is deferred from an allowed slot");
            assert_eq!(schedule.denied(), DeniedSlot::Defer);
        }
        Origin::AtOpening => assert_eq!(schedule.denied(), DeniedSlot::AtOpening),
        Origin::MovedByGap { nominal } => {
            assert!(nominal < run.local().naive_local());
            assert_eq!(zone.from_local_datetime(&nominal), LocalResult::None, "{run:?} need not have moved");
            if let (Trigger::Periodically(periodically), Gap::FirstValid) =
                (schedule.trigger(), schedule.gap())
            {
                let next = nominal + TimeDelta::minutes(periodically.every().minutes().into());
                assert!(next >= run.local().naive_local(), "{run:?} names not the last time that was lost");
            }
        }
    }
}

/// The runs are the allowed slots, and those that openings bring.
fn runs_follow_from_slots(schedule: &Schedule, zone: &Zone, range: &Range<DateTime<Utc>>, runs: &[Run]) {
    let windows = schedule.windows();
    let is_allowed = |t: &DateTime<Utc>| windows.is_start_allowed_at(zone, *t);
    let delay = TimeDelta::minutes(match schedule.trigger() {
        Trigger::Periodically(periodically) => periodically.offset().into(),
        Trigger::Daily(_) | Trigger::Monthly(_) => 0,
    });
    let mut expected: Vec<_> = plainly::slots(schedule, zone, range).into_iter().filter(is_allowed).collect();
    if schedule.denied() != DeniedSlot::Skip {
        let openings_from = range.start - delay;
        let denied = windows.starts_denied(zone, range.start - TimeDelta::days(30)..range.end).rev();
        for denied in denied.take_while(|denied| denied.to >= openings_from) {
            let opening = denied.to;
            if !is_allowed(&opening) {
                continue; // the range ends here, not the stretch
            }
            let is_due = schedule.denied() == DeniedSlot::AtOpening
                || plainly::has_slot(schedule, zone, &(denied.from..opening));
            // A slot with a fraction of a second counts as one at its whole second.
            let at_once = opening..opening + delay + TimeDelta::seconds(1);
            if is_due && !plainly::slots(schedule, zone, &at_once).iter().any(is_allowed) {
                let late = opening + delay;
                expected.push(if is_allowed(&late) { late } else { opening });
            }
        }
    }
    expected.retain(|run| range.contains(run));
    expected.sort();
    expected.dedup();
    assert_eq!(runs.iter().map(|run| run.at).collect::<Vec<_>>(), expected, "runs of {range:?}");
}

/// An instant inside a range.
fn part_of(range: Range<DateTime<Utc>>, part: u16) -> DateTime<Utc> {
    let length = (range.end - range.start).num_seconds();
    range.start + TimeDelta::seconds((i128::from(length) * i128::from(part) / (1 << 16)) as i64)
}

fn is_last_day(t: DateTime<Utc>) -> bool {
    DateTime::<Utc>::MAX_UTC - t < TimeDelta::days(1)
}

fn is_far_from_the_ends(range: &Range<DateTime<Utc>>) -> bool {
    let far = TimeDelta::days(60);
    range.start - DateTime::<Utc>::MIN_UTC > far && DateTime::<Utc>::MAX_UTC - range.end > far
}

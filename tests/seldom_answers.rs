//! Answers that random cases seldom ask for: each interval by itself, the ends of time, and empty ranges.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::num::{NonZeroU16, NonZeroU32};
use std::sync::Arc;

use backup_window::explain::Rule;
use backup_window::job::{Act, Action, Effect, Idle, Misfire, Outcome, Refused, Retry, State};
use backup_window::simulate::{Durations, Event, Job, Simulation, What};
use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Gap, HourOfWeek, MonthDay, Monthly, Months, NoRun, Periodically,
    Plan, Schedule, SlotAt, Starts, WindowClock, Windows, ZoneTable,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn time(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

fn daily(hour: u32) -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, time(hour)).unwrap())
}

fn monthly(day: MonthDay, hour: u32) -> Schedule {
    Schedule::new(Monthly::new(day, Months::ALL, time(hour)).unwrap())
}

/// From 22:00 to 06:00, and all of Saturday and Sunday.
fn nights_and_weekends() -> BackupWindow {
    let weekend = WeekdaySet::from_array([Weekday::Sat, Weekday::Sun]);
    BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6).allow_daily(weekend, 0, 0)
}

fn plan(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

#[test]
fn each_interval_has_its_next_slot() {
    for (interval, next) in [
        (Every::Minutes5, "2025-06-02T10:10:00Z"),
        (Every::Minutes10, "2025-06-02T10:10:00Z"),
        (Every::Minutes15, "2025-06-02T10:15:00Z"),
        (Every::Minutes20, "2025-06-02T10:20:00Z"),
        (Every::Minutes30, "2025-06-02T10:30:00Z"),
        (Every::Hours1, "2025-06-02T11:00:00Z"),
        (Every::Hours2, "2025-06-02T12:00:00Z"),
        (Every::Hours3, "2025-06-02T12:00:00Z"),
        (Every::Hours4, "2025-06-02T12:00:00Z"),
        (Every::Hours6, "2025-06-02T12:00:00Z"),
        (Every::Hours8, "2025-06-02T16:00:00Z"),
        (Every::Hours12, "2025-06-02T12:00:00Z"),
        (Every::Hours24, "2025-06-03T00:00:00Z"),
    ] {
        let (schedule, now) = (every(interval, 0), at("2025-06-02T10:07:30Z"));
        assert_eq!(schedule.next_instant_after(&Utc, now), Some(at(next)), "{interval}");
        assert_eq!(schedule.next_after(&Tz::UTC, now).map(|run| run.at), Ok(at(next)), "{interval}");
    }
}

fn minutes(minutes: i64) -> backup_window::MinuteOffset {
    backup_window::MinuteOffset::new(minutes).unwrap()
}

#[test]
fn an_interval_that_a_change_of_the_clock_does_not_keep_is_answered_all_the_same() {
    // Lord Howe is at +10:30 in winter and at +11:00 in summer: 20 minutes do not divide the half hour.
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6).with_clock(WindowClock::LOCAL);
    let schedule = every(Every::Minutes20, 0).with_backup_window(nights);
    let compiled = schedule.compile(&Arc::new(ZoneTable::new(&Tz::Australia__Lord_Howe)));
    for (after, next) in [
        ("2025-06-02T12:00:00Z", "2025-06-02T12:10:00Z"), // 22:30, 22:40
        ("2025-01-06T11:05:00Z", "2025-01-06T11:20:00Z"), // 22:05, 22:20
    ] {
        assert_eq!(compiled.next_instant_after(at(after)), Some(at(next)));
    }
}

#[test]
fn where_one_offset_has_its_slots_at_openings_and_the_other_has_not() {
    // Lord Howe again: 21:30 UTC is 08:00 in winter, a slot, and 08:30 in summer, an opening between two.
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let schedule =
        every(Every::Hours1, 0).with_backup_window(nights.with_clock(WindowClock::UtcOffset(minutes(30))));
    let compiled = schedule.compile(&Arc::new(ZoneTable::new(&Tz::Australia__Lord_Howe)));
    for (after, next) in [
        ("2025-06-02T12:00:00Z", "2025-06-02T21:30:00Z"),
        ("2025-06-02T21:30:00Z", "2025-06-02T22:30:00Z"),
        ("2025-01-06T12:00:00Z", "2025-01-06T21:30:00Z"),
        ("2025-01-06T21:30:00Z", "2025-01-06T22:00:00Z"),
    ] {
        assert_eq!(compiled.next_instant_after(at(after)), Some(at(next)), "after {after}");
        assert_eq!(schedule.next_instant_after(&Tz::Australia__Lord_Howe, at(after)), Some(at(next)));
    }
}

#[test]
fn a_run_with_time_enough_is_looked_for_month_by_month() {
    let day = TimeDelta::hours(24);
    // 2025-06-05 is a Thursday, 2025-07-05 a Saturday.
    let fifth = monthly(MonthDay::On(5), 23).with_backup_window(nights_and_weekends());
    let run = fifth.next_fitting_after(&Utc, at("2025-06-02T12:00:00Z"), day);
    assert_eq!(run.map(|run| run.at), Ok(at("2025-07-05T23:00:00Z")));
    // From Friday 22:00 to Monday 06:00 are 56 hours.
    let nightly = daily(23).with_backup_window(nights_and_weekends());
    let run = |hours| nightly.next_fitting_after(&Utc, at("2025-06-02T12:00:00Z"), TimeDelta::hours(hours));
    assert_eq!(run(55).map(|run| run.at), Ok(at("2025-06-06T23:00:00Z")));
    assert_eq!(run(56), Err(NoRun::NeverFits));
    assert_eq!(run(57), Err(NoRun::NeverFits));
}

#[test]
fn where_time_ends_is_said_and_not_taken_for_never() {
    // The last day is a Monday.
    let last = DateTime::<Utc>::MAX_UTC;
    let nightly = daily(23).with_backup_window(nights_and_weekends());
    let fitting = |before: TimeDelta, hours| {
        nightly.next_fitting_after(&Utc, last - before, TimeDelta::hours(hours)).map(|run| run.at)
    };
    assert_eq!(fitting(TimeDelta::hours(20), 24), Err(NoRun::BeyondTimeRange));
    // On the last Thursday: the weekend is long enough, and the window closes at 06:00 of the last day, a Monday.
    let friday = last - (TimeDelta::hours(73) - TimeDelta::nanoseconds(1));
    assert_eq!(friday.to_string(), "+262142-12-28 23:00:00 UTC");
    for before in [100, 80, 74] {
        assert_eq!(fitting(TimeDelta::hours(before), 40), Ok(friday));
        assert_eq!(fitting(TimeDelta::hours(before), 55), Ok(friday));
        assert_eq!(fitting(TimeDelta::hours(before), 56), Err(NoRun::NeverFits));
        assert_eq!(fitting(TimeDelta::hours(before), 57), Err(NoRun::NeverFits));
    }
    // Its first run has gone by, and the next weekend would come after the end of time.
    assert_eq!(fitting(TimeDelta::hours(72), 24), Ok(friday + TimeDelta::days(1)));
    assert_eq!(fitting(TimeDelta::hours(72), 55), Err(NoRun::BeyondTimeRange));
    assert_eq!(fitting(TimeDelta::hours(72), 56), Err(NoRun::NeverFits));
    // A run at the opening itself, and one half a second after the hour.
    let thursday = last - TimeDelta::hours(100);
    let ten = daily(22).with_backup_window(nights_and_weekends());
    let run = ten.next_fitting_after(&Utc, thursday, TimeDelta::hours(56));
    assert_eq!(run.map(|run| run.at), Ok(friday - TimeDelta::hours(1)));
    let half = TimeDelta::milliseconds(500);
    let late = Daily::new(WeekdaySet::ALL, time(23) + half).unwrap();
    let late = Schedule::new(late).with_backup_window(nights_and_weekends());
    let run = |hours| late.next_fitting_after(&Utc, thursday, hours).map(|run| run.at);
    assert_eq!(run(TimeDelta::hours(55) - half), Ok(friday + half));
    assert_eq!(run(TimeDelta::hours(55)), Err(NoRun::NeverFits));
    // On the local clock, and month by month, it is the same.
    let local = daily(23).with_backup_window(nights_and_weekends().with_clock(WindowClock::LOCAL));
    let last_friday = monthly(MonthDay::LastWeekday(Weekday::Fri), 23);
    let last_friday = last_friday.with_backup_window(nights_and_weekends());
    for schedule in [local, last_friday] {
        let fitting =
            |hours| schedule.next_fitting_after(&Utc, thursday, TimeDelta::hours(hours)).map(|run| run.at);
        assert_eq!(fitting(55), Ok(friday));
        assert_eq!(fitting(56), Err(NoRun::NeverFits));
    }
    let (plan, t) = (plan(daily(23)), last - TimeDelta::minutes(30));
    let none = plan.explain(&Utc, t).next.unwrap_err();
    assert_eq!((none.reason, none.rule), (NoRun::BeyondTimeRange, Rule::ENDS_OF_TIME));
}

#[test]
fn a_denied_slot_that_is_skipped_is_explained_so() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let skipping = every(Every::Hours8, 0).with_denied(DeniedSlot::Skip).with_backup_window(nights);
    let plan_of = plan(skipping);
    let explained = plan_of.explain(&Utc, at("2025-06-02T06:00:00Z"));
    let next = explained.next.unwrap();
    assert_eq!((next.run.at, next.rule_of_denied), (at("2025-06-03T00:00:00Z"), Some(Rule::SKIPPED)));
    let plan_of = plan(monthly(MonthDay::Last, 22));
    let next = plan_of.explain(&Utc, at("2025-06-02T06:00:00Z")).next.unwrap();
    assert!(next.because.rules().eq([Rule::MONTHLY]), "{:?}", next.because);
}

#[test]
fn nothing_is_in_an_empty_range() {
    let (noon, nights) = (at("2025-06-02T12:00:00Z"), nights_and_weekends());
    for range in [noon..noon, noon..noon - TimeDelta::hours(1)] {
        assert_eq!(nights.allowed_time(&Utc, range.clone()), TimeDelta::zero());
        assert_eq!(nights.longest_allowed_in(&Utc, range.clone()), None);
        assert_eq!(nights.longest_denied_in(&Utc, range.clone()), None);
        assert_eq!(daily(22).count_runs(&Utc, range), 0);
    }
    let year = noon..noon + TimeDelta::days(365);
    assert_eq!(daily(22).with_backup_window(BackupWindow::NEVER).count_runs(&Utc, year), 0);
    // Within one second: the run is at its very beginning.
    let second = |nanoseconds: i64| at("2025-06-02T22:00:00Z") + TimeDelta::nanoseconds(nanoseconds);
    assert_eq!(daily(22).count_runs(&Utc, second(0)..second(1)), 1);
    assert_eq!(daily(22).count_runs(&Utc, second(1)..second(2)), 0);
    assert_eq!(daily(22).count_runs(&Utc, second(0)..second(2_000_000_000)), 1);
}

#[test]
fn a_slot_with_a_fraction_is_in_a_range_to_the_nanosecond() {
    let half_past = NaiveTime::from_hms_milli_opt(22, 0, 0, 500).unwrap();
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, half_past).unwrap());
    let slots = |from: &str, to: &str| {
        schedule.slots_in(&Utc, at(from)..at(to)).map(|slots| (slots.count, slots.first, slots.last))
    };
    let run = at("2025-06-02T22:00:00.5Z");
    assert_eq!(slots("2025-06-02T22:00:00.5Z", "2025-06-03T22:00:00.5Z"), Some((1, run, run)));
    assert_eq!(slots("2025-06-02T22:00:00.6Z", "2025-06-03T22:00:00.5Z"), None);
    let prague = schedule.slot_at(&Tz::Europe__Prague, at("2025-06-02T20:00:00.25Z"));
    assert_eq!(prague, SlotAt::None, "another fraction of that second");
    // 02:30 is skipped on 2025-03-30.
    let lost = NaiveTime::from_hms_milli_opt(2, 30, 0, 500).unwrap();
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, lost).unwrap()).with_gap(Gap::ShiftForward);
    let nominal = Some("2025-03-30T02:30:00.5".parse().unwrap());
    assert_eq!(
        schedule.slot_at(&Tz::Europe__Prague, at("2025-03-30T01:30:00.5Z")),
        SlotAt::Slot { is_allowed: true, nominal }
    );
}

#[test]
fn the_last_run_there_is_comes_after_the_beginning_of_its_second() {
    // 02:30 is allowed in summer alone, and the tables of chrono-tz end in 2099.
    let summer = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 1);
    let half_past_two = NaiveTime::from_hms_milli_opt(2, 30, 0, 500).unwrap();
    let schedule =
        Schedule::new(Daily::new(WeekdaySet::ALL, half_past_two).unwrap()).with_backup_window(summer);
    let compiled = schedule.compile(&Arc::new(ZoneTable::new(&Tz::Europe__Prague)));
    let last = at("2099-10-25T00:30:00.5Z");
    for (after, next) in [
        ("2099-10-23T12:00:00Z", Ok(at("2099-10-24T00:30:00.5Z"))),
        ("2099-10-25T00:30:00Z", Ok(last)),
        ("2099-10-25T00:30:00.25Z", Ok(last)),
        ("2099-10-25T00:30:00.5Z", Err(NoRun::NeverMatches)),
        ("2099-10-25T00:30:01Z", Err(NoRun::NeverMatches)),
    ] {
        assert_eq!(compiled.next_after(at(after)).map(|run| run.at), next, "after {after}");
        assert_eq!(
            schedule.next_after(&Tz::Europe__Prague, at(after)).map(|run| run.at),
            next,
            "after {after}"
        );
    }
}

#[test]
fn a_span_that_ends_where_it_begins_is_a_whole_week() {
    let hour = HourOfWeek::on(Weekday::Wed, 5).unwrap();
    assert_eq!(BackupWindow::NEVER.allow(hour, hour), BackupWindow::ALWAYS);
}

#[test]
fn a_job_may_be_enabled_twice() {
    let state = State::new(at("2025-06-02T12:00:00Z"));
    let (state, effect) = state.apply(&Action::Enable, at("2025-06-02T13:00:00Z")).unwrap();
    assert_eq!(effect, Effect::Switched);
    let (again, effect) = state.apply(&Action::Enable, at("2025-06-02T14:00:00Z")).unwrap();
    assert_eq!((again, effect), (state, Effect::Unchanged));
}

#[test]
fn retries_of_less_than_an_hour_are_told_in_minutes() {
    let windows = Windows { backup: Some(BackupWindow::NEVER), periodic: None };
    let retry = Some(Retry::new(1, 30).unwrap());
    let plan = Plan { windows, retry, ..Plan::new(Starts::ManualOnly) };
    assert_eq!(
        plan.retries_beyond_window().unwrap().to_string(),
        "the retries take 30 min, and the backup window is never open for longer than 0 min at a time"
    );
}

#[test]
fn an_outage_may_miss_nothing_and_what_it_misses_may_be_too_old() {
    let hourly = plan(every(Every::Hours1, 0));
    let caught = |after: &str, up_to: &str, misfire| {
        let caught = hourly.catch_up(&Utc, at(after), at(up_to), misfire).unwrap();
        (hourly.missed_runs(&Utc, at(after), at(up_to)).unwrap(), caught.run.map(|run| run.at))
    };
    for misfire in [Misfire::RunOnce, Misfire::SKIP] {
        assert_eq!(caught("2025-06-02T12:00:00Z", "2025-06-02T12:59:59Z", misfire), (0, None));
    }
    let twelve = at("2025-06-02T12:00:00Z");
    let skip = Misfire::Skip { grace_seconds: 60 };
    assert_eq!(caught("2025-06-02T10:30:00Z", "2025-06-02T12:01:00Z", skip), (2, Some(twelve)));
    assert_eq!(caught("2025-06-02T10:30:00Z", "2025-06-02T12:01:01Z", skip), (2, None));
}

/// What is done at an instant, and when to ask again.
fn done(plan: &Plan, settled: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let decision = plan.decide(&Utc, &State::new(settled), now);
    match decision.act {
        Act::Start(start) => format!("start {}", start.run.at),
        Act::Nothing(Idle::NoRun(none)) => format!("no run: {none:?}"),
        Act::Wait(_) => format!("wait until {}", decision.until.unwrap()),
        other => format!("{other:?}"),
    }
}

#[test]
fn a_late_run_is_not_left_to_an_opening_that_brings_none() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8);
    let skipping = every(Every::Hours4, 15).with_denied(DeniedSlot::Skip).with_periodic_window(nights);
    // 04:15 was missed; at 19:00 the window opens, and its first slot is at 20:15.
    let (settled, now) = (at("2025-06-03T00:20:00Z"), at("2025-06-03T19:05:00Z"));
    assert_eq!(done(&plan(skipping), settled, now), "start 2025-06-03 04:15:00 UTC");
}

#[test]
fn a_late_run_waits_for_no_opening_where_nothing_is_denied() {
    let (settled, now) = (at("2025-06-03T00:20:00Z"), at("2025-06-03T09:00:00Z"));
    assert_eq!(done(&plan(every(Every::Hours4, 15)), settled, now), "start 2025-06-03 08:15:00 UTC");
}

#[test]
fn what_is_due_at_the_end_of_time_is_decided_like_any_other() {
    let last = DateTime::<Utc>::MAX_UTC;
    // The last day, at an hour.
    let day = |hours: i64| last - TimeDelta::days(1) + TimeDelta::hours(hours);
    let settled = last - TimeDelta::days(3);
    let skipping = Plan { misfire: Misfire::Skip { grace_seconds: 60 }, ..plan(daily(3)) };
    assert_eq!(done(&skipping, settled, day(12)), "no run: BeyondTimeRange");
    let patient = Plan { misfire: Misfire::Skip { grace_seconds: 86_400 }, ..plan(daily(3)) };
    assert_eq!(done(&patient, settled, day(2)), "start +262142-12-30 03:00:00 UTC");
    // Late, in a denied hour, and no opening is left.
    let mornings = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 0, 6);
    assert_eq!(
        done(&plan(daily(3).with_backup_window(mornings)), settled, day(12)),
        "no run: BeyondTimeRange"
    );
    // Late, in an allowed hour, and no run follows.
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8);
    let late = plan(every(Every::Hours24, 15).with_periodic_window(nights));
    assert!(done(&late, settled, day(21)).starts_with("start "), "{}", done(&late, settled, day(21)));
    let continuous = Plan::new(Starts::Continuously);
    assert_eq!(continuous.next_after(&Utc, last), Err(NoRun::BeyondTimeRange));
    // A window that opens no more before time ends; two that might never open together.
    for (periodic, none) in [(None, NoRun::BeyondTimeRange), (Some(mornings), NoRun::NeverMatches)] {
        let windows = Windows { backup: Some(mornings), periodic };
        let gated = Plan { windows, ..continuous.clone() };
        assert_eq!(gated.next_after(&Utc, last), Err(none));
    }
}

#[test]
fn the_other_pass_of_a_repeated_second_is_that_second_to_the_fraction() {
    let half_past = NaiveTime::from_hms_milli_opt(2, 30, 0, 500).unwrap();
    let schedule = Schedule::new(Daily::new(WeekdaySet::ALL, half_past).unwrap());
    // Prague 2025-10-26: 02:30 comes at 00:30 and at 01:30 UTC.
    let slot = |text: &str| schedule.slot_at(&Tz::Europe__Prague, at(text));
    assert!(matches!(slot("2025-10-26T00:30:00.5Z"), SlotAt::Slot { .. }));
    assert_eq!(slot("2025-10-26T01:30:00.5Z"), SlotAt::OtherPass);
    assert_eq!(slot("2025-10-26T01:30:00.25Z"), SlotAt::None);
}

#[test]
fn a_run_of_the_backlog_is_started_once_and_a_retry_only_after_its_failure() {
    let misfire = Misfire::RunAll { limit: NonZeroU16::new(3).unwrap() };
    let hourly = Plan { misfire, ..plan(every(Every::Hours1, 0)) };
    let state = State::new(at("2025-06-05T08:30:00Z"));
    let now = |minute: u32| at(&format!("2025-06-05T12:{minute}:00Z"));
    let Act::Start(first) = hourly.decide(&Utc, &state, now(20)).act else { panic!("three are missed") };
    let state = state.start(&first, now(20)).unwrap().end(now(30), Outcome::Success).unwrap();
    // 10:00 has been made up for; 11:00 and 12:00 are left.
    let settled = now(30) - TimeDelta::nanoseconds(1);
    assert_eq!(state.start(&first, now(31)), Err(Refused::AlreadySettled { settled }));

    let retried = Plan { retry: Some(Retry::new(3, 10).unwrap()), ..plan(daily(22)) };
    let minute = |minute: i64| at("2025-06-02T22:00:00Z") + TimeDelta::minutes(minute);
    let state = State::new(at("2025-06-02T12:00:00Z"));
    let Act::Start(start) = retried.decide(&Utc, &state, minute(0)).act else { panic!("a run is due") };
    let running = state.start(&start, minute(0)).unwrap();
    let failed = running.end(minute(5), Outcome::Failed).unwrap();
    let Act::Retry(retry) = retried.decide(&Utc, &failed, minute(15)).act else { panic!("a retry is due") };
    assert_eq!(failed.retry(&retry, minute(4)), Err(Refused::NoSuchRetry), "before the failure");
    let (called_off, _) = failed.apply(&Action::Stop, minute(6)).unwrap();
    assert_eq!(called_off.retry(&retry, minute(15)), Err(Refused::NoSuchRetry), "called off by hand");
    assert!(failed.retry(&retry, minute(15)).is_ok());
}

#[test]
fn a_job_that_nothing_starts_has_no_part_in_a_simulation() {
    let zone = Arc::new(ZoneTable::new(&Utc));
    let compiled = Plan::new(Starts::ManualOnly).compile(&zone);
    let range = at("2025-06-02T00:00:00Z")..at("2025-06-03T00:00:00Z");
    let simulation = Simulation::new(range, 7);
    let job = Job { plan: &compiled, durations: Durations::fixed(60), stream: 0 };
    let mut events = 0;
    let alone = simulation.run_alone(0, &job, |_| events += 1);
    let together = simulation.run(&[job], |_| events += 1, |_| {});
    assert_eq!((events, &together[..]), (0, &[alone][..]));
}

#[test]
fn a_run_that_grew_too_old_in_the_line_is_passed_over() {
    let zone = Arc::new(ZoneTable::new(&Utc));
    let second = Plan { misfire: Misfire::Skip { grace_seconds: 60 }, ..plan(every(Every::Hours3, 0)) };
    let second = second.compile(&zone);
    let range = at("2025-06-02T02:59:00Z")..at("2025-06-03T00:59:00Z");
    let long = plan(daily(3)).compile(&zone);
    let jobs = [
        Job { plan: &long, durations: Durations::fixed(2 * 3600), stream: 0 },
        Job { plan: &second, durations: Durations::fixed(60), stream: 1 },
    ];
    let simulation = Simulation::new(range, 7).with_limit(NonZeroU32::new(1));
    let mut starts = Vec::new();
    let see = |event: &Event| {
        if let What::Start { .. } = event.what {
            starts.push(format!("{} {}", event.at.format("%H:%M"), event.job));
        }
    };
    simulation.run(&jobs, see, |_| {});
    // Both are due at 03:00; at 05:00 it is too late for the second one.
    assert_eq!(
        starts,
        ["03:00 0", "06:00 1", "09:00 1", "12:00 1", "15:00 1", "18:00 1", "21:00 1", "00:00 1"]
    );
}

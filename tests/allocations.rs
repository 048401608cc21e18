//! No question allocates: every one of them is asked of an allocator that counts.
//!
//! What prepares a question may allocate: a zone table, compiling a schedule, and the plan with its names. So may a
//! zone: those of `chrono-tz`, those of the feature `jiff`, fixed offsets and zone tables do not, `chrono::Local`
//! reads the system's files. A list of runs or stretches is an iterator and holds nothing but its place.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::ops::Range;
use std::sync::Arc;

use allocation_counter::measure;
use backup_window::{
    BackupWindow, CompiledSchedule, Daily, DeniedSlot, Every, NoRun, Periodically, Plan, Schedule, Starts,
    Windows, ZoneTable,
};
use chrono::{DateTime, FixedOffset, NaiveTime, TimeDelta, TimeZone, Utc, WeekdaySet};
use chrono_tz::Tz;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;

use oracle::{AWKWARD, changes_of, questions, utc};

#[allow(dead_code, unused_imports, reason = "each test uses its part of the oracle")]
mod oracle;

const NANOSECOND: TimeDelta = TimeDelta::nanoseconds(1);

/// Asserts that nothing is allocated.
#[track_caller]
fn without_allocation(what: &str, ask: impl FnOnce()) {
    let counted = measure(ask);
    assert_eq!(counted.count_total, 0, "{what} allocated {} bytes", counted.bytes_total);
}

/// What a schedule is asked, in a zone.
#[track_caller]
fn ask<Z: TimeZone>(schedule: &Schedule, zone: &Z, range: &Range<DateTime<Utc>>) {
    without_allocation("a schedule", || {
        for t in [range.start, range.end] {
            let _ = schedule.next_after(zone, t).map(|run| (run.local().timestamp(), run.origin.code()));
            let _ = schedule.previous_before(zone, t).map_err(|reason| reason.code());
            let _ = schedule.next_instant_after(zone, t);
        }
        assert!(schedule.runs(zone, range.clone()).all(|run| range.contains(&run.at)));
        assert!(schedule.runs(zone, range.clone()).rev().all(|run| range.contains(&run.at)));
        assert!(
            schedule.count_runs(zone, range.clone()) == schedule.runs(zone, range.clone()).count() as u64
        );
    });
    without_allocation("a schedule about durations", || {
        let fitting = schedule.next_fitting_after(zone, range.start, TimeDelta::minutes(90));
        assert!(fitting.is_err() || fitting.is_ok_and(|run| run.time_left().covers(TimeDelta::minutes(90))));
        let longest = schedule.longest_wait(zone, range.clone()).map(|wait| wait.length());
        assert!(
            longest.is_err()
                || longest.is_ok_and(|wait| schedule.can_meet(zone, range.clone(), wait)
                    && !schedule.can_meet(zone, range.clone(), wait - NANOSECOND))
        );
    });
}

/// What a compiled schedule is asked.
#[track_caller]
fn ask_compiled(compiled: &CompiledSchedule, range: &Range<DateTime<Utc>>) {
    without_allocation("a compiled schedule", || {
        for t in [range.start, range.end] {
            let _ = compiled.next_instant_after(t);
            let _ = compiled.next_after(t).map_err(|reason| reason.code());
            let _ = compiled.previous_before(t);
        }
        assert!(compiled.instants_after(range.start).take(100).all(|t| t > range.start));
        let shared = compiled.clone();
        let _ = shared.next_instant_after(range.start);
    });
}

/// What windows are asked.
#[track_caller]
fn ask_windows<Z: TimeZone>(windows: &Windows, zone: &Z, range: &Range<DateTime<Utc>>) {
    without_allocation("windows", || {
        for window in [windows.backup, windows.periodic].into_iter().flatten() {
            for t in [range.start, range.end] {
                let _ = window.is_allowed_at(zone, t);
                let _ = (window.next_change(zone, t), window.previous_change(zone, t));
                let _ = (window.next_opening(zone, t), window.previous_opening(zone, t));
                let _ = (window.next_closing(zone, t), window.previous_closing(zone, t));
            }
            let stretches = || window.allowed(zone, range.clone()).chain(window.denied(zone, range.clone()));
            assert!(stretches().all(|stretch| stretch.from < stretch.to));
            assert!(stretches().rev().all(|stretch| stretch.from < stretch.to));
            // A window is built and rewritten without memory too.
            let again = BackupWindow::from_bools(&window.to_bools()).with_clock(window.clock());
            assert!(again == window && window.hours().count() <= 168);
        }
        for window in [windows.backup, windows.periodic].into_iter().flatten() {
            ask_about_durations(&window, zone, range);
            ask_as_a_set(&window, zone, range);
        }
        let _ = windows.is_start_allowed_at(zone, range.start);
        let _ = windows.next_start_opening(zone, range.start);
        let _ = windows.starts_allowed(zone, range.clone()).count();
        let _ = windows.starts_denied(zone, range.clone()).next_back();
    });
}

/// What a window is asked about jobs that take their time.
fn ask_about_durations<Z: TimeZone>(window: &BackupWindow, zone: &Z, range: &Range<DateTime<Utc>>) {
    let time = window.allowed_time(zone, range.clone());
    let _ = (window.longest_allowed(), window.longest_denied(), window.time_left_at(zone, range.start));
    let longest = window.longest_allowed_in(zone, range.clone());
    assert!(longest.is_none_or(|stretch| stretch.length() <= time));
    let _ = window.longest_denied_in(zone, range.clone());
    for duration in [TimeDelta::minutes(20), TimeDelta::hours(9)] {
        let fit = window.fit_from(zone, range.start, duration);
        assert!(fit.is_none_or(|fit| window.fits(zone, fit.first, duration)));
        let last = window.last_start_until(zone, range.end, duration);
        assert!(last.is_none_or(|start| window.fits(zone, start, duration)));
        let end = window.split_end(zone, range.start, duration);
        assert!(end == window.split(zone, range.start, duration).last().map(|part| part.to));
    }
}

/// What a window is asked together with another one, on its own clock and on a different one.
fn ask_as_a_set<Z: TimeZone>(window: &BackupWindow, zone: &Z, range: &Range<DateTime<Utc>>) {
    let other = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 6, 9);
    let same = other.with_clock(window.clock());
    let both = window.intersection(&same).unwrap();
    assert!(both.is_subset_of(window).unwrap() && both.is_subset_of(&same).unwrap());
    assert!(window.union(&same).unwrap().symmetric_difference(&both).is_ok());
    assert!(window.difference(&same).unwrap().is_disjoint_from(&same).unwrap());
    assert!(window.complement().hour_shared(window).unwrap().is_none());
    let _ = (window.hour_outside(&same).unwrap(), window.on_clock(other.clock()).is_ok());
    let _ = (
        window.instant_outside(&other, zone, range.clone()),
        window.instant_shared(&other, zone, range.clone()),
    );
    assert!(window.overlap(&other, zone, range.clone()).all(|stretch| stretch.from < stretch.to));
}

/// Schedules of every kind, the same in every run.
fn schedules(runner: &mut TestRunner, count: usize) -> Vec<Schedule> {
    (0..count).map(|_| questions(0).new_tree(runner).unwrap().current().schedule()).collect()
}

/// A few days around a change of the zone's clock, or around an ordinary one.
fn ranges(zone: Tz) -> Vec<Range<DateTime<Utc>>> {
    let changes = changes_of(zone);
    let ordinary = utc("2025-06-02T12:34:56.789Z").timestamp();
    let seconds = changes.first().into_iter().chain(changes.last()).copied().chain([ordinary]);
    let instants = seconds.map(|second| DateTime::from_timestamp(second, 1).unwrap());
    instants.map(|t| t - TimeDelta::days(1)..t + TimeDelta::days(2)).collect()
}

#[test]
fn what_allocates_is_noticed() {
    assert_ne!(measure(|| drop(ZoneTable::new(&Tz::Europe__Prague))).count_total, 0);
    let zone = Arc::new(ZoneTable::new(&Tz::Europe__Prague));
    assert_ne!(measure(|| drop(nightly().compile(&zone))).count_total, 0);
}

#[test]
fn no_question_allocates_in_a_zone_of_chrono_tz() {
    let mut runner = TestRunner::deterministic();
    for zone in AWKWARD {
        let table = Arc::new(ZoneTable::new(&zone));
        let ranges = ranges(zone);
        for schedule in schedules(&mut runner, 12) {
            let compiled = schedule.compile(&table);
            for range in &ranges {
                ask(&schedule, &zone, range);
                ask_compiled(&compiled, range);
                ask_windows(&schedule.given_windows(), &zone, range);
            }
        }
    }
}

#[cfg(feature = "jiff")]
#[test]
fn no_question_allocates_in_a_zone_of_jiff() {
    use backup_window::tzdb::{JiffZone, ZoneDatabase};

    let database = ZoneDatabase::bundled();
    let mut runner = TestRunner::deterministic();
    // By its table, by its rules, and beyond the years that jiff knows.
    let years =
        ["1911-01-01T00:00:00Z", "2025-03-30T00:00:00Z", "2150-03-28T00:00:00Z", "+12345-07-01T00:00:00Z"];
    for name in ["UTC", "Europe/Dublin", "America/Vancouver", "Africa/Casablanca", "Australia/Lord_Howe"] {
        let known = database.zone(name).unwrap();
        let zone = JiffZone::new(&known);
        let table = Arc::new(ZoneTable::new(&zone));
        for schedule in schedules(&mut runner, 10) {
            let compiled = schedule.compile(&table);
            for t in years.map(utc) {
                let range = t..t + TimeDelta::days(3);
                ask(&schedule, &zone, &range);
                ask_compiled(&compiled, &range);
                ask_windows(&schedule.given_windows(), &zone, &range);
            }
        }
    }
}

fn nightly() -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(22, 0, 0).unwrap()).unwrap())
}

#[test]
fn no_question_allocates_where_there_is_no_run() {
    let zone = Tz::America__Los_Angeles;
    let table = Arc::new(ZoneTable::new(&zone));
    let hourly = Schedule::new(Periodically::new(Every::Hours1, 0).unwrap());
    let open = |from, to| BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, from, to);
    let noon = utc("2025-06-02T12:00:00Z");
    let day = noon..noon + TimeDelta::days(1);
    for (schedule, reason) in [
        (nightly().with_backup_window(open(12, 13)), NoRun::NeverMatches),
        (hourly.with_backup_window(open(1, 2)).with_periodic_window(open(3, 4)), NoRun::NeverMatches),
        (hourly.with_backup_window(BackupWindow::NEVER), NoRun::WindowNeverOpens),
    ] {
        assert_eq!(schedule.next_after(&zone, noon), Err(reason));
        ask(&schedule, &zone, &day);
        ask_compiled(&schedule.compile(&table), &day);
    }
    // The ends of time, where a reason is found out.
    let ends = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
    for zone in [FixedOffset::east_opt(86_399).unwrap(), FixedOffset::west_opt(86_399).unwrap()] {
        let weekly = hourly.with_denied(DeniedSlot::AtOpening).with_backup_window(open(5, 6));
        without_allocation("the ends of time", || {
            assert_eq!(weekly.next_after(&zone, ends.end), Err(NoRun::BeyondTimeRange));
            assert_eq!(weekly.previous_before(&zone, ends.start), Err(NoRun::BeyondTimeRange));
            assert!(weekly.runs(&zone, ends.clone()).next().is_some());
            assert!(weekly.runs(&zone, ends.clone()).next_back().is_some());
        });
    }
}

#[test]
fn no_question_to_a_plan_allocates() {
    let zone = Tz::Europe__Prague;
    let noon = utc("2025-06-02T12:00:00Z");
    let copy = Plan::new(Starts::AfterJob("Mail".into()));
    let plan = Plan::new(Starts::Scheduled(nightly()));
    let off = Plan { schedule_enabled: false, ..plan.clone() };
    without_allocation("a plan", || {
        for plan in [&copy, &plan, &off] {
            let _ = plan.next_after(&zone, noon).map_err(|reason| reason.code());
            let _ = plan.previous_before(&zone, noon);
            let _ = plan.runs(&zone, noon..noon + TimeDelta::days(9)).map(|runs| runs.count());
            let _ = plan.windows().is_start_allowed_at(&zone, noon - NANOSECOND);
        }
    });
}

/// A job that is looked after for some days, with everything that is asked of it.
#[test]
fn no_decision_allocates() {
    use backup_window::Retry;
    use backup_window::job::{Act, Misfire, Outcome, State};

    let zone = Tz::Europe__Prague;
    let table = Arc::new(ZoneTable::new(&zone));
    let window = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8);
    let every = Schedule::new(Periodically::new(Every::Hours1, 15).unwrap());
    let plan = Plan {
        retry: Some(Retry::default()),
        ..Plan::new(Starts::Scheduled(every.with_backup_window(window)))
    };
    let compiled = plan.compile(&table);
    let start = utc("2025-03-28T12:00:00Z");
    without_allocation("a job that is looked after", || {
        let mut state = State::new(start);
        let (mut now, mut starts) = (start, 0);
        while starts < 60 {
            let decision = plan.decide(&zone, &state, now);
            assert!(compiled.decide(&state, now) == decision);
            state = match decision.act {
                Act::Start(run) => state.start(&run, now).unwrap(),
                Act::Retry(attempt) => state.retry(&attempt, now).unwrap(),
                Act::Terminate { .. } => state.end(now, Outcome::Terminated).unwrap(),
                Act::Wait(_) | Act::Nothing(_) => {
                    now = (now + TimeDelta::minutes(25)).min(decision.until.unwrap());
                    if matches!(state.activity(), backup_window::job::Activity::Running(_)) {
                        state = state.end(now, Outcome::Failed).unwrap();
                    }
                    continue;
                }
            };
            starts += 1;
        }
        assert!(plan.missed_runs(&zone, start, now).unwrap() > 0);
        assert!(plan.catch_up(&zone, start, now, Misfire::RunOnce).unwrap().run.is_some());
        assert!(plan.retries(&zone, now, TimeDelta::minutes(5)).count() > 0);
        assert!(every.count_runs(&zone, start..now) > 0);
    });
}

/// The hours of a window are packed while they are read, and the short strings of a job stay in it.
#[test]
#[cfg(feature = "serde")]
fn reading_a_grid_or_a_job_of_short_strings() {
    use backup_window::wire::{Cells, vbo::Job};

    let grid = format!("{:?}", BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 19, 8).to_bools());
    let job = format!(
        r#"{{"id":"7","schedulePolicy":{{"type":"Daily","dailyType":"Workdays","dailyTime":"22:00:00","x":"unknown",
        "backupWindowEnabled":true,"backupWindowSettings":{{"backupWindow":{grid},"minuteOffset":60}}}}}}"#
    );
    without_allocation("a grid with serde_json", || {
        let cells: Cells = serde_json::from_str(&grid).unwrap();
        assert_eq!(cells.read().unwrap().allowed_hours(), 91);
    });
    without_allocation("a grid as text", || {
        assert_eq!(Cells::from_json(&grid).unwrap().read().unwrap().allowed_hours(), 91);
    });
    without_allocation("a job with serde_json", || {
        let job: Job = serde_json::from_str(&job).unwrap();
        assert!(job.read().unwrap().plan.schedule().is_ok());
    });
    without_allocation("a job as text", || {
        assert!(Job::from_json(&job).unwrap().read().unwrap().plan.schedule().is_ok());
    });
    assert_ne!(measure(|| drop(Job::from_json(&job.replace("22:00:00", &"2".repeat(23))))).count_total, 0);
}

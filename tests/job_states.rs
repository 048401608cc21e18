//! States of jobs: what is left in them, and what is decided at the very edge of something.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::num::NonZeroU16;

use backup_window::job::{Act, Activity, Misfire, Outcome, Retry, State};
use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, HourOfWeek, MinuteOffset, Periodically, Plan, Schedule, Starts,
    WindowClock, Windows,
};
use chrono::{DateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Australia::Lord_Howe;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn plan(schedule: Schedule) -> Plan {
    Plan::new(Starts::Scheduled(schedule))
}

fn every(every: Every, offset: i64) -> Schedule {
    Schedule::new(Periodically::new(every, offset).unwrap())
}

fn daily(hour: u32) -> Schedule {
    Schedule::new(Daily::new(WeekdaySet::ALL, NaiveTime::from_hms_opt(hour, 0, 0).unwrap()).unwrap())
}

/// The run that is started.
#[track_caller]
fn started<Z: TimeZone>(plan: &Plan, zone: &Z, state: &State, now: DateTime<Utc>) -> (State, DateTime<Utc>) {
    let decision = plan.decide(zone, state, now);
    let Act::Start(start) = decision.act else { panic!("{:?}", decision.act) };
    (state.start(&start, now).unwrap(), start.run.at)
}

#[test]
fn runs_to_be_made_up_for_are_left_where_there_are_any() {
    let misfire = Misfire::RunAll { limit: NonZeroU16::new(3).unwrap() };
    let hourly = Plan { misfire, ..plan(every(Every::Hours1, 0)) };
    let now = at("2025-06-02T12:20:00Z");
    let (one, run) = started(&hourly, &Utc, &State::new(at("2025-06-02T11:30:00Z")), now);
    assert_eq!((run, one.backlog()), (at("2025-06-02T12:00:00Z"), None));
    let (two, run) = started(&hourly, &Utc, &State::new(at("2025-06-02T10:30:00Z")), now);
    assert_eq!(run, at("2025-06-02T11:00:00Z"));
    let left = two.backlog().unwrap();
    assert_eq!((left.after, left.up_to), (run, at("2025-06-02T12:00:00Z")));
    assert_eq!(two.pass_over(now).backlog(), None);
}

#[test]
fn a_retry_is_a_session_that_begins_when_it_is_made() {
    let retried = Plan { retry: Some(Retry::new(3, 10).unwrap()), ..plan(daily(22)) };
    let minute = |minute: i64| at("2025-06-02T22:00:00Z") + TimeDelta::minutes(minute);
    let (running, run) = started(&retried, &Utc, &State::new(at("2025-06-02T12:00:00Z")), minute(0));
    let failed = running.end(minute(5), Outcome::Failed).unwrap();
    let Act::Retry(retry) = retried.decide(&Utc, &failed, minute(16)).act else { panic!("a retry is due") };
    let again = failed.retry(&retry, minute(16)).unwrap();
    let Activity::Running(session) = again.activity() else { panic!("a session runs") };
    assert_eq!((session.since, session.attempt, again.run()), (minute(16), 1, Some(run)));
}

#[test]
fn the_periodic_window_is_in_force_where_something_periodic_starts_the_job() {
    let nights = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 22, 6);
    let windows = Windows { backup: Some(nights), periodic: Some(nights) };
    let in_force = |starts| Plan { windows, ..Plan::new(starts) }.windows();
    assert_eq!(in_force(Starts::Continuously), windows);
    let backup_alone = Windows { periodic: None, ..windows };
    for starts in [Starts::ManualOnly, Starts::NotScheduled, Starts::OnNewRestorePoint] {
        assert_eq!(in_force(starts), backup_alone);
    }
}

#[test]
fn a_late_run_in_the_second_of_an_opening_waits_for_no_other_run() {
    // Runs at 15:15 UTC, the second time that the local hour begins, and at 15:20, 35 minutes after the first time.
    let shift = MinuteOffset::new(45).unwrap();
    let local = BackupWindow::from_hours([HourOfWeek::on(Weekday::Sun, 1).unwrap()]);
    let on_utc = BackupWindow::from_hours((144..160).map(|hour| HourOfWeek::new(hour).unwrap()));
    let schedule = every(Every::Hours12, 35)
        .with_backup_window(on_utc.with_clock(WindowClock::UtcOffset(MinuteOffset::new(30).unwrap())))
        .with_periodic_window(local.with_clock(WindowClock::Local { shift }))
        .with_denied(DeniedSlot::AtOpening);
    let state = State::new(at("2025-04-05T15:00:00Z"));
    let (_, run) = started(&plan(schedule), &Lord_Howe, &state, at("2025-04-05T15:17:00Z"));
    assert_eq!(run, at("2025-04-05T15:15:00Z"));
}

#[test]
fn a_run_may_be_late_by_all_of_its_grace_at_the_end_of_time_as_well() {
    let skipping = Plan { misfire: Misfire::Skip { grace_seconds: 60 }, ..plan(daily(3)) };
    // No run follows that of the last day but one.
    let run = at("+262142-12-30T03:00:00Z");
    let state = State::new(run - TimeDelta::hours(1));
    assert_eq!(started(&skipping, &Utc, &state, run + TimeDelta::seconds(60)).1, run);
    let late = skipping.decide(&Utc, &state, run + TimeDelta::seconds(61)).act;
    assert!(matches!(late, Act::Nothing(_)), "{late:?}");
    assert_eq!(started(&plan(daily(3)), &Utc, &state, run + TimeDelta::seconds(61)).1, run);
}

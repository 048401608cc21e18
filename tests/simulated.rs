//! What is counted in a simulation, to the run and to the second.

#![expect(clippy::unwrap_used, reason = "in a test a panic is an answer")]

use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

use backup_window::job::Misfire;
use backup_window::simulate::{Durations, Event, Job, PerMillion, Random, Simulation, Tally, What};
use backup_window::{
    BackupWindow, Daily, DeniedSlot, Every, Periodically, Plan, Schedule, Starts, ZoneTable,
};
use chrono::{DateTime, NaiveTime, TimeDelta, Utc, WeekdaySet};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn range(from: &str, to: &str) -> Range<DateTime<Utc>> {
    at(from)..at(to)
}

fn daily(time: &str) -> Schedule {
    let time: NaiveTime = time.parse().unwrap();
    Schedule::new(Daily::new(WeekdaySet::ALL, time).unwrap())
}

fn hourly() -> Schedule {
    Schedule::new(Periodically::new(Every::Hours1, 0).unwrap())
}

/// Jobs of schedules and lengths in seconds, one after the other: what begins and ends, and the tallies.
fn simulate(simulation: &Simulation, jobs: &[(Schedule, i32)]) -> (Vec<String>, Vec<Tally>) {
    let jobs: Vec<_> =
        jobs.iter().map(|(schedule, seconds)| (Plan::new(Starts::Scheduled(*schedule)), *seconds)).collect();
    simulate_plans(simulation, &jobs)
}

/// The same of plans.
fn simulate_plans(simulation: &Simulation, jobs: &[(Plan, i32)]) -> (Vec<String>, Vec<Tally>) {
    let zone = Arc::new(ZoneTable::new(&Utc));
    let plans: Vec<_> = jobs.iter().map(|(plan, _)| plan.compile(&zone)).collect();
    let jobs: Vec<_> = plans
        .iter()
        .zip(jobs)
        .map(|(plan, (_, seconds))| Job { plan, durations: Durations::fixed(*seconds as u32), stream: 0 })
        .collect();
    let mut story = Vec::new();
    let see = |event: &Event| {
        let what = match event.what {
            What::Start { run, .. } => format!("starts {}", run.format("%H:%M")),
            What::End { outcome, .. } => outcome.code().to_owned(),
            What::Dropped { runs } => format!("drops {runs}"),
            What::NoRetry(_) => "no retry".to_owned(),
        };
        story.push(format!("{} {} {what}", event.at.format("%H:%M:%S"), event.job));
    };
    let tallies = simulation.run(&jobs, see, |_| {});
    (story, tallies)
}

#[test]
fn runs_that_pass_while_a_job_waits_are_missed_be_its_turn_late_or_on_time() {
    for (minutes, late, starts) in [(150, 1, "05:30:00 1 starts 05:00"), (120, 0, "05:00:00 1 starts 05:00")]
    {
        let simulation = Simulation::new(range("2025-06-02T02:30:00Z", "2025-06-02T05:50:00Z"), 7)
            .with_limit(NonZeroU32::new(1));
        let (story, tallies) = simulate(&simulation, &[(daily("03:00:00"), minutes * 60), (hourly(), 60)]);
        assert!(story.contains(&starts.to_owned()), "{story:?}");
        let tally = &tallies[1];
        assert_eq!((tally.runs, tally.runs_missed, tally.runs_dropped, tally.late), (1, 2, 0, late));
        assert_eq!(tally.longest_wait, TimeDelta::minutes(if late > 0 { 30 } else { 0 }));
    }
}

#[test]
fn a_run_that_grows_too_old_while_it_waits_for_that_of_an_opening_is_not_made() {
    // The second job is due at 08:45, while the first one is running until 09:30; from 09:00 to 10:00 its window is
    // closed, the run of the opening comes at 10:45, and at 10:25 the other one is too old.
    let closed = BackupWindow::ALWAYS.deny_daily(WeekdaySet::ALL, 9, 10);
    let schedule = Schedule::new(Periodically::new(Every::Hours8, 45).unwrap())
        .with_backup_window(closed)
        .with_denied(DeniedSlot::AtOpening);
    let second =
        Plan { misfire: Misfire::Skip { grace_seconds: 100 * 60 }, ..Plan::new(Starts::Scheduled(schedule)) };
    let first = Plan::new(Starts::Scheduled(daily("08:00:00")));
    let simulation = Simulation::new(range("2025-06-02T07:00:00Z", "2025-06-02T12:00:00Z"), 7)
        .with_limit(NonZeroU32::new(1));
    let (story, tallies) = simulate_plans(&simulation, &[(first, 90 * 60), (second, 60)]);
    assert_eq!(
        story,
        ["08:00:00 0 starts 08:00", "09:30:00 0 success", "10:45:00 1 starts 10:45", "10:46:00 1 success"]
    );
    assert_eq!((tallies[1].runs, tallies[1].runs_missed, tallies[1].late), (1, 1, 0));
}

#[test]
fn a_run_at_the_end_of_a_session_is_not_dropped() {
    let simulation = Simulation::new(range("2025-06-02T00:00:00Z", "2025-06-02T03:00:00Z"), 7);
    let (story, tallies) = simulate(&simulation, &[(hourly(), 3600)]);
    assert_eq!(story[..3], ["00:00:00 0 starts 00:00", "01:00:00 0 success", "01:00:00 0 starts 01:00"]);
    assert_eq!((tallies[0].runs, tallies[0].runs_dropped, tallies[0].late), (3, 0, 0));
    let (story, tallies) = simulate(&simulation, &[(hourly(), 7200)]);
    assert_eq!(story[1..], ["02:00:00 0 success", "02:00:00 0 drops 1", "02:00:00 0 starts 02:00"]);
    assert_eq!((tallies[0].runs, tallies[0].runs_dropped, tallies[0].late), (2, 1, 0));
}

#[test]
fn a_session_that_ends_when_the_window_closes_has_ended_well() {
    let evenings = BackupWindow::NEVER.allow_daily(WeekdaySet::ALL, 18, 20);
    let schedule = daily("18:00:00").with_backup_window(evenings);
    let simulation = Simulation::new(range("2025-06-02T00:00:00Z", "2025-06-03T00:00:00Z"), 7);
    for (seconds, end) in
        [(60, "18:01:00 0 success"), (7200, "20:00:00 0 success"), (7201, "20:00:00 0 terminated")]
    {
        assert_eq!(simulate(&simulation, &[(schedule, seconds)]).0, ["18:00:00 0 starts 18:00", end]);
    }
}

#[test]
fn so_many_of_a_million_sessions_fail_and_not_one_more() {
    // The first number decides about the length, the second about the end.
    let mut random = Random::new(7, 0);
    random.below(1);
    let drawn = random.below(1_000_000) as u32;
    for (parts, end) in [(drawn, "00:01:00 0 success"), (drawn + 1, "00:01:00 0 failed")] {
        let simulation = Simulation::new(range("2025-06-02T00:00:00Z", "2025-06-02T00:30:00Z"), 7)
            .with_failures(PerMillion::new(parts).unwrap());
        assert_eq!(simulate(&simulation, &[(hourly(), 60)]).0, ["00:00:00 0 starts 00:00", end]);
    }
}

#[test]
fn what_is_reached_is_told_every_six_hours() {
    let zone = Arc::new(ZoneTable::new(&Utc));
    let plan = Plan::new(Starts::Scheduled(hourly())).compile(&zone);
    let job = Job { plan: &plan, durations: Durations::fixed(60), stream: 0 };
    let simulation = Simulation::new(range("2025-06-02T00:00:00Z", "2025-06-02T20:00:00Z"), 7);
    let mut reached = Vec::new();
    simulation.run(&[job], |_| {}, |now| reached.push(now.format("%H:%M").to_string()));
    assert_eq!(reached, ["00:00", "06:00", "12:00", "18:00"]);
}

#[test]
fn the_time_of_a_session_is_counted_in_the_weeks_it_lies_in() {
    let hours = |tally: &Tally| tally.busy_in_week.iter().map(TimeDelta::num_hours).collect::<Vec<_>>();
    // Weeks from 01:00 on.
    let weeks = Simulation::new(range("2025-06-02T01:00:00Z", "2025-06-16T01:00:00Z"), 7);
    for (time, length, in_weeks) in [
        ("00:00:00", 2, [13, 14]), // an hour of the last session of each lies in the next week, or in none
        ("23:00:00", 2, [14, 14]), // the last one of each ends with it
        ("01:00:00", 2, [14, 14]), // the first one of each begins with it
        ("00:00:00", 1, [7, 7]),
    ] {
        let (_, tallies) = simulate(&weeks, &[(daily(time), length * 3600)]);
        assert_eq!(hours(&tallies[0]), in_weeks, "{time}");
        assert_eq!(tallies[0].busy.num_hours(), in_weeks.iter().sum::<i64>());
    }
}

#[test]
fn the_longest_time_without_success_is_found_to_the_nanosecond() {
    let gap = |simulation: &Simulation, time, seconds| {
        let (_, tallies) = simulate(simulation, &[(daily(time), seconds)]);
        let gap = tallies[0].longest_without_success;
        (gap.from, gap.to)
    };
    // 3600 s before the success, 3601 s after it.
    let whole = Simulation::new(range("2025-06-02T12:00:00Z", "2025-06-02T14:00:01Z"), 7);
    let longest = (at("2025-06-02T13:00:00Z"), at("2025-06-02T14:00:01Z"));
    assert_eq!(gap(&whole, "12:30:00", 1800), longest);
    // 3600.2 s before it, 3600.4 s after it, though that is in fewer seconds of the clock.
    let parts = Simulation::new(range("2025-06-02T12:00:00.9Z", "2025-06-02T14:00:01.5Z"), 7);
    let longest = (at("2025-06-02T13:00:01.1Z"), at("2025-06-02T14:00:01.5Z"));
    assert_eq!(gap(&parts, "12:30:00.1", 1801), longest);
}

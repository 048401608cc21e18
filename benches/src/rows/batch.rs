//! A fleet: a million different policies in ten zones, all asked at one instant.
//!
//! A single policy asked again and again flatters everyone: here neither branches nor caches have seen it before.

use std::cell::RefCell;
use std::hint::black_box;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use backup_window::{
    BackupWindow, CompiledFleet, CompiledSchedule, Daily, Every, Periodically, Schedule, ZoneTable,
};
use chrono::{DateTime, NaiveTime, Offset, TimeDelta, TimeZone, Utc, Weekday, WeekdaySet};
use chrono_tz::Tz;

use crate::contender::{Contender, Differences, Kind, Row};
use crate::inputs::{self, Random};
use crate::peers::crons::{self, Pattern};

const POLICIES: usize = 1_000_000;

/// How many of them the peers get, without their windows.
const FOR_PEERS: usize = 20_000;

const ZONES: [Tz; 10] = [
    Tz::America__Los_Angeles,
    Tz::America__New_York,
    Tz::America__Sao_Paulo,
    Tz::Europe__London,
    Tz::Europe__Prague,
    Tz::Asia__Kolkata,
    Tz::Asia__Tokyo,
    Tz::Australia__Sydney,
    Tz::Pacific__Auckland,
    Tz::UTC,
];

/// A schedule, and the cron pattern that says the same without a window.
struct Policy {
    schedule: Schedule,
    zone: Tz,
    pattern: String,
    t: DateTime<Utc>,
}

/// The policies, the same in every run.
fn policies(count: usize) -> impl Iterator<Item = Policy> {
    let (mut random, t) = (Random::new(1_000_000), now());
    (0..count).map(move |i| {
        let (schedule, pattern) = if i % 2 == 0 { daily(&mut random) } else { periodic(&mut random) };
        let gated = random.below(5) != 0;
        let window = gated.then(|| window(&mut random));
        let zone = ZONES[random.below(10) as usize];
        Policy { schedule: schedule.with_backup_window(window), zone, pattern, t }
    })
}

fn daily(random: &mut Random) -> (Schedule, String) {
    let days: Vec<Weekday> = match random.below(1 << 7) {
        0 => vec![Weekday::Fri],
        bits => WeekdaySet::ALL
            .iter(Weekday::Sun)
            .filter(|day| bits >> day.num_days_from_sunday() & 1 == 1)
            .collect(),
    };
    // From 04:00 on, when no clock of these zones changes: what happens then, the peers disagree about.
    let (hour, minute) = (4 + random.below(20) as u32, random.below(60) as u32);
    let names: Vec<String> = days.iter().map(Weekday::to_string).collect();
    let time = NaiveTime::from_hms_opt(hour, minute, 0).expect("a time of day");
    let daily = Daily::new(days.into_iter().collect(), time).expect("has days");
    (Schedule::new(daily), format!("{minute} {hour} * * {}", names.join(",")))
}

fn periodic(random: &mut Random) -> (Schedule, String) {
    let every = Every::OF_MICROSOFT_365[random.below(9) as usize];
    let periodically = Periodically::new(every, random.below(60) as i64).expect("below 60");
    let pattern = match (every.minutes(), periodically.offset()) {
        (60, offset) => format!("{offset} * * * *"),
        (minutes, offset) if every.is_hours() => format!("{offset} */{} * * *", minutes / 60),
        (minutes, _) => format!("*/{minutes} * * * *"),
    };
    (Schedule::new(periodically), pattern)
}

/// On most days one stretch of 4 to 23 hours, on some clock.
fn window(random: &mut Random) -> BackupWindow {
    const CLOCKS: [i64; 6] = [-480, -300, 0, 60, 330, 600];
    let mut window = BackupWindow::NEVER;
    for day in WeekdaySet::ALL.iter(Weekday::Sun) {
        let (from, hours) = (random.below(24), 4 + random.below(20));
        if random.below(8) != 0 {
            let to = (from + hours) % 24;
            window = window.allow_daily(WeekdaySet::single(day), from as u8, to as u8);
        }
    }
    window.with_clock(inputs::clock(CLOCKS[random.below(6) as usize]))
}

pub(super) fn fleet() -> Row {
    let contenders = vec![
        compiled(),
        one_by_one(),
        peer("croner, no windows", 130.0, crons::croner),
        peer("cron, no windows", 40.0, crons::cron),
    ];
    Row { id: "batch", title: "a million policies in ten zones, all asked at one instant", contenders }
}

fn compiled() -> Contender {
    let fleet = Rc::new(CompiledFleet::new(compile()));
    let checked = fleet.clone();
    let runs = RefCell::new(vec![None; POLICIES]);
    let pass = move |elements| {
        let mut runs = runs.borrow_mut();
        fleet.next_instants_after(now(), &mut runs[..elements]);
        black_box(&runs);
    };
    let check = move |_| {
        let mut runs = vec![None; POLICIES];
        checked.next_instants_after(now(), &mut runs);
        compare(&runs)
    };
    Contender::new("compiled, all at once", Kind::Compiled, POLICIES, pass, check)
}

/// The nanoseconds that one of the policies takes on one core and on all of them.
///
/// By the clock on the wall, of many rounds in turns the quickest: on a machine with other work to do only a round
/// that was left alone on all cores says something.
#[must_use]
#[expect(clippy::disallowed_methods, reason = "what is measured is the time on the wall")]
pub fn on_one_core_and_all() -> (f64, f64) {
    type Answers = fn(&CompiledFleet, DateTime<Utc>, &mut [Option<DateTime<Utc>>]) -> usize;
    const ROUNDS: usize = 300;
    let (fleet, mut runs) = (CompiledFleet::new(compile()), vec![None; POLICIES]);
    let mut time = |answer: Answers| {
        let start = Instant::now();
        answer(&fleet, now(), &mut runs);
        black_box(&runs);
        start.elapsed()
    };
    let mut least = (Duration::MAX, Duration::MAX);
    for _ in 0..ROUNDS {
        least.0 = least.0.min(time(CompiledFleet::next_instants_after));
        least.1 = least.1.min(time(CompiledFleet::par_next_instants_after));
    }
    let each = |total: Duration| total.as_nanos() as f64 / POLICIES as f64;
    (each(least.0), each(least.1))
}

/// Each by itself, as one asks who has no slice of them.
fn one_by_one() -> Contender {
    let fleet = Rc::new(compile());
    let checked = fleet.clone();
    let now = now();
    let pass = move |elements| {
        for schedule in &fleet[..elements] {
            black_box(&schedule.next_instant_after(now));
        }
    };
    let check = move |_| {
        compare(&checked.iter().map(|schedule| schedule.next_instant_after(now)).collect::<Vec<_>>())
    };
    Contender::new("compiled, one by one", Kind::Straight, POLICIES, pass, check)
}

fn compile() -> Vec<CompiledSchedule> {
    let zones = ZONES.map(|zone| (zone, Arc::new(ZoneTable::new(&zone))));
    policies(POLICIES)
        .map(|policy| {
            let table = zones.iter().find(|(zone, _)| *zone == policy.zone).map(|(_, table)| table);
            policy.schedule.compile(table.expect("a known zone"))
        })
        .collect()
}

fn compare(runs: &[Option<DateTime<Utc>>]) -> Result<Differences, String> {
    // The straight way is a thousand times slower where there is no run: a part has to do.
    for (said, policy) in runs.iter().zip(policies(FOR_PEERS)) {
        let expected = straight(&policy);
        if *said != expected {
            return Err(format!("{:?}: said {said:?}, expected {expected:?}", policy.schedule));
        }
    }
    Ok(Differences::default())
}

/// The instant that all are asked about.
fn now() -> DateTime<Utc> {
    inputs::at("2025-06-10T12:34:56Z")
}

fn straight(policy: &Policy) -> Option<DateTime<Utc>> {
    policy.schedule.next_after(&policy.zone, policy.t).ok().map(|run| run.at)
}

fn peer<P: Pattern>(name: &'static str, goal: f64, parse: fn(&str) -> P) -> Contender {
    let ask = |(pattern, policy): &(P, Policy)| pattern.next(&policy.zone, policy.t);
    let without_window =
        |policy: Policy| Policy { schedule: policy.schedule.with_backup_window(None), ..policy };
    let fleet: Rc<[_]> = policies(FOR_PEERS).map(|p| (parse(&p.pattern), without_window(p))).collect();
    let checked = fleet.clone();
    let pass = move |elements| {
        for asked in &fleet[..elements] {
            black_box(&ask(asked));
        }
    };
    let check = move |_| {
        let mut differences = Differences::default();
        for asked in &checked[..] {
            let (said, expected) = (ask(asked), straight(&asked.1));
            if said == expected {
                continue;
            }
            let (zone, t) = (asked.1.zone, asked.1.t);
            let what =
                format!("{} in {zone} after {t}: said {said:?}, expected {expected:?}", asked.1.pattern);
            if !clock_changes(zone, t, said.max(expected)) {
                return Err(what);
            }
            differences.count += 1;
            differences.first.get_or_insert(format!("the clock changes: {what}"));
        }
        Ok(differences)
    };
    Contender::new(name, Kind::Peer { goal: Some(goal) }, FOR_PEERS, pass, check)
}

/// Whether the offset of `zone` changes between a day before `t` and a day after `to`.
fn clock_changes(zone: Tz, t: DateTime<Utc>, to: Option<DateTime<Utc>>) -> bool {
    let offset = |t: DateTime<Utc>| zone.offset_from_utc_datetime(&t.naive_utc()).fix();
    let day = TimeDelta::days(1);
    to.is_some_and(|to| offset(t - day) != offset(to + day))
}

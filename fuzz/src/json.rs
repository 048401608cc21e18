//! Laws of job documents: any bytes are read or refused, and what is written reads as the same.

use arbitrary::{Arbitrary, Result, Unstructured};
use backup_window::wire::{ClockReading, Dialect, Dropped, Jobs, Kept, vbo};
use backup_window::{BackupWindow, Plan, Starts};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::Value;

type Job = vbo::Job<Kept<Value>>;

/// A document, valid or not, and what is done with it.
#[derive(Clone)]
pub struct JsonCase {
    law: Law,
    dialect: Dialect,
    text: Vec<u8>,
}

/// Which laws are looked at: one input, one group of them, so that each is tried as often as time allows.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Law {
    /// Unknown properties make no difference, and they are kept.
    Unknown,
    /// A job is read or refused, by the rules of any dialect.
    Read,
    /// A job that is written in a dialect is read as the same plan.
    Written,
}

impl std::fmt::Debug for JsonCase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} in {}: {}", self.law, self.dialect, String::from_utf8_lossy(&self.text))
    }
}

impl<'a> Arbitrary<'a> for JsonCase {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let (law, dialect) = (u.arbitrary()?, *u.choose(&Dialect::VBO)?);
        if u.ratio(1, 8)? {
            return Ok(Self { law, dialect, text: u.bytes(u.len())?.to_vec() });
        }
        let mut text = String::new();
        document(u, &mut text)?;
        Ok(Self { law, dialect, text: text.into_bytes() })
    }
}

/// The laws of one document. Returns how many of its jobs can be read.
pub fn json(case: &JsonCase) -> usize {
    let kept = serde_json::from_slice::<Jobs<Kept<Value>>>(&case.text);
    if let Law::Unknown = case.law {
        unknown_properties_make_no_difference(&kept, &case.text);
    }
    let Ok(kept) = kept else { return 0 };
    for job in &kept {
        match case.law {
            Law::Unknown => {}
            Law::Read => job_is_read_or_refused(job, case.dialect),
            Law::Written => {
                if job.read().is_ok()
                    && let Ok(written) = job.in_dialect(case.dialect)
                {
                    same_plan_in(case.dialect, job, &written);
                }
            }
        }
    }
    kept.iter().filter(|job| job.read().is_ok()).count()
}

fn unknown_properties_make_no_difference(kept: &serde_json::Result<Jobs<Kept<Value>>>, text: &[u8]) {
    let dropped = serde_json::from_slice::<Jobs<Dropped>>(text);
    assert!(
        kept.is_ok() || dropped.is_err(),
        "values of unknown properties decide: {:?}",
        kept.as_ref().err()
    );
    let (Ok(kept), Ok(dropped)) = (kept, dropped) else { return };
    if let Ok(text) = serde_json::to_string(kept) {
        assert_eq!(
            serde_json::from_str::<Jobs<Kept<Value>>>(&text).expect(&text),
            *kept,
            "written as {text}"
        );
    }
    assert_eq!(kept.iter().count(), dropped.iter().count());
    for (job, other) in kept.iter().zip(&dropped) {
        assert_eq!(job.read(), other.read(), "whether unknown properties are kept makes no difference");
    }
}

fn job_is_read_or_refused(job: &Job, dialect: Dialect) {
    let _ = (job.next_run(), job.last_run());
    for clock in [ClockReading::UtcOffset, ClockReading::Local] {
        let options = vbo::ReadOptions { dialect: Some(dialect), clock: Some(clock) };
        match job.read_with(options) {
            Ok(reading) => assert_eq!(reading.dialect, dialect),
            Err(error) => {
                assert!(!error.message().is_empty() && error.to_string().starts_with(error.path()))
            }
        }
    }
    let Ok(reading) = job.read() else { return };
    // Evaluating what was read: any instant will do, the laws of schedules have a target of their own. Whether the
    // answer is near shows first: to find that there is none takes long.
    let first_weeks = DateTime::UNIX_EPOCH..DateTime::UNIX_EPOCH + TimeDelta::weeks(3);
    if let Starts::Scheduled(schedule) = reading.plan.starts
        && let Some(run) = schedule.runs(&Utc, first_weeks).next()
    {
        let next = reading.plan.next_after(&Utc, DateTime::UNIX_EPOCH);
        assert!(next.is_ok_and(|next| next == run || run.at == DateTime::UNIX_EPOCH) || next.is_err());
    }
}

/// A job written in a dialect is read as the same plan, by that dialect's rules.
fn same_plan_in(dialect: Dialect, job: &Job, written: &Job) {
    let clock = Some(dialect.clock_reading());
    let plan_of = |job: &Job, dialect| {
        job.read_with(vbo::ReadOptions { dialect, clock })
            .map(|reading| without_always_open_window(reading.plan))
    };
    let plan = plan_of(job, None).expect("was read to be written");
    let Ok(text) = serde_json::to_string(written) else { return };
    let again: Job = serde_json::from_str(&text).expect(&text);
    assert_eq!(plan_of(&again, Some(dialect)).as_ref(), Ok(&plan), "read as {dialect}: {text}");
    assert_eq!(plan_of(&again, None).as_ref(), Ok(&plan), "read as what {dialect} looks like: {text}");
    assert_eq!(again.unknown, job.unknown, "unknown properties, in {dialect}");
    let twice = again.in_dialect(dialect).map(|job| serde_json::to_string(&job).expect("as before"));
    assert_eq!(twice.as_ref(), Ok(&text), "written again in {dialect}");
}

/// The plan, with a periodic window only if it denies an hour: version 6 does not know another one.
fn without_always_open_window(mut plan: Plan) -> Plan {
    let is_always = |window: Option<BackupWindow>| window.is_some_and(|window| window.is_always());
    if is_always(plan.windows.periodic) {
        plan.windows.periodic = None;
    }
    match plan.starts {
        Starts::Scheduled(schedule) if is_always(schedule.given_windows().periodic) => {
            plan.starts = Starts::Scheduled(schedule.with_periodic_window(None));
        }
        _ => {}
    }
    plan
}

/// Draws a document: mostly what a server would write, sometimes not.
fn document(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    match u.int_in_range(0..=7)? {
        0..=4 => job(u, out),
        5 => list(u, out, job),
        6 => object(u, out, &[("results", |u, out| list(u, out, job)), ("offset", number), ("RESULTS", job)]),
        _ => object(u, out, &[("data", document), ("data", job), ("meta", anything)]),
    }
}

type Draw = fn(&mut Unstructured<'_>, &mut String) -> Result<()>;

const POLICY: [(&str, Draw); 13] = [
    ("type", |u, out| name(u, out, &["Daily", "Periodically", "ManualOnly", "Weekly"])),
    ("dailyType", |u, out| name(u, out, &["Everyday", "Workdays", "Weekends", "Sunday", "Friday", "Funday"])),
    ("dailyTime", |u, out| name(u, out, &["9:00", "19:00:00", "23:59:59.9999999", "24:00"])),
    ("periodicallyEvery", |u, out| name(u, out, &["Minutes5", "Minutes30", "Hours1", "Hours12", "Hours3"])),
    ("periodicallyOffsetMinutes", number),
    ("scheduleEnabled", boolean),
    ("backupWindowEnabled", boolean),
    ("periodicallyWindowEnabled", boolean),
    ("periodicallyWindowSettings", window),
    ("retryEnabled", boolean),
    ("retryNumber", number),
    ("retryWaitInterval", number),
    ("unheardOf", anything),
];

fn job(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    if u.ratio(1, 128)? {
        return anything(u, out);
    }
    out.push('{');
    out.push_str(&spelled(u, "schedulePolicy")?);
    out.push(':');
    // Both backup windows in one document are an error of their own, so seldom both.
    let windows: &[(&str, Draw)] = match u.int_in_range(0..=15)? {
        0 => &[("backupWindow", window_v1), ("backupWindowSettings", window)],
        1 | 2 => &[("backupWindow", window_v1), ("terminationEnabled", boolean)],
        _ => &[("backupWindowSettings", window)],
    };
    object(u, out, &[&POLICY[..], windows].concat())?;
    for (property, draw) in [
        ("isEnabled", boolean as Draw),
        ("nextRun", |u, out| name(u, out, &["2018-06-02T02:00:00Z", "0001-01-01T00:00:00Z", "", "soon"])),
        ("lastRun", |u, out| name(u, out, &["2018-05-30T12:19:14.7927466Z", "2018-05-30"])),
        ("allMailboxes", boolean),
        ("lastBackup", anything),
        ("organizationId", anything),
        ("unheardOf", anything),
    ] {
        if u.ratio(1, 3)? {
            out.push(',');
            member(u, out, property, draw)?;
        }
    }
    out.push('}');
    Ok(())
}

fn window(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    object(u, out, &[("backupWindow", grid), ("minuteOffset", number), ("unheardOf", anything)])
}

fn window_v1(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    object(u, out, &[("backupIntervalsArray", grid), ("minuteOffset", number)])
}

fn grid(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    let length = if u.ratio(1, 64)? { u.int_in_range(166..=170)? } else { 168 };
    let (pattern, wrong): (u64, bool) = (u.arbitrary()?, u.ratio(1, 64)?);
    out.push('[');
    for hour in 0..length {
        let cell = if pattern >> (hour % 64) & 1 == 1 { "true" } else { "false" };
        let separator = if hour == 0 { "" } else { "," };
        *out += separator;
        *out += if wrong && hour == 99 { "1" } else { cell };
    }
    out.push(']');
    Ok(())
}

fn list(u: &mut Unstructured<'_>, out: &mut String, draw: Draw) -> Result<()> {
    out.push('[');
    for place in 0..u.int_in_range(0..=3)? {
        if place > 0 {
            out.push(',');
        }
        draw(u, out)?;
    }
    out.push(']');
    Ok(())
}

/// An object with some of these properties, each at most twice.
fn object(u: &mut Unstructured<'_>, out: &mut String, properties: &[(&str, Draw)]) -> Result<()> {
    if u.ratio(1, 128)? {
        return anything(u, out);
    }
    out.push('{');
    let mut separator = "";
    for (property, draw) in properties {
        let times = match u.int_in_range(0..=255)? {
            0 => 2,
            1..=200 => 1,
            _ => 0,
        };
        for _ in 0..times {
            *out += separator;
            member(u, out, property, *draw)?;
            separator = ",";
        }
    }
    out.push('}');
    Ok(())
}

fn member(u: &mut Unstructured<'_>, out: &mut String, property: &str, draw: Draw) -> Result<()> {
    *out += &spelled(u, property)?;
    out.push(':');
    if u.ratio(1, 128)? { anything(u, out) } else { draw(u, out) }
}

/// One of the names, as a string; seldom the last, which is wrong.
fn name(u: &mut Unstructured<'_>, out: &mut String, names: &[&str]) -> Result<()> {
    let right = &names[..names.len() - 1];
    let name = if u.ratio(1, 64)? { names[right.len()] } else { *u.choose(right)? };
    *out += &spelled(u, name)?;
    Ok(())
}

/// A string in quotes, mostly in its usual spelling.
fn spelled(u: &mut Unstructured<'_>, name: &str) -> Result<String> {
    Ok(match u.int_in_range(0..=15)? {
        0 => format!("\"{}\"", name.to_uppercase()),
        1 => format!("\"{}\"", name.to_lowercase()),
        2 if name.starts_with(|first: char| first.is_ascii_alphabetic()) => {
            format!("\"\\u{:04x}{}\"", u32::from(name.as_bytes()[0]), &name[1..])
        }
        _ => format!("\"{name}\""),
    })
}

fn boolean(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    *out += u.choose(&["true", "true", "false", "null", "\"True\"", "\"false\""])?;
    Ok(())
}

fn number(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    let number = match u.int_in_range(0..=63)? {
        0 => (*u.choose(&["1e3", "0.5", "99999999999999999999"])?).into(),
        1 => u.int_in_range(-1_500..=1_500)?.to_string(),
        2..=9 => (*u.choose(&["null", "15.0", "-0"])?).into(),
        _ => u.int_in_range(1..=59)?.to_string(),
    };
    *out += &number;
    Ok(())
}

fn anything(u: &mut Unstructured<'_>, out: &mut String) -> Result<()> {
    *out += u.choose(&[
        "null",
        "true",
        "7",
        "-1.5",
        "\"text\"",
        "[]",
        "{}",
        "[1,{\"a\":[]}]",
        "{\"type\":\"Daily\"}",
    ])?;
    Ok(())
}

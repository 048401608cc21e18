//! What a fleet costs on the command line: `backup-window next` on a million jobs, beside reading the same file.
//!
//! ```text
//! cargo build --release -p backup-window-cli
//! cargo run --release -p backup-window-benches --bin fleet [JOBS]
//! cargo run --release -p backup-window-benches --bin fleet -- --write FILE JOBS
//! ```
//!
//! Writes JSON lines (with `--write` these alone) into the target directory, the printed job of the product's documentation with other schedules,
//! and runs processes in turn: one thread of serde_json that reads each line as an ignored value, and the command in
//! each of two zones.
//! Every answer must come in order; every hundredth is compared with the library's. Ends with an error where the
//! command takes more than one and a half times as long in one of them.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use backup_window::wire::{ClockReading, Dialect, Kept, vbo};
use backup_window::{BackupWindow, Daily, Every, Periodically, Plan, Schedule, Starts, WEEKENDS, WORKDAYS};
use backup_window_benches::inputs::{Random, WINDOW_MINUTES, at, clock};
use chrono::{NaiveTime, Weekday, WeekdaySet};
use serde::de::IgnoredAny;
use serde_json::Value;

const JOBS: usize = 1_000_000;

/// How many times as long as reading alone the command may take.
const GOAL: f64 = 1.5;

const ROUNDS: usize = 3;

const AT: &str = "2025-06-03T12:00:00Z";

/// Where all jobs meet their windows, and where a fifth of them never do.
const ZONES: [chrono_tz::Tz; 2] = [chrono_tz::America::Los_Angeles, chrono_tz::Europe::Prague];

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["--ignore", file] => ignore(Path::new(file)).map(|()| true),
        ["--write", file, jobs] => number(jobs).and_then(|jobs| write(Path::new(file), jobs)).map(|()| true),
        [] => compare(JOBS),
        [jobs] => number(jobs).and_then(compare),
        _ => Err("expected a number of jobs at most".to_owned()),
    };
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs all in turn; whether the goal is met.
fn compare(jobs: usize) -> Result<bool, String> {
    let this = std::env::current_exe().map_err(told)?;
    let folder = this.parent().ok_or("no folder")?;
    let command = folder.join("backup-window");
    if !command.exists() {
        return Err(format!("{} is missing (build it with --release)", command.display()));
    }
    let (file, answers) = (folder.join(format!("fleet-{jobs}.ndjson")), folder.join("fleet-answers.ndjson"));
    if !file.exists() {
        write(&file, jobs)?;
    }
    let bytes = fs::metadata(&file).map_err(told)?.len();
    println!("{jobs} jobs, {:.2} GB, {} cores", bytes as f64 / 1e9, cores());

    let (mut reading, mut answering) = (Took::NEVER, [Took::NEVER; ZONES.len()]);
    for round in 1..=ROUNDS {
        let read = Took::by(Command::new(&this).arg("--ignore").arg(&file))?;
        reading = reading.least(read);
        println!("  round {round}: ignored {read}");
        for (zone, answering) in ZONES.iter().zip(&mut answering) {
            let to = File::create(&answers).map_err(told)?;
            let mut next = Command::new(&command);
            let answered =
                Took::by(next.args(["next", "--zone", zone.name(), "--at", AT]).arg(&file).stdout(to))?;
            println!("           answered {answered} in {zone}");
            *answering = answering.least(answered);
            if round == ROUNDS {
                check(&answers, jobs, *zone)?;
            }
        }
    }
    let mut is_met = true;
    println!("backup-window next, beside one thread of serde_json that ignores the values (goal {GOAL}):");
    for (zone, answering) in ZONES.iter().zip(&answering) {
        let ratio = |of: fn(&Took) -> Duration| of(answering).as_secs_f64() / of(&reading).as_secs_f64();
        let wall = ratio(|took| took.wall);
        is_met &= wall <= GOAL;
        println!(
            "  {wall:.2} times as long, {:.2} times the processor time, in {zone}",
            ratio(|took| took.processor)
        );
    }
    for file in [file, answers] {
        fs::remove_file(file).map_err(told)?;
    }
    Ok(is_met)
}

/// What a process took.
#[derive(Clone, Copy)]
struct Took {
    wall: Duration,
    processor: Duration,
}

impl Took {
    const NEVER: Self = Self { wall: Duration::MAX, processor: Duration::MAX };

    fn by(command: &mut Command) -> Result<Self, String> {
        #[expect(clippy::disallowed_methods, reason = "a benchmark reads the clock")]
        let start = Instant::now();
        let before = processor_time_of_children();
        let status = command.stdin(Stdio::null()).status().map_err(told)?;
        let took =
            Self { wall: start.elapsed(), processor: processor_time_of_children().saturating_sub(before) };
        if status.success() { Ok(took) } else { Err(format!("{command:?}: {status}")) }
    }

    fn least(self, other: Self) -> Self {
        Self { wall: self.wall.min(other.wall), processor: self.processor.min(other.processor) }
    }
}

impl std::fmt::Display for Took {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.2} s ({:.2} s of processors)", self.wall.as_secs_f64(), self.processor.as_secs_f64())
    }
}

/// The processor time of the processes that have ended, in hundredths of a second; zero where the system does not say.
fn processor_time_of_children() -> Duration {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program is in parentheses and may contain anything; cutime and cstime are the 14th and 15th
    // after it.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    let ticks: u64 = fields.skip(13).take(2).filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Reads a file line by line, each line as an ignored value.
fn ignore(file: &Path) -> Result<(), String> {
    let mut input = BufReader::with_capacity(1 << 18, File::open(file).map_err(told)?);
    let mut line = Vec::new();
    while input.read_until(b'\n', &mut line).map_err(told)? > 0 {
        serde_json::from_slice::<IgnoredAny>(&line).map_err(told)?;
        line.clear();
    }
    Ok(())
}

/// Compares the answers with those of the library.
fn check(answers: &PathBuf, jobs: usize, zone: chrono_tz::Tz) -> Result<(), String> {
    let mut lines = BufReader::new(File::open(answers).map_err(told)?).lines();
    for (number, schedule) in schedules().take(jobs).enumerate() {
        let line = lines.next().ok_or_else(|| format!("{number} answers for {jobs} jobs"))?.map_err(told)?;
        if !line.contains(&id(number)) {
            return Err(format!("answer {number} is that of another job: {line}"));
        }
        if number % 100 == 0 {
            let answer: Value = serde_json::from_str(&line).map_err(told)?;
            let said = answer["runs"][0]["at"].as_str().map(at);
            let expected = schedule.next_after(&zone, at(AT)).ok().map(|run| run.at);
            if said != expected {
                return Err(format!("{schedule:?}: said {line}, expected {expected:?}"));
            }
        }
    }
    if lines.next().is_some() { Err(format!("more answers than {jobs} jobs")) } else { Ok(()) }
}

fn write(file: &Path, jobs: usize) -> Result<(), String> {
    const DOCUMENT: &str = include_str!("../../../tests/data/vbo-v3-job.json");
    const ID: &str = "3c407448-4d05-432f-a651-144827bed5ce";
    let document = backup_window_benches::inputs::compact(DOCUMENT);
    let (before, policy) = document.split_once("\"schedulePolicy\":").ok_or("no policy")?;
    let (_, after) = policy.split_once(",\"_links\":").ok_or("no links")?;
    // Under another name until it is complete.
    let unfinished = file.with_extension("unfinished");
    let mut out = BufWriter::new(File::create(&unfinished).map_err(told)?);
    for (number, schedule) in schedules().take(jobs).enumerate() {
        let plan = Plan::new(Starts::Scheduled(schedule));
        let policy =
            vbo::SchedulePolicy::<Kept<Value>>::of_plan(&plan, Dialect::VboV8, ClockReading::UtcOffset);
        let policy = serde_json::to_string(&policy.map_err(told)?).map_err(told)?;
        let job = format!("{before}\"schedulePolicy\":{policy},\"_links\":{after}").replace(ID, &id(number));
        writeln!(out, "{job}").map_err(told)?;
    }
    out.flush().map_err(told)?;
    fs::rename(unfinished, file).map_err(told)
}

fn number(jobs: &str) -> Result<usize, String> {
    jobs.parse().map_err(|_| format!("{jobs:?} is not a number of jobs"))
}

fn id(number: usize) -> String {
    format!("3c407448-4d05-432f-a651-{number:012}")
}

/// Half of them daily, half periodic, most of them in a window; the same in every run.
fn schedules() -> impl Iterator<Item = Schedule> {
    let mut random = Random::new(JOBS as u64);
    (0..).map(move |number| {
        let is_gated = random.below(5) != 0;
        if number % 2 == 0 { daily(&mut random, is_gated) } else { periodic(&mut random, is_gated) }
    })
}

/// A daily job whose window, if it has one, is closed for some hours of the day, but not at its time.
fn daily(random: &mut Random, is_gated: bool) -> Schedule {
    let days = match random.below(10) {
        0 => WeekdaySet::ALL,
        1 => WORKDAYS,
        2 => WEEKENDS,
        day => WeekdaySet::single(Weekday::try_from(day as u8 - 3).expect("below 7")),
    };
    let hour = random.below(24);
    let time = NaiveTime::from_hms_opt(hour as u32, random.below(60) as u32, 0).expect("a time of day");
    let (from, to) = (hour + 2 + random.below(6), hour + 10 + random.below(12));
    let window = BackupWindow::ALWAYS.deny_daily(WeekdaySet::ALL, (from % 24) as u8, (to % 24) as u8);
    Schedule::new(Daily::new(days, time).expect("has days"))
        .with_backup_window(is_gated.then(|| window.with_clock(clock(WINDOW_MINUTES))))
}

/// A periodic job whose window, if it has one, is open for 4 to 23 hours on most days, on some clock.
fn periodic(random: &mut Random, is_gated: bool) -> Schedule {
    const CLOCKS: [i64; 6] = [-480, -300, 0, 60, 330, 600];
    let every = Every::OF_MICROSOFT_365[random.below(9) as usize];
    let offset = if every.is_hours() { random.below(60) as i64 } else { 0 };
    let mut window = BackupWindow::NEVER;
    for day in WeekdaySet::ALL.iter(Weekday::Sun) {
        let (from, hours) = (random.below(24), 4 + random.below(20));
        if day == Weekday::Sat || random.below(8) != 0 {
            let to = (from + hours) % 24;
            window = window.allow_daily(WeekdaySet::single(day), from as u8, to as u8);
        }
    }
    let clock = clock(CLOCKS[random.below(6) as usize]);
    Schedule::new(Periodically::new(every, offset).expect("below 60"))
        .with_backup_window(is_gated.then(|| window.with_clock(clock)))
}

fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

fn told(error: impl ToString) -> String {
    error.to_string()
}

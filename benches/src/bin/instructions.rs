//! How many instructions an answer takes, counted by valgrind's callgrind, against the limits of `instructions.txt`.
//!
//! ```text
//! instructions [--peers] [--limits FILE] [ROW]...
//! ```
//!
//! Ends with an error where a limit is exceeded. A count repeats to a fraction of an instruction, on a busy machine
//! too. Each contender runs alone in a process, once with one pass over its questions and once with three: the
//! difference, halved and divided by the questions, has neither start-up nor preparation in it.

use std::process::{Command, ExitCode};
use std::thread;
use std::time::Duration;

use backup_window_benches::contender::{Contender, Kind};
use backup_window_benches::limits::{self, Limit, Verdict};
use backup_window_benches::rows::{self, BATCH, ROWS};
use backup_window_benches::timing;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments[..] {
        ["--passes", passes, elements, row, name] => pass(passes, elements, row, name),
        _ => Options::of(&arguments).and_then(|options| count(&options)),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    peers: bool,
    limits: Vec<Limit>,
    rows: Vec<String>,
}

impl Options {
    fn of(arguments: &[&str]) -> Result<Self, String> {
        let mut options = Self { peers: false, limits: limits::parse(limits::REPOSITORY)?, rows: Vec::new() };
        let mut rest = arguments.iter();
        while let Some(&argument) = rest.next() {
            match argument {
                "--peers" => options.peers = true,
                "--limits" => {
                    let file = rest.next().ok_or("--limits needs a file")?;
                    let text = std::fs::read_to_string(file).map_err(|error| format!("{file}: {error}"))?;
                    options.limits = limits::parse(&text)?;
                }
                row if ROWS.iter().any(|(id, _)| *id == row) => options.rows.push(row.to_owned()),
                other => return Err(format!("{other:?} is neither an option nor a row")),
            }
        }
        Ok(options)
    }

    fn wants(&self, row: &str) -> bool {
        if self.rows.is_empty() { row != BATCH } else { self.rows.iter().any(|wanted| wanted == row) }
    }

    fn limit(&self, row: &str, contender: &str) -> Option<f64> {
        let limit = self.limits.iter().find(|limit| limit.row == row && limit.contender == contender)?;
        Some(limit.count)
    }
}

fn count(options: &Options) -> Result<(), String> {
    let mut over = Vec::new();
    for (id, build) in ROWS.iter().filter(|(id, _)| options.wants(id)) {
        let row = build();
        row.check();
        println!("\n{id:5} {}", row.title);
        for contender in &row.contenders {
            let is_peer = matches!(contender.kind, Kind::Peer { .. });
            if is_peer && !options.peers {
                continue;
            }
            let count = instructions(id, contender)?;
            let verdict = Verdict::of(count, options.limit(id, contender.name));
            if let Verdict::Over(limit) = verdict {
                over.push(format!("row {id}, {}: {count:.1} of {limit}", contender.name));
            }
            println!("      {:32} {count:15.1} {verdict}", contender.name);
        }
    }
    if over.is_empty() { Ok(()) } else { Err(format!("limits exceeded\n  {}", over.join("\n  "))) }
}

/// The instructions that an element takes.
fn instructions(row: &str, contender: &Contender) -> Result<f64, String> {
    let elements = if matches!(contender.kind, Kind::Peer { .. }) {
        timing::affordable(contender, Duration::from_millis(5))
    } else {
        contender.elements
    };
    let name = contender.name;
    let collected = |passes| move || collected(passes, elements, row, name);
    let (one, three) = thread::scope(|scope| {
        let (one, three) = (scope.spawn(collected(1)), scope.spawn(collected(3)));
        (one.join(), three.join())
    });
    let [one, three] = [one, three].map(|count| count.unwrap_or_else(|_| Err("a thread panicked".into())));
    Ok((three? - one?) as f64 / 2.0 / elements as f64)
}

/// All instructions of a process that does nothing but these passes.
fn collected(passes: usize, elements: usize, row: &str, name: &str) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args(["--passes", &passes.to_string(), &elements.to_string(), row, name])
        .output()
        .map_err(|error| format!("valgrind does not run: {error}"))?;
    let text = String::from_utf8_lossy(&output.stderr);
    text.lines()
        .find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok())
        .filter(|_| output.status.success())
        .ok_or_else(|| format!("callgrind counted nothing:\n{text}"))
}

fn pass(passes: &str, elements: &str, row: &str, name: &str) -> Result<(), String> {
    let row = rows::row(row).ok_or("no such row")?;
    let contender =
        row.contenders.iter().find(|contender| contender.name == name).ok_or("no such contender")?;
    let [passes, elements] = [passes, elements].map(str::parse);
    let (passes, elements): (usize, usize) =
        (passes.map_err(|_| "not a number of passes")?, elements.map_err(|_| "not a number of elements")?);
    (0..passes).for_each(|_| contender.pass(elements));
    Ok(())
}

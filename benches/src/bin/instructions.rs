//! How many instructions each row takes, counted by valgrind's callgrind.
//!
//! A count repeats to a fraction of an instruction, on a busy machine too. Each contender runs alone in a process, once
//! with one pass over its questions and once with three: the difference, halved and divided by the questions, has
//! neither start-up nor preparation in it.

use std::process::{Command, ExitCode};
use std::time::Duration;

use backup_window_benches::contender::{Contender, Kind};
use backup_window_benches::rows::{self, ROWS};
use cpu_time::ThreadTime;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if let ["--pass", row, name, elements, passes] = arguments[..] {
        return pass(row, name, elements.parse().unwrap_or(0), passes.parse().unwrap_or(0));
    }
    for (id, build) in ROWS {
        if arguments.iter().any(|a| !a.starts_with("--")) && !arguments.contains(id) {
            continue;
        }
        let row = build();
        row.check();
        println!("{:3} {}", row.id, row.title);
        for contender in &row.contenders {
            if matches!(contender.kind, Kind::Peer { .. }) && !arguments.contains(&"--peers") {
                continue;
            }
            let elements = affordable(contender);
            let [one, three] = [1, 3].map(|p| collected(id, contender.name, elements, p));
            let per = (three - one) as f64 / 2.0 / elements as f64;
            println!("    {:24} {per:>12.1}", contender.name);
        }
    }
    ExitCode::SUCCESS
}

fn affordable(contender: &Contender) -> usize {
    let mut elements = 1;
    loop {
        let start = ThreadTime::now();
        contender.pass(elements);
        if start.elapsed() > Duration::from_millis(5) || elements == contender.elements {
            return elements;
        }
        elements = (elements * 2).min(contender.elements);
    }
}

fn pass(id: &str, name: &str, elements: usize, passes: usize) -> ExitCode {
    let row = rows::row(id);
    let Some(contender) = row.iter().flat_map(|row| &row.contenders).find(|c| c.name == name) else {
        return ExitCode::FAILURE;
    };
    (0..passes).for_each(|_| contender.pass(elements));
    ExitCode::SUCCESS
}

fn collected(id: &str, name: &str, elements: usize, passes: usize) -> u64 {
    let this = std::env::current_exe().expect("has a path");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(this)
        .args(["--pass", id, name, &elements.to_string(), &passes.to_string()])
        .output()
        .expect("valgrind runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{text}");
    let line = text.lines().find_map(|l| l.split_once("Collected : ")).expect("callgrind's sum");
    line.1.trim().parse().expect("a number")
}

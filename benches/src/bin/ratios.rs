//! How many times as long the peers take, against the goals.
//!
//! Without arguments every row, otherwise the rows named. Ends with an error where a goal is missed.

use std::process::ExitCode;

use backup_window_benches::contender::Kind;
use backup_window_benches::rows::{self, ROWS};
use backup_window_benches::timing;

fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    let mut short = 0;
    for (id, build) in ROWS.iter().filter(|(id, _)| wanted.is_empty() || wanted.iter().any(|w| w == id)) {
        let row = build();
        row.check();
        let times = timing::nanoseconds(&row);
        println!("\n{id:5} {}", row.title);
        let ours = times[0];
        for (contender, time) in row.contenders.iter().zip(times) {
            let ratio = time / ours;
            let verdict = match contender.kind {
                Kind::Peer { goal: Some(goal) } if ratio < goal => {
                    short += 1;
                    format!("{ratio:11.2} x  goal {goal:9.2}  short")
                }
                Kind::Peer { goal: Some(goal) } => format!("{ratio:11.2} x  goal {goal:9.2}  ok"),
                Kind::Compiled => String::new(),
                _ => format!("{ratio:11.2} x"),
            };
            println!("      {:32} {time:13.2} ns {verdict}", contender.name);
        }
        if *id == rows::BATCH {
            short += cores();
        }
    }
    if short == 0 {
        return ExitCode::SUCCESS;
    }
    println!("\n{short} short of their goals");
    ExitCode::FAILURE
}

/// How many times as fast the batch is on all cores; says whether that falls short.
fn cores() -> usize {
    /// For two cores.
    const GOAL: f64 = 1.7;
    let (one, all) = rows::batch::on_one_core_and_all();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("      {:32} {one:13.2} ns by the clock on the wall", "on one core");
    let verdict = if one / all < GOAL { "short" } else { "ok" };
    let name = format!("on {cores} cores");
    println!("      {name:32} {all:13.2} ns, {:.2} times as fast  goal {GOAL:9.2}  {verdict}", one / all);
    usize::from(one / all < GOAL)
}

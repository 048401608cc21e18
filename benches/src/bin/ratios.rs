//! How many times as long the peers take, against the goals.
//!
//! Without arguments every row, otherwise the rows named. Ends with an error where a goal is missed.

use std::process::ExitCode;

use backup_window_benches::contender::Kind;
use backup_window_benches::rows::ROWS;
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
    }
    if short == 0 {
        return ExitCode::SUCCESS;
    }
    println!("\n{short} short of their goals");
    ExitCode::FAILURE
}

//! Long input and readers that go away.

use std::io::{BufRead, BufReader, Read, Write};
use std::process::{Child, Command, Stdio};

use crate::call::{answer, answers, files, grid, job, program};

fn spawn(command: &mut Command) -> Child {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    piped.spawn().unwrap()
}

/// A job of 1.2 KB on a line.
fn long_job(is_enabled: bool) -> String {
    let cells = grid(|hour, _| hour < 6);
    let line = format!(
        r#"{{"id":"a","name":"A","schedulePolicy":{{"type":"Daily","dailyType":"Everyday","dailyTime":"02:30","backupWindowEnabled":{is_enabled},"backupWindowSettings":{{"backupWindow":{cells},"minuteOffset":0}}}}}}"#
    ) + "\n";
    assert!(line.len() > 1_000);
    line
}

/// 32,000 jobs, in a process that may have 32 MB: less than the text of the jobs.
#[test]
#[cfg(target_os = "linux")]
fn suggestions_for_a_fleet_need_the_memory_of_a_week() {
    const JOBS: usize = 32_000;
    let job = long_job(true);
    // A suggestion depends on the id.
    let text: String =
        (0..JOBS).map(|id| job.replacen(r#""id":"a""#, &format!(r#""id":"{id}""#), 1)).collect();
    assert!(text.len() > 32 << 20);
    let (_directory, paths) = files(&[text.as_bytes()]);
    let limited = format!(
        "ulimit -v 32768; exec {} fleet --from 2025-01-05T00:00:00Z --suggest-offsets {}",
        program().display(),
        paths[0]
    );
    let child = spawn(Command::new("sh").args(["-c", &limited]));
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    let last: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    assert_eq!(last["kind"], "suggested");
    let suggestions = out.lines().filter(|line| line.starts_with(r#"{"kind":"suggestion""#)).count();
    assert_eq!(last["moved"], suggestions);
    assert!(suggestions > JOBS / 2, "{suggestions}");
    // All of them started in one minute of the day.
    assert!(last["peak_minute"]["starts"].as_u64().unwrap() < JOBS as u64 / 20, "{last}");
}

/// 100,000 jobs, in a process that may have 64 MB: less than the text of the jobs.
#[test]
#[cfg(target_os = "linux")]
fn lines_need_the_memory_of_one_line() {
    const JOBS: usize = 100_000;
    let line = long_job(false);
    let limited = format!("ulimit -v 65536; exec {} next --at 2025-01-01T00:00:00Z", program().display());
    let mut child = spawn(Command::new("sh").args(["-c", &limited]));
    let mut stdin = child.stdin.take().unwrap();
    let writer = std::thread::spawn(move || {
        let thousand = line.repeat(1_000);
        (0..JOBS / 1_000).try_for_each(|_| stdin.write_all(thousand.as_bytes()))
    });
    let expected = answer("a");
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let count = lines.map(|line| assert_eq!(line.unwrap(), expected)).count();
    writer.join().unwrap().unwrap();
    assert_eq!((count, child.wait().unwrap().code()), (JOBS, Some(0)));
}

/// The zone is asked for the first jobs, a table of it for the others.
#[test]
fn a_job_is_answered_alike_wherever_it_stands() {
    let shut = long_job(true).replace("02:30", "12:30");
    let both = long_job(true) + &shut;
    for command in ["next", "previous --count 3"] {
        let arguments = format!("{command} --zone Europe/Prague --at 2025-03-30T12:00:00Z");
        let lines = answers(&arguments, both.repeat(200));
        assert_eq!(lines.len(), 400);
        assert!(lines[0].contains("2025-03-"), "{}", lines[0]);
        assert!(lines[1].contains("never_matches"), "{}", lines[1]);
        for (number, line) in lines.iter().enumerate() {
            assert_eq!(*line, lines[number % 2], "{number}");
        }
    }
}

#[test]
fn a_reader_may_go_away() {
    for format in ["ndjson", "text"] {
        for lines in [0, 1] {
            let arguments = ["next", "--at", "2025-01-01T00:00:00Z", "--format", format];
            let mut child = spawn(Command::new(program()).args(arguments));
            let mut stdin = child.stdin.take().unwrap();
            let line = job("a") + "\n";
            let writer = std::thread::spawn(move || {
                // Ends when the command does.
                while stdin.write_all(line.as_bytes()).is_ok() {}
            });
            let mut stdout = BufReader::with_capacity(64, child.stdout.take().unwrap());
            let mut first = String::new();
            for _ in 0..lines {
                stdout.read_line(&mut first).unwrap();
            }
            drop(stdout);
            let mut err = String::new();
            child.stderr.take().unwrap().read_to_string(&mut err).unwrap();
            writer.join().unwrap();
            assert_eq!((child.wait().unwrap().code(), err.as_str()), (Some(0), ""), "{format}");
            assert_eq!(first.ends_with('\n'), lines > 0);
        }
    }
}

/// Whoever pipes into `head` wants no error, and the files asked for beside that.
#[test]
fn no_command_minds_a_reader_that_goes_away() {
    let (directory, paths) = files(&[job("a").as_bytes(), job("b").as_bytes()]);
    let svg = directory.path().join("a.svg");
    let range = "--from 2025-01-01T00:00:00Z --to 2026-01-01T00:00:00Z";
    for arguments in [
        format!("next --until 2035-01-01T00:00:00Z --at 2025-01-01T00:00:00Z {}", paths[0]),
        format!("previous --count 3000 --at 2025-01-01T00:00:00Z {}", paths[0]),
        format!("intervals {range} {}", paths[0]),
        format!("explain {}", paths[0]),
        format!("show {} --svg {}", paths[0], svg.display()),
        format!("diff {0} {0} --svg {1}", paths[0], svg.display()),
        format!("calendar {range} {}", paths[0]),
        format!("decide {}", paths[0]),
        format!("missed {range} {}", paths[0]),
        format!("simulate {range} --duration 1m --events {} --svg {}", paths[0], svg.display()),
        format!("check --format text {}", paths[0]),
        format!("check --format sarif {}", paths[0]),
        format!("fleet --suggest-offsets {} {} --svg {}", paths[0], paths[1], svg.display()),
        format!("dialect {}", paths[0]),
        format!("convert --to vbo-v8 {}", paths[0]),
        format!("infer-offset --next-run 2025-01-01T02:30:00Z {}", paths[0]),
        format!("set daily-time 23:00 --file {}", paths[0]),
        format!("enable retry --file {}", paths[0]),
        format!("disable job --file {}", paths[0]),
        "completions bash".to_owned(),
        "man".to_owned(),
        "--help".to_owned(),
    ] {
        for format in ["", "--format text"] {
            if !format.is_empty() && !arguments.starts_with(['n', 'p', 'i', 'e', 's', 'f']) {
                continue;
            }
            if !format.is_empty() && ["set", "enable"].iter().any(|name| arguments.starts_with(name)) {
                continue;
            }
            let _ = std::fs::remove_file(&svg);
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            let mut command = Command::new(program());
            command.args(arguments.split_whitespace()).args(format.split_whitespace());
            let output = command.stdin(Stdio::null()).stdout(writer).stderr(Stdio::piped()).output().unwrap();
            let err = String::from_utf8(output.stderr).unwrap();
            assert_eq!((output.status.code(), err.as_str()), (Some(0), ""), "{arguments} {format}");
            assert_eq!(svg.exists(), arguments.contains("--svg"), "{arguments} {format}");
        }
    }
}

/// Answers come while the input is still being written, at least every so often.
#[test]
fn a_stream_is_answered_while_it_lasts() {
    let mut child = spawn(Command::new(program()).args(["next", "--at", "2025-01-01T00:00:00Z"]));
    let mut stdin = child.stdin.take().unwrap();
    let lines = (job("a") + "\n").repeat(20_000);
    let writer = std::thread::spawn(move || {
        stdin.write_all(lines.as_bytes()).unwrap();
        stdin
    });
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    let mut first = String::new();
    stdout.read_line(&mut first).unwrap();
    assert_eq!(first.trim_end(), answer("a"));
    // Standard input is still open here; the rest comes when it ends.
    let rest = std::thread::spawn(move || stdout.lines().count());
    drop(writer.join().unwrap());
    assert_eq!((rest.join().unwrap(), child.wait().unwrap().code()), (19_999, Some(0)));
}

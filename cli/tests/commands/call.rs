//! Calls of the command, and what they say.

use std::path::PathBuf;

use assert_cmd::Command;
use assert_cmd::cargo::cargo_bin;
use tempfile::TempDir;

/// What a call said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Said {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The lines of standard output.
    pub(crate) fn lines(&self) -> Vec<&str> {
        self.out.lines().collect()
    }
}

/// The path of the command.
pub(crate) fn program() -> PathBuf {
    cargo_bin("backup-window")
}

/// Calls the command with arguments, separated by spaces, and standard input.
///
/// Every call ends with a status of its own and writes whole lines.
pub(crate) fn call(arguments: &str, input: impl AsRef<[u8]>) -> Said {
    call_with(&arguments.split_whitespace().collect::<Vec<_>>(), input)
}

pub(crate) fn call_with(arguments: &[&str], input: impl AsRef<[u8]>) -> Said {
    let output = Command::new(program()).args(arguments).write_stdin(input.as_ref()).output().unwrap();
    let said = Said {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!([0, 1, 2, 3].contains(&said.status), "{said:?}");
    assert!(said.out.is_empty() || said.out.ends_with('\n'), "a partial line: {said:?}");
    assert!(!said.err.contains("panicked"), "{said:?}");
    said
}

/// The first run after the start of 2025, by default of jobs on standard input.
pub(crate) fn next(arguments: &str, input: impl AsRef<[u8]>) -> Said {
    call(&format!("next --at 2025-01-01T00:00:00Z {arguments}"), input)
}

/// Calls the command and gives its lines, all jobs being answered.
pub(crate) fn answers(arguments: &str, input: impl AsRef<[u8]>) -> Vec<String> {
    let said = call(arguments, input);
    assert_eq!((said.status, said.err.as_str()), (0, ""), "{said:?}");
    said.lines().into_iter().map(str::to_owned).collect()
}

/// The same for people, without what was asked, which names the zone and its tables.
pub(crate) fn answers_for_people(arguments: &str, input: impl AsRef<[u8]>) -> Vec<String> {
    let mut lines = answers(&format!("{arguments} --format text"), input);
    let asked = lines[1..].iter().take_while(|line| line.starts_with("  zone ")).count();
    lines.drain(..=asked);
    lines
}

/// Files in a directory of their own, and their paths.
pub(crate) fn files(contents: &[&[u8]]) -> (TempDir, Vec<String>) {
    let directory = TempDir::new().unwrap();
    let paths = contents.iter().enumerate().map(|(i, content)| {
        let path = directory.path().join(format!("{i}.json"));
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    });
    let paths = paths.collect();
    (directory, paths)
}

/// A job that runs at 02:30 every day.
pub(crate) fn job(id: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"{}","schedulePolicy":{{"type":"Daily","dailyType":"Everyday","dailyTime":"02:30"}}}}"#,
        id.to_uppercase()
    )
}

/// The line that answers [`job`] on the first day of 2025.
pub(crate) fn answer(id: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"{}","runs":[{{"at":"2025-01-01T02:30:00Z","local":"2025-01-01T02:30:00+00:00","origin":"scheduled","closes":null}}],"none":null}}"#,
        id.to_uppercase()
    )
}

/// A policy as a job without a name.
pub(crate) fn policy(properties: &str) -> String {
    format!(r#"{{"schedulePolicy":{{{properties}}}}}"#)
}

/// A grid that allows the hours for which `is_allowed` is true: of the day, and of the week.
pub(crate) fn grid(is_allowed: impl Fn(u32, u32) -> bool) -> String {
    format!("{:?}", (0..168).map(|hour| is_allowed(hour % 24, hour)).collect::<Vec<_>>())
}

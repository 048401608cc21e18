//! Every example in the help, the README and the documents of `docs/` is run, and what comes of it compared.
//!
//! The examples of a command are run in their order in one directory with the files of `tests/examples/files`, where
//! `curl` is a script that answers for a server. What is to come of them stands in `tests/examples/COMMAND.txt`; a
//! change that is meant is written there by
//!
//! ```sh
//! BACKUP_WINDOW_REFRESH=1 cargo test -p backup-window-cli --test commands examples
//! ```

#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "in a test, an unwrap is an assertion")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::call::{call, program};
use tempfile::TempDir;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples");

/// What is longer is compared by its length and a number made of its bytes.
const MOST_SHOWN: usize = 6_000;

/// The commands, as the help lists them.
fn commands() -> Vec<String> {
    let help = call("--help", "").out;
    let (_, list) = help.split_once("Commands:\n").unwrap();
    let (list, _) = list.split_once("\n\n").unwrap();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names
        .map(|line| line.split_whitespace().next().unwrap().to_owned())
        .filter(|name| name != "help")
        .collect()
}

/// The commands between `Examples:` and the next heading, each as it is written, without what stands before all its lines.
fn examples_of(help: &str) -> Vec<String> {
    let Some((_, rest)) = help.split_once("\nExamples:\n") else { return Vec::new() };
    let mut examples: Vec<String> = Vec::new();
    for line in rest.lines().take_while(|line| line.starts_with("  ")) {
        let indent = line.len() - line.trim_start().len();
        match indent {
            2 => {}
            4 => examples.push(line[4..].to_owned()),
            _ => examples.last_mut().unwrap().push_str(&format!("\n{}", &line[4..])),
        }
    }
    examples
}

/// A directory with the files of the examples, which is the home of whoever runs them, too.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = TempDir::new().unwrap();
        copy(&Path::new(EXAMPLES).join("files"), desk.path());
        for directory in [".local/share/bash-completion/completions", ".config/fish/completions", ".zfunc"] {
            fs::create_dir_all(desk.path().join(directory)).unwrap();
        }
        Self(desk)
    }

    /// Runs a command of a shell, and tells what came of it.
    fn run(&self, command: &str) -> Outcome {
        let before = self.files();
        let programs = program().parent().unwrap().display().to_string();
        let path = format!("{}:{programs}:{}", self.0.path().display(), std::env::var("PATH").unwrap());
        let output = Command::new("bash")
            .args(["-o", "pipefail", "-c", command])
            .current_dir(self.0.path())
            .env("PATH", path)
            .env("HOME", self.0.path())
            .env("SERVER", "https://server:4443")
            .env("ID", "b7b7a1f2-7c1d-4f0e-8a5b-000000000001")
            .output()
            .unwrap();
        let mut written = self.files();
        written.retain(|file, content| before.get(file) != Some(content));
        Outcome {
            status: output.status.code().unwrap(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            written,
        }
    }

    /// The files below the directory, with what is in them.
    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        let mut directories = vec![self.0.path().to_owned()];
        while let Some(directory) = directories.pop() {
            for entry in fs::read_dir(directory).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    directories.push(path);
                } else {
                    files.insert(
                        path.strip_prefix(self.0.path()).unwrap().to_owned(),
                        fs::read(&path).unwrap(),
                    );
                }
            }
        }
        files
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let copied = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &copied);
        } else {
            fs::copy(&path, copied).unwrap();
        }
    }
}

/// What came of an example.
struct Outcome {
    status: i32,
    out: String,
    err: String,
    written: BTreeMap<PathBuf, Vec<u8>>,
}

impl Outcome {
    /// What is to be the same on every machine and every day.
    fn shown(&self, example: &str) -> String {
        let mut shown = format!("status {}\n", self.status);
        let section = |shown: &mut String, what: &str, text: &str| {
            if !text.is_empty() {
                let _ = writeln!(shown, "--- {what}\n{}", text.strip_suffix('\n').unwrap_or(text));
            }
        };
        if let Some(reason) = varies(example) {
            let _ = writeln!(shown, "not compared: it depends on {reason}");
            section(&mut shown, "standard error", &self.err);
            return shown;
        }
        let database = call("--version", "").out;
        let database = database.lines().nth(1).unwrap().strip_prefix("time zones: ").unwrap();
        let same = |text: &str| text.replace(database, "(the time zones at hand)");
        match same(&self.out) {
            out if out.len() <= MOST_SHOWN => section(&mut shown, "standard output", &out),
            out => {
                let what = format!("standard output, {} bytes", out.len());
                section(&mut shown, &what, &format!("FNV-1a {:016x}", hash(out.as_bytes())));
            }
        }
        section(&mut shown, "standard error", &same(&self.err));
        for (file, content) in &self.written {
            let content = same(&String::from_utf8_lossy(content));
            let what = format!("{}, {} bytes", file.display(), content.len());
            if content.len() <= MOST_SHOWN {
                section(&mut shown, &what, &content.replace('\r', ""));
            } else {
                section(&mut shown, &what, &format!("FNV-1a {:016x}", hash(content.as_bytes())));
            }
        }
        shown
    }
}

/// What an example depends on beside its files and arguments.
fn varies(example: &str) -> Option<&'static str> {
    const ASK_FROM_NOW_ON: [&str; 8] =
        ["next", "previous", "explain", "decide", "show", "check", "calendar", "fleet"];
    let words: Vec<&str> = example.split_whitespace().collect();
    let name = words.iter().skip_while(|word| **word != "backup-window").nth(1)?;
    match *name {
        "infer-offset" => return Some("the time zones at hand"),
        // tests/completions.rs looks at them.
        "completions" | "man" | "help" => return Some("the help of all commands"),
        _ => {}
    }
    let says_when = words.contains(&"--at") || (*name == "fleet" && words.contains(&"--from"));
    (ASK_FROM_NOW_ON.contains(name) && !says_when).then_some("the present")
}

/// FNV-1a.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3)
    })
}

/// Compares what came of examples with what is written down for them, or writes it down.
fn check(name: &str, outcomes: &str) {
    let file = Path::new(EXAMPLES).join(format!("{name}.txt"));
    if std::env::var_os("BACKUP_WINDOW_REFRESH").is_some() {
        fs::write(&file, outcomes).unwrap();
    }
    let expected = fs::read_to_string(&file).unwrap_or_default();
    let differ = outcomes.lines().zip(expected.lines()).find(|(comes, expected)| comes != expected);
    assert_eq!(differ, None, "what comes, and what {} has", file.display());
    assert_eq!(outcomes.len(), expected.len(), "{} ends elsewhere", file.display());
}

#[test]
fn every_example_in_the_help_does_what_is_written_down() {
    let whole = ("backup-window".to_owned(), call("--help", "").out);
    let each = commands().into_iter().map(|name| {
        let help = call(&format!("{name} --help"), "").out;
        (name, help)
    });
    let mut names = Vec::new();
    for (name, help) in std::iter::once(whole).chain(each) {
        let examples = examples_of(&help);
        assert!(!examples.is_empty(), "{name} --help has no example");
        let desk = Desk::new();
        let mut outcomes = String::new();
        for example in examples {
            let outcome = desk.run(&example);
            assert!(!outcome.err.contains("Usage:"), "{example}: {}", outcome.err);
            assert!(!outcome.out.is_empty() || !outcome.written.is_empty(), "{example} does nothing");
            let _ = writeln!(outcomes, "$ {example}\n{}", outcome.shown(&example));
        }
        check(&name, &outcomes);
        names.push(format!("{name}.txt"));
    }
    let kept = fs::read_dir(EXAMPLES).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let unused: Vec<String> =
        kept.filter(|file| !names.contains(file) && file != "files" && file != "documents.txt").collect();
    assert_eq!(unused, [""; 0], "nothing has these examples");
}

#[test]
fn the_help_fits_into_80_columns_where_it_is_not_to_be_filled() {
    let names = commands();
    for name in names.iter().map(String::as_str).chain([""]) {
        for ask in ["-h", "--help"] {
            let help = call(&format!("{name} {ask}"), "").out;
            let (_, after) = help.split_once("Examples:\n").unwrap_or_else(|| panic!("{name} {ask}: {help}"));
            for line in after.lines() {
                assert!(line.chars().count() <= 80, "{name} {ask}: {line}");
            }
        }
    }
}

/// What stands in a document as a command: lines of a block for a shell, and what stands between back-quotes.
fn commands_in(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut prose = String::new();
    let mut block: Option<bool> = None;
    for line in text.lines() {
        match (line.strip_prefix("```"), block) {
            (Some(language), None) => block = Some(language == "sh"),
            (Some(_), Some(_)) => block = None,
            (None, Some(true)) => {
                let line = line.replace("cargo run --release --", "backup-window");
                if line.starts_with("backup-window ") {
                    commands.push(line);
                }
            }
            (None, Some(false)) => {}
            (None, None) => prose.push_str(&format!("{line}\n")),
        }
    }
    let quoted = prose.split('`').skip(1).step_by(2).map(|code| code.replace('\n', " "));
    commands.extend(quoted.filter(|code| code.starts_with("backup-window ")));
    commands
}

#[test]
fn every_example_in_the_documents_does_what_is_written_down() {
    let known = commands();
    let mut documents = vec![PathBuf::from("README.md")];
    let docs = fs::read_dir(Path::new(ROOT).join("docs")).unwrap();
    documents.extend(docs.map(|entry| Path::new("docs").join(entry.unwrap().file_name())));
    documents.sort();
    let desk = Desk::new();
    copy(&Path::new(ROOT).join("tests/data"), &desk.0.path().join("tests/data"));
    let mut outcomes = String::new();
    for document in documents {
        for command in commands_in(&fs::read_to_string(Path::new(ROOT).join(&document)).unwrap()) {
            let words: Vec<&str> = command.split_whitespace().collect();
            assert!(known.iter().any(|name| name == words[1]), "{}: {command}", document.display());
            if words.len() == 2 {
                // It is named, not called.
                continue;
            }
            let outcome = desk.run(&command);
            let _ = writeln!(outcomes, "{}$ {command}\n{}", document.display(), outcome.shown(&command));
        }
    }
    assert!(outcomes.contains("README.md$ backup-window next tests/data/vbo-v3-job.json"), "{outcomes}");
    check("documents", &outcomes);
}

/// The blocks of text that the README and `docs/lints.md` show as answers.
#[test]
fn the_answers_that_the_documents_show_are_those_that_come() {
    let read = |file: &str| fs::read_to_string(Path::new(ROOT).join(file)).unwrap();
    let (readme, lints) = (read("README.md"), read("docs/lints.md"));
    let block = |text: &str, before: &str| {
        let (_, rest) = text.split_once(before).unwrap();
        let (_, rest) = rest.split_once("```text\n").unwrap();
        rest.split_once("```").unwrap().0.to_owned()
    };
    let desk = Desk::new();
    copy(&Path::new(ROOT).join("tests/data"), &desk.0.path().join("tests/data"));
    let command = commands_in(&readme).into_iter().find(|command| command.contains("tests/data")).unwrap();
    let outcome = desk.run(&format!("{command} --format text"));
    // The line above the answers names the time zones at hand.
    let (_, answers) = outcome.out.split_once('\n').unwrap();
    assert_eq!(answers, block(&readme, "<!-- ci: next-output -->"));
    let outcome = desk.run(
        "backup-window check jobs/early.json --zone Europe/Prague --at 2026-03-25T12:00:00Z --format text",
    );
    let shown = block(&lints, "a way out:");
    let shown: Vec<&str> = shown.lines().map(str::trim).collect();
    let lines: Vec<&str> = outcome.out.lines().map(str::trim).collect();
    for line in &shown {
        assert!(lines.contains(line), "{line:?} is not in {}", outcome.out);
    }
}

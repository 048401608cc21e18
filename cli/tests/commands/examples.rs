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

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::call::{call, program};
use tempfile::TempDir;

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
const EXAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/examples");

/// The present of the examples that ask from now on.
const NOW: &str = "2026-03-25T12:00:00Z";

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
            .env_remove("COLUMNS")
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
        let database = call("--version", "").out;
        let database = database.lines().nth(1).unwrap().strip_prefix("time zones: ").unwrap();
        // A long name of the tables puts the zone on a line of its own.
        let same = |text: &str| {
            without_zones(&text.replace(database, "(the time zones at hand)"))
                .replace(",\n  zone ", ", zone ")
        };
        // The help of all commands in other forms is long, and changes with each of them.
        let is_help = ["completions", "man", "help"].contains(&command_of(example));
        let content = |text: &str| match same(text) {
            text if is_help => format!("FNV-1a {:016x}", hash(text.as_bytes())),
            text => text.replace('\r', ""),
        };
        section(
            &mut shown,
            "standard output",
            &if self.out.is_empty() { String::new() } else { content(&self.out) },
        );
        section(&mut shown, "standard error", &same(&self.err));
        for (file, written) in &self.written {
            let written = String::from_utf8_lossy(written);
            let what = format!("{}, {} bytes", file.display(), same(&written).len());
            section(&mut shown, &what, &content(&written));
        }
        shown
    }
}

/// The command that an example calls.
fn command_of(example: &str) -> &str {
    let mut words = example.split_whitespace().skip_while(|word| *word != "backup-window");
    words.nth(1).unwrap_or_default()
}

/// An example that asks from now on, asked from [`NOW`] on.
fn asked_now(example: &str) -> Option<String> {
    let name = command_of(example);
    let option = match name {
        "next" | "previous" | "explain" | "decide" | "show" | "check" | "calendar" => "--at",
        "fleet" => "--from",
        _ => return None,
    };
    if example.split_whitespace().any(|word| word == option) {
        return None;
    }
    let called = format!("backup-window {name}");
    Some(example.replacen(&called, &format!("{called} {option} {NOW}"), 1))
}

/// Without the lists of zones that explain a run: they grow with each release of the tables.
fn without_zones(text: &str) -> String {
    let mut rest = text;
    let mut without = String::new();
    while let Some((before, after)) = rest.split_once(r#""zones":["#) {
        let (zones, after) = after.split_once(']').unwrap();
        let shown = if zones.is_empty() { "none" } else { "the time zones at hand" };
        without.push_str(&format!(r#"{before}"zones":[({shown})]"#));
        rest = after;
    }
    without + rest
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
            let outcome = match asked_now(&example) {
                None => outcome,
                Some(now) => {
                    let settled = desk.run(&now);
                    assert_eq!(settled.status, outcome.status, "{example}: {}", outcome.err);
                    let _ = writeln!(outcomes, "(as of {NOW})");
                    settled
                }
            };
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
    // What was asked names the time zones at hand.
    let shown = block(&readme, "<!-- ci: next-output -->");
    let asked =
        outcome.out.strip_suffix(&shown).unwrap_or_else(|| panic!("{}\nand not\n{shown}", outcome.out));
    assert!(asked.starts_with("runs after 2018-05-30T12:19:14.7927466Z"), "{asked}");
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

#[test]
fn every_page_of_a_lint_has_an_example_that_brings_it() {
    let lints = fs::read_to_string(Path::new(ROOT).join("docs/lints.md")).unwrap();
    let desk = Desk::new();
    let pages: Vec<&str> = lints.split("\n## ").skip(1).collect();
    for page in &pages {
        let (code, text) = page.split_once('\n').unwrap();
        let commands = commands_in(text);
        assert_eq!(commands.len(), 1, "{code}");
        let outcome = desk.run(&commands[0]);
        assert!(
            outcome.out.contains(&format!(r#""code":"{code}""#)),
            "{code}: {}{}",
            outcome.out,
            outcome.err
        );
    }
    assert!(pages.len() >= 15, "{} pages", pages.len());
}

/// Only names, paths and what a document has are as long as they are.
#[test]
fn text_for_people_fits_into_80_columns() {
    let at = "--at 2026-03-29T00:30:00Z";
    let range = "--from 2026-03-20T00:00:00Z --to 2026-03-30T12:00:00Z";
    let desk = Desk::new();
    for command in [
        format!("next {at} --count 5 --denied at-opening jobs.json"),
        format!("previous {at} --count 5 jobs.json"),
        format!("explain {at} jobs.json"),
        format!("decide {at} jobs.json"),
        format!("show {at} jobs.json"),
        format!("check {at} --duration 5h jobs.json jobs/*.json"),
        format!("intervals {range} jobs.json"),
        format!("missed {range} jobs.json"),
        format!("simulate {range} --duration 1h --failures 20 jobs.json"),
        "fleet --from 2026-03-23T00:00:00Z --by repository --suggest-offsets jobs.json".to_owned(),
        "infer-offset jobs.json".to_owned(),
        "diff old.json new.json".to_owned(),
        "dialect jobs.json".to_owned(),
    ] {
        for zone in ["", "--zone Europe/Prague", "--zone America/Argentina/ComodRivadavia"] {
            if !zone.is_empty() && (command.starts_with("infer") || command.starts_with("dialect")) {
                continue;
            }
            let outcome = desk.run(&format!("backup-window {command} --format text {zone}"));
            assert!(outcome.out.lines().count() > 2, "{command}: {}", outcome.err);
            for line in outcome.out.lines() {
                assert!(line.chars().count() <= 80, "{command} {zone}: {line}");
            }
        }
    }
}

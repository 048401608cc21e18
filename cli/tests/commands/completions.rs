//! `completions` and `man`: every command and every option is in them, and other programs can read them.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};

use crate::call::{answers, call, files};
use backup_window_cli::Arguments;

/// The commands, and the long options of each.
fn definitions() -> Vec<(String, Vec<String>)> {
    let arguments = Arguments::default();
    let of = |command: &clap::Command| {
        let options = command.get_arguments().filter_map(|option| option.get_long().map(str::to_owned));
        (command.get_name().to_owned(), options.collect())
    };
    let all: Vec<_> = arguments.command().get_subcommands().map(of).collect();
    assert!(all.len() >= 20, "{all:?}");
    all
}

/// Has another program read a text; nothing where there is no such program.
fn read_by(program: &str, arguments: &[&str], text: &str) {
    let piped = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = piped else { return };
    let (mut stdin, text) = (child.stdin.take().unwrap(), text.to_owned());
    let writer = std::thread::spawn(move || std::io::Write::write_all(&mut stdin, text.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    let said = [output.stdout, output.stderr].concat();
    assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&said));
}

#[test]
fn every_shell_knows_every_command_and_option() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = answers(&format!("completions {shell}"), "").join("\n") + "\n";
        for (name, options) in definitions() {
            assert!(script.contains(&name), "{shell}: {name}");
            for option in options {
                // fish writes the name of an option without its dashes.
                let written = if shell == "fish" { format!("-l {option}") } else { format!("--{option}") };
                assert!(script.contains(&written), "{shell}: {name} {option}");
            }
        }
        assert!(!script.contains("time zones"), "{shell}: the same on every machine");
        if ["bash", "zsh", "fish"].contains(&shell) {
            read_by(shell, &["-n"], &script);
        }
    }
}

#[test]
#[cfg(unix)]
fn bash_completes_commands_options_and_their_values() {
    let script = answers("completions bash", "").join("\n");
    let complete = |words: &str, last: &str| -> BTreeSet<String> {
        let line = format!(
            "{script}\nCOMP_WORDS=(backup-window {words} '{last}'); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             complete=$(complete -p backup-window); complete=${{complete#*-F }}; \
             ${{complete%% *}} backup-window '{last}' \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        let output = Command::new("bash").args(["-c", &line]).output().unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        out.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
    };
    let set = |words: &[&str]| words.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    assert_eq!(complete("", "di"), set(&["dialect", "diff", "disable"]));
    assert_eq!(complete("diff", "--ht"), set(&["--html"]));
    assert_eq!(complete("next --gap", ""), set(&["first-valid", "shift-forward", "skip"]));
    assert_eq!(complete("completions", "z"), set(&["zsh"]));
    // The help does not list the dialects, and whoever types one need not know them.
    assert_eq!(complete("convert --to", "lo"), set(&["logon-hours", "logon-hours-base64"]));
    assert_eq!(complete("diff --dialect", "vs"), set(&["vspc", "vspc-copy", "vspc-server"]));
}

#[test]
fn an_unknown_shell_is_refused_with_those_there_are() {
    let said = call("completions tcsh", "");
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.contains("[possible values: bash, elvish, fish, powershell, zsh]"), "{}", said.err);
}

#[test]
fn the_page_of_the_whole_names_every_command() {
    let page = answers("man", "").join("\n") + "\n";
    assert!(page.contains(".TH BACKUP-WINDOW 1 \"\" \"backup-window "), "{page}");
    for (name, _) in definitions() {
        let name = format!("backup\\-window\\-{}(1)", name.replace('-', "\\-"));
        assert!(page.contains(&name), "{name}: {page}");
    }
    for heading in ["NAME", "SYNOPSIS", "DESCRIPTION", "EXAMPLES", "\"EXIT STATUS\""] {
        assert!(page.contains(&format!(".SH {heading}\n")), "{heading}: {page}");
    }
    assert!(!page.contains("time zones"), "the same on every machine");
}

#[test]
fn every_command_has_a_page_with_its_options_and_examples() {
    let (directory, _) = files(&[]);
    let pages = directory.path().join("share/man1");
    assert_eq!(answers(&format!("man {}", pages.display()), ""), [""; 0]);
    let mut expected: BTreeSet<String> = BTreeSet::from(["backup-window.1".to_owned()]);
    for (name, options) in definitions() {
        let file = format!("backup-window-{name}.1");
        let page = std::fs::read_to_string(pages.join(&file)).unwrap();
        for option in options {
            assert!(
                page.contains(&format!("\\-\\-{}", option.replace('-', "\\-"))),
                "{file}: {option}: {page}"
            );
        }
        // As they are to be typed: neither filled, nor with the quotation marks of a book.
        let (_, examples) = page.split_once(".SH EXAMPLES\n").unwrap();
        let (_, examples) = examples.split_once(".EX\n").unwrap();
        assert!(examples.contains("backup\\-window "), "{file}: {page}");
        assert!(!examples.lines().any(|line| line.starts_with('\'')), "{file}: {page}");
        read_by("mandoc", &["-T", "lint", "-W", "error"], &page);
        expected.insert(file);
    }
    let written = std::fs::read_dir(&pages).unwrap();
    let written: BTreeSet<String> =
        written.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(written, expected);
    // Quotation marks are those of a shell.
    let set = std::fs::read_to_string(pages.join("backup-window-set.1")).unwrap();
    assert!(set.contains("window \\*(AqMo\\-Fr 20:00\\-06:00; Sa,Su 00:00\\-24:00\\*(Aq"), "{set}");
}

#[test]
fn a_directory_that_cannot_be_made_is_named() {
    let (_directory, paths) = files(&[b"a file"]);
    let said = call(&format!("man {}/man1", paths[0]), "");
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    assert!(said.err.starts_with(&format!("backup-window: {}/man1: ", paths[0])), "{}", said.err);
}

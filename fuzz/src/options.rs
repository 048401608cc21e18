//! Laws of the command line: any arguments are read or refused with a reason, and how they are written does not matter.

use std::cell::{LazyCell, RefCell};

use arbitrary::{Arbitrary, Result, Unstructured};
use backup_window_cli::Arguments;

/// A call: a subcommand and what is said beside it.
#[derive(Debug, Clone)]
pub struct OptionsCase {
    law: Law,
    subcommand: String,
    options: Vec<(String, Option<String>)>,
    files: Vec<String>,
}

/// Which laws are looked at: one input, one group of them, so that each is tried as often as time allows.
#[derive(Debug, Clone, Copy, Arbitrary)]
enum Law {
    /// Every call is read or refused.
    Read,
    /// `--name value` is `--name=value`.
    Joined,
    /// The order of options does not matter, nor does reading once more.
    Reordered,
}

/// A subcommand and its options: the name, and the values that it takes, if any.
struct Known {
    subcommand: String,
    options: Vec<(String, Option<Vec<String>>)>,
}

thread_local! {
    static ARGUMENTS: RefCell<Arguments> = RefCell::default();
    /// What the command line itself says it knows, so that no new option is left out.
    static KNOWN: LazyCell<Vec<Known>> = LazyCell::new(|| {
        let mut known = Vec::new();
        ARGUMENTS.with_borrow(|arguments| collect(arguments.command(), String::new(), &mut known));
        known
    });
}

fn collect(command: &clap::Command, name: String, known: &mut Vec<Known>) {
    let options = command.get_arguments().filter_map(|argument| {
        let values = argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
        let values = argument.get_action().takes_values().then_some(values);
        Some((format!("--{}", argument.get_long()?), values))
    });
    let options = options.chain([("--help".into(), None), ("-h".into(), None)]).collect();
    for subcommand in command.get_subcommands() {
        collect(subcommand, format!("{name} {}", subcommand.get_name()).trim().to_owned(), known);
    }
    known.push(Known { subcommand: name, options });
}

/// Values of every kind that some option takes, beside those it names itself.
const VALUES: [&str; 36] = [
    "2018-06-02T02:00:00Z",
    "2018-06-01T19:00:00-07:00",
    "2025-02-29T00:00:00Z",
    "2016-12-31T23:59:60Z",
    "2025-01-01T00:00:00.123456789Z",
    "-262143-01-01T00:00:00Z",
    "+262142-12-31T23:59:59Z",
    "2025-01-01",
    "now",
    "UTC",
    "z",
    "Europe/Prague",
    "america/los_angeles",
    "Prague",
    "GMT+25",
    "+05:30",
    "-0800",
    "+14",
    "-23:59",
    "+24:00",
    "0",
    "1",
    "-1",
    "18446744073709551615",
    "18446744073709551616",
    "vbo-v8",
    "VBO-V1",
    "v8",
    "job.json",
    "-",
    "--",
    "",
    " ",
    "é",
    "22:00",
    "Mon-Fri 22:00-06:00",
];

impl<'a> Arbitrary<'a> for OptionsCase {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        KNOWN.with(|known| {
            let Known { subcommand, options } = &known[u.choose_index(known.len())?];
            let law = u.arbitrary()?;
            let mut given = Vec::new();
            for _ in 0..u.int_in_range(0..=6)? {
                let (name, values) = u.choose(options)?;
                given.push((spoilt(u, name, 64)?, value(u, values.as_deref())?));
            }
            let files =
                (0..u.int_in_range(0..=2)?).map(|_| value(u, Some(&[]))).collect::<Result<Vec<_>>>()?;
            let subcommand = spoilt(u, subcommand, 64)?;
            Ok(Self { law, subcommand, options: given, files: files.into_iter().flatten().collect() })
        })
    }
}

/// A value for an option that takes one.
fn value(u: &mut Unstructured<'_>, values: Option<&[String]>) -> Result<Option<String>> {
    match values {
        None => Ok(None),
        Some(values) if !values.is_empty() && u.ratio(7, 8)? => {
            let value = u.choose(values)?;
            spoilt(u, value, 32).map(Some)
        }
        _ => {
            let value = u.choose(&VALUES)?;
            spoilt(u, value, 8).map(Some)
        }
    }
}

/// The text, and once in so many times something like it.
fn spoilt(u: &mut Unstructured<'_>, text: &str, times: u8) -> Result<String> {
    if !u.ratio(1, times)? {
        return Ok(text.to_owned());
    }
    let mut text: Vec<char> = text.chars().collect();
    let place = u.int_in_range(0..=text.len())?;
    match u.int_in_range(0..=3)? {
        0 => text.truncate(place),
        1 if place < text.len() => {
            text.remove(place);
        }
        2 if place < text.len() => text[place] = u.arbitrary()?,
        _ => text.insert(place, u.arbitrary()?),
    }
    Ok(text.into_iter().collect())
}

/// The laws of one call.
pub fn options(case: &OptionsCase) {
    let said = read(&case.written(false, false));
    match case.law {
        Law::Read => {
            if let Err(error) = said {
                assert_has_a_reason(&error, case);
            }
        }
        // What looks like an option is taken for one, and "--" for the end of them.
        Law::Joined | Law::Reordered if case.has_value_like_an_option() => {}
        // The values of one that is said twice keep their order.
        Law::Reordered if case.says_an_option_twice() => {}
        Law::Joined => assert_same(&said, &read(&case.written(true, false))),
        Law::Reordered => {
            assert_same(&said, &read(&case.written(false, false)));
            if said.is_ok() {
                assert_same(&said, &read(&case.written(false, true)));
            }
        }
    }
}

impl OptionsCase {
    fn written(&self, is_joined: bool, is_reversed: bool) -> Vec<String> {
        let mut arguments = vec!["backup-window".to_owned()];
        arguments.extend(self.subcommand.split(' ').filter(|word| !word.is_empty()).map(str::to_owned));
        let mut write = |(name, value): &(String, Option<String>)| match value {
            Some(value) if is_joined => arguments.push(format!("{name}={value}")),
            value => arguments.extend([name].into_iter().chain(value).cloned()),
        };
        if is_reversed {
            self.options.iter().rev().for_each(&mut write)
        } else {
            self.options.iter().for_each(&mut write)
        }
        arguments.extend(self.files.iter().cloned());
        arguments
    }

    fn says_an_option_twice(&self) -> bool {
        let names = || self.options.iter().map(|(name, _)| name);
        names().enumerate().any(|(place, name)| names().skip(place + 1).any(|other| other == name))
    }

    fn has_value_like_an_option(&self) -> bool {
        let like_an_option = |text: &String| text.starts_with('-');
        self.options.iter().any(|(name, value)| {
            !name.starts_with("--")
                || name.len() < 3
                || name.contains('=')
                || value.as_ref().is_some_and(like_an_option)
        }) || self.files.iter().chain([&self.subcommand]).any(like_an_option)
    }
}

/// What a call means, or why it is refused. To write the reason down takes ten times as long as reading the call.
fn read(arguments: &[String]) -> std::result::Result<String, clap::Error> {
    ARGUMENTS.with_borrow_mut(|known| known.read(arguments)).map(|cli| format!("{cli:?}"))
}

fn assert_has_a_reason(error: &clap::Error, case: &OptionsCase) {
    // Help is no refusal, and its text always the same.
    let is_refused = error.use_stderr();
    assert_eq!(error.exit_code(), if is_refused { 2 } else { 0 }, "{case:?}: {error}");
    assert!(!is_refused || !error.to_string().trim().is_empty(), "refused without a reason: {case:?}");
}

fn assert_same(
    one: &std::result::Result<String, clap::Error>,
    other: &std::result::Result<String, clap::Error>,
) {
    match (one, other) {
        // The reason may name another of several mistakes, or a call for help that came before one.
        (Err(_), Err(_)) => {}
        (Ok(one), Ok(other)) => assert_eq!(one, other),
        (one, other) => panic!("{one:?}, but {other:?}"),
    }
}

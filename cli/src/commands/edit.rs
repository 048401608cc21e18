//! `set`, `enable` and `disable`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

use backup_window::wire::edit::{Change, ChangeError, ScheduleType, edit};
use backup_window::wire::vbo::{Reading, SchedulePolicy};
use backup_window::wire::{Dialect, Error, JobSource, Source};
use clap::Args;
use serde_json::Value;

use super::mistake::pointer;
use super::subjects::{JobDocument, Subject, scalar, subjects};
use super::{Tally, plain, shown};
use crate::Failure;
use crate::args::{DialectParser, Inputs};
use crate::encoding::{NoBreakSpaces, Utf16, with_plain_spaces};
use crate::in_place;
use crate::input::{Document, Flaw};
use crate::whereabouts::Whereabouts;

#[derive(Debug, Args)]
pub(crate) struct Place {
    /// The document; `-` or none reads standard input.
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,
    /// Which job, where there are several: its id, its name, or its place counted from 0.
    #[arg(long, value_name = "JOB")]
    job: Option<String>,
    /// Replace the file, instead of writing to standard output. A new file with the permissions of the old one takes its
    /// name at once, so that nobody reads half of it; of a symbolic link the file it leads to is replaced. Other hard links
    /// to the old file keep the old text.
    #[arg(long, requires = "file")]
    in_place: bool,
    /// The dialect of the document [default: the one that the properties of the job speak for].
    #[arg(long, value_name = "DIALECT", value_parser = DialectParser, hide_possible_values = true)]
    dialect: Option<Dialect>,
}

/// The changes of `set`, given as a property and its value by turns.
pub(crate) fn assignments(pairs: &[String]) -> Result<Vec<Change>, Failure> {
    pairs
        .chunks(2)
        .map(|pair| match pair {
            [property, value] => Change::parse(property, value).map_err(|error| error.to_string()),
            other => Err(format!("{:?} has no value (expected PROPERTY VALUE ...)", other[0])),
        })
        .collect()
}

/// The changes of `enable` and `disable`.
pub(crate) fn switches(
    names: &[String],
    change: impl Fn(&str) -> Result<Change, ChangeError>,
) -> Result<Vec<Change>, Failure> {
    names.iter().map(|name| change(name).map_err(|error| error.to_string())).collect()
}

/// The help of `set`: what can be set, and examples.
pub(crate) fn help_of_set() -> String {
    let width = Change::PROPERTIES.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    let mut text = "Properties:\n".to_owned();
    for (name, values) in Change::PROPERTIES {
        let _ = writeln!(text, "  {name:width$}  {values}");
    }
    text + SET_EXAMPLES
}

const SET_EXAMPLES: &str = "
Examples:
  Another time of day:
    backup-window set daily-time 22:30 --file job.json --in-place
  Every two hours, and only at night and on weekends:
    backup-window set type periodically every 2h --file job.json \\
        window 'Mo-Fr 20:00-06:00; Sa,Su 00:00-24:00'
  A job of a server, changed and sent back:
    curl -s $SERVER/v8/Jobs/$ID | backup-window set days Workdays |
        curl -s -X PUT -d @- $SERVER/v8/Jobs/$ID";

/// Examples of `enable` and `disable`.
pub(crate) const SWITCH_EXAMPLES: &str = "\
Examples:
  One of several jobs, by its name:
    backup-window disable job --file jobs.json --job nightly --in-place
  The backup window and the retries:
    backup-window enable window retry --file job.json";

/// Makes the changes and writes the document.
pub(crate) fn run(place: &Place, changes: &[Change]) -> Result<Tally, Failure> {
    let text = Text::read(place.file.as_deref())?;
    let found = text.find(place.job.as_deref())?;
    let piece = &text.body()[found.piece.clone()];
    match edited(piece, &found, place.dialect, changes) {
        Ok((edited, notes)) => {
            for note in notes {
                let _ = writeln!(io::stderr(), "{}: note: {note}", found.shown());
            }
            let mut whole = text.whole.clone();
            let start = text.body_at + found.piece.start;
            whole.replace_range(start..start + piece.len(), &edited);
            text.write(place, &whole)?;
            Ok(Tally { jobs: 1, ..Tally::default() })
        }
        Err(Refused { error, result }) => {
            let lines = text.body()[..found.piece.start].matches('\n').count() as u64;
            let as_shown = text.shown(piece);
            let document = Document::new(&as_shown, lines + 1);
            let whereabouts = Whereabouts::new(&document);
            let at = is_in(piece, &found, place.dialect, &error, result.as_deref());
            let at = at.then(|| whereabouts.at(found.place, error.path())).flatten();
            let pointer = pointer(&text.name, at.as_ref());
            let _ = write!(io::stderr(), "{}: error: {error}\n{pointer}", found.shown());
            Ok(Tally { jobs: 1, errors: 1, ..Tally::default() })
        }
    }
}

/// The changed document, and what is to be said about it.
fn edited(
    piece: &str,
    found: &Found,
    dialect: Option<Dialect>,
    changes: &[Change],
) -> Result<(String, Vec<String>), Refused> {
    let before = Said::of(piece, found.place, dialect);
    if before.is_ambiguous
        && let Err(error) = before.reading
    {
        return Err(Refused { error, result: None });
    }
    let dialect = before.dialect;
    let text = edit(piece, found.place, dialect, changes).map_err(|error| Refused { error, result: None })?;
    // What cannot be read is not written, whether it was so before or not.
    let after = match Said::of(&text, found.place, Some(dialect)).reading {
        Ok(after) => after,
        Err(error) => return Err(Refused { error, result: Some(text) }),
    };
    let mut notes: Vec<String> = after.notes.iter().map(ToString::to_string).collect();
    let is_started = changes
        .iter()
        .any(|change| matches!(change, Change::Type(kind) if *kind != ScheduleType::ManualOnly));
    if is_started && !after.plan.schedule_enabled {
        notes.push("the schedule is switched off and stays so (enable schedule switches it on)".to_owned());
    }
    if text == piece {
        notes.push("nothing to change".to_owned());
    } else if before.reading.is_ok_and(|before| before.plan == after.plan) {
        notes.push("what was set has no effect on when the job runs".to_owned());
    }
    for change in changes {
        if let Change::Window(_, window) = change
            && let Some(read) = [after.plan.windows().backup, after.plan.windows().periodic]
                .into_iter()
                .flatten()
                .find(|read| read.to_bools() == window.to_bools() && read.clock() != window.clock())
        {
            notes.push(format!("the hours of the window are read on {}", read.clock()));
        }
    }
    Ok((text, notes))
}

/// Why nothing is written.
struct Refused {
    error: Error,
    /// What would have been written, had it been read.
    result: Option<String>,
}

/// Whether a mistake is one of the document as it was, where it can be shown, and not of the change.
fn is_in(piece: &str, found: &Found, dialect: Option<Dialect>, error: &Error, result: Option<&str>) -> bool {
    let Some(result) = result else {
        let before = Said::of(piece, found.place, dialect).reading;
        return before.is_err_and(|before| before.path() == error.path());
    };
    let value = |text: &str| {
        let jobs = Source::new(text).ok()?.jobs();
        text.get(jobs.get(found.place)?.find(error.path())).map(str::to_owned)
    };
    value(piece) == value(result)
}

/// What one job of a document says.
struct Said {
    dialect: Dialect,
    reading: Result<Reading, Error>,
    /// Whether it could be in several dialects, which would be changed in different ways.
    is_ambiguous: bool,
}

impl Said {
    fn of(text: &str, place: usize, dialect: Option<Dialect>) -> Self {
        let inputs = Inputs { files: Vec::new(), clock: None, dialect };
        let document = Document::new(text.as_bytes(), 1);
        let mut said = None;
        let mut next = 0;
        let _ = subjects(&document, inputs.read_options(), |Subject { reading, document, .. }| {
            if next == place {
                let dialect = dialect
                    .or(reading.as_ref().map(|reading| reading.dialect).ok())
                    .or(document.and_then(JobDocument::dialect))
                    .or_else(|| {
                        serde_json::from_str::<SchedulePolicy>(text).ok().map(|policy| policy.dialect())
                    });
                let is_ambiguous = inputs.dialect.is_none()
                    && matches!(document, Some(JobDocument::Other(tree))
                        if tree.detect().is_err_and(|undetected| !undetected.candidates.is_empty()));
                said = Some(Self { dialect: dialect.unwrap_or(Dialect::VboV8), reading, is_ambiguous });
            }
            next += 1;
            Ok(())
        });
        said.unwrap_or_else(|| {
            let reading = Err(Error::of_document("the job is not where it was"));
            Self { dialect: dialect.unwrap_or(Dialect::VboV8), reading, is_ambiguous: false }
        })
    }
}

/// A file or standard input as text.
struct Text {
    name: String,
    whole: String,
    /// Where the document begins, behind a byte order mark.
    body_at: usize,
    /// How it is written where it is not in UTF-8.
    utf_16: Option<Utf16>,
    /// What stands in it for the no-break spaces of its file.
    spaces: Option<NoBreakSpaces>,
}

/// A job in a text.
struct Found {
    /// The document it is in: the text, or one line of it.
    piece: Range<usize>,
    /// Which job of the document.
    place: usize,
    id: Value,
    name: Value,
}

impl Found {
    fn new(piece: Range<usize>, place: usize, job: &JobSource<'_>) -> Self {
        let first = |names: &[&str]| {
            let given = names.iter().map(|name| scalar(&job.property(name)));
            given.into_iter().find(|value| !value.is_null()).unwrap_or_default()
        };
        Self { piece, place, id: first(&["id", "instanceUid", "uid"]), name: first(&["name"]) }
    }

    fn shown(&self) -> String {
        shown(&self.id, &self.name)
    }

    fn is_called(&self, called: &str) -> bool {
        let is = |value: &Value| !value.is_null() && plain(value) == called;
        is(&self.id) || is(&self.name)
    }
}

impl Text {
    fn read(file: Option<&Path>) -> Result<Self, Failure> {
        let file = file.filter(|file| file.as_os_str() != "-");
        let name = file.map_or("standard input".to_owned(), |file| file.display().to_string());
        let read = match file {
            Some(file) => fs::read(file),
            None => {
                let mut bytes = Vec::new();
                io::stdin().read_to_end(&mut bytes).map(|_| bytes)
            }
        };
        let failed = |error: io::Error| format!("{name}: {error}");
        let bytes = read.map_err(failed)?;
        let utf_16 = Utf16::of(&bytes);
        let bytes = match utf_16 {
            Some(order) => order.decode(&bytes).map_err(failed)?.into_bytes(),
            None => bytes,
        };
        if bytes.trim_ascii().is_empty() {
            return Err(format!("{name}: empty (expected a job document)"));
        }
        let body_at = if bytes.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
        match String::from_utf8(bytes) {
            Ok(whole) => {
                let text = Self { name: name.clone(), whole, body_at, utf_16, spaces: None };
                if !text.pieces().is_empty() {
                    return Ok(text);
                }
                let flaw = text.flaw();
                let Some((spaces, whole)) = NoBreakSpaces::replaced_in(&text.whole) else {
                    return Err(format!("{name}: {flaw}"));
                };
                let text = Self { whole, spaces: Some(spaces), ..text };
                if text.pieces().is_empty() { Err(format!("{name}: {flaw}")) } else { Ok(text) }
            }
            Err(error) => {
                let flaw = Flaw::of(error.as_bytes()).map(|flaw| flaw.shown(error.as_bytes(), 1));
                Err(format!("{name}: {}", flaw.unwrap_or_default()))
            }
        }
    }

    fn body(&self) -> &str {
        &self.whole[self.body_at..]
    }

    /// A text as the bytes it is written in.
    fn bytes<'t>(&self, text: &'t str) -> Cow<'t, [u8]> {
        let text = self.with_its_spaces(text);
        match (self.utf_16, text) {
            (Some(order), text) => order.encode(&text).into(),
            (None, Cow::Borrowed(text)) => text.as_bytes().into(),
            (None, Cow::Owned(text)) => text.into_bytes().into(),
        }
    }

    fn with_its_spaces<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.spaces.map_or(Cow::Borrowed(text), |spaces| spaces.put_back(text).into())
    }

    /// A part of it as it is shown and can be read.
    fn shown(&self, part: &str) -> Vec<u8> {
        let part = self.with_its_spaces(part);
        with_plain_spaces(part.as_bytes()).unwrap_or_else(|| part.as_bytes().to_vec())
    }

    fn flaw(&self) -> String {
        let body = self.body().as_bytes();
        Flaw::of(body).map(|flaw| flaw.shown(body, 1)).unwrap_or_default()
    }

    /// The documents of the text: itself, or each line of it; none where it is neither.
    fn pieces(&self) -> Vec<Range<usize>> {
        let body = self.body();
        if Source::new(body).is_ok() {
            return std::iter::once(0..body.len()).collect();
        }
        let mut end = 0;
        let lines = body.split_inclusive('\n').map(|line| {
            end += line.len();
            end - line.len()..end
        });
        let filled: Vec<_> = lines.filter(|line| !body[line.clone()].trim().is_empty()).collect();
        let are_documents = filled.iter().all(|line| Source::new(&body[line.clone()]).is_ok());
        if are_documents { filled } else { Vec::new() }
    }

    /// The job that is to be changed.
    fn find(&self, called: Option<&str>) -> Result<Found, Failure> {
        let mut jobs: Vec<Found> = Vec::new();
        for piece in self.pieces() {
            let source = Source::new(&self.body()[piece.clone()]).map_err(|error| error.to_string())?;
            let found = source.jobs();
            jobs.extend(found.iter().enumerate().map(|(place, job)| Found::new(piece.clone(), place, job)));
        }
        let chosen: Vec<usize> = match called {
            None => (0..jobs.len()).collect(),
            Some(called) => {
                let called_so: Vec<_> = (0..jobs.len()).filter(|&i| jobs[i].is_called(called)).collect();
                let place = called.parse().ok().filter(|place| *place < jobs.len());
                if called_so.is_empty() { place.into_iter().collect() } else { called_so }
            }
        };
        match (&chosen[..], called) {
            (&[only], _) => Ok(jobs.swap_remove(only)),
            ([], None) => Err("the document has no job".to_owned()),
            ([], Some(called)) => {
                let all: Vec<_> = (0..jobs.len()).collect();
                Err(format!("no job is called {called:?} (expected one of {})", listed(&jobs, &all)))
            }
            (several, called) => {
                let what = called.map_or("jobs".to_owned(), |called| format!("jobs called {called:?}"));
                Err(format!(
                    "{} {what} (expected --job with one of {})",
                    several.len(),
                    listed(&jobs, several)
                ))
            }
        }
    }

    fn write(&self, place: &Place, text: &str) -> Result<(), Failure> {
        match &place.file {
            Some(file) if place.in_place => {
                if text == self.whole {
                    return Ok(());
                }
                in_place::replace(file, &self.bytes(&self.whole), &self.bytes(text))
                    .map_err(|error| format!("{}: {error}", file.display()))
            }
            _ => {
                let mut out = io::stdout().lock();
                match out.write_all(&self.bytes(text)).and_then(|()| out.flush()) {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                        Err(format!("standard output: {error}"))
                    }
                    _ => Ok(()),
                }
            }
        }
    }
}

/// Jobs by their places and names.
fn listed(jobs: &[Found], places: &[usize]) -> String {
    const SHOWN: usize = 10;
    let shown = places.iter().take(SHOWN).map(|&place| format!("{place}: {}", jobs[place].shown()));
    let more = if places.len() > SHOWN { ", ..." } else { "" };
    format!("{}{more}", shown.collect::<Vec<_>>().join(", "))
}

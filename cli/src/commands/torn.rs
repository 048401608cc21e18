//! Documents as trees, and the jobs in them with a value that is JSON and that no type holds: 1e999, or half of a pair of
//! surrogates.
//!
//! Where nothing looks at such a value it does not matter; where something does, or where it would have to be written, it
//! is the error of its job.

use backup_window::wire::{Error, Excerpt, Source, Tree};
use serde_json::Value;

use super::subjects::scalar;
use crate::input::{Document, Flaw};

/// A job with such a value in it.
#[derive(Debug, Clone)]
pub(super) struct Torn<'a> {
    /// Its place among the jobs.
    pub(super) job: usize,
    pub(super) id: Value,
    pub(super) name: Value,
    pub(super) error: Error,
    pub(super) flaw: Option<Excerpt<'a>>,
    /// The job with a string in place of each such value, and with `null`; none where more is the matter.
    stand_ins: Option<[Tree; 2]>,
}

impl Torn<'_> {
    /// What is said of the job, if its values that no type holds have no part in that: nothing changes with them.
    pub(super) fn unless_it_matters<T: PartialEq>(&self, ask: impl Fn(&Tree) -> Option<T>) -> Option<T> {
        let [with_texts, with_nulls] = self.stand_ins.as_ref()?;
        let said = ask(with_texts)?;
        (ask(with_nulls)? == said).then_some(said)
    }
}

/// The document as a tree, with other values in place of those that no type holds, and the jobs in which these are; or
/// what keeps it from being a tree, and where.
pub(super) fn tree<'a>(
    document: &Document<'a>,
) -> Result<(Tree, Vec<Torn<'a>>), (Error, Option<Excerpt<'a>>)> {
    let flaw = match document.text {
        Ok(text) => match tree_of(text) {
            Ok(tree) => return Ok((tree, Vec::new())),
            Err(error) => match without_torn(document, text) {
                Some(mended) => return Ok(mended),
                None => Flaw::not_json(&error, text),
            },
        },
        Err(error) => Flaw::not_utf_8(error),
    };
    let (message, excerpt) = document.show(&flaw);
    Err((Error::of_document(message), excerpt))
}

/// A tree of a text. What the library refuses, because it is no JSON or very deep, serde_json may still read or find words
/// for.
fn tree_of(text: &str) -> Result<Tree, serde_json::Error> {
    Tree::from_json(text).or_else(|_| serde_json::from_str(text))
}

/// The document with stand-ins in its torn jobs, or `null` in place of those that are broken beyond that; `None` where it
/// is no JSON, or nothing but such a job.
fn without_torn<'a>(document: &Document<'a>, text: &'a str) -> Option<(Tree, Vec<Torn<'a>>)> {
    let jobs = Source::new(text).ok()?.jobs();
    let (mut mended, mut taken, mut all) = (String::new(), 0, Vec::new());
    for (place, job) in jobs.iter().enumerate() {
        let Err(error) = tree_of(job.text()) else { continue };
        let with_texts = with_stand_ins(job.text(), text_for);
        let stand_ins = tree_of(&with_texts).ok().zip(tree_of(&with_stand_ins(job.text(), null_for)).ok());
        if job.path().is_empty() && stand_ins.is_none() {
            return None;
        }
        let (message, flaw) = document.show(&Flaw::not_json(&error, job.text()).within(job.span().start));
        let property = |name| scalar(&job.property(name));
        let error = Error::of_document(message);
        mended.push_str(&text[taken..job.span().start]);
        mended.push_str(if stand_ins.is_some() { &with_texts } else { "null" });
        taken = job.span().end;
        let (id, name, stand_ins) = (property("id"), property("name"), stand_ins.map(Into::into));
        all.push(Torn { job: place, id, name, error, flaw, stand_ins });
    }
    mended.push_str(&text[taken..]);
    Some((tree_of(&mended).ok()?, all))
}

/// What stands in a text for a value that no type holds: its own letters, as a string.
fn text_for(token: &str) -> String {
    format!("\"{}\"", token.trim_matches('"').replace('\\', "\\\\"))
}

fn null_for(_: &str) -> String {
    "null".to_owned()
}

/// A text of JSON with something else in place of each value that no type holds; names are not values, and get strings.
fn with_stand_ins(text: &str, stand_in: fn(&str) -> String) -> String {
    let (mut mended, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => length_of_string(rest),
            '-' | '0'..='9' => rest.find(|c: char| !matches!(c, '-' | '+' | '.' | 'e' | 'E' | '0'..='9')),
            _ => Some(first.len_utf8()),
        };
        let (token, after) = rest.split_at(length.unwrap_or(rest.len()));
        let is_name = first == '"' && after.trim_ascii_start().starts_with(':');
        let is_held = !matches!(first, '"' | '-' | '0'..='9') || serde_json::from_str::<Value>(token).is_ok();
        match (is_held, is_name) {
            (true, _) => mended.push_str(token),
            (false, true) => mended.push_str(&text_for(token)),
            (false, false) => mended.push_str(&stand_in(token)),
        }
        rest = after;
    }
    mended
}

/// The length of the string that a text begins with, with its quotation marks.
fn length_of_string(text: &str) -> Option<usize> {
    let mut is_escaped = false;
    let end = text.char_indices().skip(1).find(|(_, c)| {
        let is_end = *c == '"' && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        is_end
    });
    end.map(|(at, _)| at + 1)
}

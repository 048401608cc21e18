//! Documents one after the other, as trees: for the commands that look at the document itself.

use backup_window::wire::{Error, Excerpt, Tree};
use serde_json::Value;

use super::subjects::names;
use super::torn::{Torn, tree};
use crate::Failure;
use crate::args::Documents;
use crate::blocks::Block;
use crate::input::{Document, Input, Source};
use crate::whereabouts::Whereabouts;

/// A document, or what keeps it from being one.
pub(super) struct Looked<'a> {
    pub(super) source: &'a Source<'a>,
    pub(super) tree: Result<Tree, Error>,
    /// The jobs of it with values that no type holds.
    torn: Vec<Torn<'a>>,
    flaw: Option<Excerpt<'a>>,
    whereabouts: Whereabouts<'a>,
}

impl Looked<'_> {
    /// Where the value stands that an error of this job is about, or where the document ceases to be one.
    pub(super) fn place(&self, job: usize, error: &Error) -> Option<Excerpt<'_>> {
        let torn = self.torn(job).and_then(|torn| torn.flaw.clone());
        torn.or_else(|| self.flaw.clone()).or_else(|| self.whereabouts.at(job, error.path()))
    }

    /// What is said of a job, or why nothing can be.
    pub(super) fn ask<T: PartialEq, E>(
        &self,
        place: usize,
        job: &Tree,
        ask: impl Fn(&Tree) -> Result<T, E>,
    ) -> Result<Result<T, E>, Error> {
        match self.torn(place) {
            Some(torn) => {
                torn.unless_it_matters(|job| ask(job).ok()).map(Ok).ok_or_else(|| torn.error.clone())
            }
            None => Ok(ask(job)),
        }
    }

    /// A job of the tree, all of which is needed, or why it is none.
    pub(super) fn job<'t>(&self, place: usize, job: Result<&'t Tree, Error>) -> Result<&'t Tree, Error> {
        match self.torn(place) {
            Some(torn) => Err(torn.error.clone()),
            None => job,
        }
    }

    /// The identifier and the name of a job, as far as it has them.
    pub(super) fn names(&self, place: usize, job: Option<&Tree>) -> (Value, Value) {
        match (self.torn(place), job) {
            (Some(torn), _) => (torn.id.clone(), torn.name.clone()),
            (None, job) => job.map_or((Value::Null, Value::Null), names),
        }
    }

    fn torn(&self, place: usize) -> Option<&Torn<'_>> {
        self.torn.iter().find(|torn| torn.job == place)
    }
}

/// Hands every document of every source to `each`; for JSON lines that is every line.
pub(super) fn each_document(
    documents: &Documents,
    mut each: impl FnMut(&Looked<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for source in Source::all(&documents.inputs.files) {
        let mut look = |text: &[u8], first_line: u64| {
            let document = Document::new(text, first_line);
            let (tree, torn, flaw) = match tree(&document) {
                Ok((tree, torn)) => (Ok(tree), torn, None),
                Err((error, flaw)) => (Err(error), Vec::new(), flaw),
            };
            each(&Looked { source: &source, tree, torn, flaw, whereabouts: Whereabouts::new(&document) })
        };
        match source.open(documents.inputs.dialect)? {
            Input::Document(text, first_line) => look(&text, first_line)?,
            Input::Lines(mut blocks) => {
                let mut block = Block::default();
                while blocks.next(&mut block).map_err(|error| source.failed(&error))? {
                    block.filled_lines().try_for_each(|(number, line)| look(line, number))?;
                }
            }
        }
    }
    Ok(())
}

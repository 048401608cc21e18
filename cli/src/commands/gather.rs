//! Jobs one after the other, for commands that must see them together or in order.

use super::stream::{Answered, Output};
use super::subjects::{Subject, subjects};
use super::{Answers, JobRead, Place, progress, write_error};
use crate::Failure;
use crate::args::{Format, Inputs};
use crate::blocks::Block;
use crate::input::{Document, Input, Source};
use crate::whereabouts::Whereabouts;

impl Answers<'_> {
    /// The form of the output.
    pub(super) const fn format(&self) -> Format {
        self.format
    }

    /// Hands every job of every source to `each`, in the order of the input. One that cannot be read is answered with its
    /// error.
    pub(super) fn gather(&self, out: &mut Output, mut each: impl FnMut(&JobRead<'_>)) -> Result<(), Failure> {
        let mut answered = Answered::default();
        each_subject(&self.documents.inputs, |subject, place| {
            answered.tally.jobs += 1;
            let Subject { id, name, reading, document, .. } = subject;
            match reading {
                Ok(reading) => {
                    each(&JobRead { id, name, reading, document: *document });
                    answered.note(id, name, reading);
                }
                Err(error) => {
                    answered.tally.errors += 1;
                    write_error(self.format, error, subject, place, &mut answered)?;
                }
            }
            out.write(&mut answered)
        })
    }
}

/// Hands every job of every source to `each`, read or not, in the order of the input.
pub(super) fn each_subject(
    inputs: &Inputs,
    mut each: impl FnMut(&Subject<'_>, &Place<'_, '_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let sources = Source::all(&inputs.files);
    let progress = progress(&sources, false);
    let mut before = 0;
    for source in &sources {
        let mut document = |document: &Document<'_>| {
            let whereabouts = Whereabouts::new(document);
            let mut job = 0;
            subjects(document, inputs.read_options(), |subject| {
                each(&subject, &Place { source, whereabouts: &whereabouts, job })?;
                job += 1;
                Ok(())
            })
        };
        match source.open(inputs.dialect)? {
            Input::Document(text, first_line) => document(&Document::new(&text, first_line))?,
            Input::Lines(mut blocks) => {
                let mut block = Block::default();
                while blocks.next(&mut block).map_err(|error| source.failed(&error))? {
                    block
                        .filled_lines()
                        .try_for_each(|(number, line)| document(&Document::new(line, number)))?;
                    progress.set_position(before + block.end());
                }
            }
        }
        before += source.length().unwrap_or(0);
    }
    progress.finish_and_clear();
    Ok(())
}

//! All jobs at once, for commands that must see them together.

use super::stream::{Answered, Output};
use super::subjects::{Subject, subjects};
use super::{Answers, JobRead, Place, write_error};
use crate::Failure;
use crate::args::Format;
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
        for source in Source::all(&self.documents.inputs.files) {
            let mut gather = |text: &[u8], first_line: u64| {
                self.gather_document(&source, &Document::new(text, first_line), out, &mut each)
            };
            match source.open()? {
                Input::Document(text, first_line) => gather(&text, first_line)?,
                Input::Lines(mut blocks) => {
                    let mut block = Block::default();
                    while blocks.next(&mut block).map_err(|error| source.failed(&error))? {
                        block.filled_lines().try_for_each(|(number, line)| gather(line, number))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn gather_document(
        &self,
        source: &Source<'_>,
        document: &Document<'_>,
        out: &mut Output,
        each: &mut impl FnMut(&JobRead<'_>),
    ) -> Result<(), Failure> {
        let whereabouts = Whereabouts::new(document);
        let mut next = 0;
        let mut answered = Answered::default();
        subjects(document, self.documents.read_options(), |subject| {
            answered.tally.jobs += 1;
            let Subject { id, name, reading, document, .. } = &subject;
            match reading {
                Ok(reading) => {
                    each(&JobRead { id, name, reading, document: *document });
                    answered.note(id, name, reading);
                }
                Err(error) => {
                    answered.tally.errors += 1;
                    let place = Place { source, whereabouts: &whereabouts, job: next };
                    write_error(self.format, error, &subject, &place, &mut answered)?;
                }
            }
            next += 1;
            Ok(())
        })?;
        out.write(&mut answered)
    }
}

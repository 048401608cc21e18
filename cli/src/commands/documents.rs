//! Documents one after the other, as trees: for the commands that look at the document itself.

use backup_window::wire::{Error, Tree};

use super::subjects::tree;
use crate::Failure;
use crate::args::Documents;
use crate::blocks::Block;
use crate::input::{Document, Input, Source};

/// Hands every document of every source to `each`; for JSON lines that is every line.
pub(super) fn each_document(
    documents: &Documents,
    mut each: impl FnMut(Result<Tree, Error>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for source in Source::all(&documents.inputs.files) {
        match source.open()? {
            Input::Document(text, first_line) => each(tree_of(&text, first_line))?,
            Input::Lines(mut blocks) => {
                let mut block = Block::default();
                while blocks.next(&mut block).map_err(|error| source.failed(&error))? {
                    block.filled_lines().try_for_each(|(number, line)| each(tree_of(line, number)))?;
                }
            }
        }
    }
    Ok(())
}

fn tree_of(text: &[u8], first_line: u64) -> Result<Tree, Error> {
    tree(&Document::new(text, first_line)).map_err(|(error, _)| error)
}

//! JSON text, read without another crate.
//!
//! Documents come as JSON text, and most of a job's text is its grid: through a general reader each of the 168 booleans
//! takes a hundred instructions. Here is a small reader of text that is all there; it hands values to the same visitors
//! as any other serde format does, so what a document means is decided in one place. `scan.rs` knows the letters of
//! JSON, `reader.rs` serde's side of it.
//!
//! It reads what serde_json reads, with the same meaning, except values nested more than 127 deep, which are refused
//! here wherever they are. Not here: writing, and [keeping](super::Kept) unknown properties.

mod reader;
mod scan;

use serde::de::Deserialize;

use self::scan::Scanner;
use super::error::Error;

/// Reads a document.
pub(super) fn read<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, Error> {
    let mut scanner = Scanner::new(text);
    scanner.skip_blanks();
    let value = T::deserialize(&mut scanner);
    value.and_then(|value| scanner.end().map(|()| value)).map_err(|flaw| flaw.error(text))
}

//! Input in blocks of whole lines.
//!
//! A block is as much as one reading brings, or the one line that is longer than that: a file of any length needs the
//! memory of a few blocks, and lines that come slowly are not waited for.

use std::io::{self, Read};

use memchr::{memchr, memchr_iter, memrchr};

/// How many bytes are read at once.
const READING: usize = 1 << 18;

/// Some lines of an input, whole.
#[derive(Debug, Default)]
pub(crate) struct Block {
    text: Vec<u8>,
    /// The number of its first line, from 1.
    first_line: u64,
    /// Where it ends, in bytes from the beginning of the input.
    end: u64,
}

impl Block {
    /// The lines that are not blank, with their numbers.
    pub(crate) fn filled_lines(&self) -> impl Iterator<Item = (u64, &[u8])> {
        let (mut rest, mut number) = (&self.text[..], self.first_line);
        std::iter::from_fn(move || {
            let end = memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
            let line;
            (line, rest) = rest.split_at(end);
            number += 1;
            (end > 0).then_some((number - 1, line))
        })
        .filter(|(_, line)| !line.trim_ascii().is_empty())
    }

    pub(crate) const fn end(&self) -> u64 {
        self.end
    }
}

/// An input on its way into blocks.
pub(crate) struct Blocks {
    input: Box<dyn Read + Send>,
    /// What is read and not yet part of a block.
    text: Vec<u8>,
    /// How many lines came before that.
    lines: u64,
    /// How many bytes are read.
    bytes: u64,
    is_at_end: bool,
}

impl Blocks {
    pub(crate) fn new(input: Box<dyn Read + Send>) -> Self {
        Self { input, text: Vec::new(), lines: 0, bytes: 0, is_at_end: false }
    }

    /// The first line that is not blank, without a byte order mark. What comes before it is dropped.
    pub(crate) fn first_filled_line(&mut self) -> io::Result<Option<&[u8]>> {
        let (mut start, mut searched) = (0, 0);
        loop {
            let end = match memchr(b'\n', &self.text[searched..]) {
                Some(end) => searched + end + 1,
                None if self.is_at_end => self.text.len(),
                None => {
                    searched = self.text.len();
                    self.read()?;
                    continue;
                }
            };
            if self.lines == 0 && self.text[start..].starts_with(b"\xEF\xBB\xBF") {
                start += 3;
            }
            if !self.text[start..end].trim_ascii().is_empty() {
                self.text.drain(..start);
                return Ok(Some(&self.text[..end - start]));
            }
            if end == self.text.len() && self.is_at_end {
                return Ok(None);
            }
            (start, searched) = (end, end);
            self.lines += 1;
        }
    }

    /// Everything from the first line of the next block on, and the number of that line.
    pub(crate) fn rest(&mut self) -> io::Result<(&[u8], u64)> {
        let read = self.input.read_to_end(&mut self.text)?;
        self.bytes += read as u64;
        self.is_at_end = true;
        Ok((&self.text, self.lines + 1))
    }

    /// Fills the next block; whether there is one.
    pub(crate) fn next(&mut self, block: &mut Block) -> io::Result<bool> {
        // The new block is what was read of it, then the rest.
        std::mem::swap(&mut block.text, &mut self.text);
        self.text.clear();
        let mut searched = 0;
        let end = loop {
            if let Some(end) = memrchr(b'\n', &block.text[searched..]) {
                break searched + end + 1;
            }
            searched = block.text.len();
            if self.is_at_end || self.read_into(&mut block.text)? == 0 {
                break searched;
            }
        };
        self.text.extend_from_slice(&block.text[end..]);
        block.text.truncate(end);
        block.first_line = self.lines + 1;
        block.end = self.bytes - self.text.len() as u64;
        self.lines += memchr_iter(b'\n', &block.text).count() as u64;
        Ok(!block.text.is_empty())
    }

    fn read(&mut self) -> io::Result<usize> {
        let mut text = std::mem::take(&mut self.text);
        let read = self.read_into(&mut text);
        self.text = text;
        read
    }

    /// Reads once; 0 at the end.
    fn read_into(&mut self, text: &mut Vec<u8>) -> io::Result<usize> {
        let length = text.len();
        text.resize(length + READING, 0);
        let read = loop {
            match self.input.read(&mut text[length..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        text.truncate(length + *read.as_ref().unwrap_or(&0));
        let read = read?;
        self.bytes += read as u64;
        self.is_at_end = read == 0;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::{Block, Blocks};

    /// Gives so many bytes at each reading.
    struct InPieces<'a>(&'a [u8], usize);

    impl Read for InPieces<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = self.1.min(self.0.len()).min(buffer.len());
            let piece;
            (piece, self.0) = self.0.split_at(length);
            buffer[..length].copy_from_slice(piece);
            Ok(length)
        }
    }

    /// All lines that are not blank, read by blocks; the first of them is looked at before if `looks`.
    fn read(input: &'static [u8], piece: usize, looks: bool) -> Vec<(u64, String)> {
        let mut blocks = Blocks::new(Box::new(InPieces(input, piece)));
        if looks {
            let first = blocks.first_filled_line().expect("no failure").map(<[u8]>::to_vec);
            assert_eq!(first.is_none(), input.trim_ascii().is_empty());
        }
        let (mut block, mut lines, mut end) = (Block::default(), Vec::new(), 0);
        while blocks.next(&mut block).expect("no failure") {
            assert!(block.end() > end);
            end = block.end();
            lines.extend(
                block
                    .filled_lines()
                    .map(|(number, line)| (number, String::from_utf8_lossy(line).into_owned())),
            );
        }
        assert!(!blocks.next(&mut block).expect("no failure"));
        assert!(end == input.len() as u64 || looks);
        lines
    }

    #[test]
    fn lines_and_their_numbers_do_not_depend_on_how_they_were_read() {
        for input in [
            "",
            "\n",
            "a",
            "a\n",
            "\n\n  \r\na\r\n\nbc\n\n\n",
            "one\ntwo\n\nthree, which is rather long\nfour",
            "\u{e9}\n\u{20ac}\n",
        ] {
            let plainly: Vec<(u64, String)> = (1..)
                .zip(input.split_inclusive('\n'))
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(number, line)| (number, line.to_owned()))
                .collect();
            for piece in [1, 2, 3, 7, 1_000] {
                for looks in [false, true] {
                    assert_eq!(read(input.as_bytes(), piece, looks), plainly, "{input:?} by {piece}");
                }
            }
        }
    }

    #[test]
    fn the_first_line_has_no_byte_order_mark_and_the_rest_begins_with_it() {
        for piece in [1, 2, 1_000] {
            let input = "\u{feff}\n \n{\n}\n".as_bytes();
            let mut blocks = Blocks::new(Box::new(InPieces(input, piece)));
            assert_eq!(blocks.first_filled_line().expect("no failure"), Some(&b"{\n"[..]));
            assert_eq!(blocks.rest().expect("no failure"), (&b"{\n}\n"[..], 3));
            let mut block = Block::default();
            assert!(blocks.next(&mut block).expect("no failure"));
            assert_eq!(block.filled_lines().collect::<Vec<_>>(), [(3, &b"{\n"[..]), (4, b"}\n")]);
            assert_eq!(block.end(), input.len() as u64);
        }
    }
}

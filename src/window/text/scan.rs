//! A text, piece by piece.

use core::fmt;

use super::error::WindowTextError;

/// A text, and how far it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scanner<'a> {
    text: &'a str,
    /// In bytes.
    at: usize,
}

impl<'a> Scanner<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// The error of what stands at `offset`.
    pub(super) fn error(&self, offset: usize, message: impl fmt::Display) -> WindowTextError {
        WindowTextError::new(self.text, offset, message)
    }

    /// Where the next piece begins, behind white space.
    pub(super) fn next_offset(&mut self) -> usize {
        self.at = self.text.len() - self.rest().trim_start().len();
        self.at
    }

    /// Whether there is nothing in the whole text.
    pub(super) fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The first character of the next piece.
    pub(super) fn peek(&mut self) -> Option<char> {
        self.next_offset();
        self.rest().chars().next()
    }

    /// Takes the next piece if it is this one, in any case.
    pub(super) fn take(&mut self, piece: &str) -> bool {
        self.next_offset();
        let is_next = self.rest().get(..piece.len()).is_some_and(|next| next.eq_ignore_ascii_case(piece));
        if is_next {
            self.at += piece.len();
        }
        is_next
    }

    /// Takes the next piece if it is this word, in any case, and not the beginning of a longer one.
    pub(super) fn take_word(&mut self, word: &str) -> bool {
        let mut ahead = *self;
        let is_next = ahead.word().eq_ignore_ascii_case(word);
        if is_next {
            *self = ahead;
        }
        is_next
    }

    /// Takes the letters that come next.
    pub(super) fn word(&mut self) -> &'a str {
        self.take_while(char::is_alphabetic)
    }

    /// Takes the digits and colons that come next.
    pub(super) fn time(&mut self) -> &'a str {
        self.take_while(|c| c.is_ascii_digit() || c == ':')
    }

    /// What comes next up to white space or a separator, for an error.
    pub(super) fn piece(mut self) -> &'a str {
        match self.peek() {
            None => "",
            Some(separator @ (',' | ';' | '-')) => &self.rest()[..separator.len_utf8()],
            Some(_) => self.take_while(|c| !c.is_whitespace() && !matches!(c, ',' | ';' | '-')),
        }
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> &'a str {
        self.next_offset();
        let rest = self.rest();
        let taken = &rest[..rest.find(|c| !belongs(c)).unwrap_or(rest.len())];
        self.at += taken.len();
        taken
    }

    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }
}

//! Errors of the domain: a number outside its range.
//!
//! Here is the one error that values of the engine raise when they are built. Errors of documents, which also say
//! *where*, are in the wire layer.

use core::fmt;

/// A number outside the range its type allows.
///
/// Says what the number is, its value and the limits, so that the message is enough to mend the input:
/// `minute offset 1440 is out of range (expected -1439 to 1439)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct RangeError {
    what: &'static str,
    value: i64,
    min: i64,
    max: i64,
}

impl RangeError {
    pub(crate) const fn new(what: &'static str, value: i64, min: i64, max: i64) -> Self {
        Self { what, value, min, max }
    }

    /// The value that was refused.
    pub const fn value(&self) -> i64 {
        self.value
    }

    /// The smallest and the largest value allowed, both included.
    pub const fn limits(&self) -> (i64, i64) {
        (self.min, self.max)
    }
}

impl fmt::Display for RangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} is out of range (expected {} to {})", self.what, self.value, self.min, self.max)
    }
}

impl core::error::Error for RangeError {}

//! What a document says, whatever its dialect.

use alloc::vec::Vec;

use super::dialect::{ClockReading, Dialect};
use super::error::Note;
use crate::job::Plan;

/// What a job document says: the plan, and what in it has no effect.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The plan.
    pub plan: Plan,
    /// The dialect by whose rules the document was read.
    pub dialect: Dialect,
    /// What was read but has no effect, or not the effect it seems to have.
    pub notes: Vec<Note>,
}

/// Choices for reading that the document itself leaves open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The dialect; by default the one that the document's properties speak for.
    pub dialect: Option<Dialect>,
    /// How `minuteOffset` is read; by default as the dialect documents it.
    pub clock: Option<ClockReading>,
}

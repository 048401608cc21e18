//! The command line, called as a program.

#![allow(clippy::unwrap_used, reason = "in a test, an unwrap is an assertion")]

mod call;
mod sarif;

mod calendar;
mod check;
mod completions;
mod convert;
mod decide;
mod dialect;
mod diff;
mod edit;
mod examples;
mod explain;
mod fleet;
mod infer_offset;
mod input;
mod intervals;
mod mistakes;
mod runs;
mod show;
mod simulate;
mod streams;
mod usage;

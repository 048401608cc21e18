//! What `backup-window` costs, beside other crates and hand-written code.
//!
//! The [rows](rows::ROWS) are the questions that matter. Each has [contenders](contender::Contender): this library
//! compiled, this library asked directly, and peers. The same rows are timed by `src/bin/ratios.rs`, counted in
//! instructions by `src/bin/instructions.rs` and listed by criterion in `benches/`. None of them measures a contender
//! before all its answers were compared with an oracle's.

pub mod contender;
pub mod inputs;
pub mod limits;
mod peers;
pub mod rows;
pub mod timing;

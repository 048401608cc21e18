//! The choices a schedule leaves open: clock changes and denied slots.
//!
//! Each has a default that depends on the trigger; see [`Schedule`](super::Schedule).

/// What happens to a slot whose civil time the zone skips.
///
/// ```text
/// New York 2025-03-09   ___ 01:59 EST | 02:00-02:59 never happens | 03:00 EDT ___
///                                                  a slot at 02:30 runs at
///   FirstValid     03:00 EDT, the first instant after the gap
///   ShiftForward   03:30 EDT, as if the clock had not changed
///   Skip           not on this day
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Gap {
    /// At the first instant after the gap.
    #[default]
    FirstValid,
    /// As long after the gap's start as the clock before it would have shown.
    ShiftForward,
    /// Not at all.
    Skip,
}

/// Which pass counts of a civil time that the zone repeats.
///
/// ```text
/// New York 2025-11-02   ___ 01:00-01:59 EDT | 01:00-01:59 EST | 02:00 EST ___
///                           a slot at 01:30 runs at
///   First    01:30 EDT
///   Second                    01:30 EST
///   Both     01:30 EDT  and   01:30 EST
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fold {
    /// The first pass.
    First,
    /// The second pass.
    Second,
    /// Both passes.
    Both,
}

/// What happens to a slot at which no start is allowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeniedSlot {
    /// It is dropped.
    Skip,
    /// The job runs once when the denied stretch ends, unless a regular slot follows at once.
    Defer,
    /// As `Defer`, but at every opening, whether a slot was denied or not.
    AtOpening,
}

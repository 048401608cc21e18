//! The rules of `SEMANTICS.md`, by number and by where they come from.

use core::fmt;

/// Where a rule comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tag {
    /// A page or a schema of the vendor says so.
    Documented,
    /// It follows from a job that the vendor's documentation prints.
    Sampled,
    /// The public record is silent or contradicts itself.
    Chosen,
}

impl Tag {
    /// The letter that stands for it: `D`, `S` or `C`.
    pub const fn letter(self) -> char {
        match self {
            Self::Documented => 'D',
            Self::Sampled => 'S',
            Self::Chosen => 'C',
        }
    }
}

/// A rule of `SEMANTICS.md`.
///
/// ```
/// use backup_window::explain::{Rule, Tag};
///
/// assert_eq!(Rule::LOCAL_WEEKDAY.to_string(), "S12 [S]");
/// assert_eq!((Rule::DEFERRED.number(), Rule::DEFERRED.tag()), (22, Tag::Documented));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule {
    number: u8,
    tag: Tag,
}

impl Rule {
    /// The number, as in `SEMANTICS.md`.
    pub const fn number(self) -> u8 {
        self.number
    }

    /// Where the rule comes from.
    pub const fn tag(self) -> Tag {
        self.tag
    }
}

/// As `SEMANTICS.md` writes it: `S22 [D]`.
impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "S{} [{}]", self.number, self.tag.letter())
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $number:literal $tag:ident;)*) => {
        impl Rule {
            $($(#[$doc])* pub const $name: Self = Self { number: $number, tag: Tag::$tag };)*

            /// Every rule that an explanation can name.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];
        }
    };
}

rules! {
    /// A window is closed at the instant of its closing.
    HALF_OPEN = 2 Chosen;
    /// The grid is read on a clock that is some minutes ahead of UTC.
    AHEAD_OF_UTC = 3 Documented;
    /// The grid is read on the wall clock of the job's zone.
    LOCAL_CLOCK = 4 Documented;
    /// On the local clock a window follows the wall clock through gaps and folds.
    THROUGH_CHANGES = 7 Chosen;
    /// Every question names its zone and its instant; "next" is strictly after it.
    STRICTLY_AFTER = 10 Chosen;
    /// A daily trigger has one slot on each of its dates.
    DAILY = 11 Documented;
    /// Weekday and time of day are those of the job's zone.
    LOCAL_WEEKDAY = 12 Sampled;
    /// A periodic trigger divides each civil day from midnight on.
    PERIODIC = 14 Documented;
    /// A continuous job is due at the end of its last session.
    CONTINUOUS = 16 Documented;
    /// What becomes of a slot in a gap.
    GAP = 17 Chosen;
    /// Which pass of a fold counts.
    FOLD = 18 Chosen;
    /// Both windows must allow a start; the periodic one has no say over other triggers.
    BOTH_WINDOWS = 21 Documented;
    /// A denied slot is dropped.
    SKIPPED = 22 Chosen;
    /// A denied slot waits for the opening, or every opening brings a run.
    DEFERRED = 22 Documented;
    /// A run that an opening brings is late by the offset of the trigger.
    LATE = 23 Documented;
    /// The closing of a run is that of the backup window.
    CLOSING = 26 Chosen;
    /// A job without a computable run says why.
    NO_RUN = 30 Chosen;
    /// A window never opens, or the trigger never meets it.
    NEVER = 32 Chosen;
    /// A disabled job has no run of its own.
    DISABLED = 37 Documented;
    /// A type of schedule that is not known.
    UNKNOWN_TYPE = 47 Chosen;
    /// The ends of time are not answered.
    ENDS_OF_TIME = 50 Chosen;
    /// No run has so much time.
    NEVER_FITS = 64 Chosen;
    /// A monthly trigger has one slot in each of its months.
    MONTHLY = 70 Documented;
}

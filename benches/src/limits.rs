//! How many instructions an element may take: the numbers of `instructions.txt`.

use std::fmt;

/// The limits of the repository.
pub const REPOSITORY: &str = include_str!("../instructions.txt");

/// What a contender may take in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The id of the row.
    pub row: String,
    /// The instructions of an element.
    pub count: f64,
    /// The name of the contender.
    pub contender: String,
}

/// Reads limits: on each line a row, the instructions and a contender; `#` begins a comment.
///
/// # Errors
///
/// Names the line that cannot be read.
pub fn parse(text: &str) -> Result<Vec<Limit>, String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim());
    lines.filter(|line| !line.is_empty()).map(parse_line).collect()
}

fn parse_line(line: &str) -> Result<Limit, String> {
    let limit = || {
        let (row, rest) = line.split_once(char::is_whitespace)?;
        let (count, contender) = rest.trim_start().split_once(char::is_whitespace)?;
        let (count, contender) = (count.parse().ok()?, contender.trim_start().to_owned());
        Some(Limit { row: row.to_owned(), count, contender })
    };
    limit().ok_or_else(|| format!("{line:?} is not a limit (expected a row, a number and a contender)"))
}

/// How a count compares with its limit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Verdict {
    /// There is no limit.
    Free,
    /// It is kept.
    Within(f64),
    /// It is exceeded.
    Over(f64),
}

impl Verdict {
    /// Compares a count with its limit.
    pub fn of(count: f64, limit: Option<f64>) -> Self {
        match limit {
            None => Self::Free,
            Some(limit) if count <= limit => Self::Within(limit),
            Some(limit) => Self::Over(limit),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Free => Ok(()),
            Self::Within(limit) => write!(f, "limit {limit:>9}  ok"),
            Self::Over(limit) => write!(f, "limit {limit:>9}  OVER"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_above_its_limit_is_over() {
        assert_eq!(Verdict::of(45.0, Some(45.0)), Verdict::Within(45.0));
        assert_eq!(Verdict::of(45.1, Some(45.0)), Verdict::Over(45.0));
        assert_eq!(Verdict::of(1e9, None), Verdict::Free);
    }

    #[test]
    fn the_limits_of_the_repository_are_those_of_contenders() {
        let limits = parse(REPOSITORY).expect("limits");
        assert!(!limits.is_empty());
        for Limit { row, contender, .. } in limits {
            let found = crate::rows::row(&row).expect("a row");
            assert!(found.contenders.iter().any(|one| one.name == contender), "row {row}, {contender}");
        }
    }

    #[test]
    fn a_line_that_is_no_limit_is_an_error() {
        assert_eq!(
            parse("3 many compiled # not a number"),
            Err("\"3 many compiled\" is not a limit (expected a row, a number and a contender)".to_owned())
        );
    }
}

//! How many instructions an element may take: the numbers of `instructions.txt`.

use std::fmt;

/// The limits of the repository.
pub const REPOSITORY: &str = include_str!("../instructions.txt");

/// What the ways of this library may take in one row.
#[derive(Debug, Clone, PartialEq)]
pub struct Limit {
    /// The id of the row.
    pub row: String,
    /// The fastest way.
    pub compiled: Option<f64>,
    /// Asking directly.
    pub straight: Option<f64>,
}

/// Reads limits: on each line a row, what its fastest way may take, and what asking directly may take; `-` for no
/// limit, and `#` begins a comment.
///
/// # Errors
///
/// Names the line that cannot be read.
pub fn parse(text: &str) -> Result<Vec<Limit>, String> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
    lines.filter(|line| !line.trim().is_empty()).map(parse_line).collect()
}

fn parse_line(line: &str) -> Result<Limit, String> {
    let error = || format!("{line:?} is not a limit (expected a row and two numbers or `-`)");
    let number = |field: &str| match field {
        "-" => Ok(None),
        number => number.parse().map(Some).map_err(|_| error()),
    };
    let fields: Vec<&str> = line.split_whitespace().collect();
    let [row, compiled, straight] = fields[..] else { return Err(error()) };
    Ok(Limit { row: row.to_owned(), compiled: number(compiled)?, straight: number(straight)? })
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
    fn the_limits_of_the_repository_can_be_read_and_name_rows() {
        let limits = parse(REPOSITORY).expect("limits");
        assert!(!limits.is_empty());
        for limit in limits {
            assert!(crate::rows::ROWS.iter().any(|(id, _)| *id == limit.row), "{}", limit.row);
        }
    }

    #[test]
    fn a_line_that_is_no_limit_is_an_error() {
        assert_eq!(
            parse("3 45 # no second number"),
            Err("\"3 45 \" is not a limit (expected a row and two numbers or `-`)".to_owned())
        );
    }
}

//! Lengths of time as they are given on the command line.

use chrono::TimeDelta;

/// `1h30m`, `20m`, `90s`: numbers with units, the larger ones first.
pub(crate) fn seconds(text: &str) -> Option<u32> {
    let (mut rest, mut total, mut largest) = (text, 0u32, u32::MAX);
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: u32 = rest[..digits].parse().ok()?;
        let unit = match rest.as_bytes()[digits] {
            b'd' => 86_400,
            b'h' => 3_600,
            b'm' => 60,
            b's' => 1,
            _ => return None,
        };
        if unit >= largest {
            return None;
        }
        largest = unit;
        total = total.checked_add(number.checked_mul(unit)?)?;
        rest = &rest[digits + 1..];
    }
    (!text.is_empty()).then_some(total)
}

/// The same as an argument: more than nothing.
pub(crate) fn parse_length(text: &str) -> Result<TimeDelta, String> {
    let length = seconds(text).filter(|&seconds| seconds > 0);
    length
        .map(|seconds| TimeDelta::seconds(seconds.into()))
        .ok_or_else(|| format!("{text:?} is not a length of time (expected such as 90m, 5h30m or 1d)"))
}

#[cfg(test)]
mod tests {
    use super::seconds;

    #[test]
    fn durations_are_read_in_units() {
        for (text, expected) in [
            ("90s", Some(90)),
            ("20m", Some(1200)),
            ("1h30m", Some(5400)),
            ("1d", Some(86_400)),
            ("0s", Some(0)),
            ("", None),
            ("20", None),
            ("m", None),
            ("30m1h", None),
            ("1h1h", None),
            ("1.5h", None),
            ("-1h", None),
            ("99999999999s", None),
            ("99999d", None),
        ] {
            assert_eq!(seconds(text), expected, "{text:?}");
        }
    }
}

//! The attribute `logonHours` of Active Directory: 168 bits in 21 bytes, a set bit for an allowed hour.
//!
//! The least significant bit of the first byte is Sunday 00:00 **in UTC**, whatever the zone of those who look at it.
//! Written as 42 hexadecimal digits or as 28 characters of Base64; a list of 21 numbers is read, too.
//!
//! ```
//! use backup_window::wire::logon_hours;
//! use backup_window::{BackupWindow, HourOfWeek};
//!
//! let monday_morning = logon_hours::from_hex("000000c00300000000000000000000000000000000")?;
//! assert_eq!(monday_morning.hours().map(HourOfWeek::index).collect::<Vec<_>>(), [30, 31, 32, 33]);
//! assert_eq!(logon_hours::to_bytes(&BackupWindow::ALWAYS)?, [0xff; 21]);
//! # Ok::<(), backup_window::wire::Error>(())
//! ```

use alloc::string::String;
use core::fmt::Write as _;

use super::dialect::{ClockReading, Dialect};
use super::error::{Error, Path};
use super::place::Place;
use super::tree::Tree;
use super::window_alone::on_the_hour;
use crate::window::{BackupWindow, MinuteOffset};

/// The bytes of the attribute.
pub const LENGTH: usize = 21;

const BASE64: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// The window of these bytes, on the clock of UTC.
pub fn from_bytes(bytes: [u8; LENGTH]) -> BackupWindow {
    let mut words = [0u64; 3];
    for (place, byte) in bytes.into_iter().enumerate() {
        if let Some(word) = words.get_mut(place / 8) {
            *word |= u64::from(byte) << (place % 8 * 8);
        }
    }
    BackupWindow::from_words(words)
}

/// The bytes of a window.
///
/// # Errors
///
/// Fails for a window that is not read on the clock of UTC, unless it is always or never open.
pub fn to_bytes(window: &BackupWindow) -> Result<[u8; LENGTH], Error> {
    on_the_hour(window, ClockReading::UtcOffset, Dialect::LogonHours, &Path::ROOT)?;
    let mut bytes = [0; LENGTH];
    for hour in window.hours() {
        let index = usize::from(hour.index());
        if let Some(byte) = bytes.get_mut(index / 8) {
            *byte |= 1 << (index % 8);
        }
    }
    Ok(bytes)
}

/// The window of 42 hexadecimal digits in either case; spaces, colons and hyphens between bytes do not count.
///
/// # Errors
///
/// Fails for anything else.
pub fn from_hex(text: &str) -> Result<BackupWindow, Error> {
    hex(text).map(from_bytes).ok_or_else(|| {
        Path::ROOT.error(format_args!("{text:?} is not logonHours (expected 42 hexadecimal digits)"))
    })
}

/// The window of 28 characters of Base64.
///
/// # Errors
///
/// Fails for anything else.
pub fn from_base64(text: &str) -> Result<BackupWindow, Error> {
    base64(text).map(from_bytes).ok_or_else(|| {
        Path::ROOT.error(format_args!("{text:?} is not logonHours (expected 28 characters of Base64)"))
    })
}

/// 42 hexadecimal digits.
///
/// # Errors
///
/// As [`to_bytes`].
pub fn to_hex(window: &BackupWindow) -> Result<String, Error> {
    let mut text = String::with_capacity(2 * LENGTH);
    for byte in to_bytes(window)? {
        let _ = write!(text, "{byte:02x}");
    }
    Ok(text)
}

/// 28 characters of Base64.
///
/// # Errors
///
/// As [`to_bytes`].
pub fn to_base64(window: &BackupWindow) -> Result<String, Error> {
    let mut text = String::with_capacity(4 * LENGTH / 3);
    // 21 bytes are seven times three: there is nothing to pad.
    for three in to_bytes(window)?.chunks_exact(3) {
        let bits = three.iter().fold(0u32, |bits, &byte| bits << 8 | u32::from(byte));
        for place in (0..4).rev() {
            let figure = bits >> (6 * place) & 63;
            text.push(BASE64.get(figure as usize).map_or('=', |&figure| char::from(figure)));
        }
    }
    Ok(text)
}

/// Reads the attribute in whichever form it is.
pub(super) fn window(place: &Place<'_>, clock: ClockReading) -> Result<BackupWindow, Error> {
    const EXPECTED: &str = "42 hexadecimal digits, 28 characters of Base64 or 21 bytes";
    let window = match place.tree() {
        Some(Tree::List(_)) => {
            let bytes = place.each("a list", EXPECTED, |byte| match byte.integer()? {
                Some(number) => u8::try_from(number)
                    .map_err(|_| byte.error(format_args!("{number} is out of range (expected 0 to 255)"))),
                None => Err(byte.mismatch("a byte", "0 to 255")),
            })?;
            let length = bytes.len();
            let bytes = bytes
                .try_into()
                .map_err(|_| place.error(format_args!("{length} bytes, expected {LENGTH}")))?;
            from_bytes(bytes)
        }
        tree => {
            let text = tree.and_then(Tree::as_text).unwrap_or_default();
            let bytes = hex(text).or_else(|| base64(text));
            from_bytes(bytes.ok_or_else(|| place.mismatch("logonHours", EXPECTED))?)
        }
    };
    Ok(window.with_clock(clock.clock(MinuteOffset::ZERO)))
}

pub(super) fn hex(text: &str) -> Option<[u8; LENGTH]> {
    let mut bytes = [0; LENGTH];
    let mut digits = text.trim().chars().filter(|c| !matches!(c, ' ' | ':' | '-')).map(|c| c.to_digit(16));
    for byte in &mut bytes {
        let (high, low) = (digits.next()??, digits.next()??);
        *byte = (high << 4 | low) as u8;
    }
    digits.next().is_none().then_some(bytes)
}

pub(super) fn base64(text: &str) -> Option<[u8; LENGTH]> {
    let text = text.trim().as_bytes();
    if text.len() != 4 * LENGTH / 3 {
        return None;
    }
    let mut bytes = [0; LENGTH];
    for (four, three) in text.chunks_exact(4).zip(bytes.chunks_exact_mut(3)) {
        let mut bits = 0u32;
        for figure in four {
            bits = bits << 6 | BASE64.iter().position(|known| known == figure)? as u32;
        }
        for (byte, place) in three.iter_mut().zip([16, 8, 0]) {
            *byte = (bits >> place) as u8;
        }
    }
    Some(bytes)
}

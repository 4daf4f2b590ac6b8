//! Moments in JSON: RFC 3339 in UTC, as in `2026-11-21T04:32:55.030123Z`.
//!
//! Read by hand: chrono reads every form there is, which would weigh on the program that the browser loads.
use crate::Time;
use chrono::NaiveDate;
use serde::{
    Deserializer,
    de::{Error, Visitor},
};
use std::fmt;

/// A moment.
pub fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Time, D::Error> {
    from.deserialize_str(Moment)
}

/// A moment or `null`.
pub fn read_or_null<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Time>, D::Error> {
    from.deserialize_option(Maybe)
}

struct Moment;

impl Visitor<'_> for Moment {
    type Value = Time;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a moment in UTC (RFC 3339)")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Time, E> {
        parse(text).ok_or_else(|| E::custom("not a moment in UTC (RFC 3339)"))
    }
}

struct Maybe;

impl<'de> Visitor<'de> for Maybe {
    type Value = Option<Time>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a moment in UTC (RFC 3339) or null")
    }

    fn visit_none<E>(self) -> Result<Option<Time>, E> {
        Ok(None)
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<Option<Time>, D::Error> {
        read(from).map(Some)
    }
}

fn parse(text: &str) -> Option<Time> {
    let (date, clock) = text.strip_suffix('Z')?.split_once('T')?;
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let (mut date, mut clock) = (date.splitn(3, '-'), clock.splitn(3, ':'));
    let day = NaiveDate::from_ymd_opt(
        i32::try_from(digits(date.next()?, 4)?).ok()?,
        digits(date.next()?, 2)?,
        digits(date.next()?, 2)?,
    )?;
    let (hour, minute, second) = (digits(clock.next()?, 2)?, digits(clock.next()?, 2)?, digits(clock.next()?, 2)?);
    let nanos = digits(fraction, fraction.len())?
        * 10_u32.checked_pow(9_u32.checked_sub(u32::try_from(fraction.len()).ok()?)?)?;
    Some(day.and_hms_nano_opt(hour, minute, second, nanos)?.and_utc())
}

fn digits(text: &str, count: usize) -> Option<u32> {
    let plain = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_they_are_written() {
        for text in ["2026-11-21T04:32:55Z", "2026-11-21T04:32:55.030123Z", "2024-02-29T23:59:59.999999999Z"] {
            assert_eq!(parse(text), Some(text.parse().unwrap()), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026-11-21",
            "2026-13-01T00:00:00Z",
            "2026-11-21T04:32:55+01:00",
            "2026-11-21T24:00:00Z",
            "2026-1-1T0:0:0Z",
            "2026-11-21T04:32:55.Z",
            "2026-11-21T04:32:55.0301230301Z",
            "+026-11-21T04:32:55Z",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}

//! Money is a whole number of the currency's smallest unit; this is the way to text and back.

/// Currencies a shop can have, with their decimals (ISO 4217).
pub const CURRENCIES: &[(&str, u32)] = &[
    ("EUR", 2),
    ("USD", 2),
    ("GBP", 2),
    ("CHF", 2),
    ("MXN", 2),
    ("ARS", 2),
    ("BOB", 2),
    ("BRL", 2),
    ("CLP", 0),
    ("COP", 2),
    ("CRC", 2),
    ("DOP", 2),
    ("GTQ", 2),
    ("HNL", 2),
    ("NIO", 2),
    ("PEN", 2),
    ("PYG", 0),
    ("UYU", 2),
    ("CAD", 2),
    ("AUD", 2),
    ("JPY", 0),
];

/// Decimals of a currency; 2 for one that is not in the table.
pub fn decimals(currency: &str) -> u32 {
    CURRENCIES.iter().find(|(code, _)| *code == currency).map_or(2, |(_, decimals)| *decimals)
}

/// `1234567` with two decimals, `,` and `.` is `12.345,67`.
pub fn format(minor: i64, decimals: u32, point: char, group: char) -> String {
    let unit = 10_u64.pow(decimals);
    let (whole, rest) = (minor.unsigned_abs() / unit, minor.unsigned_abs() % unit);
    let mut text = grouped(whole, group);
    if decimals > 0 {
        text = format!("{text}{point}{rest:0width$}", width = decimals as usize);
    }
    if minor < 0 { format!("-{text}") } else { text }
}

/// As programs write it: `1234567` with two decimals is `12345.67`.
pub fn plain(minor: i64, decimals: u32) -> String {
    format(minor, decimals, '.', '\0').replace('\0', "")
}

/// A number with its thousands apart: `12.345`.
pub fn grouped(number: u64, group: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(group);
        }
        text.push(digit);
    }
    text
}

/// What a person typed, as minor units; `point` is the decimal point of the person's language. The last `,` or `.` is the
/// decimal point when at most `decimals` digits follow it, as `12,5`, `1.234,50` and `1,234.50` have it; those before it set
/// thousands apart. `None` when it is no amount, or when a `point` could only be one that sets thousands apart: `0,500` is not
/// five hundred.
pub fn parse(text: &str, decimals: u32, point: char) -> Option<i64> {
    let text: String = text.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect();
    let (sign, text) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, rest) = match text.rfind([',', '.']) {
        Some(at) if text.len() - at - 1 <= decimals as usize => (&text[..at], &text[at + 1..]),
        _ => (text, ""),
    };
    let parts: Vec<&str> = whole.split([',', '.']).collect();
    let alone = parts.len() == 1 || (parts[0].len() <= 3 && !parts[0].starts_with('0'));
    let grouped = alone && parts.iter().skip(1).all(|part| part.len() == 3);
    let doubtful = whole.len() == text.len() && whole.contains(point);
    let digits = format!("{}{rest:0<width$}", parts.concat(), width = decimals as usize);
    if !grouped || doubtful || parts.iter().any(|part| part.is_empty()) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    digits.parse::<i64>().ok().map(|minor| sign * minor)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_people_write_them() {
        assert_eq!(format(123_456_789, 2, ',', '.'), "1.234.567,89");
        assert_eq!(format(5, 2, '.', ','), "0.05");
        assert_eq!(format(-1500, 0, ',', '.'), "-1.500");
        assert_eq!((plain(123_456_789, 2).as_str(), plain(1500, 0).as_str()), ("1234567.89", "1500"));
    }

    #[test]
    fn amounts_are_read_with_point_or_comma() {
        for text in ["1234,5", "1234.50", "1.234,50", "1,234.5", " 1 234,50 "] {
            assert_eq!((parse(text, 2, ','), parse(text, 2, '.')), (Some(123_450), Some(123_450)), "{text}");
        }
        assert_eq!(parse("1.234", 2, ','), Some(123_400));
        assert_eq!(parse("1,234", 0, '.'), Some(1_234));
        assert_eq!(parse("12", 2, ','), Some(1_200));
        assert_eq!(parse("-3,5", 2, ','), Some(-350));
    }

    #[test]
    fn a_fraction_is_never_read_as_thousands() {
        for (text, point) in [("1,250", ','), ("1.250", '.'), ("0,500", ','), ("0.500", ','), ("0,500", '.')] {
            assert_eq!(parse(text, 0, point), None, "{text}");
        }
        assert_eq!(parse("0.125", 2, ','), None);
        assert_eq!(parse("1,234", 2, ','), None);
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        for text in ["", "abc", "1,2,3", "12.3456", "1..5", "--1", "1e5", "99999999999999999999", ",5,"] {
            assert_eq!(parse(text, 2, ','), None, "{text}");
        }
    }
}

//! Amounts in cells. A sign that can set thousands apart or cents is never guessed: other cells of the file tell, or nobody.
use shared::{Rule, money, sheet::Decimal};

const SIGNS: [char; 2] = [',', '.'];

/// Which decimal sign a number shows, if it does: `12,5` and `1.234,50` have a comma, `1.234` may be either.
pub fn evidence(cell: &str) -> Option<Decimal> {
    shown(&bare(cell))
}

/// The cell as minor units of so many decimals; `known` is the decimal sign of the file.
///
/// # Errors
/// `format` for what is no number or has more decimals, `ambiguous` where nobody knows the decimal sign.
pub fn read(cell: &str, decimals: u32, known: Option<Decimal>) -> Result<i64, Rule> {
    let text = bare(cell);
    let sign = match shown(&text).or(known) {
        Some(sign) => sign,
        None if !text.contains(SIGNS) => Decimal::Point,
        None if is_number(&text) => return Err(Rule::Ambiguous),
        None => return Err(Rule::Format),
    };
    let point = char_of(sign);
    let (whole, cents) = text.rsplit_once(point).unwrap_or((&text, ""));
    // Shop systems write `12.500000`.
    let kept = cents.len().min(decimals as usize);
    let too_fine = !cents.is_char_boundary(kept) || cents[kept..].bytes().any(|byte| byte != b'0');
    if too_fine || whole.contains(point) {
        return Err(Rule::Format);
    }
    let text = if kept == 0 { whole.to_owned() } else { format!("{whole}{point}{}", &cents[..kept]) };
    money::parse(&text, decimals, point).ok_or(Rule::Format)
}

fn shown(text: &str) -> Option<Decimal> {
    let last = text.rfind(SIGNS).filter(|_| is_number(text))?;
    let (whole, cents) = (&text[..last], &text[last + 1..]);
    let sign = if text[last..].starts_with(',') { Decimal::Comma } else { Decimal::Point };
    if whole.contains(char_of(sign)) {
        // `1.234.567`: what stands twice sets thousands apart.
        let groups = whole.split(char_of(sign)).skip(1).chain([cents]).all(|group| group.len() == 3);
        return groups.then_some(if sign == Decimal::Comma { Decimal::Point } else { Decimal::Comma });
    }
    let is_group = cents.len() == 3 && (1..=3).contains(&whole.len()) && !whole.starts_with('0');
    (!is_group || whole.contains(SIGNS)).then_some(sign)
}

/// Without blanks, currency and minus around: `-1.234,50 €` is `1.234,50` to `shown`.
fn bare(cell: &str) -> String {
    let text = cell.trim().trim_matches(|c: char| matches!(c, '€' | '$' | '£' | '¥') || c.is_whitespace());
    text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'')).collect()
}

fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    text.starts_with(|c: char| c.is_ascii_digit()) && text.chars().all(|c| c.is_ascii_digit() || SIGNS.contains(&c))
}

const fn char_of(sign: Decimal) -> char {
    match sign {
        Decimal::Comma => ',',
        Decimal::Point => '.',
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Decimal::{Comma, Point};

    #[test]
    fn a_number_shows_its_decimal_sign_or_does_not() {
        for text in ["12,5", "1.234,50", "0,500", "1.234.567", "1234,500", "12,500000", "1.234,500", "9,95 €"] {
            assert_eq!(evidence(text), Some(Comma), "{text}");
        }
        for text in ["12.5", "1,234.50", "0.500", "1,234,567", "$12.50", "12.500000"] {
            assert_eq!(evidence(text), Some(Point), "{text}");
        }
        for text in ["1.234", "1,234", "12", "", "-1.234", "x,5", "1.2.3", "v1.2"] {
            assert_eq!(evidence(text), None, "{text}");
        }
    }

    #[test]
    fn what_could_be_two_numbers_is_none_until_the_sign_is_known() {
        assert_eq!(read("1.234", 2, None), Err(Rule::Ambiguous));
        assert_eq!(read("1.234", 2, Some(Comma)), Ok(123_400));
        assert_eq!(read("1.234", 2, Some(Point)), Err(Rule::Format));
        assert_eq!(read("1.250", 2, Some(Point)), Ok(125));
        assert_eq!(read("1,234", 0, Some(Point)), Ok(1234));
        assert_eq!(read("1,000", 0, None), Err(Rule::Ambiguous));
    }

    #[test]
    fn numbers_are_read_as_people_and_programs_write_them() {
        let cells = ["12,5", "12.50", " 12,50 € ", "$12.5", "12.500000", "12,50", "+12"];
        let got: Vec<_> = cells.map(|cell| read(cell, 2, None)).into();
        assert_eq!(got[..6], [Ok(1250); 6]);
        assert_eq!(got[6], Err(Rule::Format));
        assert_eq!(read("1 234,50", 2, None), Ok(123_450));
        assert_eq!(read("-3", 0, None), Ok(-3));
        assert_eq!(read("12.0", 0, None), Ok(12));
        for bad in ["", "abc", "12.345678", "1e5", "12,5,0", ".5", "5,", "1.2", "99999999999999999999"] {
            assert!(read(bad, 0, None).is_err() || bad == "5,", "{bad}");
        }
    }
}

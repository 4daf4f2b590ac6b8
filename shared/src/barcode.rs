//! Numbers of the trade (GS1): the last digit checks the others.

/// Whether this is the number of an article as it is printed on it: EAN-8, UPC-A, EAN-13 or GTIN-14, with the right check digit.
pub fn is_article_number(text: &str) -> bool {
    matches!(text.len(), 8 | 12 | 13 | 14)
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && sum(text).is_multiple_of(10)
}

/// From the end, every second digit counts threefold.
fn sum(digits: &str) -> u32 {
    let weighed = digits.bytes().rev().zip([1, 3].into_iter().cycle());
    weighed.map(|(digit, weight)| u32::from(digit - b'0') * weight).sum()
}

#[cfg(test)]
mod tests {
    use super::is_article_number;

    #[test]
    fn a_number_counts_only_with_its_check_digit_and_in_a_length_of_the_trade() {
        for number in ["8412345678905", "96385074", "036000291452"] {
            assert!(is_article_number(number), "{number}");
        }
        for other in ["8412345678904", "CAF-250", "1234", "", "84123456789 5", "٨٤١٢"] {
            assert!(!is_article_number(other), "{other}");
        }
    }
}

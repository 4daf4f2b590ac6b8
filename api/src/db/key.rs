//! Texts as they are compared: without blanks around, case or accents, the same on every database.
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// `" Café ÑANDÚ "` and `"cafe nandu"` have the same key.
pub fn of(text: &str) -> String {
    // Up and down again folds what has two small forms or none: ß to ss, ς to σ.
    let folded = text.trim().to_uppercase().to_lowercase();
    // Signs such as ™ fall apart into capitals.
    let plain = folded.nfkd().filter(|c| !is_combining_mark(*c)).collect::<String>().to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// An e-mail to sign in with: blanks and case do not matter, accents do.
pub fn of_email(text: &str) -> String {
    text.trim().nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn case_accents_and_blanks_do_not_matter() {
        for same in ["cafe nandu", " Café  ÑANDÚ ", "CAFE\u{301} N\u{303}andu\u{301}", "ｃａｆé ñandú"] {
            assert_eq!(of(same), "cafe nandu", "{same}");
        }
        assert_eq!(of("STRASSE"), of("straße"));
        assert_eq!(of("Acme™ № 1"), "acmetm no 1");
    }
}

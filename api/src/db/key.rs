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

/// A name as a part of an address: small letters from a to z, digits, single hyphens; 60 at most, and never empty.
pub fn slug(name: &str) -> String {
    let mut slug = String::new();
    for part in of(name).split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()) {
        let hyphen = if slug.is_empty() { "" } else { "-" };
        let room = 60_usize.saturating_sub(slug.len() + hyphen.len());
        if room == 0 {
            break;
        }
        slug += hyphen;
        slug += &part[..part.len().min(room)];
    }
    if slug.len() < 2 { format!("shop{slug}") } else { slug }
}

/// An e-mail to sign in with: blanks and case do not matter, accents do.
pub fn of_email(text: &str) -> String {
    text.trim().nfkc().collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{of, slug};
    use shared::validate::Checks;

    #[test]
    fn every_name_makes_a_part_of_an_address() {
        let long = format!("{} b", "a".repeat(59));
        for (name, expected) in [
            ("Ultramarinos Lola", "ultramarinos-lola"),
            ("  Café & Té, S.L. ", "cafe-te-s-l"),
            ("ŁÓDŹ", "odz"),
            ("東京", "shop"),
            ("7", "shop7"),
            (&long, &long[..59]),
        ] {
            assert_eq!(slug(name), expected);
            let mut checks = Checks::default();
            checks.slug("slug", &slug(name));
            assert!(checks.finish().is_ok(), "{name}");
        }
    }

    #[test]
    fn case_accents_and_blanks_do_not_matter() {
        for same in ["cafe nandu", " Café  ÑANDÚ ", "CAFE\u{301} N\u{303}andu\u{301}", "ｃａｆé ñandú"] {
            assert_eq!(of(same), "cafe nandu", "{same}");
        }
        assert_eq!(of("STRASSE"), of("straße"));
        assert_eq!(of("Acme™ № 1"), "acmetm no 1");
    }
}

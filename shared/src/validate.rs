//! Rules for fields, checked by the forms before sending and by the API before storing.
use crate::{FieldError, Rule};

/// The most a quantity, a minimum or a price may be: exact in every database and in JavaScript.
pub const MAX_NUMBER: i64 = 1_000_000_000_000;

/// Something a person fills in.
pub trait Validate {
    /// The most bytes it may have as JSON.
    const MAX_BYTES: usize = 64 * 1024;

    /// All fields that are wrong, or nothing.
    fn validate(&self) -> Result<(), Vec<FieldError>>;
}

/// A list of 1 to `max` things: what is wrong with each, as `field[0].name`.
pub fn each(field: &str, items: &[impl Validate], max: usize) -> Result<(), Vec<FieldError>> {
    let mut checks = Checks::default();
    checks.size(field, items.len(), max);
    for (at, item) in items.iter().take(max).enumerate() {
        for error in item.validate().err().into_iter().flatten() {
            checks.refuse(&format!("{field}[{at}].{}", error.field), error.rule, error.limit);
        }
    }
    checks.finish()
}

/// Collects what is wrong.
#[derive(Default)]
pub struct Checks(Vec<FieldError>);

impl Checks {
    /// Notes a broken rule.
    pub fn refuse(&mut self, field: &str, rule: Rule, limit: Option<i64>) {
        self.0.push(FieldError { field: field.into(), rule, limit });
    }

    /// A list of 1 to `max` things.
    pub fn size(&mut self, field: &str, size: usize, max: usize) {
        if size == 0 {
            self.refuse(field, Rule::Required, None);
        } else if size > max {
            self.refuse(field, Rule::TooBig, i64::try_from(max).ok());
        }
    }

    /// One line of text: `min` to `max` characters once trimmed, no control characters.
    pub fn line(&mut self, field: &str, value: &str, min: usize, max: usize) {
        if value.chars().any(char::is_control) {
            self.refuse(field, Rule::Format, None);
        }
        self.text(field, value, min, max);
    }

    /// Text of several lines: `min` to `max` characters once trimmed.
    pub fn text(&mut self, field: &str, value: &str, min: usize, max: usize) {
        let length = value.trim().chars().count();
        if length == 0 && min > 0 {
            self.refuse(field, Rule::Required, None);
        } else if length < min {
            self.refuse(field, Rule::TooShort, i64::try_from(min).ok());
        } else if length > max {
            self.refuse(field, Rule::TooLong, i64::try_from(max).ok());
        } else if value.contains('\0') {
            self.refuse(field, Rule::Format, None);
        }
    }

    /// A part of an address: 2 to 60 small letters from a to z, digits, and single hyphens between them.
    pub fn slug(&mut self, field: &str, value: &str) {
        self.text(field, value, 2, 60);
        let is_plain = |part: &str| {
            !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if !value.is_empty() && !value.split('-').all(is_plain) {
            self.refuse(field, Rule::Format, None);
        }
    }

    /// A number from `min` to `max`.
    pub fn number(&mut self, field: &str, value: i64, min: i64, max: i64) {
        if value < min {
            self.refuse(field, Rule::TooSmall, Some(min));
        } else if value > max {
            self.refuse(field, Rule::TooBig, Some(max));
        }
    }

    /// An e-mail address: one `@`, no blanks, a domain with a dot; at most 254 characters (RFC 5321, 4.5.3.1.3).
    pub fn email(&mut self, field: &str, value: &str) {
        let value = value.trim();
        self.line(field, value, 1, 254);
        let domain = value.split_once('@').filter(|(local, _)| !local.is_empty()).map_or("", |(_, domain)| domain);
        let dotted = domain.split('.').count() > 1 && domain.split('.').all(|part| !part.is_empty());
        if !value.is_empty() && (!dotted || domain.contains('@') || value.contains(char::is_whitespace)) {
            self.refuse(field, Rule::Format, None);
        }
    }

    /// A password to be set: 10 to 256 characters, not one of those guessed first, not the e-mail (OWASP ASVS 6.2).
    pub fn password(&mut self, field: &str, value: &str, email: Option<&str>) {
        let length = value.chars().count();
        if length == 0 {
            self.refuse(field, Rule::Required, None);
        } else if length < 10 {
            self.refuse(field, Rule::TooShort, Some(10));
        } else if length > 256 {
            self.refuse(field, Rule::TooLong, Some(256));
        } else if is_weak(value, email) {
            self.refuse(field, Rule::Weak, None);
        }
    }

    /// What was collected.
    pub fn finish(self) -> Result<(), Vec<FieldError>> {
        if self.0.is_empty() { Ok(()) } else { Err(self.0) }
    }
}

/// Beginnings and pieces that guessing programs try first; a password made of little else is weak.
const GUESSED: &[&str] = &[
    "password",
    "passw0rd",
    "contraseña",
    "contrasena",
    "qwerty",
    "asdfgh",
    "1234567890",
    "123456789",
    "letmein",
    "welcome",
    "bienvenido",
    "iloveyou",
    "tequiero",
    "admin",
    "bodega",
    "changeme",
    "secret",
    "abc123",
];

/// ASCII and the one other letter of the list: the tables of all letters would weigh on the program in the browser.
fn is_weak(value: &str, email: Option<&str>) -> bool {
    let value = value.to_ascii_lowercase().replace('Ñ', "ñ");
    let mut seen: Vec<char> = value.chars().collect();
    seen.sort_unstable();
    seen.dedup();
    let guessed = GUESSED.iter().any(|word| value.replace(word, "").chars().count() < 4);
    let steps = value.as_bytes().windows(2).all(|pair| pair[1] == pair[0].wrapping_add(1));
    seen.len() < 4 || guessed || steps || email.is_some_and(|email| value.eq_ignore_ascii_case(email.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(check: impl FnOnce(&mut Checks)) -> Vec<Rule> {
        let mut checks = Checks::default();
        check(&mut checks);
        checks.0.into_iter().map(|e| e.rule).collect()
    }

    #[test]
    fn an_email_has_a_local_part_and_a_dotted_domain() {
        for good in ["a@b.co", " ana.lópez+x@tienda.example "] {
            assert!(rules(|c| c.email("email", good)).is_empty(), "{good}");
        }
        for bad in ["", "a", "@b.co", "a@b", "a@b..co", "a@@b.co", "a b@c.de", "a@b.co@d.ef"] {
            assert!(!rules(|c| c.email("email", bad)).is_empty(), "{bad}");
        }
    }

    #[test]
    fn a_password_that_is_guessed_first_is_weak() {
        for weak in ["password12", "1234567890", "aaaaaaaaaaaa", "abcdefghijkl", "Contraseña1", "ana@tienda.example"] {
            assert_eq!(rules(|c| c.password("p", weak, Some("ana@tienda.example"))), [Rule::Weak], "{weak}");
        }
        assert!(rules(|c| c.password("p", "correct horse battery", None)).is_empty());
        assert!(
            rules(|c| c.password("p", &"ñ".repeat(5).chars().chain("1é2ü3".chars()).collect::<String>(), None))
                .is_empty()
        );
    }

    #[test]
    fn lengths_are_counted_in_characters_without_the_blanks_around() {
        assert!(rules(|c| c.line("name", &format!(" {} ", "é".repeat(200)), 1, 200)).is_empty());
        assert_eq!(rules(|c| c.line("name", &"é".repeat(201), 1, 200)), [Rule::TooLong]);
        assert_eq!(rules(|c| c.line("name", "   ", 1, 200)), [Rule::Required]);
        assert_eq!(rules(|c| c.line("name", "a\tb", 1, 200)), [Rule::Format]);
    }
}

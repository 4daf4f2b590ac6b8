//! Tells a scanner that types from a person who does.

/// The most milliseconds between two keys of a scanner; nobody types on like that.
const GAP: f64 = 35.0;

/// Shorter codes are left to the person.
const SHORTEST: usize = 4;

/// What a key was to the scanner.
#[derive(Debug, PartialEq, Eq)]
pub enum Heard {
    /// It begins what may be a code.
    First,
    /// It goes on, or it is one of those that only help.
    Next,
    /// It ends this code.
    Code(String),
    /// Nothing.
    Other,
}

/// The keys that came fast, one after the other.
#[derive(Default)]
pub struct Burst {
    text: String,
    last: f64,
}

impl Burst {
    /// One key more, with its time in milliseconds.
    pub fn hear(&mut self, key: &str, at: f64) -> Heard {
        let is_fast = at - self.last <= GAP;
        self.last = at;
        if key == "Shift" {
            return Heard::Next;
        }
        let is_sign = key.chars().count() == 1;
        if !is_sign || !is_fast {
            let text = std::mem::take(&mut self.text);
            if key == "Enter" && is_fast && text.trim().chars().count() >= SHORTEST {
                return Heard::Code(text.trim().to_owned());
            }
        }
        if !is_sign {
            return Heard::Other;
        }
        self.text.push_str(key);
        if self.text.len() == key.len() { Heard::First } else { Heard::Next }
    }
}

#[cfg(test)]
mod tests {
    use super::{Burst, Heard};

    /// What is heard at the end, with so many milliseconds before each key.
    fn end(keys: &[&str], gap: f64) -> Heard {
        let mut burst = Burst::default();
        let mut heard = Heard::Other;
        for (number, key) in (1_u32..).zip(keys) {
            heard = burst.hear(key, 1000.0 + f64::from(number) * gap);
        }
        heard
    }

    #[test]
    fn fast_keys_with_enter_behind_them_are_a_code() {
        assert_eq!(end(&["8", "4", "1", "2", "Enter"], 10.0), Heard::Code("8412".into()));
        assert_eq!(end(&["Shift", "C", "Shift", "A", "-", "ñ", "Enter"], 34.0), Heard::Code("CA-ñ".into()));
    }

    #[test]
    fn who_types_fast_is_no_scanner() {
        assert_eq!(end(&["t", "e", "a", "m", "s", "Enter"], 40.0), Heard::Other);
        assert_eq!(end(&["a", "b", "c", "Enter"], 5.0), Heard::Other);
        assert_eq!(end(&["a", "b", "c", "d", "Backspace", "Enter"], 5.0), Heard::Other);
        assert_eq!(end(&["8", "4", "1", "2", "Tab"], 5.0), Heard::Other);
    }

    #[test]
    fn what_was_typed_before_is_no_part_of_the_code() {
        let mut burst = Burst::default();
        assert_eq!(burst.hear("x", 1000.0), Heard::First);
        for (number, key) in (0_u32..).zip(["1", "2", "3", "4"]) {
            let heard = burst.hear(key, 1100.0 + f64::from(number) * 3.0);
            assert_eq!(heard, if number == 0 { Heard::First } else { Heard::Next });
        }
        assert_eq!(burst.hear("Enter", 1115.0), Heard::Code("1234".into()));
    }

    #[test]
    fn a_person_who_presses_enter_after_a_pause_meant_it() {
        let mut burst = Burst::default();
        for (number, key) in (0_u32..).zip(["1", "2", "3", "4"]) {
            burst.hear(key, 1000.0 + f64::from(number) * 3.0);
        }
        assert_eq!(burst.hear("Enter", 1200.0), Heard::Other);
    }
}

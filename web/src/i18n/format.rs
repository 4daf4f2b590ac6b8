//! Numbers, money and time as each language writes them; the same on the server and in the browser.
use super::Lang;
use chrono::{Datelike, Timelike};
use shared::{Millis, Time, money};

/// What a clock shows.
#[derive(Clone, Copy)]
pub struct Clock {
    /// Year.
    pub year: i32,
    /// Month, from 1.
    pub month: u32,
    /// Day of the month.
    pub day: u32,
    /// Hour, from 0 to 23.
    pub hour: u32,
    /// Minute.
    pub minute: u32,
}

impl Clock {
    /// In Greenwich.
    pub fn utc(time: Time) -> Self {
        Self { year: time.year(), month: time.month(), day: time.day(), hour: time.hour(), minute: time.minute() }
    }
}

const MONTHS_ES: [&str; 12] = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"];
const MONTHS_EN: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

impl Lang {
    /// Decimal point and the sign between thousands.
    const fn signs(self) -> (char, char) {
        match self {
            Self::Es => (',', '.'),
            Self::En => ('.', ','),
        }
    }

    /// A whole number: `12.345`.
    pub fn number(self, number: i64) -> String {
        money::format(number, 0, self.signs().0, self.signs().1)
    }

    /// A change, always with its sign: `+3`, `−2`.
    pub fn signed(self, delta: i64) -> String {
        let digits = money::grouped(delta.unsigned_abs(), self.signs().1);
        if delta < 0 { format!("−{digits}") } else { format!("+{digits}") }
    }

    /// An amount as it is typed into a field: `1234,50`.
    pub fn amount(self, minor: i64, decimals: u32) -> String {
        let (point, group) = self.signs();
        money::format(minor, decimals, point, group).replace(group, "")
    }

    /// What a person typed as a number with so many decimals, without its point; nothing when it is none.
    pub fn read_amount(self, text: &str, decimals: u32) -> Option<i64> {
        money::parse(text, decimals, self.signs().0)
    }

    /// Money: `4,95 €`, `€4.95`. Currencies that share a sign keep their code.
    pub fn money(self, minor: i64, currency: &str) -> String {
        let (point, group) = self.signs();
        let amount = money::format(minor, money::decimals(currency), point, group);
        let sign = match currency {
            "EUR" => "€",
            "GBP" => "£",
            other => other,
        };
        match self {
            Self::Es => format!("{amount}\u{a0}{sign}"),
            Self::En if sign == currency => format!("{sign}\u{a0}{amount}"),
            Self::En => format!("{sign}{amount}"),
        }
    }

    /// Day and time: `21 nov 2026, 04:05`.
    pub fn moment(self, clock: Clock) -> String {
        let months = match self {
            Self::Es => MONTHS_ES,
            Self::En => MONTHS_EN,
        };
        let Clock { year, month, day, hour, minute } = clock;
        let month = usize::try_from(month.saturating_sub(1)).ok().and_then(|at| months.get(at)).unwrap_or(&"?");
        format!("{day} {month} {year}, {hour:02}:{minute:02}")
    }

    /// How long something took: `0,42 ms`.
    pub fn millis(self, took: Millis) -> String {
        // Far below 2^63; printing a float would cost the browser more bytes than this page.
        #[allow(clippy::cast_possible_truncation)]
        let hundredths = (took.0 * 100.0).round() as i64;
        format!("{}\u{a0}ms", money::format(hundredths, 2, self.signs().0, self.signs().1))
    }

    /// Seconds as days, hours and minutes.
    pub fn duration(self, seconds: u64) -> String {
        let (days, hours, minutes) = (seconds / 86_400, seconds / 3_600 % 24, seconds / 60 % 60);
        match (days, hours) {
            (0, 0) if minutes == 0 => format!("{seconds}\u{a0}s"),
            (0, 0) => format!("{minutes}\u{a0}min"),
            (0, _) => format!("{hours}\u{a0}h {minutes}\u{a0}min"),
            _ => format!("{days}\u{a0}d {hours}\u{a0}h"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_as_each_language_writes_it() {
        assert_eq!(Lang::Es.money(123_450, "EUR"), "1.234,50\u{a0}€");
        assert_eq!(Lang::En.money(123_450, "EUR"), "€1,234.50");
        assert_eq!(Lang::En.money(1_500, "CLP"), "CLP\u{a0}1,500");
        assert_eq!(Lang::Es.amount(123_450, 2), "1234,50");
    }

    #[test]
    fn an_amount_written_for_a_field_is_read_back_as_the_same() {
        for (lang, minor) in [(Lang::Es, 123_450), (Lang::En, 123_450), (Lang::Es, 5), (Lang::En, 1_000_000)] {
            assert_eq!(lang.read_amount(&lang.amount(minor, 2), 2), Some(minor));
        }
    }

    #[test]
    fn changes_and_times_are_written_in_full() {
        assert_eq!(Lang::Es.signed(-1_234), "−1.234");
        assert_eq!(Lang::En.signed(3), "+3");
        let clock = Clock { year: 2026, month: 11, day: 2, hour: 4, minute: 5 };
        assert_eq!(Lang::Es.moment(clock), "2 nov 2026, 04:05");
        assert_eq!(Lang::En.duration(90_000), "1\u{a0}d 1\u{a0}h");
    }
}

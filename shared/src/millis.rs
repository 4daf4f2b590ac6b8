//! How long something took.
use serde::{Deserialize, Deserializer, Serialize};

/// Milliseconds with three decimals; a fraction of one is worth showing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Millis(pub f64);

impl Eq for Millis {}

impl From<std::time::Duration> for Millis {
    fn from(took: std::time::Duration) -> Self {
        Self((took.as_secs_f64() * 1e6).round() / 1e3)
    }
}

impl<'de> Deserialize<'de> for Millis {
    #[cfg(not(target_arch = "wasm32"))]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        f64::deserialize(deserializer).map(Self)
    }

    /// In the browser it comes as a text: reading any number that there may be would take 15 KB of program.
    #[cfg(target_arch = "wasm32")]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        of_text(&text).ok_or_else(|| serde::de::Error::custom("no milliseconds"))
    }
}

/// From whole milliseconds and up to three decimals; more of them are left out.
#[cfg(any(test, target_arch = "wasm32"))]
fn of_text(text: &str) -> Option<Millis> {
    let (whole, part) = text.split_once('.')?;
    let part = format!("{part:0<3}");
    let micros = format!("{whole}{}", part.get(..3)?).parse::<u32>().ok()?;
    Some(Millis(f64::from(micros) / 1e3))
}

#[cfg(test)]
mod tests {
    use super::{Millis, of_text};

    #[test]
    fn what_is_written_is_read() {
        for (text, millis) in [("0.0", 0.0), ("0.42", 0.42), ("12.345", 12.345), ("60000.5", 60_000.5)] {
            assert_eq!((of_text(text), format!("{millis:?}")), (Some(Millis(millis)), text.to_owned()));
        }
        assert_eq!(of_text("1.23456"), Some(Millis(1.234)));
        assert_eq!((of_text("x.5"), of_text("-1.5"), of_text("")), (None, None, None));
    }
}

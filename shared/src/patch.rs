//! Fields of a merge-patch (RFC 7396): left out means untouched, `null` means emptied.
use serde::{Deserialize, Deserializer};

/// A field that may be left out but never be `null`.
pub fn given<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}

/// A field that may be left out, or `null` to empty it.
#[allow(clippy::option_option)]
pub fn emptied<'de, T: Deserialize<'de>, D: Deserializer<'de>>(from: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(from).map(Some)
}

//! Several ids in one word of an address.
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use uuid::Uuid;

/// The most of them: an address has to fit through proxies.
pub const MAX_IDS: usize = 200;

/// Ids, separated by commas.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(value_type = String))]
pub struct Ids(pub Vec<Uuid>);

impl Ids {
    /// Those in a text; nothing when one of them is none, or when they are too many.
    pub fn parse(text: &str) -> Option<Self> {
        let ids: Vec<Uuid> = text.split(',').map(str::parse).collect::<Result<_, _>>().ok()?;
        (ids.len() <= MAX_IDS).then_some(Self(ids))
    }

    /// As a text.
    pub fn text(&self) -> String {
        self.0.iter().map(Uuid::to_string).collect::<Vec<_>>().join(",")
    }
}

impl Serialize for Ids {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text())
    }
}

impl<'de> Deserialize<'de> for Ids {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| de::Error::custom("must be 1 to 200 ids, separated by commas"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_read_as_they_are_written_and_no_more_than_fit() {
        let ids = Ids((1..=200).map(Uuid::from_u128).collect());
        assert_eq!(Ids::parse(&ids.text()), Some(ids.clone()));
        assert_eq!(Ids::parse(&format!("{},{}", ids.text(), Uuid::nil())), None);
        assert_eq!(Ids::parse(""), None);
        assert_eq!(Ids::parse("1,2"), None);
    }
}

//! Sheets: files of rows and columns, as spreadsheets read and write them.
use serde::{Deserialize, Serialize};

/// What a column of a file can hold; also the headers of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Field {
    /// The shop's own code: rows and products find each other by it. Needed.
    Code,
    /// The name; needed for new products.
    Name,
    /// The barcode; an empty cell removes it.
    Barcode,
    /// The description; an empty cell removes it.
    Description,
    /// The price of one unit, with decimals.
    Price,
    /// What one of it is.
    Unit,
    /// At or below this it is low; an empty cell ends the watch.
    Minimum,
    /// Shown in the public catalogue: yes or no.
    Public,
    /// On hand.
    Quantity,
    /// Out of use: yes or no.
    Archived,
}

impl Field {
    /// Every field, in the order of an export.
    pub const ALL: [Field; 10] = [
        Field::Code,
        Field::Name,
        Field::Barcode,
        Field::Description,
        Field::Price,
        Field::Unit,
        Field::Minimum,
        Field::Public,
        Field::Quantity,
        Field::Archived,
    ];

    /// The name in JSON, and as a header.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Name => "name",
            Self::Barcode => "barcode",
            Self::Description => "description",
            Self::Price => "price",
            Self::Unit => "unit",
            Self::Minimum => "minimum",
            Self::Public => "public",
            Self::Quantity => "quantity",
            Self::Archived => "archived",
        }
    }

    /// The one with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
}

/// What stands between two cells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Delimiter {
    /// A comma.
    #[default]
    #[serde(rename = ",")]
    Comma,
    /// A semicolon, as spreadsheets write where the comma is the decimal sign.
    #[serde(rename = ";")]
    Semicolon,
    /// A tab.
    #[serde(rename = "tab")]
    Tab,
}

impl Delimiter {
    /// The character itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
        }
    }
}

/// The sign before the cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Decimal {
    /// `1.234,50`
    Comma,
    /// `1,234.50`
    Point,
}

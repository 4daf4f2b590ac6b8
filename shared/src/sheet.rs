//! Sheets: files of rows and columns, as spreadsheets read and write them.
use serde::{Deserialize, Serialize};

named! {
    /// What a column of a file can hold; also the headers of an export, in this order.
    Field {
        /// The shop's own code: rows and products find each other by it. Needed.
        Code = "code",
        /// The name; needed for new products.
        Name = "name",
        /// The barcode; an empty cell removes it.
        Barcode = "barcode",
        /// The description; an empty cell removes it.
        Description = "description",
        /// The price of one unit, with decimals.
        Price = "price",
        /// What one of it is.
        Unit = "unit",
        /// At or below this it is low; an empty cell ends the watch.
        Minimum = "minimum",
        /// Shown in the public catalogue: yes or no.
        Public = "public",
        /// On hand.
        Quantity = "quantity",
        /// Out of use: yes or no.
        Archived = "archived",
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

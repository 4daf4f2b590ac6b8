//! The catalogue: products as everybody sees them.
use crate::{image::Image, product::Sort};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How much there is, as far as the public may know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Availability {
    /// Enough.
    InStock,
    /// The last ones: at or below the shop's minimum, or three where it has none.
    Few,
    /// None.
    Out,
}

impl Availability {
    /// What the public is told of this quantity.
    pub fn of(quantity: i64, min_quantity: Option<i64>) -> Self {
        match quantity {
            ..=0 => Self::Out,
            few if few <= min_quantity.unwrap_or(3) => Self::Few,
            _ => Self::InStock,
        }
    }
}

/// A product as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogProduct {
    /// Never changes.
    pub id: Uuid,
    /// The shop's code.
    #[cfg_attr(feature = "openapi", schema(example = "CAF-250"))]
    pub code: String,
    /// What it is called.
    #[cfg_attr(feature = "openapi", schema(example = "Café molido 250 g"))]
    pub name: String,
    /// More about it; may be empty.
    #[cfg_attr(feature = "openapi", schema(example = "Tueste natural, molienda media."))]
    pub description: String,
    /// Price of one unit in the currency's smallest unit (cents).
    #[cfg_attr(feature = "openapi", schema(example = 495))]
    pub price_minor: i64,
    /// The shop's currency (ISO 4217).
    #[cfg_attr(feature = "openapi", schema(example = "EUR"))]
    pub currency: String,
    /// What one of it is.
    #[cfg_attr(feature = "openapi", schema(example = "ud"))]
    pub unit: String,
    /// Its picture, if it has one.
    pub image: Option<Image>,
    /// Name of the shop that has it.
    #[cfg_attr(feature = "openapi", schema(example = "Ultramarinos Lola"))]
    pub shop: String,
    /// The last part of the address of that shop's page, `/shops/...`.
    #[cfg_attr(feature = "openapi", schema(example = "ultramarinos-lola"))]
    pub shop_slug: String,
    /// In stock, few, or out.
    pub availability: Availability,
    /// The exact quantity, if the shop shows it.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub quantity: Option<i64>,
}

/// A shop as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogShop {
    /// What it is called.
    #[cfg_attr(feature = "openapi", schema(example = "Ultramarinos Lola"))]
    pub name: String,
    /// The last part of the address of its page, `/shops/...`.
    #[cfg_attr(feature = "openapi", schema(example = "ultramarinos-lola"))]
    pub slug: String,
}

/// A public product's address, for those who look for addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CatalogAddress {
    /// The product, at `/products/...`.
    pub id: Uuid,
    /// When something about it was last edited.
    pub updated_at: DateTime<Utc>,
}

/// Which shops of the catalogue to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct CatalogShopQuery {
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// Which products of the catalogue to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct CatalogQuery {
    /// Code, barcode or words of the name; case and accents do not matter. At most 200 characters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only the products of the shop with this address.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(example = "ultramarinos-lola"))]
    pub shop: Option<String>,
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
    /// Order: `name`, `-name`, `code`, `-code`, `price`, `-price` or `-created`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub sort: Option<Sort>,
}

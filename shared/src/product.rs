//! Products: as the shop sees them, as they are added, edited and listed.
use crate::{
    FieldError,
    image::Image,
    patch::{emptied, given},
    time,
    validate::{Checks, MAX_NUMBER, Validate},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use crate::product_query::ProductQuery;

/// A product as its shop sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// Never changes.
    pub id: Uuid,
    /// The shop's own code; unique in the shop, whatever the case and the accents.
    #[cfg_attr(feature = "openapi", schema(example = "CAF-250"))]
    pub code: String,
    /// The barcode printed on it, if any.
    #[cfg_attr(feature = "openapi", schema(example = "8412345678905"))]
    pub barcode: Option<String>,
    /// What it is called.
    #[cfg_attr(feature = "openapi", schema(example = "Café molido 250 g"))]
    pub name: String,
    /// More about it; may be empty.
    #[cfg_attr(feature = "openapi", schema(example = "Tueste natural, molienda media."))]
    pub description: String,
    /// Price of one unit in the currency's smallest unit (cents).
    #[cfg_attr(feature = "openapi", schema(example = 495))]
    pub price_minor: i64,
    /// What one of it is: piece, kg, box.
    #[cfg_attr(feature = "openapi", schema(example = "ud"))]
    pub unit: String,
    /// Its picture, if it has one.
    pub image: Option<Image>,
    /// Shown in the public catalogue.
    #[cfg_attr(feature = "openapi", schema(example = true))]
    pub is_public: bool,
    /// On hand now. Only movements change it.
    #[cfg_attr(feature = "openapi", schema(example = 24))]
    pub quantity: i64,
    /// At or below this it is low; `null` when nobody watches.
    #[cfg_attr(feature = "openapi", schema(example = 6))]
    pub min_quantity: Option<i64>,
    /// Low since then; `null` while there is enough.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    #[serde(deserialize_with = "time::read_or_null")]
    pub low_since: Option<DateTime<Utc>>,
    /// Grows with every edit.
    #[cfg_attr(feature = "openapi", schema(example = 3))]
    pub version: i64,
    /// Number of the last movement.
    #[cfg_attr(feature = "openapi", schema(example = 7))]
    pub seq: i64,
    /// Out of use since then; `null` while in use.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    #[serde(deserialize_with = "time::read_or_null")]
    pub archived_at: Option<DateTime<Utc>>,
    /// When it was added.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    #[serde(deserialize_with = "time::read")]
    pub updated_at: DateTime<Utc>,
}

impl Product {
    /// The entity tag: it changes with an edit and with a movement.
    pub fn etag(&self) -> String {
        format!("\"{}-{}\"", self.version, self.seq)
    }
}

/// A product to be added.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewProduct {
    /// 1 to 64 characters; unique in the shop, whatever the case and the accents.
    #[cfg_attr(feature = "openapi", schema(example = "CAF-250", min_length = 1, max_length = 64))]
    pub code: String,
    /// 1 to 200 characters.
    #[cfg_attr(feature = "openapi", schema(example = "Café molido 250 g", min_length = 1, max_length = 200))]
    pub name: String,
    /// At most 64 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "8412345678905", max_length = 64))]
    pub barcode: Option<String>,
    /// At most 4,000 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "Tueste natural, molido fino.", max_length = 4000))]
    pub description: String,
    /// Price of one unit in the currency's smallest unit (cents); 0 when left out.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = 495, minimum = 0))]
    pub price_minor: i64,
    /// At most 16 characters; `ud` when left out.
    #[serde(default = "piece")]
    #[cfg_attr(feature = "openapi", schema(example = "ud", min_length = 1, max_length = 16))]
    pub unit: String,
    /// At or below this it is low.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = 6, minimum = 0))]
    pub min_quantity: Option<i64>,
    /// Shown in the public catalogue; `true` when left out.
    #[serde(default = "yes")]
    pub is_public: bool,
    /// What is on hand at the start; it becomes the first movement, of kind `opening`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = 24, minimum = 0))]
    pub opening_quantity: i64,
}

fn piece() -> String {
    "ud".into()
}

fn yes() -> bool {
    true
}

/// Rules that hold for a new product and for an edited one.
fn check(checks: &mut Checks, field: &str, value: &str) {
    match field {
        "code" => checks.line(field, value, 1, 64),
        "name" => checks.line(field, value, 1, 200),
        "barcode" => checks.line(field, value, 0, 64),
        "unit" => checks.line(field, value, 1, 16),
        _ => checks.text(field, value, 0, 4000),
    }
}

impl Validate for NewProduct {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        check(&mut checks, "code", &self.code);
        check(&mut checks, "name", &self.name);
        check(&mut checks, "barcode", self.barcode.as_deref().unwrap_or_default());
        check(&mut checks, "description", &self.description);
        check(&mut checks, "unit", &self.unit);
        checks.number("price_minor", self.price_minor, 0, MAX_NUMBER);
        checks.number("min_quantity", self.min_quantity.unwrap_or(0), 0, MAX_NUMBER);
        checks.number("opening_quantity", self.opening_quantity, 0, MAX_NUMBER);
        checks.finish()
    }
}

/// What to change in a product; a field left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[allow(clippy::option_option)]
pub struct ProductPatch {
    /// 1 to 64 characters; unique in the shop, whatever the case and the accents.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, nullable = false))]
    pub code: Option<String>,
    /// 1 to 200 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Café molido 500 g", min_length = 1, max_length = 200, nullable = false)
    )]
    pub name: Option<String>,
    /// At most 64 characters; `null` empties it.
    #[serde(deserialize_with = "emptied", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 64))]
    pub barcode: Option<Option<String>>,
    /// At most 4,000 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 4000, nullable = false))]
    pub description: Option<String>,
    /// Price of one unit in the currency's smallest unit (cents).
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = 895, minimum = 0, nullable = false))]
    pub price_minor: Option<i64>,
    /// 1 to 16 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 16, nullable = false))]
    pub unit: Option<String>,
    /// At or below this it is low; `null` ends the watch.
    #[serde(deserialize_with = "emptied", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<i64>, minimum = 0))]
    pub min_quantity: Option<Option<i64>>,
    /// Shown in the public catalogue.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub is_public: Option<bool>,
}

impl Validate for ProductPatch {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        let barcode = self.barcode.clone().flatten();
        let texts = [
            ("code", &self.code),
            ("name", &self.name),
            ("barcode", &barcode),
            ("description", &self.description),
            ("unit", &self.unit),
        ];
        for (field, value) in texts {
            if let Some(value) = value {
                check(&mut checks, field, value);
            }
        }
        checks.number("price_minor", self.price_minor.unwrap_or(0), 0, MAX_NUMBER);
        checks.number("min_quantity", self.min_quantity.flatten().unwrap_or(0), 0, MAX_NUMBER);
        checks.finish()
    }
}

/// Order of a list; a leading `-` turns it round. With a search, the best matches come first and this orders the rest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Sort {
    /// By name, whatever the case and the accents.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// By name, from the end.
    #[serde(rename = "-name")]
    NameDown,
    /// By code.
    #[serde(rename = "code")]
    Code,
    /// By code, from the end.
    #[serde(rename = "-code")]
    CodeDown,
    /// Cheapest first.
    #[serde(rename = "price")]
    Price,
    /// Dearest first.
    #[serde(rename = "-price")]
    PriceDown,
    /// Newest first.
    #[serde(rename = "-created")]
    Newest,
}

/// Products that run short.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Shortage {
    /// At or below its minimum; never one without a minimum.
    Low,
    /// Nothing is left, watched or not.
    Out,
}

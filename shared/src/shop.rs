//! The shop: everything belongs to exactly one.
use crate::{
    FieldError,
    patch::given,
    validate::{Checks, Validate},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shop {
    /// Never changes.
    pub id: Uuid,
    /// What it is called, in the catalogue too.
    #[cfg_attr(feature = "openapi", schema(example = "Ultramarinos Lola"))]
    pub name: String,
    /// The last part of the address of its page in the catalogue, `/shops/...`.
    #[cfg_attr(feature = "openapi", schema(example = "ultramarinos-lola"))]
    pub slug: String,
    /// Currency of all its prices (ISO 4217).
    #[cfg_attr(feature = "openapi", schema(example = "EUR"))]
    pub currency: String,
    /// The catalogue shows exact quantities; otherwise only in stock, few, or out.
    pub shows_quantity: bool,
}

/// What to change in the shop; a field left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShopPatch {
    /// 1 to 100 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Ultramarinos Lola", min_length = 1, max_length = 100, nullable = false)
    )]
    pub name: Option<String>,
    /// 2 to 60 small letters from a to z, digits, and hyphens between them. Addresses that were given to others lead nowhere once it
    /// has changed.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(
            example = "ultramarinos-lola",
            min_length = 2,
            max_length = 60,
            pattern = "^[a-z0-9]+(-[a-z0-9]+)*$",
            nullable = false
        )
    )]
    pub slug: Option<String>,
    /// Show exact quantities in the catalogue.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub shows_quantity: Option<bool>,
}

impl Validate for ShopPatch {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        if let Some(name) = &self.name {
            checks.line("name", name, 1, 100);
        }
        if let Some(slug) = &self.slug {
            checks.slug("slug", slug);
        }
        checks.finish()
    }
}

//! Signing in and what stays of it.
use crate::{
    FieldError, Rule, money, time,
    validate::{Checks, Validate},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A new shop and its owner.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Registration {
    /// The owner's e-mail, to sign in with; at most 254 characters.
    #[cfg_attr(feature = "openapi", schema(example = "lola@tienda.example", format = "email", max_length = 254))]
    pub email: String,
    /// 10 to 256 characters, not one of those guessed first.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "tres gatos y un tejado", format = "password", min_length = 10, max_length = 256)
    )]
    pub password: String,
    /// The owner's name; 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(example = "Lola Vidal", min_length = 1, max_length = 100))]
    pub name: String,
    /// The shop's name; the owner's name when left out. At most 100 characters.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "Ultramarinos Lola", max_length = 100))]
    pub shop_name: Option<String>,
    /// Currency of all prices (ISO 4217); `EUR` when left out. It stays.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(example = "EUR"))]
    pub currency: Option<String>,
}

impl Validate for Registration {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        checks.email("email", &self.email);
        checks.password("password", &self.password, Some(&self.email));
        checks.line("name", &self.name, 1, 100);
        checks.line("shop_name", self.shop_name.as_deref().unwrap_or_default(), 0, 100);
        if self.currency.as_ref().is_some_and(|given| money::CURRENCIES.iter().all(|(code, _)| code != given)) {
            checks.refuse("currency", Rule::Type, None);
        }
        checks.finish()
    }
}

/// The password form of OAuth 2.0 (RFC 6749, 4.3.2), as Swagger's Authorize sends it.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Login {
    /// `password`, or left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "password"))]
    pub grant_type: Option<String>,
    /// The e-mail.
    #[cfg_attr(feature = "openapi", schema(example = "lola@demo.example"))]
    pub username: String,
    /// The password.
    #[cfg_attr(feature = "openapi", schema(example = "tres gatos y un tejado", format = "password"))]
    pub password: String,
}

impl Validate for Login {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        checks.line("username", &self.username, 1, 254);
        if self.password.is_empty() {
            checks.refuse("password", Rule::Required, None);
        } else if self.password.chars().count() > 256 {
            checks.refuse("password", Rule::TooLong, Some(256));
        }
        if self.grant_type.as_deref().is_some_and(|given| given != "password") {
            checks.refuse("grant_type", Rule::Type, None);
        }
        checks.finish()
    }
}

/// A signed-in session, for programs. Browsers get the same token as a cookie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Token {
    /// Send it as `Authorization: Bearer …`.
    #[cfg_attr(feature = "openapi", schema(example = "eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzI1NiJ9.e30.c2lnbmF0dXJl"))]
    pub access_token: String,
    /// Always `bearer`.
    #[cfg_attr(feature = "openapi", schema(example = "bearer"))]
    pub token_type: String,
    /// Seconds until it ends.
    #[cfg_attr(feature = "openapi", schema(example = 1_209_600))]
    pub expires_in: i64,
}

/// A place where a person is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// Never changes.
    pub id: Uuid,
    /// The one that asks.
    #[cfg_attr(feature = "openapi", schema(example = true))]
    pub is_current: bool,
    /// What the browser or program calls itself.
    #[cfg_attr(feature = "openapi", schema(example = "Mozilla/5.0 (Android 16; Mobile) Firefox/152.0"))]
    pub user_agent: String,
    /// Signed in at.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
    /// Last used, to the minute.
    #[serde(deserialize_with = "time::read")]
    pub last_seen_at: DateTime<Utc>,
    /// Ends at.
    #[serde(deserialize_with = "time::read")]
    pub expires_at: DateTime<Utc>,
}

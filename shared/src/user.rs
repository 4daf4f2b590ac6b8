//! People of a shop.
use crate::{
    FieldError, Millis, Rule,
    image::Image,
    patch::given,
    shop::Shop,
    time,
    validate::{Checks, Validate},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a person may do; each includes those before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Role {
    /// Sees everything of the shop.
    #[default]
    Viewer,
    /// Books movements.
    Clerk,
    /// Adds and edits products.
    Manager,
    /// Runs the team and the shop.
    Owner,
}

impl Role {
    /// From the least to the most.
    pub const ALL: &'static [Role] = &[Role::Viewer, Role::Clerk, Role::Manager, Role::Owner];

    /// The one with this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|one| one.name() == name)
    }

    /// The name in JSON and in the database.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Clerk => "clerk",
            Self::Manager => "manager",
            Self::Owner => "owner",
        }
    }
}

/// A person of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    /// Never changes.
    pub id: Uuid,
    /// To sign in with.
    #[cfg_attr(feature = "openapi", schema(example = "nuria@demo.example"))]
    pub email: String,
    /// What the person is called.
    #[cfg_attr(feature = "openapi", schema(example = "Nuria Peña"))]
    pub name: String,
    /// What the person may do.
    pub role: Role,
    /// The person's picture, if there is one.
    pub picture: Option<Image>,
    /// May sign in.
    pub is_active: bool,
    /// Joined at.
    #[serde(deserialize_with = "time::read")]
    pub created_at: DateTime<Utc>,
}

/// The team, and how it was found out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Users {
    /// The people, by the time they joined.
    pub items: Vec<User>,
    /// Send it as `cursor` to get the next page; `null` on the last one.
    #[cfg_attr(feature = "openapi", schema(example = json!(null)))]
    pub next_cursor: Option<String>,
    /// How this answer came about.
    pub meta: Meta,
}

/// How an answer came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Meta {
    /// From the cache; otherwise from the database.
    pub from_cache: bool,
    /// How long it took to get, in milliseconds.
    #[cfg_attr(feature = "openapi", schema(example = 0.42))]
    pub took_ms: Millis,
    /// Which replica answered.
    #[cfg_attr(feature = "openapi", schema(example = "bodega-api-0"))]
    pub instance: String,
}

/// Which part of the team to list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
pub struct UserQuery {
    /// `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Items of a page: 1 to 100, 25 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u64>,
}

/// A person to join the team.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewUser {
    /// To sign in with; at most 254 characters.
    #[cfg_attr(feature = "openapi", schema(example = "nuria@tienda.example", format = "email", max_length = 254))]
    pub email: String,
    /// 1 to 100 characters.
    #[cfg_attr(feature = "openapi", schema(example = "Nuria Peña", min_length = 1, max_length = 100))]
    pub name: String,
    /// 10 to 256 characters, not one of those guessed first; the person changes it later.
    #[cfg_attr(
        feature = "openapi",
        schema(example = "nueve barcos de papel", format = "password", min_length = 10, max_length = 256)
    )]
    pub password: String,
    /// What the person may do.
    pub role: Role,
}

impl Validate for NewUser {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        checks.email("email", &self.email);
        checks.line("name", &self.name, 1, 100);
        checks.password("password", &self.password, Some(&self.email));
        checks.finish()
    }
}

/// What to change about a person of the team; a field left out stays as it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserPatch {
    /// To sign in with; at most 254 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254, nullable = false))]
    pub email: Option<String>,
    /// 1 to 100 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, nullable = false))]
    pub name: Option<String>,
    /// What the person may do; a change ends the person's sessions.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub role: Option<Role>,
    /// May sign in; `false` ends the person's sessions.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(nullable = false))]
    pub is_active: Option<bool>,
    /// A new password, when the old one is forgotten; ends the person's sessions.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "password", min_length = 10, max_length = 256, nullable = false))]
    pub password: Option<String>,
}

impl Validate for UserPatch {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        person(&mut checks, self.email.as_deref(), self.name.as_deref());
        if let Some(password) = &self.password {
            checks.password("password", password, self.email.as_deref());
        }
        checks.finish()
    }
}

fn person(checks: &mut Checks, email: Option<&str>, name: Option<&str>) {
    if let Some(email) = email {
        checks.email("email", email);
    }
    if let Some(name) = name {
        checks.line("name", name, 1, 100);
    }
}

/// The person who asks, and the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// Who asks.
    pub user: User,
    /// The shop the person works for.
    pub shop: Shop,
}

/// What to change about oneself; a field left out stays as it is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MePatch {
    /// To sign in with; at most 254 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(format = "email", max_length = 254, nullable = false))]
    pub email: Option<String>,
    /// 1 to 100 characters.
    #[serde(deserialize_with = "given", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "openapi",
        schema(example = "Lola Vidal", min_length = 1, max_length = 100, nullable = false)
    )]
    pub name: Option<String>,
}

impl Validate for MePatch {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        person(&mut checks, self.email.as_deref(), self.name.as_deref());
        checks.finish()
    }
}

/// A change of one's own password. It ends every other session of the person.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordChange {
    /// The present password.
    #[cfg_attr(feature = "openapi", schema(format = "password", max_length = 256))]
    pub current_password: String,
    /// 10 to 256 characters, not one of those guessed first.
    #[cfg_attr(feature = "openapi", schema(format = "password", min_length = 10, max_length = 256))]
    pub new_password: String,
}

impl Validate for PasswordChange {
    fn validate(&self) -> Result<(), Vec<FieldError>> {
        let mut checks = Checks::default();
        if self.current_password.is_empty() {
            checks.refuse("current_password", Rule::Required, None);
        }
        checks.password("new_password", &self.new_password, None);
        checks.finish()
    }
}

//! How the system is doing.
use crate::Millis;
use serde::{Deserialize, Serialize};

/// The state of the whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    /// Everything that is needed answers.
    pub is_ready: bool,
    /// Version of the API.
    #[cfg_attr(feature = "openapi", schema(example = "0.1.0"))]
    pub version: String,
    /// Name of this version's deployment, by which it differs from another that serves beside it; empty when it was given none.
    #[cfg_attr(feature = "openapi", schema(example = "v2"))]
    pub deployment: String,
    /// Which replica answered; ask again and see whether another one does.
    #[cfg_attr(feature = "openapi", schema(example = "bodega-api-0"))]
    pub instance: String,
    /// Seconds since this replica started.
    #[cfg_attr(feature = "openapi", schema(example = 86_400))]
    pub uptime_seconds: u64,
    /// What it depends on.
    pub checks: Vec<Check>,
}

/// One thing the API depends on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Check {
    /// Which one.
    pub name: Dependency,
    /// How it is.
    pub state: State,
    /// What it is, such as `sqlite` or `folder`.
    #[cfg_attr(feature = "openapi", schema(example = "sqlite"))]
    pub engine: String,
    /// How long it took to answer, in milliseconds; `null` when it was not asked.
    pub took_ms: Option<Millis>,
}

/// What the API can depend on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Dependency {
    /// Holds the truth; nothing works without it.
    Database,
    /// Makes things faster; nothing is lost without it.
    Cache,
    /// Holds the pictures.
    Storage,
}

/// How a dependency is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum State {
    /// It answers.
    Ok,
    /// It does not answer, and everything works without it, only slower.
    Warning,
    /// It does not answer.
    Down,
    /// Nobody set it up; that is allowed.
    NotConfigured,
}

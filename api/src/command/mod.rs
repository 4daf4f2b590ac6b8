//! What a person runs by hand, one file a command.
pub mod export;
pub mod import;

use serde::de::DeserializeOwned;

/// A value by its name in the API.
fn named<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_json::from_value(text.into()).map_err(|error| error.to_string())
}

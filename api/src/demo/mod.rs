//! Shops to try the product out: made up, and booked the way real ones are.
mod books;
mod grocer;
mod ironmonger;
mod paint;
mod shop;

use crate::{db, state::State};
use anyhow::Context;
use shop::Shop;
use std::fmt::Write;

/// The password of every demo login; only shops that this file makes have it.
const PASSWORD: &str = "tres gatos y un tejado";

const SHOPS: [&Shop; 3] = [&grocer::SHOP, &ironmonger::SHOP, &books::SHOP];

/// Fills an empty database and prints the logins; they are also written to `demo-logins.txt` in the data folder.
///
/// # Errors
/// When the database is not empty, or in production.
pub async fn seed(state: State) -> anyhow::Result<()> {
    anyhow::ensure!(!state.config.production, "demo data are refused in production");
    anyhow::ensure!(db::shops::is_empty(&state.db).await?, "the database is not empty; nothing was changed");
    let hash = state.passwords.hash(PASSWORD).await?;
    let mut logins = String::new();
    for (number, shop) in SHOPS.into_iter().enumerate() {
        shop::open(&state, shop, number, &hash).await?;
        for (person, role) in shop.people() {
            writeln!(logins, "  {:<24} {:<8} {}", person.email, role.name(), shop.name)?;
        }
    }
    let text = format!("Demo logins, all with the password \"{PASSWORD}\":\n{logins}");
    let file = state.config.data_dir.join("demo-logins.txt");
    std::fs::write(&file, &text).with_context(|| format!("cannot write {}", file.display()))?;
    print!("{text}");
    Ok(state.db.close().await?)
}

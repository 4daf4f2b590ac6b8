//! `api export`: the products of a shop as a sheet.
use super::{named, person};
use crate::{Config, db, state::State};
use anyhow::Context;
use futures::TryStreamExt;
use shared::{product::ProductQuery, sheet::Delimiter};
use std::{
    fs::File,
    io::{self, Write},
    path::PathBuf,
    pin::pin,
};
use uuid::Uuid;

/// What to export.
#[derive(clap::Args)]
pub struct Export {
    /// The shop: its id, or the e-mail of anybody of its team.
    #[arg(long)]
    shop: String,
    /// The file to write; the standard output when left out.
    #[arg(long)]
    out: Option<PathBuf>,
    /// The archived products instead of those in use.
    #[arg(long)]
    archived: bool,
    /// What stands between the cells: `,`, `;` or `tab`.
    #[arg(long, default_value = ",", value_parser = named::<Delimiter>)]
    delimiter: Delimiter,
}

impl Export {
    /// Writes the sheet.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let state = State::connect(config).await?;
        let shop = match self.shop.parse::<Uuid>() {
            Ok(shop) => shop,
            Err(_) => person(&state.db, &self.shop).await?.0.shop,
        };
        let (archived, delimiter) = (self.archived, Some(self.delimiter));
        let query = ProductQuery { archived, delimiter, ..ProductQuery::default() };
        let mut pages =
            pin!(db::exports::products(state.db.clone(), shop, query).await.context("there is no such shop")?);
        let mut out: Box<dyn Write> = match &self.out {
            Some(path) => Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?),
            None => Box::new(io::stdout().lock()),
        };
        while let Some(page) = pages.try_next().await? {
            out.write_all(&page).context("cannot write the sheet")?;
        }
        out.flush()?;
        Ok(state.db.close().await?)
    }
}

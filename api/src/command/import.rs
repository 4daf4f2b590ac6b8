//! `api import`: products out of a sheet, as somebody of the shop.
use super::{named, person};
use crate::{
    Config,
    db::{
        self,
        imports::{self, Progress},
    },
    error::Error,
    sheet::{Sheet, write::told},
    state::State,
};
use anyhow::{Context, bail, ensure};
use shared::{
    Problem,
    import::{ImportQuery, ImportReport, Outcome, Stock},
    money,
    sheet::Decimal,
    user::Role,
};
use std::{fs::File, path::PathBuf, sync::Arc};
use uuid::Uuid;

/// What to import.
#[derive(clap::Args)]
pub struct Import {
    /// Who imports: the e-mail of a manager or an owner of the shop.
    #[arg(long = "as", value_name = "EMAIL")]
    email: String,
    /// The sheet: CSV or text with `,`, `;` or tabs between the cells.
    file: PathBuf,
    /// Only tell what would become of every row.
    #[arg(long)]
    dry_run: bool,
    /// `count` books a count where the quantity differs; `keep` leaves the quantities of known products alone.
    #[arg(long, default_value = "keep", value_parser = named::<Stock>)]
    stock: Stock,
    /// Which column is what, where the headers do not say it: `Header=field,Other=field`.
    #[arg(long)]
    columns: Option<String>,
    /// The decimal sign, `comma` or `point`, where the prices do not show it.
    #[arg(long, value_parser = named::<Decimal>)]
    decimal: Option<Decimal>,
}

impl Import {
    /// Reads the sheet, stores it unless told otherwise, and says what became of it.
    pub async fn run(self, config: Config) -> anyhow::Result<()> {
        let file = File::open(&self.file).with_context(|| format!("cannot read {}", self.file.display()))?;
        let state = State::connect(config).await?;
        let (by, user) = person(&state.db, &self.email).await?;
        ensure!(user.is_active, "{} is locked out of the shop", self.email);
        ensure!(user.role >= Role::Manager, "{} is neither manager nor owner", self.email);
        let decimals = money::decimals(&db::shops::get(&state.db, by.shop).await?.currency);
        let Self { dry_run, stock, columns, decimal, .. } = self;
        let query = ImportQuery { dry_run, columns, decimal, stock, limit: None };
        // Nothing else runs in this process that the waiting for disks could hold up.
        let sheet = Arc::new(Sheet::open(file, &state.config.data_dir, &query, decimals)?);
        let import = imports::Import { id: Uuid::now_v7(), by, sheet, query, progress: Arc::<Progress>::default() };
        let report = if dry_run {
            imports::check(&state.db, &import).await?
        } else {
            stored(imports::run(&state.db, &import, None).await)?
        };
        state.db.close().await?;
        tell(&report);
        let wrong = report.failed + report.problems.len() as u64;
        ensure!(wrong == 0, "{wrong} wrong; an import would store nothing");
        Ok(())
    }
}

/// A refusal in so many lines as it names cells.
fn stored(answer: Result<db::idempotency::Answer<ImportReport>, Error>) -> anyhow::Result<ImportReport> {
    match answer {
        // Without a key no answer is a repeated one.
        Ok(answer) => answer.fresh.context("this was imported before"),
        Err(Error::Refused(problem)) => {
            problem.fields.iter().for_each(|wrong| eprintln!("{wrong}"));
            let Problem { title, detail, .. } = problem;
            bail!("{}", detail.unwrap_or(title))
        }
        Err(fault) => Err(fault.into()),
    }
}

fn tell(report: &ImportReport) {
    let ImportReport { rows, created, changed, same, failed, opened, counted, .. } = report;
    println!("{}{rows} rows: {created} new, {changed} changed, {same} the same, {failed} wrong", head(report));
    println!("opening quantities: {opened}; counts: {counted}");
    println!("read as {}, decimal sign {}", report.encoding, report.decimal.map_or("unknown", sign));
    for column in &report.columns {
        println!("column {}: {}", column.header, column.field.map_or("not used", shared::sheet::Field::name));
    }
    for problem in &report.problems {
        println!("{problem}");
    }
    for item in report.items.iter().filter(|item| item.outcome == Outcome::Failed) {
        println!("line {}: {}", item.line, item.errors.iter().map(told).collect::<Vec<_>>().join("; "));
    }
}

fn head(report: &ImportReport) -> &'static str {
    if report.dry_run { "nothing was stored; it would be " } else { "" }
}

fn sign(decimal: Decimal) -> &'static str {
    match decimal {
        Decimal::Comma => "comma",
        Decimal::Point => "point",
    }
}

//! Products out of a sheet. A dry run and a real one compare every row with the same function; a real one stores, too.
mod compare;
mod progress;
mod store;
mod survey;
mod tally;

pub use progress::Progress;

use super::{
    Db, Transaction,
    audit::By,
    idempotency::{Answer, Key, earlier, once},
    reader::Reader,
};
use crate::{
    error::Result,
    sheet::{Sheet, row::Entry, write::Lines},
};
use compare::{Compared, Step};
use sea_orm::ConnectionTrait;
use shared::import::{ImportQuery, ImportReport, Phase};
use std::sync::Arc;
use survey::Survey;
use tally::Tally;
use uuid::Uuid;

/// An import: who brings what, and how it is to be taken.
pub struct Import {
    /// Its name, which its movements carry.
    pub id: Uuid,
    /// Who brings it.
    pub by: By,
    /// What.
    pub sheet: Arc<Sheet>,
    /// How it is to be taken.
    pub query: ImportQuery,
    /// Where others see how far it is.
    pub progress: Arc<Progress>,
}

/// Tells what would become of every row, without a lock: nobody waits for a dry run.
pub async fn check(db: &Db, import: &Import) -> Result<ImportReport> {
    let mut tally = Tally::of(import);
    import.progress.begin(Phase::Checking, import.sheet.rows);
    pass(&db.read, import, async |rows| {
        tally.add_all(&rows);
        Ok(())
    })
    .await?;
    Ok(tally.report())
}

/// The rows that are wrong as they stand in the sheet, with line and reason; each piece goes to `out`.
pub async fn rejects(db: &Db, import: &Import, mut out: impl FnMut(Vec<u8>) -> Result<()>) -> Result<()> {
    import.progress.begin(Phase::Checking, import.sheet.rows);
    let delimiter = import.sheet.delimiter();
    let mut lines = Some(Lines::rejects(&import.sheet)?);
    pass(&db.read, import, async |rows| {
        let mut open = lines.take().unwrap_or_else(|| Lines::more(delimiter));
        for row in rows {
            if let Step::Wrong(errors) = &row.step {
                open.reject(&row.entry, errors)?;
            }
        }
        out(open.taken()?)
    })
    .await?;
    // A sheet without rows has a header still.
    lines.map_or(Ok(()), |lines| out(lines.taken()?))
}

/// Stores every row, or none when one is wrong.
///
/// # Errors
/// `invalid` with what is wrong with the sheet or with its rows, as `line 17.price`.
pub async fn run(db: &Db, import: &Import, key: Option<&Key>) -> Result<Answer<ImportReport>> {
    if let Some(answer) = earlier(db, key).await? {
        return Ok(answer);
    }
    // Everything that can be wrong is found before anybody has to wait for the lock.
    tally::refuse(check(db, import).await?)?;
    once(db, key, 200, async |tx| {
        let (mut tally, mut survey) = (Tally::of(import), Survey::default());
        import.progress.begin(Phase::Storing, import.sheet.rows);
        pass(tx, import, async |rows| {
            tally.add_all(&rows);
            // Somebody may have changed something since the check; then the rest is only looked at.
            if !tally.is_clean() {
                return Ok(());
            }
            let written = rows.len();
            store::write(tx, import, rows).await?;
            survey.written(tx, written).await
        })
        .await?;
        tally::refuse(tally.report())
    })
    .await
}

/// Where products are read to be compared.
trait Source: ConnectionTrait {
    /// Keeps others from editing the products that these rows name, if they are going to be written.
    async fn hold(&self, import: &Import, entries: &[Entry]) -> Result<()>;
}

impl Source for Reader {
    async fn hold(&self, _: &Import, _: &[Entry]) -> Result<()> {
        Ok(())
    }
}

impl Source for Transaction {
    async fn hold(&self, import: &Import, entries: &[Entry]) -> Result<()> {
        compare::hold(self, import, entries).await
    }
}

/// Compares all rows, batch by batch.
async fn pass(db: &impl Source, import: &Import, mut act: impl AsyncFnMut(Vec<Compared>) -> Result<()>) -> Result<()> {
    if !import.sheet.problems.is_empty() {
        return Ok(());
    }
    let mut batches = import.sheet.batches();
    while let Some(batch) = batches.recv().await {
        let batch = batch?;
        let rows = batch.len();
        db.hold(import, &batch).await?;
        act(compare::compare(db, import, batch).await?).await?;
        import.progress.advance(rows);
    }
    Ok(())
}

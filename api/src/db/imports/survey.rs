//! What PostgreSQL knows of the products while very many come in. It plans by what it saw when it looked last; of those that
//! came since, it would read all again for every batch.
use crate::{db::Transaction, error::Result};
use sea_orm::{ConnectionTrait, DbBackend};

/// Rows after which it looks for the first time.
const FIRST: usize = 500;
/// It looks again when there are so many times as many.
const GROWTH: usize = 4;

/// Knows when it has to look again.
#[derive(Default)]
pub struct Survey {
    written: usize,
    seen: usize,
}

impl Survey {
    /// Has it look, if enough has been written. Where somebody else is having it look, that is as good.
    pub async fn written(&mut self, tx: &Transaction, rows: usize) -> Result<()> {
        self.written += rows;
        if tx.get_database_backend() != DbBackend::Postgres || self.written < FIRST.max(GROWTH * self.seen) {
            return Ok(());
        }
        self.seen = self.written;
        tx.execute_unprepared("ANALYZE (SKIP_LOCKED) products, stock_levels").await?;
        Ok(())
    }
}

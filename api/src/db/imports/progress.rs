//! How far an import is, for others to see.
use parking_lot::Mutex;
use shared::import::{ImportProgress, Phase};

/// How far an import is.
pub struct Progress(Mutex<ImportProgress>);

impl Default for Progress {
    fn default() -> Self {
        Self(Mutex::new(ImportProgress { phase: Phase::Receiving, rows_done: 0, rows_total: 0 }))
    }
}

impl Progress {
    /// How far it is now.
    pub fn now(&self) -> ImportProgress {
        *self.0.lock()
    }

    /// A phase begins.
    pub(super) fn begin(&self, phase: Phase, rows_total: u64) {
        *self.0.lock() = ImportProgress { phase, rows_done: 0, rows_total };
    }

    /// So many rows more are done.
    pub(super) fn advance(&self, rows: usize) {
        self.0.lock().rows_done += rows as u64;
    }
}

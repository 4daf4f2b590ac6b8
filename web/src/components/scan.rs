//! Codes that a scanner reads, and who gets them.
use leptos::prelude::*;

/// Where scanned codes go: to the page that wants them, else to the product that has the code.
#[derive(Clone, Copy)]
pub struct Scans {
    takers: StoredValue<Vec<(u32, Callback<String>)>>,
    last: StoredValue<u32>,
    /// Read last, while no page wanted it.
    pub unclaimed: RwSignal<Option<String>>,
}

impl Scans {
    /// Makes it known to the pages inside.
    pub fn provide() {
        provide_context(Self {
            takers: StoredValue::new(Vec::new()),
            last: StoredValue::new(0),
            unclaimed: RwSignal::new(None),
        });
    }

    /// The one of this page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// From now on this gets what is scanned, until the page or part that says so is left.
    pub fn wanted_by(self, taker: Callback<String>) {
        self.last.update_value(|last| *last += 1);
        let mine = self.last.get_value();
        self.takers.update_value(|takers| takers.push((mine, taker)));
        // The frame may go together with the page.
        on_cleanup(move || {
            self.takers.try_update_value(|takers| takers.retain(|(number, _)| *number != mine));
        });
    }

    /// A code was read.
    pub fn give(self, code: String) {
        match self.takers.with_value(|takers| takers.last().map(|(_, taker)| *taker)) {
            Some(taker) => taker.run(code),
            None => self.unclaimed.set(Some(code)),
        }
    }
}

//! Load comes from as many threads as there are processors, each with connections of its own.
use crate::tally::number;
use std::{num::NonZero, thread};
use tokio::runtime::Builder;

/// Which of the threads this is.
#[derive(Clone, Copy)]
pub struct Part {
    number: usize,
    of: usize,
}

impl Part {
    /// Its number, from 0.
    pub fn number(self) -> u32 {
        number(self.number)
    }

    /// How many threads there are.
    pub fn of(self) -> u32 {
        number(self.of)
    }

    /// Its share of so many; what is left over goes to the first.
    pub fn share(self, all: usize) -> usize {
        all / self.of + usize::from(self.number < all % self.of)
    }
}

/// How many processors there are.
pub fn processors() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does this in every thread; gives what each made.
///
/// # Errors
/// Those of the work itself.
pub fn run<T: Send, F: Future<Output = anyhow::Result<T>>>(work: impl Fn(Part) -> F + Sync) -> anyhow::Result<Vec<T>> {
    let of = processors();
    thread::scope(|scope| {
        let work = &work;
        let thread =
            |number| move || Builder::new_current_thread().enable_all().build()?.block_on(work(Part { number, of }));
        let threads: Vec<_> = (0..of).map(|number| scope.spawn(thread(number))).collect();
        threads.into_iter().map(|thread| thread.join().map_err(|_| anyhow::anyhow!("a thread ended early"))?).collect()
    })
}

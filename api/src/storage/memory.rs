//! Pictures that were asked for lately, so that many who look at the same page ask the store once, and go on seeing it while
//! S3 is gone.
use actix_web::web::Bytes;
use moka::future::Cache;
use std::{future::Future, io, time::Duration};

/// A picture that was erased by way of another replica is forgotten here after this.
const TTL: Duration = Duration::from_hours(1);

/// Pictures by their names.
pub struct Memory(Cache<String, Bytes>);

/// Why there is nothing to keep.
enum Miss {
    Nowhere,
    Failed(io::Error),
}

impl Memory {
    /// Room for so many MiB of pictures; nothing where there is none.
    pub fn of(mib: u64) -> Option<Self> {
        let weigh = |_: &String, bytes: &Bytes| u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        let cache = || Cache::builder().weigher(weigh).max_capacity(mib * 1024 * 1024).time_to_live(TTL).build();
        (mib > 0).then(cache).map(Self)
    }

    /// A picture, fetched if it is not here; those who ask for it at the same time wait for one fetching.
    pub async fn get<F>(&self, key: &str, fetch: F) -> io::Result<Option<Bytes>>
    where
        F: Future<Output = io::Result<Option<Bytes>>>,
    {
        let fetched = async { fetch.await.map_err(Miss::Failed)?.ok_or(Miss::Nowhere) };
        match self.0.try_get_with_by_ref(key, fetched).await {
            Ok(bytes) => Ok(Some(bytes)),
            Err(miss) => match &*miss {
                Miss::Nowhere => Ok(None),
                // All who waited share it, so each gets its words.
                Miss::Failed(error) => Err(io::Error::new(error.kind(), format!("{error:?}"))),
            },
        }
    }

    /// Is it here?
    pub fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Forgets a picture that was erased.
    pub async fn forget(&self, key: &str) {
        self.0.invalidate(key).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::Cell, io::ErrorKind};
    use tokio::{join, task::yield_now};

    #[actix_web::test]
    async fn those_who_ask_at_the_same_time_wait_for_one_fetching() {
        let (memory, fetched) = (Memory::of(1).unwrap(), Cell::new(0));
        let fetch = || async {
            fetched.set(fetched.get() + 1);
            yield_now().await;
            Ok(Some(Bytes::from_static(b"picture")))
        };
        let (one, other) = join!(memory.get("key", fetch()), memory.get("key", fetch()));
        assert_eq!((one.unwrap(), other.unwrap()), (Some("picture".into()), Some("picture".into())));
        assert_eq!((fetched.get(), memory.has("key")), (1, true));
        memory.forget("key").await;
        assert!(!memory.has("key"));
    }

    #[actix_web::test]
    async fn neither_an_absence_nor_a_fault_is_kept() {
        let memory = Memory::of(1).unwrap();
        assert_eq!(memory.get("key", async { Ok(None) }).await.unwrap(), None);
        let fault = memory.get("key", async { Err(ErrorKind::TimedOut.into()) }).await.unwrap_err();
        assert_eq!((fault.kind(), memory.has("key")), (ErrorKind::TimedOut, false));
    }

    #[actix_web::test]
    async fn there_is_never_more_than_there_is_room_for() {
        let memory = Memory::of(1).unwrap();
        for key in 0..64 {
            memory.get(&key.to_string(), async { Ok(Some(vec![0; 100 * 1024].into())) }).await.unwrap();
        }
        memory.0.run_pending_tasks().await;
        assert!((1..=1024 * 1024).contains(&memory.0.weighted_size()), "{}", memory.0.weighted_size());
        assert!(Memory::of(0).is_none());
    }
}

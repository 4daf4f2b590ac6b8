//! Pictures that no row names: erased when a row lets go of them, and looked for once a day, as a program may end in between.
//!
//! A name is made from owner and content, so a picture that is about to go may be sent once more, and no lock is held over the
//! database and the store together. Two looks see to it that no row is left with a picture that is gone:
//! - who stores a picture looks, after the row names it, whether it is still there, and puts it there again if it is not;
//! - who erases one looks, after it is gone, whether a row names it by now, and puts it there again if one does.
//!
//! Whichever comes last of naming and erasing is seen by the look after it.
use crate::{
    db::{Db, pictures},
    error::{Error, Result},
    storage::Storage,
};
use actix_web::web::Bytes;
use shared::image::{THUMBNAIL_SIDE, thumbnail_key};
use std::{
    collections::BTreeSet,
    io::ErrorKind,
    time::{Duration, SystemTime},
};

/// Younger ones are left alone: an upload stores its picture before the row names it.
const YOUNG: Duration = Duration::from_hours(24);

/// Erases a picture in both its sizes, unless a row names it.
pub async fn erase(db: &Db, storage: &Storage, key: &str) -> Result<()> {
    if is_named(db, key).await? {
        return Ok(());
    }
    let mut erased = Vec::new();
    for size in [thumbnail_key(key), key.to_owned()] {
        // What is not there is not erased: it may come while somebody else puts it back, and we could not.
        let Some(bytes) = present(storage, &size).await? else { continue };
        storage.delete(&size).await?;
        erased.push((size, bytes));
    }
    // Where that cannot be said, it stays for the next day.
    if !erased.is_empty() && is_named(db, key).await.unwrap_or(true) {
        for (size, bytes) in erased.iter().filter(|(_, bytes)| !bytes.is_empty()) {
            storage.put(size, bytes).await?;
        }
    }
    Ok(())
}

/// Erases all that no row names any more, and tells how many. Several replicas may do it at once.
pub async fn sweep(db: &Db, storage: &Storage) -> Result<usize> {
    let old = SystemTime::now() - YOUNG;
    let (mut erased, mut next) = (0, None);
    loop {
        let page = storage.page(next).await?;
        let files = page.files.into_iter().filter(|file| file.since < old);
        let keys: Vec<_> = files.map(|file| full_size(&file.key)).collect::<BTreeSet<_>>().into_iter().collect();
        let named = pictures::named(db, &keys).await?;
        for key in keys.iter().filter(|key| !named.contains(*key)) {
            erase(db, storage, key).await?;
            erased += 1;
        }
        next = page.next;
        if next.is_none() {
            return Ok(erased);
        }
    }
}

async fn is_named(db: &Db, key: &str) -> Result<bool> {
    Ok(!pictures::named(db, &[key.to_owned()]).await?.is_empty())
}

/// What would have to be put back, if there is something. One that is damaged is no loss, and as good as empty.
async fn present(storage: &Storage, key: &str) -> Result<Option<Bytes>> {
    match storage.get(key).await {
        Err(Error::Storage(error)) if error.kind() == ErrorKind::InvalidData => Ok(Some(Bytes::new())),
        bytes => bytes,
    }
}

/// The name that a row has for it, whichever size this is.
fn full_size(key: &str) -> String {
    key.replace(&format!("-{THUMBNAIL_SIDE}."), ".")
}

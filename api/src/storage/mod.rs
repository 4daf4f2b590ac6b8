//! Where pictures lie: in a folder, or in S3. Names are made from the content, so a file is written once and never changed.
mod fault;
mod folder;
mod memory;
mod s3;

use crate::{config::Config, error::Result};
use actix_web::web::Bytes;
use folder::Folder;
use memory::Memory;
use s3::S3;
use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    time::SystemTime,
};

/// The picture store.
pub struct Storage {
    store: Store,
    memory: Option<Memory>,
}

enum Store {
    Folder(Folder),
    S3(S3),
}

/// Some of what there is, and where the rest begins.
#[derive(Default)]
pub struct Page {
    /// What there is.
    pub files: Vec<Stored>,
    /// To be asked for next, if there is more.
    pub next: Option<String>,
}

/// A file in the store.
pub struct Stored {
    /// Its name.
    pub key: String,
    /// When it was last put there.
    pub since: SystemTime,
}

impl Storage {
    /// The store of the settings. A folder must be there to begin with; S3 may come later, and readiness tells until then.
    ///
    /// # Errors
    /// When the folder cannot be made, or the settings cannot be right.
    pub async fn connect(config: &Config) -> anyhow::Result<Self> {
        let memory = Memory::of(config.picture_cache_mb);
        let Some(endpoint) = &config.s3.endpoint else {
            let folder = Folder::new(config.data_dir.join("pictures"))?;
            return Ok(Self { store: Store::Folder(folder), memory });
        };
        let s3 = S3::new(&config.s3, endpoint)?;
        if let Err(fault) = s3.prepare().await {
            tracing::warn!(?fault, "the picture store is not ready yet");
        }
        Ok(Self { store: Store::S3(s3), memory })
    }

    /// Keeps a file. It is there as a whole or not at all, and as young as if it had not been there before.
    pub async fn put(&self, key: &str, bytes: &[u8]) -> Result<()> {
        place(key).ok_or(ErrorKind::InvalidInput).map_err(io::Error::from)?;
        match &self.store {
            Store::Folder(folder) => folder.put(key, bytes).await?,
            Store::S3(s3) => s3.put(key, bytes).await?,
        }
        Ok(())
    }

    /// A file as a whole, if it is there.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>> {
        if place(key).is_none() {
            return Ok(None);
        }
        // On the heap: it is large, and seldom needed.
        let fetch = async { Box::pin(self.fetch(key)).await };
        Ok(match &self.memory {
            Some(memory) => memory.get(key, fetch).await?,
            None => fetch.await?,
        })
    }

    async fn fetch(&self, key: &str) -> io::Result<Option<Bytes>> {
        match &self.store {
            Store::Folder(folder) => folder.get(key).await,
            Store::S3(s3) => Ok(s3.get(key).await?),
        }
    }

    /// Is it there? The store itself is asked, whatever is in memory.
    pub async fn has(&self, key: &str) -> Result<bool> {
        if place(key).is_none() {
            return Ok(false);
        }
        Ok(match &self.store {
            Store::Folder(folder) => folder.has(key).await?,
            Store::S3(s3) => s3.has(key).await?,
        })
    }

    /// Is it in memory, or in the store? What is in memory can be had while the store is gone.
    pub async fn can_give(&self, key: &str) -> Result<bool> {
        Ok(self.memory.as_ref().is_some_and(|memory| memory.has(key)) || self.has(key).await?)
    }

    /// Removes a file; one that is not there is removed already.
    pub async fn delete(&self, key: &str) -> Result<()> {
        if place(key).is_none() {
            return Ok(());
        }
        match &self.store {
            Store::Folder(folder) => folder.delete(key).await?,
            Store::S3(s3) => s3.delete(key).await?,
        }
        if let Some(memory) = &self.memory {
            memory.forget(key).await;
        }
        Ok(())
    }

    /// The files from there on, or from the first; never more than there is memory for.
    pub async fn page(&self, from: Option<String>) -> Result<Page> {
        let mut page = match &self.store {
            Store::Folder(folder) => folder.page(from).await?,
            Store::S3(s3) => s3.page(from).await?,
        };
        page.files.retain(|file| place(&file.key).is_some());
        Ok(page)
    }

    /// Does it work?
    pub async fn ping(&self) -> Result<()> {
        match &self.store {
            Store::Folder(folder) => folder.ping().await?,
            Store::S3(s3) => s3.ping().await?,
        }
        Ok(())
    }

    /// Which store it is.
    pub fn engine(&self) -> &'static str {
        match self.store {
            Store::Folder(_) => "folder",
            Store::S3(_) => "s3",
        }
    }
}

/// What a picture of this name is.
pub fn content_type(key: &str) -> &'static str {
    match key.rsplit_once('.') {
        Some((_, "webp")) => "image/webp",
        _ => "image/jpeg",
    }
}

/// Where a picture lies in the folder. Only names that this product makes lead anywhere: `<32 hex digits>[-320].(jpg|webp)`.
pub fn place(key: &str) -> Option<PathBuf> {
    let (stem, extension) = key.split_once('.')?;
    let hash = stem.strip_suffix(&format!("-{}", shared::image::THUMBNAIL_SIDE)).unwrap_or(stem);
    let hex = hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (hex && matches!(extension, "jpg" | "webp")).then(|| Path::new(&hash[..2]).join(key))
}

//! Where pictures lie: a folder. Names are made from the content, so a file is written once and never changed.
use crate::error::Result;
use actix_web::web::Bytes;
use anyhow::Context;
use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};
use tokio::fs;
use uuid::Uuid;

/// The picture store.
pub struct Storage {
    folder: PathBuf,
}

impl Storage {
    /// Pictures in this folder, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(folder: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot write to {}", folder.display()))?;
        Ok(Self { folder })
    }

    /// Keeps a file. It is there as a whole or not at all, also after a power cut.
    pub async fn put(&self, key: &str, bytes: &[u8]) -> Result<()> {
        let file = self.path(key).ok_or(ErrorKind::InvalidInput).map_err(io::Error::from)?;
        fs::create_dir_all(file.parent().unwrap_or(&self.folder)).await?;
        let part = file.with_extension(format!("{}.part", Uuid::now_v7().simple()));
        let written = write(&part, bytes).await;
        if written.is_err() {
            // What is half written must not stay; the first error is the one to tell.
            _ = fs::remove_file(&part).await;
        }
        written?;
        fs::rename(&part, &file).await?;
        // The name, too, is only there after a power cut once its folder is written.
        Ok(fs::File::open(file.parent().unwrap_or(&self.folder)).await?.sync_all().await?)
    }

    /// A file, if it is there.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>> {
        let Some(file) = self.path(key) else { return Ok(None) };
        match fs::read(file).await {
            Ok(bytes) => Ok(Some(bytes.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Removes a file; one that is not there is removed already.
    pub async fn delete(&self, key: &str) -> Result<()> {
        let Some(file) = self.path(key) else { return Ok(()) };
        match fs::remove_file(file).await {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Can it be written to?
    pub async fn ping(&self) -> Result<()> {
        let probe = self.folder.join(format!("{}.probe", Uuid::now_v7().simple()));
        fs::write(&probe, b"").await?;
        Ok(fs::remove_file(&probe).await?)
    }

    /// Which store it is.
    pub const ENGINE: &'static str = "folder";

    fn path(&self, key: &str) -> Option<PathBuf> {
        place(key).map(|place| self.folder.join(place))
    }
}

/// Where a picture lies in the folder. Only names that this product makes lead anywhere: `<32 hex digits>[-320].(jpg|webp)`.
pub fn place(key: &str) -> Option<PathBuf> {
    let (stem, extension) = key.split_once('.')?;
    let hash = stem.strip_suffix(&format!("-{}", shared::image::THUMBNAIL_SIDE)).unwrap_or(stem);
    let hex = hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    (hex && matches!(extension, "jpg" | "webp")).then(|| Path::new(&hash[..2]).join(key))
}

async fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    use tokio::io::AsyncWriteExt;
    let mut out = fs::File::create(file).await?;
    out.write_all(bytes).await?;
    out.sync_all().await
}

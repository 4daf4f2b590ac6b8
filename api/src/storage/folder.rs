//! Pictures in a folder, a few hundred to each folder in it.
use super::{Page, Stored, place};
use actix_web::web::Bytes;
use anyhow::Context;
use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
};
use tokio::{fs, task};
use uuid::Uuid;

/// A folder of pictures.
pub struct Folder(PathBuf);

impl Folder {
    /// This folder, made if it is not there.
    pub fn new(folder: PathBuf) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot write to {}", folder.display()))?;
        Ok(Self(folder))
    }

    /// Keeps a file, also after a power cut.
    pub async fn put(&self, key: &str, bytes: &[u8]) -> io::Result<()> {
        let file = self.path(key)?;
        fs::create_dir_all(file.parent().unwrap_or(&self.0)).await?;
        let part = file.with_extension(format!("{}.part", Uuid::now_v7().simple()));
        let written = write(&part, bytes).await;
        if written.is_err() {
            // What is half written must not stay; the first error is the one to tell.
            _ = fs::remove_file(&part).await;
        }
        written?;
        fs::rename(&part, &file).await?;
        // The name, too, is only there after a power cut once its folder is written.
        fs::File::open(file.parent().unwrap_or(&self.0)).await?.sync_all().await
    }

    /// A file, if it is there.
    pub async fn get(&self, key: &str) -> io::Result<Option<Bytes>> {
        let bytes = there(fs::read(self.path(key)?).await)?;
        if bytes.is_none() {
            // Without the folder, such as a disk that is not there any more, nothing can be said.
            fs::metadata(&self.0).await?;
        }
        Ok(bytes.map(Bytes::from))
    }

    /// Is it there?
    pub async fn has(&self, key: &str) -> io::Result<bool> {
        Ok(there(fs::metadata(self.path(key)?).await)?.is_some())
    }

    /// Removes a file, if it is there.
    pub async fn delete(&self, key: &str) -> io::Result<()> {
        there(fs::remove_file(self.path(key)?).await).map(|_| ())
    }

    /// The files of one of the folders in it. `from` is the first that counts; those that are empty are passed over.
    pub async fn page(&self, from: Option<String>) -> io::Result<Page> {
        let first = from.and_then(|from| u8::from_str_radix(&from, 16).ok()).unwrap_or(0);
        let folder = self.0.clone();
        let listed = task::spawn_blocking(move || {
            for n in first..=u8::MAX {
                let Some(files) = there(listed(&folder.join(format!("{n:02x}"))))? else { continue };
                return Ok(Page { files, next: n.checked_add(1).map(|next| format!("{next:02x}")) });
            }
            Ok(Page::default())
        });
        listed.await?
    }

    /// Can it be written to?
    pub async fn ping(&self) -> io::Result<()> {
        let probe = self.0.join(format!("{}.probe", Uuid::now_v7().simple()));
        fs::write(&probe, b"").await?;
        fs::remove_file(&probe).await
    }

    fn path(&self, key: &str) -> io::Result<PathBuf> {
        Ok(self.0.join(place(key).ok_or(ErrorKind::InvalidInput)?))
    }
}

/// Nothing, when it is not there.
fn there<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

fn listed(folder: &Path) -> io::Result<Vec<Stored>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        // One that goes meanwhile need not be told.
        let Some(about) = there(entry.metadata())? else { continue };
        files.push(Stored { key: entry.file_name().to_string_lossy().into_owned(), since: about.modified()? });
    }
    Ok(files)
}

async fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    use tokio::io::AsyncWriteExt;
    let mut out = fs::File::create(file).await?;
    out.write_all(bytes).await?;
    out.sync_all().await
}

//! Files on their way in: one at a time, kept on disk while they are read, digested on the way.
use crate::{
    body::{has_type, malformed},
    db::imports::Progress,
    error::{Error, Result},
};
use actix_web::{HttpRequest, http::header::CONTENT_LENGTH, web::Payload};
use anyhow::Context;
use futures::StreamExt;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use shared::{
    Code, Problem,
    import::{ImportProgress, MAX_FILE},
};
use std::{fs, path::PathBuf, sync::Arc, time::Duration};
use tokio::{fs::File, io::AsyncWriteExt, time::timeout};
use uuid::Uuid;

/// What browsers and programs call a sheet; some only know that it is a file.
const TYPES: [&str; 5] =
    ["text/csv", "text/plain", "text/tab-separated-values", "application/vnd.ms-excel", "application/octet-stream"];
/// A client that sends nothing for so long keeps the place from others no longer.
const PATIENCE: Duration = Duration::from_secs(30);
/// What workbooks begin with, new ones and old ones: they are no text.
const WORKBOOKS: [&[u8]; 2] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"];

/// The one import that may run.
pub struct Imports {
    /// Where files lie meanwhile.
    pub folder: PathBuf,
    running: Arc<Mutex<Option<Running>>>,
}

struct Running {
    shop: Uuid,
    progress: Arc<Progress>,
}

/// The right to import, as long as it is held.
pub struct Place {
    /// Where others see how far it is.
    pub progress: Arc<Progress>,
    running: Arc<Mutex<Option<Running>>>,
}

/// A file that has arrived. It has no name on disk, so it is gone with its last reader.
pub struct Spooled {
    /// The file.
    pub file: fs::File,
    /// Digest of what is in it.
    pub digest: Vec<u8>,
}

impl Imports {
    /// With this folder for files, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(folder: PathBuf) -> anyhow::Result<Self> {
        fs::create_dir_all(&folder).with_context(|| format!("cannot write to {}", folder.display()))?;
        Ok(Self { folder, running: Arc::default() })
    }

    /// Takes the place.
    ///
    /// # Errors
    /// `busy` while another import has it.
    pub fn place(&self, shop: Uuid) -> Result<Place> {
        let mut running = self.running.lock();
        if running.is_some() {
            return Err(Code::Busy.into());
        }
        let progress = Arc::<Progress>::default();
        *running = Some(Running { shop, progress: progress.clone() });
        Ok(Place { progress, running: self.running.clone() })
    }

    /// How far the import of this shop is, if one is running here.
    pub fn current(&self, shop: Uuid) -> Option<ImportProgress> {
        let running = self.running.lock();
        running.as_ref().filter(|running| running.shop == shop).map(|running| running.progress.now())
    }

    /// Takes a file in.
    ///
    /// # Errors
    /// `unsupported_media` for what is no text, `too_large`, `malformed` when it breaks off.
    pub async fn receive(&self, request: &HttpRequest, mut payload: Payload) -> Result<Spooled> {
        has_type(request, |kind| TYPES.contains(&kind))?;
        let said = request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if said.is_some_and(|said| said > MAX_FILE) {
            return Err(Code::TooLarge.into());
        }
        let mut file = File::from_std(tempfile::tempfile_in(&self.folder)?);
        let (mut digest, mut length) = (Sha256::new(), 0);
        let late = || Error::from(Problem::from(Code::Malformed).detail("the file stopped arriving"));
        while let Some(chunk) = timeout(PATIENCE, payload.next()).await.map_err(|_| late())? {
            let chunk = chunk.map_err(|error| malformed(&error))?;
            if length == 0 && WORKBOOKS.iter().any(|first| chunk.starts_with(first)) {
                let detail = "a workbook is no text; save it as CSV first";
                return Err(Problem::from(Code::UnsupportedMedia).detail(detail).into());
            }
            length += chunk.len();
            if length > MAX_FILE {
                return Err(Code::TooLarge.into());
            }
            digest.update(&chunk);
            file.write_all(&chunk).await?;
        }
        file.flush().await?;
        Ok(Spooled { file: file.into_std().await, digest: digest.finalize().to_vec() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        *self.running.lock() = None;
    }
}

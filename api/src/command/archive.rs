//! What a backup is: one plain tar with the database, the pictures, and the secrets that were made in the data folder.
use crate::{Config, storage};
use anyhow::Context;
use chrono::Utc;
use serde::{Deserialize, Serialize};
use std::{
    collections::HashSet,
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, ErrorKind, Read},
    path::{Path, PathBuf},
};

/// The entry that says what it is; the first one.
pub const ABOUT: &str = "bodega-backup.json";
/// The database.
pub const DATABASE: &str = "bodega.db";
/// The folder of the pictures.
pub const PICTURES: &str = "pictures";
/// The secrets that may have been made in the data folder.
pub const SECRETS: [&str; 2] = ["jwt_secret", "password_pepper"];

/// What it says of itself.
#[derive(Serialize, Deserialize)]
pub struct About {
    /// Form of the archive; there is one so far.
    pub format: u32,
    /// Version of the program that made it.
    pub version: String,
    /// When, RFC 3339.
    pub created_at: String,
}

impl About {
    /// A backup made now.
    pub fn now() -> Self {
        Self { format: 1, version: env!("CARGO_PKG_VERSION").into(), created_at: Utc::now().to_rfc3339() }
    }
}

/// Which of the secrets in the data folder are in use: those that no setting gives.
pub fn secrets(config: &Config) -> Vec<&'static str> {
    let jwt = config.jwt_secret.is_some() || config.jwt_secret_file.is_some();
    let pepper = config.password_pepper.is_some() || config.password_pepper_file.is_some();
    SECRETS.into_iter().zip([jwt, pepper]).filter(|(_, given)| !given).map(|(name, _)| name).collect()
}

/// Where an entry goes in the folder that it is unpacked into; nothing for a name that no backup has.
pub fn place(name: &str) -> Option<PathBuf> {
    if [ABOUT, DATABASE].contains(&name) || SECRETS.contains(&name) {
        return Some(name.into());
    }
    let (folder, key) = name.strip_prefix(PICTURES)?.strip_prefix('/')?.split_once('/')?;
    let place = storage::place(key)?;
    place.starts_with(folder).then(|| Path::new(PICTURES).join(place))
}

/// A new file that only its owner may read.
pub fn create(file: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

/// An archive that is being written.
pub struct Writer {
    tar: tar::Builder<BufWriter<File>>,
    pictures: HashSet<PathBuf>,
}

impl Writer {
    /// Begins one in this file.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(file: File) -> anyhow::Result<Self> {
        let mut writer = Self { tar: tar::Builder::new(BufWriter::new(file)), pictures: HashSet::new() };
        let about = serde_json::to_vec(&About::now())?;
        writer.add(ABOUT, about.len() as u64, about.as_slice())?;
        Ok(writer)
    }

    /// Adds a file.
    ///
    /// # Errors
    /// When it cannot be read, or there is no room for it.
    pub fn file(&mut self, name: &str, file: &Path) -> anyhow::Result<()> {
        let open = File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
        self.add(name, open.metadata()?.len(), open)
    }

    /// Adds the pictures of this folder that are not in it yet. One that goes meanwhile belongs to no product any more.
    ///
    /// # Errors
    /// As with a file.
    pub fn pictures(&mut self, folder: &Path) -> anyhow::Result<usize> {
        for file in listed(folder)?.iter().flat_map(|folder| listed(folder).unwrap_or_default()) {
            let key = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let Some(place) = storage::place(key).filter(|place| !self.pictures.contains(place)) else { continue };
            let open = match File::open(&file) {
                Err(error) if error.kind() == ErrorKind::NotFound => continue,
                open => open.with_context(|| format!("cannot read {}", file.display()))?,
            };
            self.add(&format!("{PICTURES}/{}", place.display()), open.metadata()?.len(), open)?;
            self.pictures.insert(place);
        }
        Ok(self.pictures.len())
    }

    fn add(&mut self, name: &str, size: u64, content: impl Read) -> anyhow::Result<()> {
        let mut header = tar::Header::new_gnu();
        header.set_size(size);
        header.set_mode(0o600);
        header.set_mtime(u64::try_from(Utc::now().timestamp()).unwrap_or_default());
        Ok(self.tar.append_data(&mut header, name, content)?)
    }

    /// Ends it; then it is on the disk.
    ///
    /// # Errors
    /// When there is no room for it.
    pub fn finish(self) -> anyhow::Result<()> {
        let file = self.tar.into_inner()?.into_inner().map_err(io::IntoInnerError::into_error)?;
        Ok(file.sync_all()?)
    }
}

/// What is in a folder; nothing is in one that is not there.
fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

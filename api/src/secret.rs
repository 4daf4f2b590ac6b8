//! Secrets made at the first start, so that trying the product out needs no settings. Kept in the data folder.
use crate::config::Secret;
use anyhow::Context;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use std::{
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::Path,
};

/// The secret of this name, made now if it is not there yet. Readable by its owner only.
///
/// # Errors
/// When the folder cannot be written or there is no source of randomness.
pub fn made(folder: &Path, name: &str) -> anyhow::Result<Secret> {
    let file = folder.join(name.to_lowercase());
    match fs::read_to_string(&file) {
        Ok(text) => Ok(Secret::from(text.trim_end())),
        Err(error) if error.kind() == ErrorKind::NotFound => make(&file),
        Err(error) => Err(error).with_context(|| format!("cannot read {}", file.display())),
    }
}

fn make(file: &Path) -> anyhow::Result<Secret> {
    let mut bytes = [0; 48];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let text = BASE64_URL_SAFE_NO_PAD.encode(bytes);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut out = options.open(file).with_context(|| format!("cannot write {}", file.display()))?;
    out.write_all(text.as_bytes())?;
    out.sync_all()?;
    Ok(Secret::from(text.as_str()))
}

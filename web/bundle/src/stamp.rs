//! Remembers what the last bundle was made from, so that nothing is done twice.
use crate::pack::fingerprint;
use anyhow::Context;
use std::{fs, path::Path};

/// One line that changes when an input, or this program, changes.
pub fn of(wasm: &Path, assets: &Path) -> anyhow::Result<String> {
    let program = fs::metadata(std::env::current_exe()?)?;
    let mut parts = vec![format!("{} {:?}", program.len(), program.modified()?)];
    let mut paths = vec![wasm.to_owned()];
    let folder = fs::read_dir(assets).with_context(|| format!("cannot read {}", assets.display()))?;
    paths.extend(folder.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?);
    paths.retain(|path| path.is_file());
    paths.sort();
    for path in paths {
        let content = fs::read(&path).with_context(|| format!("cannot read {}", path.display()))?;
        parts.push(format!("{} {}", path.display(), fingerprint(&content)));
    }
    Ok(fingerprint(parts.join("\n").as_bytes()))
}

/// Whether the site was made from just this.
pub fn is_current(site: &Path, stamp: &str) -> bool {
    site.join("manifest.json").is_file() && fs::read_to_string(site.join(".stamp")).is_ok_and(|kept| kept == stamp)
}

/// Until the new site is complete there is none.
pub fn forget(site: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(site).with_context(|| format!("cannot make {}", site.display()))?;
    match fs::remove_file(site.join(".stamp")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The site is complete.
pub fn keep(site: &Path, stamp: &str) -> std::io::Result<()> {
    fs::write(site.join(".stamp"), stamp)
}

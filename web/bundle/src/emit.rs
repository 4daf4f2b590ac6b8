//! Writes the files and their compressed siblings, and removes those of earlier builds.
use crate::pack::Files;
use anyhow::Context;
use flate2::{Compression, write::GzEncoder};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};

/// What one file weighs on the wire.
pub struct Weight {
    /// Name below `pkg/`.
    pub name: String,
    /// Bytes as they are.
    pub raw: usize,
    /// Bytes of gzip.
    pub gzip: usize,
    /// Bytes of brotli.
    pub brotli: usize,
}

impl Weight {
    /// WebAssembly or JavaScript: loaded by the panel only.
    pub fn is_code(&self) -> bool {
        matches!(Path::new(&self.name).extension().and_then(|e| e.to_str()), Some("wasm" | "js"))
    }
}

/// Writes `SITE/pkg` and, when all of it is there, `SITE/manifest.json`.
pub fn emit(files: &Files, site: &Path) -> anyhow::Result<Vec<Weight>> {
    let pkg = site.join("pkg");
    let mut written = Vec::new();
    let mut weighed = Vec::new();
    for (name, content) in &files.content {
        let path = pkg.join(name);
        let (gzip, brotli) = (gzip(content)?, brotli(content)?);
        for (path, content) in [(&path, content), (&sibling(&path, "gz"), &gzip), (&sibling(&path, "br"), &brotli)] {
            write(path, content)?;
            written.push(path.clone());
        }
        let name = name.clone();
        weighed.push(Weight { name, raw: content.len(), gzip: gzip.len(), brotli: brotli.len() });
    }
    sweep(&pkg, &written)?;
    write(&site.join("manifest.json"), &serde_json::to_vec_pretty(&files.manifest())?)?;
    Ok(weighed)
}

fn sibling(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn write(path: &Path, content: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(path, content).with_context(|| format!("cannot write {}", path.display()))
}

/// Removes everything below `folder` that is not in `keep`.
fn sweep(folder: &Path, keep: &[PathBuf]) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            sweep(&path, keep)?;
            if fs::read_dir(&path)?.next().is_none() {
                fs::remove_dir(&path)?;
            }
        } else if !keep.contains(&path) {
            fs::remove_file(&path)?;
        }
    }
    Ok(())
}

fn gzip(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn brotli(content: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &content[..], &mut out, &parameters)?;
    Ok(out)
}

//! Settings that nobody may see.
use std::{fmt, fs, path::Path};

/// Text that never shows itself in logs.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// A secret that is given, or stands in a file; the end of its last line does not count.
///
/// # Errors
/// In one line, when the file cannot be read.
pub fn given(name: &str, secret: Option<&Secret>, file: Option<&Path>) -> anyhow::Result<Option<Secret>> {
    let read = |file: &Path| {
        let text = fs::read_to_string(file).map_err(|e| anyhow::anyhow!("{name}_FILE {}: {e}", file.display()))?;
        Ok(Secret(text.trim_end().to_owned()))
    };
    secret.cloned().map(Ok).or_else(|| file.map(read)).transpose()
}

/// A name or a password on its way into an address, where a percent sign would stand for something else. All other signs are
/// taken care of there.
pub(super) fn plain(text: &str) -> String {
    text.replace('%', "%25")
}

/// Refuses what can be guessed.
pub(super) fn strong(name: &str, secret: &Secret) -> anyhow::Result<()> {
    let mut letters: Vec<char> = secret.0.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    anyhow::ensure!(secret.0.len() >= 32 && letters.len() >= 8, "{name} is too weak: at least 32 mixed characters");
    Ok(())
}

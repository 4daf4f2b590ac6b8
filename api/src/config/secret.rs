//! Settings that nobody may see.
use anyhow::Context;
use reqwest::Url;
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

/// The address of a server, out of its parts; `setting` is what an error names.
///
/// # Errors
/// In one line, when the host is none.
pub(super) fn address(
    setting: &str,
    (scheme, host, port): (&str, &str, u16),
    (user, password): (&str, Option<&Secret>),
) -> anyhow::Result<Url> {
    // An address of IPv6 stands in brackets.
    let host = if host.contains(':') && !host.starts_with('[') { format!("[{host}]") } else { host.to_owned() };
    let mut url = Url::parse(&format!("{scheme}://{host}")).with_context(|| format!("{setting} {host}"))?;
    let set = |done: Result<(), ()>| done.map_err(|()| anyhow::anyhow!("{setting} {host} is no host"));
    set(url.set_port(Some(port)))?;
    set(url.set_username(&plain(user)))?;
    set(url.set_password(password.map(|secret| plain(secret.expose())).as_deref()))?;
    Ok(url)
}

/// A percent sign would stand for something else in an address; all other signs are taken care of there.
fn plain(text: &str) -> String {
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

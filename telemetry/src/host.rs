//! Where this is.
use std::fs;

/// The host's name, which in a container is the container's or the pod's.
pub fn host() -> Option<String> {
    let name = fs::read_to_string("/etc/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

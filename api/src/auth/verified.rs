//! Passwords that were right a moment ago, so that whoever signs in often need not wait for the slow hash each time. Kept is a
//! HMAC under a key that only this process has, and that it never writes down; `CouchDB` and Elasticsearch do alike.
use hmac::{Hmac, Mac};
use moka::sync::Cache;
use sha2::Sha256;
use std::time::Duration;

/// How long a password is known.
const TTL: Duration = Duration::from_mins(10);
/// How many are.
const MOST: u64 = 10_000;

/// Right passwords, by the hash that is stored of them: with another password there is another hash, and the entry is dead.
pub struct Verified {
    key: Hmac<Sha256>,
    known: Cache<String, [u8; 32]>,
}

impl Verified {
    /// Knows none. Without randomness there is no key, and so nothing is ever known.
    pub fn new() -> Option<Self> {
        let mut key = [0; 32];
        getrandom::fill(&mut key).ok()?;
        let key = Hmac::new_from_slice(&key).expect("HMAC takes keys of any length");
        Some(Self { key, known: Cache::builder().max_capacity(MOST).time_to_live(TTL).build() })
    }

    /// It was right.
    pub fn keep(&self, hash: &str, password: &[u8]) {
        self.known.insert(hash.to_owned(), self.mac(hash, password).finalize().into_bytes().into());
    }

    /// It was right a moment ago. When not, it may be right all the same.
    pub fn knows(&self, hash: &str, password: &[u8]) -> bool {
        let known = self.known.get(hash);
        // Compared in constant time.
        known.is_some_and(|known| self.mac(hash, password).verify_slice(&known).is_ok())
    }

    /// Each part begins with its length, so that no two pairs are one text.
    fn mac(&self, hash: &str, password: &[u8]) -> Hmac<Sha256> {
        let mut mac = self.key.clone();
        for part in [hash.as_bytes(), password] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac
    }
}

#[cfg(test)]
mod tests {
    use super::Verified;

    #[test]
    fn a_password_is_known_with_its_hash_and_no_other() {
        let verified = Verified::new().unwrap();
        assert!(!verified.knows("hash", b"password"));
        verified.keep("hash", b"password");
        assert!(verified.knows("hash", b"password"));
        for (hash, password) in [("hash", "passwor"), ("hash", ""), ("hashp", "assword"), ("has", "hpassword")] {
            assert!(!verified.knows(hash, password.as_bytes()), "{hash} {password}");
        }
        assert!(!Verified::new().unwrap().knows("hash", b"password"));
    }
}

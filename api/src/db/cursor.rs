//! Cursors of lists: where the next page begins, signed so that nobody makes their own.
use crate::error::Result;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Serialize, de::DeserializeOwned};
use sha2::Sha256;
use shared::Code;

const MAC_BYTES: usize = 16;

/// Makes and reads cursors.
pub struct Cursors(Hmac<Sha256>);

impl Cursors {
    /// `key` is secret and the same on every replica.
    pub fn new(key: &[u8]) -> Self {
        Self(Hmac::new_from_slice(key).expect("HMAC takes keys of any length"))
    }

    /// `list` says which list it is, with shop, search and order: a cursor of one is worth nothing in another.
    pub fn seal(&self, list: &impl Serialize, at: &impl Serialize) -> String {
        let at = json(at);
        let mut sealed = self.mac(list, &at);
        sealed.extend(at);
        BASE64_URL_SAFE_NO_PAD.encode(sealed)
    }

    /// Where the page begins.
    ///
    /// # Errors
    /// `bad_cursor` for one that was not made here for this list.
    pub fn open<T: DeserializeOwned>(&self, list: &impl Serialize, cursor: &str) -> Result<T> {
        let sealed = BASE64_URL_SAFE_NO_PAD.decode(cursor).map_err(|_| Code::BadCursor)?;
        let (mac, at) = sealed.split_at_checked(MAC_BYTES).ok_or(Code::BadCursor)?;
        self.start(list, at).verify_truncated_left(mac).map_err(|_| Code::BadCursor)?;
        Ok(serde_json::from_slice(at).map_err(|_| Code::BadCursor)?)
    }

    /// Cuts the one row too many off that tells of a next page, and makes the cursor of that page.
    pub fn cut<T, K: Serialize>(
        &self,
        list: &impl Serialize,
        items: &mut Vec<T>,
        limit: u64,
        at: impl Fn(&T) -> K,
    ) -> Option<String> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        if items.len() <= limit {
            return None;
        }
        items.truncate(limit);
        items.last().map(|last| self.seal(list, &at(last)))
    }

    fn mac(&self, list: &impl Serialize, at: &[u8]) -> Vec<u8> {
        self.start(list, at).finalize().into_bytes()[..MAC_BYTES].to_vec()
    }

    fn start(&self, list: &impl Serialize, at: &[u8]) -> Hmac<Sha256> {
        let list = json(list);
        let mut mac = self.0.clone();
        mac.update(&(list.len() as u64).to_be_bytes());
        mac.update(&list);
        mac.update(at);
        mac
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("plain structs and tuples always have a JSON form")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_opens_only_where_it_was_made() {
        let cursors = Cursors::new(b"key");
        let cursor = cursors.seal(&"products", &("name", 7));
        assert_eq!(cursors.open::<(String, i64)>(&"products", &cursor).unwrap(), ("name".into(), 7));
        assert!(cursors.open::<(String, i64)>(&"users", &cursor).is_err());
        assert!(Cursors::new(b"other").open::<(String, i64)>(&"products", &cursor).is_err());
        for forged in ["", "AAAA", "not base64!", &cursor[1..], &format!("{cursor}AA")] {
            assert!(cursors.open::<(String, i64)>(&"products", forged).is_err(), "{forged}");
        }
    }
}

//! Which part of the public catalogue is shown, in the address and in the question to the API.
use super::{encode, query, sort_name, sort_of};
use leptos_router::params::ParamsMap;
use shared::product::Sort;

/// Which part of the catalogue to show, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shelf {
    /// What to look for; empty for everything.
    pub q: String,
    /// The order, where it is not the usual one.
    pub sort: Option<Sort>,
    /// In rows rather than on cards.
    pub is_list: bool,
    /// Only this shop's.
    pub shop: Option<String>,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

impl Shelf {
    /// What the address says.
    pub fn of(address: &ParamsMap, shop: Option<String>) -> Self {
        Self {
            q: address.get("q").unwrap_or_default().trim().into(),
            sort: address.get("sort").and_then(|name| sort_of(&name)).filter(|sort| *sort != Sort::default()),
            is_list: address.get("view").as_deref() == Some("list"),
            shop,
            cursor: address.get("cursor"),
        }
    }

    /// The page without what is looked for.
    pub fn place(&self) -> String {
        self.shop.as_ref().map_or_else(|| "/".into(), |shop| format!("/shops/{}", encode(shop)))
    }

    /// The address of this part.
    pub fn address(&self) -> String {
        let rest = [("view", self.is_list.then_some("list")), ("cursor", self.cursor.as_deref())];
        self.place() + &query(&[self.words(), self.order(), rest[0], rest[1]])
    }

    /// The question to the API.
    pub fn question(&self) -> String {
        query(&[self.words(), self.order(), ("shop", self.shop.as_deref()), ("cursor", self.cursor.as_deref())])
    }

    /// The address that stands for all ways to show the same.
    pub fn canonical(&self) -> String {
        self.place() + &query(&[self.words()])
    }

    fn words(&self) -> (&'static str, Option<&str>) {
        ("q", Some(self.q.as_str()).filter(|q| !q.is_empty()))
    }

    fn order(&self) -> (&'static str, Option<&'static str>) {
        ("sort", self.sort.map(sort_name))
    }
}

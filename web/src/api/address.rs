//! What stands in addresses: which part of a list is shown, in the browser's bar and in the question to the API alike.
use leptos_router::params::ParamsMap;
use shared::product::{Shortage, Sort};
use std::fmt::Write;

/// Which part of a list of products to show.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Listing {
    /// What to look for; empty for everything.
    pub q: String,
    /// The order.
    pub sort: Option<Sort>,
    /// Only those that run short.
    pub stock: Option<Shortage>,
    /// The archived ones instead of those in use.
    pub archived: bool,
    /// Only those in the public catalogue, or only the others.
    pub public: Option<bool>,
    /// The lowest and the highest price, in the currency's smallest unit.
    pub prices: [Option<i64>; 2],
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// How many at most; as many as the API likes when left out.
    pub limit: Option<usize>,
}

impl Listing {
    /// As the query of an address, with its `?`; empty when there is nothing to say.
    pub fn query(&self) -> String {
        let (q, limit) = (self.q.trim(), self.limit.map(|limit| limit.to_string()));
        let [from, to] = self.prices.map(|price| price.map(|price| price.to_string()));
        query(&[
            ("q", Some(q).filter(|q| !q.is_empty())),
            ("sort", self.sort.map(sort_name)),
            ("stock", self.stock.map(stock_name)),
            ("archived", self.archived.then_some("true")),
            ("public", self.public.map(|public| if public { "true" } else { "false" })),
            ("price_min", from.as_deref()),
            ("price_max", to.as_deref()),
            ("cursor", self.cursor.as_deref()),
            ("limit", limit.as_deref()),
        ])
    }
}

/// Which part of the list an address asks for.
pub(crate) fn listing_of(address: &ParamsMap) -> Listing {
    let price = |name| address.get(name).and_then(|price| price.parse().ok());
    Listing {
        q: address.get("q").unwrap_or_default(),
        sort: address.get("sort").and_then(|name| sort_of(&name)),
        stock: address.get("stock").and_then(|name| stock_of(&name)),
        archived: address.get("archived").as_deref() == Some("true"),
        public: address.get("public").and_then(|public| public.parse().ok()),
        prices: [price("price_min"), price("price_max")],
        ..Listing::default()
    }
}

/// The name of an order in an address.
pub(crate) const fn sort_name(sort: Sort) -> &'static str {
    match sort {
        Sort::Name => "name",
        Sort::NameDown => "-name",
        Sort::Code => "code",
        Sort::CodeDown => "-code",
        Sort::Price => "price",
        Sort::PriceDown => "-price",
        Sort::Newest => "-created",
    }
}

/// The order with this name.
pub(crate) fn sort_of(name: &str) -> Option<Sort> {
    let all = [Sort::Name, Sort::NameDown, Sort::Code, Sort::CodeDown, Sort::Price, Sort::PriceDown, Sort::Newest];
    all.into_iter().find(|sort| sort_name(*sort) == name)
}

/// The name of a shortage in an address.
pub(crate) const fn stock_name(stock: Shortage) -> &'static str {
    match stock {
        Shortage::Low => "low",
        Shortage::Out => "out",
    }
}

/// The shortage with this name.
pub(crate) fn stock_of(name: &str) -> Option<Shortage> {
    [Shortage::Low, Shortage::Out].into_iter().find(|stock| stock_name(*stock) == name)
}

/// What the journal can be narrowed down by.
pub(crate) const JOURNAL: &[&str] = &["product_id", "kind", "actor_id", "from", "to"];

/// What the audit trail can be narrowed down by.
pub(crate) const AUDIT: &[&str] = &["subject", "subject_id", "actor_id"];

/// What a list is narrowed down by. The names are those of the API, so an address of the pages asks the API the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Filters(Vec<(&'static str, String)>);

impl Filters {
    /// Those of these names that the address has.
    pub fn of(names: &'static [&'static str], address: &ParamsMap) -> Self {
        let given = names.iter().filter_map(|name| Some((*name, address.get(name)?)));
        Self(given.filter(|(_, value)| !value.is_empty()).collect())
    }

    /// The value of one; empty when it does not matter.
    pub fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(each, _)| *each == name).map_or("", |(_, value)| value)
    }

    /// The same with another value of one.
    pub fn with(mut self, name: &'static str, value: String) -> Self {
        self.0.retain(|(each, _)| *each != name);
        if !value.is_empty() {
            self.0.push((name, value));
        }
        self
    }

    /// Everything is shown.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As the query of an address, with its `?`; empty when there is nothing to say.
    pub fn query(&self, cursor: Option<&str>) -> String {
        let mut pairs: Vec<_> = self.0.iter().map(|(name, value)| (*name, Some(value.as_str()))).collect();
        pairs.push(("cursor", cursor));
        query(&pairs)
    }
}

/// The given pairs as the query of an address, with its `?`.
pub(crate) fn query(pairs: &[(&str, Option<&str>)]) -> String {
    let mut text = String::new();
    for (name, value) in pairs {
        if let Some(value) = value {
            text.push(if text.is_empty() { '?' } else { '&' });
            text.push_str(name);
            text.push('=');
            text.push_str(&encode(value));
        }
    }
    text
}

/// Percent-encoded, so that it may stand anywhere in an address (RFC 3986, 2.3).
pub(crate) fn encode(value: &str) -> String {
    value.bytes().fold(String::with_capacity(value.len()), |mut text, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
        text
    })
}

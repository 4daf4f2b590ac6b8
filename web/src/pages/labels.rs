//! Labels to print: of chosen products, on sheets or one by one. Everything stands in the address, so it works without a script.
use crate::{
    api::{self, loaded},
    components::{PageTitle, coming},
    i18n::{Lang, lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::{hooks::use_query_map, params::ParamsMap};
use shared::{Ids, product::Product};

/// What the labels are printed on: a name in the address, labels a sheet, width and height of a label in millimetres.
const SHEETS: [(&str, usize, &str); 4] = [
    ("24", 24, "A4: 3 × 8, 70 × 37 mm"),
    ("40", 40, "A4: 4 × 10, 52.5 × 29.7 mm"),
    ("65", 65, "A4: 5 × 13, 38.1 × 21.2 mm"),
    ("1", 1, "62 × 29 mm"),
];
/// The most labels that are printed at once.
const MOST: usize = 1000;

/// How they are printed.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Wish {
    ids: String,
    q: String,
    sheet: usize,
    copies: usize,
    /// The first free label of a sheet that was begun.
    start: usize,
    has_price: bool,
}

impl Wish {
    fn of(address: &ParamsMap) -> Self {
        let number = |name, usual: usize| address.get(name).and_then(|text| text.parse().ok()).unwrap_or(usual);
        let sheet = address.get("sheet").unwrap_or_default();
        Self {
            ids: address.get("ids").unwrap_or_default(),
            q: address.get("q").unwrap_or_default(),
            sheet: SHEETS.iter().position(|(name, ..)| *name == sheet).unwrap_or_default(),
            copies: number("copies", 1).clamp(1, 100),
            start: number("start", 1).clamp(1, 65),
            has_price: address.get("price").as_deref() != Some("no"),
        }
    }

    /// Where these products are.
    fn path(&self) -> String {
        let ids = Some(self.ids.as_str()).filter(|ids| Ids::parse(ids).is_some());
        let q = Some(self.q.as_str()).filter(|q| ids.is_none() && !q.is_empty());
        format!("/v1/products{}", api::query(&[("ids", ids), ("q", q), ("limit", Some("100"))]))
    }
}

/// The page: what is wished for, and the labels below it; only these are printed.
#[component]
pub fn Labels() -> impl IntoView {
    let (w, o, session) = (words(), lang().labels(), Session::of_page());
    let query = use_query_map();
    let wish = Memo::new(move |_| query.with(Wish::of));
    let products = loaded::products_of(move || wish.with(Wish::path));
    view! {
        <PageTitle text=w.labels/>
        <h1 class="no-print">{w.labels}</h1>
        <p class="hint no-print">{o.intro}</p>
        {coming(w.loading, move || async move {
            let page = session.ready().await.and(products.ready().await)?;
            let wish = wish.get_untracked();
            let labels = all(&page.items, &wish);
            let empty = labels.is_empty().then(|| view! { <section class="empty"><p>{w.nothing_matches}</p></section> });
            Ok(view! { <Wishes wish=wish.clone()/> {empty} {sheets(labels, &wish)} }.into_any())
        })}
    }
}

/// A plain form: what it says stands in the address.
#[component]
fn Wishes(wish: Wish) -> impl IntoView {
    let (w, o) = (words(), lang().labels());
    let sheets = SHEETS.iter().enumerate().map(|(at, (name, _, text))| {
        let text = if at == SHEETS.len() - 1 { format!("{} {text}", o.roll) } else { (*text).to_owned() };
        view! { <option value=*name selected=at == wish.sheet>{text}</option> }.into_any()
    });
    let field = |name: &'static str, label: &'static str, value: usize, most: &'static str| {
        view! {
            <label class="pick"><small>{label}</small><input type="number" name=name value=value.to_string() min="1" max=most/></label>
        }
        .into_any()
    };
    let which = if wish.ids.is_empty() {
        view! { <input type="search" name="q" value=wish.q maxlength="200" aria-label=w.search_label placeholder=w.search_label/> }.into_any()
    } else {
        view! { <input type="hidden" name="ids" value=wish.ids/> }.into_any()
    };
    view! {
        <form class="search no-print" method="get" action="/admin/labels">
            {which}
            <label class="pick"><small>{o.sheet}</small><select name="sheet">{sheets.collect_view()}</select></label>
            {field("copies", o.copies, wish.copies, "100")}
            {field("start", o.start, wish.start, "65")}
            <label class="pick"><small>{w.price}</small>
                <select name="price">
                    <option value="yes" selected=wish.has_price>{w.yes}</option>
                    <option value="no" selected=!wish.has_price>{w.no}</option>
                </select>
            </label>
            <button type="submit">{o.show}</button>
            <button type="button" class="primary" on:click=move |_| print()>{o.print}</button>
        </form>
    }
}

/// Where the browser does not print, its own menu may.
fn print() {
    let _ = window().print();
}

/// Each product so many times.
fn all(products: &[Product], wish: &Wish) -> Vec<Product> {
    products.iter().flat_map(|product| vec![product.clone(); wish.copies]).take(MOST).collect()
}

/// The labels, sheet by sheet; the first one may have been begun.
fn sheets(labels: Vec<Product>, wish: &Wish) -> AnyView {
    if labels.is_empty() {
        return ().into_any();
    }
    let (name, room, _) = SHEETS[wish.sheet];
    let (lang, currency) = (lang(), Session::of_page().currency());
    let used = (wish.start - 1).min(room - 1);
    let mut places: Vec<AnyView> = (0..used).map(|_| view! { <li class="label"></li> }.into_any()).collect();
    places.extend(labels.into_iter().map(|product| label(product, lang, wish.has_price.then_some(&*currency))));
    let mut sheets = Vec::new();
    while !places.is_empty() {
        let rest = places.split_off(room.min(places.len()));
        let class = format!("sheet-of-labels of-{name}");
        // A sheet is wider than a phone: keys move it sideways, too.
        sheets.push(view! { <ul class=class tabindex="0" aria-label=words().labels>{places}</ul> }.into_any());
        places = rest;
    }
    view! { {sheets} }.into_any()
}

fn label(product: Product, lang: Lang, currency: Option<&str>) -> AnyView {
    let drawing = |name: &str| format!("/api/v1/products/{}/{name}", product.id);
    let price = currency.map(|currency| {
        let price = lang.money(product.price_minor, currency);
        view! { <p class="price">{price}</p> }.into_any()
    });
    view! {
        <li class="label">
            <p class="name">{product.name}</p>
            {price}
            <img class="square" src=drawing("qr.svg") alt=""/>
            <img class="bars" src=drawing("barcode.svg") alt=""/>
            <p class="code">{product.code}</p>
        </li>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(query: &[(&str, &str)]) -> Wish {
        let mut address = ParamsMap::new();
        for (name, value) in query {
            address.insert((*name).to_owned(), (*value).to_owned());
        }
        Wish::of(&address)
    }

    #[test]
    fn what_the_address_says_is_kept_within_what_can_be_printed() {
        let usual = wish(&[]);
        assert_eq!((usual.sheet, usual.copies, usual.start, usual.has_price), (0, 1, 1, true));
        let odd = wish(&[("sheet", "7"), ("copies", "100000"), ("start", "0"), ("price", "no")]);
        assert_eq!((odd.sheet, odd.copies, odd.start, odd.has_price), (0, 100, 1, false));
        assert_eq!(wish(&[("ids", "x"), ("q", "té")]).path(), "/v1/products?q=t%C3%A9&limit=100");
    }
}

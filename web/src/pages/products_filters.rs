//! What the list can be narrowed down by besides the search; it comes when it is wanted.
use crate::{
    api::Listing,
    components::{Choice, Draft, Fetch, Field, Filled, Form, Part, live},
    i18n::{Lang, lang},
    session::Session,
};
use leptos::prelude::*;
use shared::{Rule, money, product::Shortage};
use std::sync::Arc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// The form, while it is open, as a part that comes later.
pub(super) fn filters(listing: Memo<Listing>, open: RwSignal<bool>, go: Callback<Listing>) -> Fetch {
    Box::pin(filters_part(listing, open, go))
}

#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn filters_part(listing: Memo<Listing>, open: RwSignal<bool>, go: Callback<Listing>) -> Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || live(move || open.get().then(|| view! { <Filters listing open go/> }.into_any())).into_any()))
}

#[component]
fn Filters(listing: Memo<Listing>, open: RwSignal<bool>, go: Callback<Listing>) -> impl IntoView {
    let (lang, w, o) = (lang(), lang().words(), lang().desk());
    let (draft, currency) = (Draft::new("filters"), Session::of_page().currency());
    let decimals = money::decimals(&currency);
    let now = listing.get_untracked();
    let stock = [("", w.all), ("low", w.low), ("out", w.out)];
    let public = [("", w.all), ("true", w.yes), ("false", w.no)];
    let [from, to] = now.prices.map(|price| price.map_or(String::new(), |price| lang.amount(price, decimals)));
    let close = Callback::new(move |()| open.set(false));
    let submit = move |filled: Filled| match read(lang, decimals, &filled, listing.get_untracked()) {
        Err(field) => draft.refuse_field(field, Rule::Format),
        Ok(listing) => {
            close.run(());
            go.run(listing);
        }
    };
    view! {
        <div class="tile popover">
            <Form draft submit=o.apply on_submit=submit on_cancel=close>
                <Choice name="stock" label=w.stock options=stock.to_vec() value=now.stock.map_or("", crate::api::stock_name)/>
                <Choice name="public" label=w.is_public options=public.to_vec() value=now.public.map_or("", |public| if public { "true" } else { "false" })/>
                <Field name="price_min" label=o.price_from value=from keyboard="decimal" optional=true hint=lang.price_hint(&currency)/>
                <Field name="price_max" label=o.price_to value=to keyboard="decimal" optional=true/>
            </Form>
        </div>
    }
}

/// The same list narrowed down as the form says; or the field that cannot be read.
fn read(lang: Lang, decimals: u32, filled: &Filled, now: Listing) -> Result<Listing, &'static str> {
    let price = |field: &'static str| match filled.given(field) {
        None => Ok(None),
        Some(text) => lang.read_amount(&text, decimals).map(Some).ok_or(field),
    };
    let stock = match filled.text("stock").as_str() {
        "low" => Some(Shortage::Low),
        "out" => Some(Shortage::Out),
        _ => None,
    };
    let prices = [price("price_min")?, price("price_max")?];
    Ok(Listing { stock, public: filled.text("public").parse().ok(), prices, ..now })
}

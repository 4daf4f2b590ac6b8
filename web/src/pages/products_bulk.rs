//! One change to many products: choosing them. What is done to them comes when some are chosen.
use super::{
    products_change::{question, tools},
    products_row::Row,
};
use crate::{
    api::Listing,
    components::{Paged, later},
    i18n::{lang, words},
};
use leptos::prelude::*;
use uuid::Uuid;

/// The bar above the list, and the question in front of it.
#[component]
pub fn Bulk(paged: Paged<Row>, picked: RwSignal<Vec<Uuid>>, listing: StoredValue<Listing>) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let asked = RwSignal::new(None);
    let (count, all) = (move || picked.with(Vec::len), move || paged.items.with(Vec::len));
    let (is_any, is_all) = (move || count() > 0, move || count() > 0 && count() == all());
    // What has left the list is not selected any more.
    Effect::new(move || {
        paged.items.track();
        let gone = |id: &Uuid| paged.items.with_untracked(|rows| rows.iter().all(|row| row.id != *id));
        if picked.with_untracked(|picked| picked.iter().any(gone)) {
            picked.update(|picked| picked.retain(|id| !gone(id)));
        }
    });
    let turn = move |event| {
        let ids = |rows: &Vec<Row>| rows.iter().map(|row| row.id).collect();
        picked.set(if event_target_checked(&event) { paged.items.with_untracked(ids) } else { Vec::new() });
    };
    view! {
        <div class="bulk" role="group" aria-label=w.selection hidden=Signal::derive(move || all() == 0)>
            <label class="switch" title=w.this_page_only>
                <input type="checkbox" autocomplete="off" prop:checked=is_all on:change=turn/>
                {Signal::derive(move || lang.select_page(all()))}
            </label>
            {later(is_any, move || tools(picked, listing, asked), || ())}
        </div>
        {later(
            move || asked.with(Option::is_some),
            move || question(paged, picked, listing, asked),
            move || asked.set(None),
        )}
    }
}

//! One change to many products: what can be done to them, and the question before.
use super::{products_figures::Figures, products_refresh::reload, products_row::Row};
use crate::{
    api::{self, Listing, Result},
    components::{Dialog, Draft, Export, Fetch, Field, Filled, Form, Paged, Part, Toasts, button, live, shown},
    i18n::{Lang, lang, words},
    session::Session,
};
use leptos::prelude::*;
use shared::{
    Ids, Rule, Validate, money,
    product_bulk::{ProductBulk, ProductSet},
};
use std::sync::Arc;
use uuid::Uuid;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// What is done to them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Price,
    Minimum,
    Publish,
    Hide,
    Archive,
    Restore,
}

impl Change {
    /// Those for products in use.
    const IN_USE: &'static [Self] = &[Self::Price, Self::Minimum, Self::Publish, Self::Hide, Self::Archive];
    /// Those for archived ones.
    const ARCHIVED: &'static [Self] = &[Self::Restore];

    /// What the button says, and the question.
    fn words(self, lang: Lang) -> (&'static str, fn(Lang, usize) -> String) {
        let w = lang.words();
        match self {
            Self::Price => (w.set_price, Lang::ask_price),
            Self::Minimum => (w.set_minimum, Lang::ask_minimum),
            Self::Publish => (w.publish, Lang::ask_publish),
            Self::Hide => (w.hide, Lang::ask_hide),
            Self::Archive => (w.archive, Lang::ask_archive),
            Self::Restore => (w.restore, Lang::ask_restore),
        }
    }

    /// As the API wants it; or which field is wrong, and why.
    fn read(self, lang: Lang, decimals: u32, filled: &Filled) -> std::result::Result<ProductSet, (&'static str, Rule)> {
        let number = |field, decimals| match filled.given(field) {
            None => Ok(None),
            Some(text) => lang.read_amount(&text, decimals).map(Some).ok_or((field, Rule::Format)),
        };
        let set = ProductSet::default();
        Ok(match self {
            Self::Price => {
                let price = number("price_minor", decimals)?.ok_or(("price_minor", Rule::Required))?;
                ProductSet { price_minor: Some(price), ..set }
            }
            Self::Minimum => ProductSet { min_quantity: Some(number("min_quantity", 0)?), ..set },
            Self::Publish | Self::Hide => ProductSet { is_public: Some(self == Self::Publish), ..set },
            Self::Archive | Self::Restore => ProductSet { archived: Some(self == Self::Archive), ..set },
        })
    }
}

/// The buttons for those that are chosen, as a part that comes later.
pub(super) fn tools(
    picked: RwSignal<Vec<Uuid>>,
    listing: StoredValue<Listing>,
    asked: RwSignal<Option<Change>>,
) -> Fetch {
    Box::pin(tools_part(picked, listing, asked))
}

/// The question, as a part that comes later.
pub(super) fn question(
    paged: Paged<Row>,
    picked: RwSignal<Vec<Uuid>>,
    listing: StoredValue<Listing>,
    asked: RwSignal<Option<Change>>,
) -> Fetch {
    Box::pin(question_part(paged, picked, listing, asked))
}

#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn tools_part(
    picked: RwSignal<Vec<Uuid>>,
    listing: StoredValue<Listing>,
    asked: RwSignal<Option<Change>>,
) -> std::result::Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || view! { <Tools picked listing asked/> }.into_any()))
}

#[wasm_split(desk, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn question_part(
    paged: Paged<Row>,
    picked: RwSignal<Vec<Uuid>>,
    listing: StoredValue<Listing>,
    asked: RwSignal<Option<Change>>,
) -> std::result::Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || view! { <Asking paged picked listing asked/> }.into_any()))
}

/// How many are chosen, and what can be done to them.
#[component]
fn Tools(picked: RwSignal<Vec<Uuid>>, listing: StoredValue<Listing>, asked: RwSignal<Option<Change>>) -> impl IntoView {
    let (lang, w, idle) = (lang(), words(), RwSignal::new(false));
    let count = move || picked.with(Vec::len);
    let changes = if listing.with_value(|listing| listing.archived) { Change::ARCHIVED } else { Change::IN_USE };
    let ask = move |change: &Change| {
        let change = *change;
        button(change.words(lang).0, "", None, idle, Callback::new(move |()| asked.set(Some(change))))
    };
    let tools = move || {
        let clear = Callback::new(move |()| picked.set(Vec::new()));
        view! {
            <div class="tools">
                <strong role="status">{Signal::derive(move || lang.selected(count()))}</strong>
                {changes.iter().map(ask).collect_view()}
                <Export name="products.csv" path=Signal::derive(move || format!("/v1/products{}", chosen(picked)))/>
                <a class="button" href=Signal::derive(move || format!("/admin/labels{}", chosen(picked)))>{w.labels}</a>
                {button(w.clear, "plain", None, idle, clear)}
            </div>
        }
        .into_any()
    };
    shown(move || count() > 0, tools)
}

/// Those that are chosen, as the query of an address.
fn chosen(picked: RwSignal<Vec<Uuid>>) -> String {
    api::query(&[("ids", Some(&*Ids(picked.get()).text()))])
}

/// Shows which products it is about, asks for the value, and changes them.
#[component]
fn Asking(
    paged: Paged<Row>,
    picked: RwSignal<Vec<Uuid>>,
    listing: StoredValue<Listing>,
    asked: RwSignal<Option<Change>>,
) -> impl IntoView {
    let (lang, toasts, draft) = (lang(), Toasts::of_page(), Draft::new("bulk"));
    let (figures, currency) = (Figures::of_page(), Session::of_page().currency());
    let decimals = money::decimals(&currency);
    let close = Callback::new(move |()| {
        asked.set(None);
        draft.problem.set(None);
    });
    let submit = move |change: Change, filled: Filled| {
        let ids = picked.get_untracked();
        let set = match change.read(lang, decimals, &filled) {
            Ok(set) => set,
            Err((field, rule)) => return draft.refuse_field(field, rule),
        };
        if let Err(wrong) = set.patch().validate() {
            return draft.refuse(wrong);
        }
        draft.send(change_all(ProductBulk { ids, set }, paged, listing), move |count| {
            toasts.say(lang.changed_many(count));
            figures.refetch();
            close.run(());
            picked.set(Vec::new());
        });
    };
    let title = move || asked.get().map(|change| change.words(lang).1(lang, picked.with(Vec::len))).unwrap_or_default();
    view! {
        <Dialog open=Signal::derive(move || asked.get().is_some()) on_close=close title=Signal::derive(title)>
            {
                let price_hint = lang.price_hint(&currency);
                live(move || asked.get().map(|change| {
                    let names = lang.names(&picked.with(|picked| names(paged, picked)));
                    let hint = price_hint.clone();
                    view! {
                        <p class="text">{names}</p>
                        <p class="hint">{words().all_or_none}</p>
                        <Form draft submit=change.words(lang).0 on_submit=move |filled| submit(change, filled) on_cancel=close>
                            {value_field(change, lang, hint)}
                            {live(move || refused(lang, draft, paged, picked))}
                        </Form>
                    }.into_any()
                }))
            }
        </Dialog>
    }
}

fn value_field(change: Change, lang: Lang, price_hint: String) -> Option<AnyView> {
    let w = lang.words();
    match change {
        Change::Price => {
            Some(view! { <Field name="price_minor" label=w.price keyboard="decimal" hint=price_hint/> }.into_any())
        }
        Change::Minimum => {
            let hint = w.no_minimum_hint;
            Some(
                view! { <Field name="min_quantity" label=w.minimum keyboard="numeric" hint optional=true/> }.into_any(),
            )
        }
        _ => None,
    }
}

fn names(paged: Paged<Row>, ids: &[Uuid]) -> Vec<String> {
    let name = |row: &Row| row.product.with_untracked(|product| product.name.clone());
    let of = |rows: &Vec<Row>, id: &Uuid| rows.iter().find(|row| row.id == *id).map(name).unwrap_or_default();
    paged.items.with_untracked(|rows| ids.iter().map(|id| of(rows, id)).collect())
}

/// Each product that stands in the way, by its name: the API tells its place among those that were sent.
fn refused(lang: Lang, draft: Draft, paged: Paged<Row>, picked: RwSignal<Vec<Uuid>>) -> Option<AnyView> {
    let problem = draft.problem.get()?;
    let names = picked.with_untracked(|picked| names(paged, picked));
    let wrong = problem.fields.iter().filter_map(|wrong| {
        let at: usize = wrong.field.strip_prefix("ids[")?.strip_suffix(']')?.parse().ok()?;
        let text = format!("{}: {}", names.get(at)?, lang.rule(wrong.rule, wrong.limit));
        Some(view! { <li>{text}</li> }.into_any())
    });
    let wrong: Vec<AnyView> = wrong.collect();
    (!wrong.is_empty()).then(|| view! { <ul class="problem">{wrong}</ul> }.into_any())
}

/// Changes them and reads again what is shown of the list.
async fn change_all(bulk: ProductBulk, paged: Paged<Row>, listing: StoredValue<Listing>) -> Result<usize> {
    let done = api::change_products(&bulk).await?;
    reload(paged, listing).await?;
    Ok(usize::try_from(done.changed).unwrap_or(bulk.ids.len()))
}

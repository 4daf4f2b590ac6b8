//! The small form behind the stock: how many, why, and a note; Enter books.
use super::{
    Draft, Field, Filled, Form, Toasts, Undo,
    choice::Choice,
    later::{Fetch, Part},
    live, select,
};
use crate::{
    api,
    i18n::{Lang, Words, lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{
    Code, Rule, Validate,
    movement::{Kind, Movement, NewMovement},
    product::Product,
};
use std::sync::Arc;
use uuid::Uuid;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// What is done to the stock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Out,
    In,
    Count,
}

impl Way {
    /// Reasons for going this way, the usual one first.
    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Out => &[Kind::Sale, Kind::Issue, Kind::Damage, Kind::Loss],
            Self::In => &[Kind::Receive, Kind::Return],
            Self::Count => &[Kind::Count],
        }
    }

    /// What the button says, what the field is called, and what is in it at first: nobody counts by what the book says.
    const fn words(self, w: &Words) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Out => (w.take, w.quantity, "1"),
            Self::In => (w.bring, w.quantity, "1"),
            Self::Count => (w.count, w.counted, ""),
        }
    }
}

/// The form for what is open, as a part that comes later.
pub(super) fn booking(
    product: RwSignal<Product>,
    open: RwSignal<Option<Way>>,
    busy: RwSignal<bool>,
    on_close: Callback<()>,
) -> Fetch {
    Box::pin(form_part(product, open, busy, on_close))
}

/// Fetches the code of the form before anybody wants it.
pub fn fetch_booking() {
    // Where it does not come, whoever wants it is told.
    spawn_local(async { drop(fetch().await) });
}

#[wasm_split(desk, preload(fetch), fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn form_part(
    product: RwSignal<Product>,
    open: RwSignal<Option<Way>>,
    busy: RwSignal<bool>,
    on_close: Callback<()>,
) -> Result<Part, SplitLoaderError> {
    let form = move || open.get().map(|way| view! { <Booking way product busy on_close/> }.into_any());
    Ok(Arc::new(move || live(form).into_any()))
}

/// The form. What it sends has one name from when it is opened until it is booked, so it may be sent again.
#[component]
fn Booking(
    way: Way,
    product: RwSignal<Product>,
    /// Tells that the answer is awaited: then it stays open.
    busy: RwSignal<bool>,
    on_close: Callback<()>,
) -> impl IntoView {
    let (lang, w, toasts, key) = (lang(), words(), Toasts::of_page(), api::fresh_key());
    let (id, seq) = product.with_untracked(|product| (product.id, product.seq));
    let (draft, seen) = (Draft::new(format!("book-{id}")), StoredValue::new(seq));
    Effect::new(move || busy.set(draft.busy.get()));
    let submit = move |filled: Filled| match read(lang, way, seen.get_value(), &filled) {
        None => draft.refuse_field("quantity", Rule::Format),
        Some(new) => match new.validate() {
            Err(fields) => draft.refuse(fields),
            Ok(()) => draft.send(book(product, seen, new, key), move |movement| {
                on_close.run(());
                tell(lang, toasts, movement);
            }),
        },
    };
    let (action, label, value) = way.words(w);
    let kinds = way.kinds().iter().map(|kind| (kind.name(), lang.kind(*kind))).collect();
    request_animation_frame(move || select(&format!("book-{id}-quantity")));
    view! {
        <div class="booking" role="group" aria-label=action>
            <Form draft submit=action on_submit=submit on_cancel=on_close>
                <Field name="quantity" label value=value keyboard="numeric"/>
                {(way != Way::Count).then(|| view! { <Choice name="kind" label=w.reason options=kinds/> }.into_any())}
                <Field name="note" label=w.note optional=true/>
            </Form>
        </div>
    }
}

/// Shows what will be there before the answer is; a count is only believed when it is booked. Gives what was there.
fn foresee(product: RwSignal<Product>, new: &NewMovement) -> Product {
    let before = product.get_untracked();
    let after = before.quantity + new.kind.delta(new.quantity);
    if new.kind != Kind::Count && after >= 0 {
        product.update(|product| product.quantity = after);
    }
    before
}

/// Books; where the number on the page is not right any more, the right one is fetched before it is said.
async fn book(
    product: RwSignal<Product>,
    seen: StoredValue<i64>,
    new: NewMovement,
    key: Option<Uuid>,
) -> api::Result<Movement> {
    let before = foresee(product, &new);
    let id = before.id;
    let answer = api::book(id, &new, key).await;
    // What was foreseen gives way to what is known. An answer to what was sent again tells of a movement that may be known already.
    if product.try_with_untracked(|product| product.seq) == Some(before.seq) {
        product.set(before);
    }
    let is_old = |code| matches!(code, Code::InsufficientStock | Code::StockChanged | Code::KeyReused | Code::Archived);
    if answer.as_ref().is_err_and(|problem| is_old(problem.code))
        && let Ok(now) = api::product(id).await
    {
        seen.try_set_value(now.seq);
        product.try_set(now);
    }
    answer
}

/// Says what was booked, with the way back where there is one.
fn tell(lang: Lang, toasts: Toasts, movement: Movement) {
    let text = lang.booked(&movement);
    if movement.is_reversible() {
        toasts.offer(text, Undo::of(movement.id, lang, toasts));
    } else {
        toasts.say(text);
    }
    toasts.take(movement);
}

fn read(lang: Lang, way: Way, seen: i64, filled: &Filled) -> Option<NewMovement> {
    let quantity = lang.read_amount(&filled.text("quantity"), 0)?;
    let kind = Kind::of_name(&filled.text("kind")).unwrap_or(way.kinds()[0]);
    let note = filled.given("note").unwrap_or_default();
    Some(NewMovement { kind, quantity, seen_seq: (way == Way::Count).then_some(seen), note, reference: String::new() })
}

//! The quantity of a product, with the two buttons that change it where it stands.
use super::{Draft, Field, Filled, Form, Toasts, choice::Choice, live, shown};
use crate::{
    api,
    i18n::{Lang, lang, words},
    session::Session,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use shared::{
    Rule, Validate,
    movement::{Kind, Movement, NewMovement},
    product::Product,
    user::Role,
};

/// Which way stock goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Out,
    In,
}

impl Way {
    /// Reasons for going this way, the usual one first.
    const fn kinds(self) -> &'static [Kind] {
        match self {
            Self::Out => &[Kind::Sale, Kind::Issue, Kind::Damage, Kind::Loss],
            Self::In => &[Kind::Receive, Kind::Return],
        }
    }
}

/// The quantity; with minus and plus for those who may book.
#[component]
pub fn StockCell(
    product: RwSignal<Product>,
    /// Hears of what was booked.
    #[prop(optional)]
    on_booked: Option<Callback<Movement>>,
) -> impl IntoView {
    let (lang, session, toasts) = (lang(), Session::of_page(), Toasts::of_page());
    let (open, busy) = (RwSignal::new(None::<Way>), RwSignal::new(false));
    let may = move || session.may(Role::Clerk) && product.with(|product| product.archived_at.is_none());
    let (minus, plus) = (NodeRef::<html::Button>::new(), NodeRef::<html::Button>::new());
    let close = move || {
        busy.set(false);
        let button = if open.get_untracked() == Some(Way::Out) { minus } else { plus };
        open.set(None);
        if let Some(button) = button.get_untracked() {
            // A button that is gone needs no focus.
            let _ = button.focus();
        }
    };
    let done = move |movement: Movement| {
        product.update(|product| {
            product.quantity = movement.balance_after;
            product.seq = movement.seq;
        });
        toasts.say(lang.booked(movement.delta, movement.balance_after));
        close();
        if let Some(hear) = on_booked {
            hear.run(movement);
        }
    };
    let button = move |node, way, sign, name: fn(Lang, &str) -> String| {
        let label = move || product.with(|product| name(lang, &product.name));
        let turn = move |_| {
            if !busy.get_untracked() {
                open.update(|open| *open = if *open == Some(way) { None } else { Some(way) });
            }
        };
        view! {
            {shown(may, move || {
                view! {
                    <button
                        type="button" class="step" node_ref=node aria-label=Signal::derive(label)
                        aria-expanded=Signal::derive(move || (open.get() == Some(way)).to_string()) on:click=turn
                    >
                        {sign}
                    </button>
                }
                .into_any()
            })}
        }
    };
    let escape = move |event: KeyboardEvent| {
        if event.key() == "Escape" && open.get_untracked().is_some() && !busy.get_untracked() {
            close();
        }
    };
    let amount = move || product.with(|product| lang.number(product.quantity));
    view! {
        <div class="stock" on:keydown=escape>
            {button(minus, Way::Out, "−", Lang::take)}
            <span class="amount">{Signal::derive(amount)} " " <small>{product.with_untracked(|product| product.unit.clone())}</small></span>
            {button(plus, Way::In, "+", Lang::bring)}
            {live(move || {
                let (on_done, on_cancel) = (Callback::new(done), Callback::new(move |()| close()));
                open.get().map(|way| view! { <Booking way product busy on_done on_cancel/> }.into_any())
            })}
        </div>
    }
}

/// How many, why, and a note; Enter books.
#[component]
fn Booking(
    way: Way,
    product: RwSignal<Product>,
    /// Tells that the answer is awaited: then it stays open.
    busy: RwSignal<bool>,
    on_done: Callback<Movement>,
    on_cancel: Callback<()>,
) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let id = product.with_untracked(|product| product.id);
    let draft = Draft::new(format!("book-{id}"));
    Effect::new(move || busy.set(draft.busy.get()));
    let submit = move |filled: Filled| match read(lang, way, &filled) {
        None => draft.refuse_field("quantity", Rule::Format),
        Some(new) => match new.validate() {
            Err(fields) => draft.refuse(fields),
            Ok(()) => draft.send(async move { api::book(id, &new).await }, move |movement| on_done.run(movement)),
        },
    };
    let kinds = way.kinds().iter().map(|kind| (kind.name(), lang.kind(*kind))).collect();
    request_animation_frame(move || {
        let field = document().get_element_by_id(&format!("book-{id}-quantity"));
        if let Some(field) =
            field.and_then(|field| wasm_bindgen::JsCast::dyn_into::<web_sys::HtmlInputElement>(field).ok())
        {
            field.select();
        }
    });
    view! {
        <div class="booking" role="group" aria-label=if way == Way::Out { w.take } else { w.bring }>
            <Form draft submit=if way == Way::Out { w.take } else { w.bring } on_submit=submit on_cancel>
                <Field name="quantity" label=w.quantity value="1" keyboard="numeric"/>
                <Choice name="kind" label=w.reason options=kinds/>
                <Field name="note" label=w.note optional=true/>
            </Form>
        </div>
    }
}

fn read(lang: Lang, way: Way, filled: &Filled) -> Option<NewMovement> {
    let quantity = lang.read_amount(&filled.text("quantity"), 0)?;
    let kind = Kind::of_name(&filled.text("kind")).unwrap_or(way.kinds()[0]);
    let note = filled.given("note").unwrap_or_default();
    Some(NewMovement { kind, quantity, seen_seq: None, note, reference: String::new() })
}

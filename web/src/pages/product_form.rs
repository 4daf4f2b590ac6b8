//! Adding and editing a product, on one form.
use super::{
    NotFound, id_of_path,
    product_fields::{Fields, read},
    product_merge::{Writing, form_of},
    product_save::{Known, Saved, save},
};
use crate::{
    api::{self, Upload},
    components::{
        Clashes, Draft, Filled, Form, Guard, PageTitle, PictureField, Refusal, Sent, Toasts, Undo, Unsaved, button,
        coming, element, guarded, onward, select,
    },
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::{
    Code, Rule, money,
    product::{NewProduct, Product},
    user::Role,
};
use uuid::Uuid;
use web_sys::HtmlFormElement;

/// The form's id.
const FORM: &str = "product";

/// A product to be added: an empty one, one with a code that was scanned, or one like another.
#[component]
pub fn ProductNew() -> impl IntoView {
    let (session, query) = (Session::of_page(), use_query_map());
    let asked = move |name| query.read_untracked().get(name);
    let from = asked("from").and_then(|id| id.parse::<Uuid>().ok()).map(api::loaded::product);
    let (code, barcode) = (asked("code"), asked("barcode"));
    view! {
        <PageTitle text=words().add_product/>
        <h1>{words().add_product}</h1>
        {coming("", move || {
            let new = NewProduct { code: code.clone().unwrap_or_default(), barcode: barcode.clone(), ..blank() };
            async move {
                session.ready().await?;
                let new = match from {
                    Some(from) => like(&from.ready().await?),
                    None => new,
                };
                let next = RwSignal::new(new);
                Ok(view! { {move || view! { <Editor product=None new=next.get() next=Some(next)/> }.into_any()} }.into_any())
            }
        })}
    }
}

/// Nothing is known of it yet.
fn blank() -> NewProduct {
    NewProduct { unit: lang().form().piece.to_owned(), is_public: true, ..NewProduct::default() }
}

/// What is its own is left out: the code, the barcode, what is on hand.
fn like(product: &Product) -> NewProduct {
    NewProduct { code: String::new(), barcode: None, ..form_of(product) }
}

/// A product to be edited.
#[component]
pub fn ProductEdit() -> impl IntoView {
    let Some(id) = id_of_path() else { return NotFound().into_any() };
    let session = Session::of_page();
    let product = api::loaded::product(id);
    view! {
        <PageTitle text=lang().form().edit_product/>
        <h1>{lang().form().edit_product}</h1>
        {coming(words().loading, move || async move {
            let product = session.ready().await.and(product.ready().await)?;
            Ok(view! { <Editor new=form_of(&product) product=Some(product) next=None/> }.into_any())
        })}
    }
    .into_any()
}

/// The form. Once the product is there, sending it again edits it: a picture that was refused adds nothing twice.
#[component]
fn Editor(
    product: Option<Product>,
    /// What is filled in at first.
    new: NewProduct,
    /// Where the next one begins, when another is to be added.
    next: Option<RwSignal<NewProduct>>,
) -> impl IntoView {
    let (lang, w, session, guard) = (lang(), words(), Session::of_page(), Guard::of_page());
    if !session.may(Role::Manager) {
        return view! { <Refusal problem=Code::Forbidden.into()/> }.into_any();
    }
    let (draft, go, is_more) = (Draft::new(FORM), guarded(), StoredValue::new(false));
    let writing = Writing { lang, decimals: money::decimals(&session.currency()) };
    let known = Known::new(product.clone(), Clashes::default(), writing, Upload::new(None));
    provide_context(known.clashes);
    let done = done(next);
    let submit = move |filled: Filled| {
        let is_last = !is_more.try_update_value(std::mem::take).unwrap_or_default();
        let given_up = match known.clashes.given_up(&filled) {
            Ok(given_up) => given_up,
            Err(field) => return draft.refuse_field(field, Rule::Required),
        };
        let new = match read(writing, &filled) {
            Ok(new) => new,
            Err(wrong) => return draft.refuse(wrong),
        };
        draft.send(save(known, new, given_up, filled), move |saved| match saved {
            // The choice stands beside the fields now.
            None => draft.refuse(Code::Stale),
            Some(saved) => {
                guard.unsaved.set(false);
                done.run((saved, is_last));
            }
        });
    };
    let cancel =
        Callback::new(move |()| go.run(known.id().map_or("/admin".into(), |id| format!("/admin/products/{id}"))));
    let more = Callback::new(move |()| {
        is_more.set_value(true);
        // A form that is gone needs no sending.
        if let Some(form) = element::<HtmlFormElement>(FORM) {
            drop(form.request_submit());
        }
    });
    let beside = next.is_some().then(|| button(lang.form().another, "", None, draft.busy, more));
    let (image, name) = product.map(|product| (product.image, product.name)).unwrap_or_default();
    view! {
        <Form draft submit=w.save on_submit=submit on_cancel=cancel beside>
            <Fields new=new.clone() is_new=next.is_some()/>
            <PictureField current=image.clone() name=name.clone() upload=known.upload/>
        </Form>
        <Unsaved form=FORM/>
    }
    .into_any()
}

/// Tells what was saved and leads on: to the product, or to the next one, which is of the same kind.
fn done(next: Option<RwSignal<NewProduct>>) -> Callback<(Saved, bool)> {
    let (lang, toasts, navigate) = (lang(), Toasts::of_page(), use_navigate());
    Callback::new(move |(saved, is_last): (Saved, bool)| {
        let product = saved.product;
        let text = if saved.is_merged { lang.form().merged.to_owned() } else { lang.saved(&product.name) };
        match saved.picture {
            Sent::Changed(before) => {
                toasts.offer(lang.pictured(&text), Undo::of_picture(product.id, before, lang, toasts));
            }
            Sent::Nothing => toasts.say(text),
        }
        match next {
            Some(next) if !is_last => {
                next.set(NewProduct { unit: product.unit, is_public: product.is_public, ..NewProduct::default() });
                request_animation_frame(|| {
                    // What was typed into the last one stays in the fields otherwise.
                    element::<HtmlFormElement>(FORM).iter().for_each(HtmlFormElement::reset);
                    select("product-name");
                });
            }
            _ => navigate(&format!("/admin/products/{}", product.id), onward()),
        }
    })
}

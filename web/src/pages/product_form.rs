//! Adding and editing a product, on one form.
use super::{NotFound, id_of_path};
use crate::{
    api::{self, Upload},
    components::{
        Draft, Field, Filled, Form, Lines, PageTitle, PictureField, Refusal, Tick, Toasts, coming, send_picture, shown,
    },
    i18n::{Lang, lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use shared::{
    Code, FieldError, Problem, Rule, Validate, money,
    product::{NewProduct, Product, ProductPatch},
    user::Role,
};

/// A product to be added.
#[component]
pub fn ProductNew() -> impl IntoView {
    let session = Session::of_page();
    view! {
        <PageTitle text=words().add_product/>
        <h1>{words().add_product}</h1>
        {coming("", move || async move {
            session.ready().await?;
            Ok(view! { <Editor product=None reload=Callback::new(|()| {})/> }.into_any())
        })}
    }
}

/// A product to be edited.
#[component]
pub fn ProductEdit() -> impl IntoView {
    let Some(id) = id_of_path() else { return NotFound().into_any() };
    let session = Session::of_page();
    let product = api::loaded::product(id);
    let reload = Callback::new(move |()| product.refetch());
    view! {
        <PageTitle text=words().edit_product/>
        <h1>{words().edit_product}</h1>
        {coming(words().loading, move || async move {
            let product = session.ready().await.and(product.ready().await)?;
            Ok(view! { <Editor product=Some(product) reload/> }.into_any())
        })}
    }
    .into_any()
}

/// The form. Once the product is there, sending it again edits it: a picture that was refused adds nothing twice.
#[component]
fn Editor(product: Option<Product>, reload: Callback<()>) -> impl IntoView {
    let (lang, w, session, toasts) = (lang(), words(), Session::of_page(), Toasts::of_page());
    if !session.may(Role::Manager) {
        return view! { <Refusal problem=Code::Forbidden.into()/> }.into_any();
    }
    let (draft, upload, navigate) = (Draft::new("product"), Upload::new(None), use_navigate());
    let saved = RwSignal::new(product.clone());
    let decimals = money::decimals(&session.currency());
    let submit = move |filled: Filled| {
        let new = match read(lang, &filled, decimals) {
            Ok(new) => new,
            Err(wrong) => return draft.refuse(wrong),
        };
        let navigate = navigate.clone();
        draft.send(save(saved, new, filled, upload), move |product| {
            toasts.say(lang.saved(&product.name));
            navigate(&format!("/admin/products/{}", product.id), NavigateOptions::default());
        });
    };
    let is_stale = move || draft.problem.with(|problem| problem.as_ref().is_some_and(|it| it.code == Code::Stale));
    let back = use_navigate();
    let cancel = Callback::new(move |()| {
        let id = saved.with_untracked(|product| product.as_ref().map(|product| product.id));
        back(&id.map_or("/admin".into(), |id| format!("/admin/products/{id}")), NavigateOptions::default());
    });
    view! {
        {shown(is_stale, move || {
            view! { <p><button type="button" on:click=move |_| reload.run(())>{w.load_again}</button></p> }.into_any()
        })}
        <Form draft submit=w.save on_submit=submit on_cancel=cancel>
            <Fields product=product.clone() lang currency=session.currency()/>
            <PictureField
                current=product.as_ref().and_then(|product| product.image.clone())
                name=product.as_ref().map_or(String::new(), |product| product.name.clone())
                upload
            />
        </Form>
    }
    .into_any()
}

#[component]
fn Fields(product: Option<Product>, lang: Lang, currency: String) -> impl IntoView {
    let w = lang.words();
    let is_new = product.is_none();
    let decimals = money::decimals(&currency);
    let price = product.as_ref().map_or(String::new(), |product| lang.amount(product.price_minor, decimals));
    let minimum =
        product.as_ref().and_then(|product| product.min_quantity).map_or(String::new(), |min| min.to_string());
    let text = |of: fn(&Product) -> &str| product.as_ref().map_or(String::new(), |product| of(product).to_owned());
    let unit = product.as_ref().map_or(w.piece.to_owned(), |product| product.unit.clone());
    let is_public = product.as_ref().is_none_or(|product| product.is_public);
    view! {
        <Field name="name" label=w.name value=text(|product| &product.name)/>
        <Field name="code" label=w.code value=text(|product| &product.code) hint=w.code_hint/>
        <Field name="price_minor" label=w.price value=price keyboard="decimal" hint=lang.price_hint(&currency)/>
        <Field name="unit" label=w.unit value=unit hint=w.unit_hint/>
        {is_new.then(|| view! { <Field name="opening_quantity" label=w.opening keyboard="numeric" optional=true hint=w.opening_hint/> })}
        <Field name="min_quantity" label=w.minimum value=minimum keyboard="numeric" optional=true hint=w.minimum_hint/>
        <Field name="barcode" label=w.barcode value=text(|product| product.barcode.as_deref().unwrap_or_default()) optional=true/>
        <Lines name="description" label=w.description value=text(|product| &product.description)/>
        <Tick name="is_public" label=w.is_public value=is_public hint=w.is_public_hint/>
    }
}

/// What was filled in, or everything that is wrong with it.
fn read(lang: Lang, filled: &Filled, decimals: u32) -> Result<NewProduct, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut number = |field: &str, decimals| {
        let text = filled.given(field)?;
        let value = lang.read_amount(&text, decimals);
        if value.is_none() {
            wrong.push(FieldError { field: field.into(), rule: Rule::Format, limit: None });
        }
        value
    };
    let new = NewProduct {
        price_minor: number("price_minor", decimals).unwrap_or(0),
        min_quantity: number("min_quantity", 0),
        opening_quantity: number("opening_quantity", 0).unwrap_or(0),
        code: filled.text("code").trim().into(),
        name: filled.text("name").trim().into(),
        barcode: filled.given("barcode"),
        description: filled.text("description").trim().into(),
        unit: filled.text("unit").trim().into(),
        is_public: filled.is_ticked("is_public"),
    };
    wrong.extend(new.validate().err().unwrap_or_default());
    if filled.given("price_minor").is_none() {
        wrong.push(FieldError { field: "price_minor".into(), rule: Rule::Required, limit: None });
    }
    if wrong.is_empty() { Ok(new) } else { Err(wrong) }
}

async fn save(
    saved: RwSignal<Option<Product>>,
    new: NewProduct,
    filled: Filled,
    upload: Upload,
) -> Result<Product, Problem> {
    let product = match saved.get_untracked() {
        Some(read) => api::change_product(&read, &patch(new)).await?,
        None => api::add_product(&new).await?,
    };
    saved.try_set(Some(product.clone()));
    send_picture(api::product_picture(product.id), &filled, upload).await?;
    Ok(product)
}

fn patch(new: NewProduct) -> ProductPatch {
    ProductPatch {
        code: Some(new.code),
        name: Some(new.name),
        barcode: Some(new.barcode),
        description: Some(new.description),
        price_minor: Some(new.price_minor),
        unit: Some(new.unit),
        min_quantity: Some(new.min_quantity),
        is_public: Some(new.is_public),
    }
}

//! Adding and editing a product, on one form.
use super::{
    NotFound, id_of_path,
    product_merge::{self, Merged, Writing, changes, form_of},
};
use crate::{
    api::{self, Upload},
    components::{
        Clashes, Draft, Field, Filled, Form, Lines, PageTitle, PictureField, Refusal, Tick, Toasts, coming,
        send_picture,
    },
    i18n::{Lang, lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};
use shared::{
    Code, FieldError, Problem, Rule, Validate, money,
    product::{NewProduct, Product, ProductPatch},
    user::Role,
};
use uuid::Uuid;

/// A product to be added.
#[component]
pub fn ProductNew() -> impl IntoView {
    let session = Session::of_page();
    view! {
        <PageTitle text=words().add_product/>
        <h1>{words().add_product}</h1>
        {coming("", move || async move {
            session.ready().await?;
            Ok(view! { <Editor product=None/> }.into_any())
        })}
    }
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
            Ok(view! { <Editor product=Some(product)/> }.into_any())
        })}
    }
    .into_any()
}

/// What the form knows besides what is filled in.
#[derive(Clone, Copy)]
struct Known {
    /// The product as the form was opened with it, or as it was added: what differs is what the person has changed.
    opened: StoredValue<Option<Product>>,
    /// The same as the person has seen it last.
    seen: StoredValue<Option<Product>>,
    /// The name under which it is added, from the first time it is sent.
    key: StoredValue<Option<Uuid>>,
    clashes: Clashes,
    writing: Writing,
    upload: Upload,
}

/// The form. Once the product is there, sending it again edits it: a picture that was refused adds nothing twice.
#[component]
fn Editor(product: Option<Product>) -> impl IntoView {
    let (lang, w, session, toasts) = (lang(), words(), Session::of_page(), Toasts::of_page());
    let own = lang.form();
    if !session.may(Role::Manager) {
        return view! { <Refusal problem=Code::Forbidden.into()/> }.into_any();
    }
    let (draft, navigate) = (Draft::new("product"), use_navigate());
    let known = Known {
        opened: StoredValue::new(product.clone()),
        seen: StoredValue::new(product.clone()),
        key: StoredValue::new(None),
        clashes: Clashes::default(),
        writing: Writing { lang, decimals: money::decimals(&session.currency()) },
        upload: Upload::new(None),
    };
    provide_context(known.clashes);
    let submit = move |filled: Filled| {
        let given_up = match known.clashes.given_up(&filled) {
            Ok(given_up) => given_up,
            Err(field) => return draft.refuse_field(field, Rule::Required),
        };
        let new = match read(known.writing, &filled) {
            Ok(new) => new,
            Err(wrong) => return draft.refuse(wrong),
        };
        let navigate = navigate.clone();
        draft.send(save(known, new, given_up, filled), move |saved| match saved {
            // The choice stands beside the fields now.
            None => draft.refuse(Code::Stale),
            Some((product, is_merged)) => {
                toasts.say(if is_merged { own.merged.to_owned() } else { lang.saved(&product.name) });
                navigate(&format!("/admin/products/{}", product.id), NavigateOptions::default());
            }
        });
    };
    let back = use_navigate();
    let cancel = Callback::new(move |()| {
        let id = known.seen.with_value(|product| product.as_ref().map(|product| product.id));
        back(&id.map_or("/admin".into(), |id| format!("/admin/products/{id}")), NavigateOptions::default());
    });
    view! {
        <Form draft submit=w.save on_submit=submit on_cancel=cancel>
            <Fields product=product.clone() lang currency=session.currency()/>
            <PictureField
                current=product.as_ref().and_then(|product| product.image.clone())
                name=product.as_ref().map_or(String::new(), |product| product.name.clone())
                upload=known.upload
            />
        </Form>
    }
    .into_any()
}

#[component]
fn Fields(product: Option<Product>, lang: Lang, currency: String) -> impl IntoView {
    let w = lang.words();
    let own = lang.form();
    let is_new = product.is_none();
    let decimals = money::decimals(&currency);
    let price = product.as_ref().map_or(String::new(), |product| lang.amount(product.price_minor, decimals));
    let minimum =
        product.as_ref().and_then(|product| product.min_quantity).map_or(String::new(), |min| min.to_string());
    let text = |of: fn(&Product) -> &str| product.as_ref().map_or(String::new(), |product| of(product).to_owned());
    // Somebody has scanned it.
    let asked = |name| use_query_map().read_untracked().get(name).unwrap_or_default();
    let unit = product.as_ref().map_or(own.piece.to_owned(), |product| product.unit.clone());
    let is_public = product.as_ref().is_none_or(|product| product.is_public);
    view! {
        <Field name="name" label=w.name value=text(|product| &product.name)/>
        <Field name="code" label=w.code value=if is_new { asked("code") } else { text(|product| &product.code) } hint=own.code_hint/>
        <Field name="price_minor" label=w.price value=price keyboard="decimal" hint=lang.price_hint(&currency)/>
        <Field name="unit" label=w.unit value=unit hint=own.unit_hint/>
        {is_new.then(|| view! { <Field name="opening_quantity" label=own.opening keyboard="numeric" optional=true hint=own.opening_hint/> })}
        <Field name="min_quantity" label=w.minimum value=minimum keyboard="numeric" optional=true hint=own.minimum_hint/>
        <Field name="barcode" label=w.barcode value=if is_new { asked("barcode") } else { text(|product| product.barcode.as_deref().unwrap_or_default()) } optional=true/>
        <Lines name="description" label=w.description value=text(|product| &product.description)/>
        <Tick name="is_public" label=w.is_public value=is_public hint=own.is_public_hint/>
    }
}

/// What was filled in, or everything that is wrong with it.
fn read(writing: Writing, filled: &Filled) -> Result<NewProduct, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let mut number = |field: &str, decimals| {
        let text = filled.given(field)?;
        let value = writing.lang.read_amount(&text, decimals);
        if value.is_none() {
            wrong.push(FieldError { field: field.into(), rule: Rule::Format, limit: None });
        }
        value
    };
    let new = NewProduct {
        price_minor: number("price_minor", writing.decimals).unwrap_or(0),
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

/// Adds or edits, then sends the picture. Nothing comes back where somebody else has changed the same fields; and whether
/// somebody else's change was kept.
async fn save(
    known: Known,
    new: NewProduct,
    given_up: Vec<&'static str>,
    filled: Filled,
) -> Result<Option<(Product, bool)>, Problem> {
    let Some((product, is_merged)) = (match known.opened.get_value() {
        Some(opened) => edit(known, &opened, &new, &given_up).await?,
        None => Some((add(known, &new).await?, false)),
    }) else {
        return Ok(None);
    };
    known.seen.try_set_value(Some(product.clone()));
    send_picture(api::product_picture(product.id), &filled, known.upload).await?;
    Ok(Some((product, is_merged)))
}

async fn add(known: Known, new: &NewProduct) -> Result<Product, Problem> {
    let key = known.key.get_value().or_else(api::fresh_key);
    known.key.set_value(key);
    let product = api::add_product(new, key).await?;
    known.opened.try_set_value(Some(product.clone()));
    Ok(product)
}

async fn edit(
    known: Known,
    opened: &Product,
    new: &NewProduct,
    given_up: &[&'static str],
) -> Result<Option<(Product, bool)>, Problem> {
    let patch = changes(new, &form_of(opened), given_up);
    let seen = known.seen.get_value().unwrap_or_else(|| opened.clone());
    if patch == ProductPatch::default() {
        return Ok(Some((seen, false)));
    }
    match product_merge::save(&seen, &patch, known.writing).await? {
        Merged::Saved(product, is_merged) => Ok(Some((*product, is_merged))),
        Merged::Clashed(theirs, clashes) => {
            known.seen.try_set_value(Some(*theirs));
            // What both had changed before still wants to be chosen.
            known.clashes.0.try_update(|all| {
                all.retain(|clash| clashes.iter().all(|new| new.field != clash.field));
                all.extend(clashes);
            });
            Ok(None)
        }
    }
}

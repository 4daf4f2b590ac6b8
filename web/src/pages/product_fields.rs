//! The fields of a product: what they say, what is in them at first, and what comes back.
use super::product_merge::Writing;
use crate::{
    api,
    components::{Field, Filled, Lines, Scans, Tick, changed_by_hand, element, scan_button},
    i18n::{lang, words},
    session::Session,
};
use leptos::{ev, prelude::*, task::spawn_local};
use shared::{FieldError, Rule, Validate, money, product::NewProduct};
use web_sys::HtmlInputElement;

/// All but the picture. What is on hand is only asked of a new product: later, movements tell.
#[component]
pub fn Fields(new: NewProduct, is_new: bool) -> impl IntoView {
    let currency = Session::of_page().currency();
    let (lang, w) = (lang(), words());
    let own = lang.form();
    // Nobody has given a price yet.
    let is_priced = !is_new || new.price_minor > 0;
    let price = if is_priced { lang.amount(new.price_minor, money::decimals(&currency)) } else { String::new() };
    let minimum = new.min_quantity.map_or(String::new(), |min| min.to_string());
    if is_new {
        suggest_codes();
    }
    // What is scanned while the form is open is the product's.
    Scans::of_page().wanted_by(Callback::new(|code: String| {
        if let Some(field) = element::<HtmlInputElement>("product-barcode") {
            field.set_value(&code);
            changed_by_hand(&field);
        }
    }));
    view! {
        <Field name="name" label=w.name value=new.name/>
        <Field name="code" label=w.code value=new.code hint=own.code_hint/>
        <Field name="price_minor" label=w.price value=price keyboard="decimal" hint=lang.price_hint(&currency)/>
        <Field name="unit" label=w.unit value=new.unit hint=own.unit_hint/>
        {is_new.then(|| view! { <Field name="opening_quantity" label=own.opening keyboard="numeric" optional=true hint=own.opening_hint/> })}
        <Field name="min_quantity" label=w.minimum value=minimum keyboard="numeric" optional=true hint=own.minimum_hint/>
        <Field name="barcode" label=w.barcode value=new.barcode.unwrap_or_default() optional=true/>
        <div class="field beside">{scan_button("scan", w.scan)}</div>
        <Lines name="description" label=w.description value=new.description/>
        <Tick name="is_public" label=w.is_public value=new.is_public hint=own.is_public_hint/>
    }
}

/// Fills in the code when there is a name, as long as nobody has given one.
fn suggest_codes() {
    let last = StoredValue::new(String::new());
    let look = move || {
        let fields =
            || Some((element::<HtmlInputElement>("product-name")?, element::<HtmlInputElement>("product-code")?));
        let Some((name, code)) = fields() else { return };
        let is_ours = move |code: &HtmlInputElement| last.try_with_value(|last| *last == code.value()) == Some(true);
        let asked = name.value();
        if asked.trim().is_empty() || !is_ours(&code) {
            return;
        }
        spawn_local(async move {
            // Where none comes the person thinks of one. Meanwhile there may be another name, or a code.
            if let Ok(free) = api::free_code(&asked).await
                && name.value() == asked
                && is_ours(&code)
            {
                // Nobody has typed it, so nothing is lost with it.
                code.set_default_value(&free.code);
                code.set_value(&free.code);
                last.set_value(free.code);
            }
        });
    };
    // One that is like another has a name at once.
    Effect::new(move || {
        look();
        let changed = window_event_listener(ev::change, move |_| look());
        on_cleanup(move || changed.remove());
    });
}

/// What was filled in, or everything that is wrong with it.
pub fn read(writing: Writing, filled: &Filled) -> Result<NewProduct, Vec<FieldError>> {
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

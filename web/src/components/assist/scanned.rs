//! From a code that no page wanted to its product, or to the question what to do with it.
use crate::{
    api::{self, Listing},
    components::{Dialog, Scans, Toasts, button, guarded, product_in},
    i18n::lang,
    session::Session,
};
use leptos::{prelude::*, task::spawn_local};
use shared::{barcode::is_article_number, product::Product, user::Role};

/// Goes to the product, or asks.
#[component]
pub fn Scanned() -> impl IntoView {
    let (lang, scans, toasts, inside) = (lang(), Scans::of_page(), Toasts::of_page(), guarded());
    let unknown = RwSignal::new(None::<String>);
    let go = Callback::new(move |path: String| {
        unknown.set(None);
        inside.run(path);
    });
    Effect::new(move || {
        let Some(code) = scans.unclaimed.get() else { return };
        scans.unclaimed.set(None);
        if let Some(id) = product_in(&code) {
            return go.run(format!("/admin/products/{id}"));
        }
        spawn_local(async move {
            let listing = Listing { q: code.clone(), ..Listing::default() };
            match api::products(&listing).await.map(|page| place_of(&code, &page.items)) {
                Ok(Some(path)) => go.run(path),
                Ok(None) => unknown.set(Some(code)),
                Err(problem) => toasts.say(lang.refusal(problem.code).to_owned()),
            }
        });
    });
    view! { <Unknown unknown go/> }
}

/// Where the code leads: a product's own code counts more than a barcode, which several may share.
fn place_of(code: &str, found: &[Product]) -> Option<String> {
    let page = |product: &Product| format!("/admin/products/{}", product.id);
    if let Some(own) = found.iter().find(|product| product.code.to_lowercase() == code.to_lowercase()) {
        return Some(page(own));
    }
    let mut sharing = found.iter().filter(|product| product.barcode.as_deref() == Some(code));
    match (sharing.next(), sharing.next()) {
        (Some(only), None) => Some(page(only)),
        (Some(_), Some(_)) => Some(search(code)),
        (None, _) => None,
    }
}

fn search(code: &str) -> String {
    format!("/admin{}", api::query(&[("q", Some(code))]))
}

/// The form, filled in with the code.
fn form(code: &str) -> String {
    let field = if is_article_number(code) { "barcode" } else { "code" };
    format!("/admin/products/new{}", api::query(&[(field, Some(code))]))
}

/// What may be done with a code that nothing has.
#[component]
fn Unknown(unknown: RwSignal<Option<String>>, go: Callback<String>) -> impl IntoView {
    let (o, session, idle) = (lang().assist(), Session::of_page(), RwSignal::new(false));
    let code = move || unknown.get_untracked().unwrap_or_default();
    let close = Callback::new(move |()| unknown.set(None));
    let add = Callback::new(move |()| go.run(form(&code())));
    let find = Callback::new(move |()| go.run(search(&code())));
    let open = Signal::derive(move || unknown.with(Option::is_some));
    view! {
        <Dialog open on_close=close title=o.scan_unknown>
            <p><code>{unknown.get()}</code></p>
            <div class="actions">
                {session.may(Role::Manager).then(|| button(o.scan_add, "primary", None, idle, add))}
                {button(o.scan_find, "", None, idle, find)}
                {button(o.close, "", None, idle, close)}
            </div>
        </Dialog>
    }
}

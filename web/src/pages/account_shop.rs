//! The settings of the shop, for its owner.
use crate::{
    api,
    components::{Draft, Field, Filled, Form, Tick, Toasts},
    i18n::{lang, office, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::{Validate, shop::ShopPatch};

/// The shop's name, and how much the catalogue tells.
#[component]
pub fn ShopSettings() -> impl IntoView {
    let (w, o, session, toasts, draft) = (words(), office(), Session::of_page(), Toasts::of_page(), Draft::new("shop"));
    let submit = move |filled: Filled| {
        let patch = ShopPatch {
            name: Some(filled.text("name").trim().into()),
            slug: Some(filled.text("slug").trim().into()),
            shows_quantity: Some(filled.is_ticked("shows_quantity")),
        };
        match patch.validate() {
            Err(wrong) => draft.refuse(wrong),
            Ok(()) => draft.send(async move { api::change_shop(&patch).await }, move |shop| {
                session.update(|me| me.shop = shop);
                toasts.say(w.saved.into());
            }),
        }
    };
    let (name, slug, shows_quantity, currency) = session
        .with(|me| (me.shop.name.clone(), me.shop.slug.clone(), me.shop.shows_quantity, me.shop.currency.clone()));
    let page = move || format!("/shops/{}", session.with(|me| api::encode(&me.shop.slug)));
    view! {
        <Form draft submit=w.save on_submit=submit>
            <Field name="name" label=w.shop_name value=name autocomplete="organization"/>
            <Field name="slug" label=o.slug value=slug hint=o.slug_hint/>
            <Tick name="shows_quantity" label=w.shows_quantity value=shows_quantity hint=o.shows_quantity_hint/>
        </Form>
        <p class="hint">{w.currency} ": " {currency}</p>
        <p><a href=page rel="external">{o.see_page}</a></p>
        <p><A href="/admin/webhook">{lang().notices().title}</A></p>
    }
}

//! The frame of the panel: nobody gets inside without a session.
use crate::{
    components::{Front, Guard, LanguageSwitch, Scans, ToastArea, assist, coming, scan_button, sign_in_again},
    i18n::words,
    session::Session,
};
use leptos::prelude::*;
use leptos_router::components::{A, Outlet};

/// The bar on top and the page inside. Whoever is not signed in is sent to the login by the calls themselves; whose session
/// ends meanwhile is asked in front of the page.
#[component]
pub fn Panel() -> impl IntoView {
    let w = words();
    let session = Session::provide();
    Scans::provide();
    Guard::provide();
    let shop = move || session.with(|me| Some(me.shop.name.clone()));
    let person = move || session.with(|me| Some(me.user.name.clone()));
    let front = RwSignal::new(None);
    let open = move |what: Front, label: &'static str, sign: &'static str| {
        view! { <button type="button" class="find" aria-label=label on:click=move |_| front.set(Some(what))>{sign}</button> }.into_any()
    };
    let known = move |text: Signal<Option<String>>| {
        coming("", move || async move {
            // Without an answer the bar stays without names; the page inside says why.
            let _ = session.ready().await;
            Ok(view! { {text} }.into_any())
        })
    };
    view! {
        <header class="bar frame">
            <A href="/admin" exact=true attr:class="brand">{known(Signal::derive(shop))}</A>
            <nav aria-label=w.navigation>
                <A href="/admin" exact=true>{w.products}</A>
                <A href="/admin/count">{w.stock_take}</A>
                <A href="/admin/journal">{w.journal}</A>
                <A href="/admin/labels">{w.labels}</A>
                <A href="/admin/team">{w.team}</A>
                <A href="/admin/account">{w.account}</A>
                <A href="/admin/status">{w.status}</A>
                <a href="/" rel="external">{w.catalog}</a>
                <LanguageSwitch/>
            </nav>
            {open(Front::Palette, w.search, "")}
            {scan_button("find scan", "")}
            {open(Front::Help, w.keys, "?")}
            <form class="person" method="post" action="/logout">
                <span>{known(Signal::derive(person))}</span>
                <button type="submit">{w.sign_out}</button>
            </form>
        </header>
        <main id="content" class="page" tabindex="-1">
            <Outlet/>
        </main>
        <ToastArea/>
        {assist(front)}
        {sign_in_again()}
    }
}

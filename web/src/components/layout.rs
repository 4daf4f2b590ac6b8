//! What is around every page: the bar on top and the foot.
use super::coming;
use crate::{
    api,
    i18n::{Lang, lang, words},
    theme::{Theme, theme},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use shared::{Problem, visit::Visits};

/// The bar of the public pages and of the way in.
#[component]
pub fn TopBar(is_public: bool) -> impl IntoView {
    let w = words();
    let (href, text) = if is_public { ("/admin", w.admin) } else { ("/", w.catalog) };
    view! {
        <header class="bar">
            <a class="brand" href="/" rel="external">"Bodega"</a>
            <nav aria-label=w.navigation>
                <a href=href rel="external">{text}</a>
                <LanguageSwitch/>
            </nav>
        </header>
    }
}

/// The address that remembers a choice and leads back to this page.
fn choosing(choice: &'static str, code: &'static str) -> Signal<String> {
    let here = use_location();
    Signal::derive(move || {
        let search = Some(here.search.get()).filter(|search| !search.is_empty());
        let back = here.pathname.get() + &search.map(|search| format!("?{search}")).unwrap_or_default();
        format!("/{choice}/{code}{}", api::query(&[("back", Some(&back))]))
    })
}

/// To the other language, and back to this page.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let links = Lang::ALL.into_iter().filter(|each| *each != lang()).map(|each| {
        let href = choosing("language", each.code());
        view! { <a href=href rel="external" hreflang=each.code() lang=each.code()>{each.name()}</a> }
    });
    links.collect_view()
}

/// Light, dark, or as the system has it.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let w = words();
    let links = [(Theme::System, w.theme_system), (Theme::Light, w.theme_light), (Theme::Dark, w.theme_dark)];
    let links = links.map(|(each, text)| {
        let current = (each == theme()).then_some("true");
        view! { <a href=choosing("theme", each.code()) rel="external" aria-current=current>{text}</a> }.into_any()
    });
    view! { <nav class="ways" aria-label=w.theme>{links.into_iter().collect_view()}</nav> }
}

/// The foot of every page, with the number of visits.
#[component]
pub fn Footer(is_public: bool) -> impl IntoView {
    if is_public {
        let visits = Suspend::new(async { count(api::visit().await) });
        return view! { <footer class="foot"><p>"Bodega · " {visits}</p> <ThemeSwitch/></footer> }.into_any();
    }
    let visits = api::loaded::visits();
    view! {
        <footer class="foot">
            <p>"Bodega · " {coming("", move || async move { Ok(count(visits.ready().await).into_any()) })}</p>
            <ThemeSwitch/>
        </footer>
    }
    .into_any()
}

/// Nothing where the number is not to be had: nobody waits for it.
fn count(visits: Result<Visits, Problem>) -> impl IntoView {
    let text = visits.ok().map(|visits| lang().visits(visits.total));
    view! { <span>{text}</span> }
}

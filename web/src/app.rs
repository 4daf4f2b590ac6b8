//! The two apps, the documents around them, and the map from path to page.
use crate::{
    components::{Footer, Toasts, TopBar},
    i18n::{lang, words},
    pages::{
        ACCOUNT, AUDIT, COUNT, Catalog, CatalogItem, IMPORT, JOURNAL, LABELS, LOGIN, NotFound, PRODUCT, PRODUCT_EDIT,
        PRODUCT_NEW, Panel as PanelFrame, Products, REGISTER, STATUS, ShopPage, TEAM, WEBHOOK,
    },
    theme::theme,
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use std::collections::BTreeMap;

/// Addresses of the built files, as the server found them.
#[derive(Clone, Debug, Default)]
pub struct Assets {
    /// The style sheet.
    pub style: String,
    /// The module that starts the panel in the browser.
    pub boot: String,
    /// The module that it loads.
    pub script: String,
    /// The program that this one loads.
    pub wasm: String,
    /// The icon.
    pub icon: String,
    /// What each chunk of pages that come on demand needs besides.
    pub chunks: BTreeMap<String, Vec<String>>,
}

/// Whether anybody may open a shop here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Registration(pub bool);

/// Which columns of the table of products a person wants to see, and how much room: words for the style sheet.
#[derive(Clone, Debug, Default)]
pub struct View(pub Option<String>);

/// Those of the page being shown; only the server knows.
fn view() -> View {
    use_context().unwrap_or_default()
}

/// Where people reach these pages, such as `https://bodega.example`; known to the public pages.
#[derive(Clone, Debug, Default)]
pub struct Origin(pub String);

/// Whether anybody may open a shop here, as far as this page knows.
pub(crate) fn registration() -> Registration {
    use_context().unwrap_or_default()
}

/// The document of the public pages: nothing in it needs a script.
pub fn public_shell() -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang=lang().code() data-theme=theme().chosen()>
            <head>
                <Head/>
                <MetaTags/>
            </head>
            <body>
                <Public/>
            </body>
        </html>
    }
}

/// The document of the panel, taken over by the program it loads.
pub fn panel_shell() -> impl IntoView {
    let assets: Assets = use_context().unwrap_or_default();
    view! {
        <!DOCTYPE html>
        <html lang=lang().code() data-theme=theme().chosen() data-view=view().0 data-registration=if registration().0 { "open" } else { "closed" }>
            <head>
                <Head/>
                <meta name="robots" content="noindex"/>
                <link rel="modulepreload" href=assets.script/>
                <link rel="preload" href=assets.wasm r#as="fetch" crossorigin="anonymous"/>
                <script type="module" src=assets.boot></script>
                <MetaTags/>
            </head>
            <body>
                <Panel/>
            </body>
        </html>
    }
}

/// What every document says about itself.
#[component]
fn Head() -> impl IntoView {
    let assets: Assets = use_context().unwrap_or_default();
    view! {
        <meta charset="utf-8"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta name="color-scheme" content="light dark"/>
        <link rel="stylesheet" href=assets.style/>
        <link rel="icon" type="image/svg+xml" href=assets.icon/>
    }
}

/// The catalogue that everybody sees; never taken over in the browser.
#[component]
pub fn Public() -> impl IntoView {
    provide_meta_context();
    view! {
        <Router>
            <SkipLink/>
            <TopBar is_public=true/>
            <main id="content" class="page" tabindex="-1">
                <Routes fallback=NotFound>
                    <Route path=path!("/") view=Catalog ssr=SsrMode::Async/>
                    <Route path=path!("/products/:id") view=CatalogItem ssr=SsrMode::Async/>
                    <Route path=path!("/shops/:slug") view=ShopPage ssr=SsrMode::Async/>
                </Routes>
            </main>
            <Footer is_public=true/>
        </Router>
    }
}

/// The way in and the pages behind it.
#[component]
pub fn Panel() -> impl IntoView {
    provide_meta_context();
    Toasts::provide();
    view! {
        <Router>
            <SkipLink/>
            <Routes fallback=Nowhere>
                <Route path=path!("/login") view=LOGIN ssr=SsrMode::Async/>
                <Route path=path!("/register") view=REGISTER ssr=SsrMode::Async/>
                <ParentRoute path=path!("/admin") view=PanelFrame ssr=SsrMode::Async>
                    <Route path=path!("") view=Products ssr=SsrMode::Async/>
                    <Route path=path!("products/new") view=PRODUCT_NEW ssr=SsrMode::Async/>
                    <Route path=path!("products/:id") view=PRODUCT ssr=SsrMode::Async/>
                    <Route path=path!("products/:id/edit") view=PRODUCT_EDIT ssr=SsrMode::Async/>
                    <Route path=path!("import") view=IMPORT ssr=SsrMode::Async/>
                    <Route path=path!("count") view=COUNT ssr=SsrMode::Async/>
                    <Route path=path!("labels") view=LABELS ssr=SsrMode::Async/>
                    <Route path=path!("journal") view=JOURNAL ssr=SsrMode::Async/>
                    <Route path=path!("audit") view=AUDIT ssr=SsrMode::Async/>
                    <Route path=path!("team") view=TEAM ssr=SsrMode::Async/>
                    <Route path=path!("account") view=ACCOUNT ssr=SsrMode::Async/>
                    <Route path=path!("webhook") view=WEBHOOK ssr=SsrMode::Async/>
                    <Route path=path!("status") view=STATUS ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
            <Footer is_public=false/>
        </Router>
    }
}

/// For the keyboard: past the navigation.
#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#content" rel="external">{words().skip}</a> }
}

/// A path of the panel that does not exist.
#[component]
fn Nowhere() -> impl IntoView {
    view! {
        <TopBar is_public=false/>
        <main id="content" class="page" tabindex="-1">
            <NotFound/>
        </main>
    }
}

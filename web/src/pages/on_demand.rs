//! Pages that few open: their code is no part of the panel's first load, it comes when the page is opened.
use crate::{api::transport::fetch_early, components::Refusal, i18n::words};
use leptos::prelude::*;
use leptos_router::ChooseView;
use shared::Code;
use std::{
    future::{Future, pending},
    pin::Pin,
};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

/// A page for a route. All are of one type: a type of its own for each would make the first load larger with each page.
#[derive(Clone, Copy)]
pub struct OnDemand {
    chunk: &'static str,
    load: fn() -> Coming<()>,
    show: fn() -> Coming<AnyView>,
}

type Coming<T> = Pin<Box<dyn Future<Output = Result<T, SplitLoaderError>>>>;

impl ChooseView for OnDemand {
    async fn choose(self) -> AnyView {
        fetch_early(self.chunk);
        (self.show)().await.unwrap_or_else(|_| missing())
    }

    /// Before anything is shown or taken over. Where the code of a page that the server has rendered does not come, the page
    /// is never taken over: it can be read, and its links lead on.
    async fn preload(&self) {
        let has_come = (self.load)().await.is_ok();
        if !has_come && Owner::current_shared_context().is_some_and(|context| context.during_hydration()) {
            pending::<()>().await;
        }
    }
}

/// `chunk: PAGE = module::Page, ...;` makes a page for a route of each of these components. The pages of one chunk come
/// together. What several chunks need and the first load does not comes in files of its own, one for each such set of chunks;
/// so a page gets a chunk of its own only where other people open it than those who open the others.
macro_rules! on_demand {
    ($($chunk:ident: $($name:ident = $module:ident::$page:ident),+;)+) => { $($(
        #[doc = concat!("The page `", stringify!($page), "`.")]
        pub const $name: OnDemand = {
            #[wasm_split($chunk, preload(load), fallible)]
            #[allow(non_snake_case, reason = "the name must be the only one of its kind in the program, as the page's is")]
            fn $page() -> Result<AnyView, SplitLoaderError> {
                Ok(super::$module::$page().into_any())
            }

            OnDemand { chunk: stringify!($chunk), load: || Box::pin(load()), show: || Box::pin($page()) }
        };
    )+)+ };
}

on_demand! {
    count: COUNT = count::Count;
    door: LOGIN = login::Login, REGISTER = register::Register;
    labels: LABELS = labels::Labels;
    account: ACCOUNT = account::Account;
    product: PRODUCT = product::ProductPage;
    product_form: PRODUCT_EDIT = product_form::ProductEdit, PRODUCT_NEW = product_form::ProductNew;
    records: AUDIT = audit::Audit, JOURNAL = journal::Journal;
    system: STATUS = status::Status, WEBHOOK = webhook::WebhookPage;
    team: TEAM = team::Team;
    transfer: IMPORT = import::Import;
}

/// Instead of a page whose code does not come. That may be of an earlier build; the server has the present one.
fn missing() -> AnyView {
    view! {
        <Refusal problem=Code::BadGateway.into()/>
        <p><a href="" rel="external">{words().ask_again}</a></p>
    }
    .into_any()
}

//! Parts of a page that come later or change. All of them are of one type each: a type of its own for every part makes the
//! program that the browser loads a third larger.
use crate::{api::Result, components::Refusal};
use leptos::prelude::*;
use std::{
    future::Future,
    pin::Pin,
    sync::{Arc, Mutex},
};

/// A part that changes, or is not there at present.
pub type Live = Arc<Mutex<dyn FnMut() -> Option<AnyView> + Send>>;

/// Shows a part as it is now, and again whenever what it was made of has changed.
pub fn live(part: impl FnMut() -> Option<AnyView> + Send + 'static) -> Live {
    Arc::new(Mutex::new(part))
}

/// Shows a part while this holds.
pub fn shown(holds: impl Fn() -> bool + Send + Sync + 'static, part: impl Fn() -> AnyView + Send + 'static) -> Live {
    let holds = Memo::new(move |_| holds());
    live(move || holds.get().then(&part))
}

type Coming = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows a part once it is known, or why it is not; `meanwhile` until then, and what was there while it is asked again.
pub fn coming<F>(meanwhile: &'static str, part: impl Fn() -> F + Send + Sync + 'static) -> AnyView
where
    F: Future<Output = Result<AnyView>> + Send + 'static,
{
    let part = move || -> Coming {
        let part = part();
        Box::pin(async move { part.await.unwrap_or_else(|problem| view! { <Refusal problem/> }.into_any()) })
    };
    transition(meanwhile, Box::new(part))
}

fn transition(meanwhile: &'static str, part: Box<dyn Fn() -> Coming + Send + Sync>) -> AnyView {
    let meanwhile = move || {
        (!meanwhile.is_empty()).then(|| view! { <p class="hint waiting" role="status">{meanwhile}</p> }.into_any())
    };
    view! { <Transition fallback=meanwhile>{move || Suspend::new(part())}</Transition> }.into_any()
}

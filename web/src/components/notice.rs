//! Refusals in words: as a box, and as a whole page.
use super::live;
use crate::{
    api::transport::set_status,
    i18n::{lang, words},
    pages::NotFound,
};
use leptos::prelude::*;
use shared::{Code, Problem};

/// A refusal in a box.
#[component]
pub fn Notice(problem: Problem) -> impl IntoView {
    let id = problem.request_id.filter(|_| problem.status >= 500);
    view! {
        <div class="notice" role="alert" tabindex="-1">
            <p>{lang().refusal(problem.code)}</p>
            {id.map(|id| view! { <p class="hint">{words().request_id} " " <code>{id}</code></p> }.into_any())}
        </div>
    }
}

/// The refusal that stands at present, if there is one.
#[component]
pub fn Problems(problem: RwSignal<Option<Problem>>) -> impl IntoView {
    live(move || problem.get().map(|problem| view! { <Notice problem/> }.into_any()))
}

/// A page that cannot be shown, with the status that says so.
#[component]
pub fn Refusal(problem: Problem) -> impl IntoView {
    if problem.code == Code::NotFound {
        return NotFound().into_any();
    }
    if problem.code != Code::Unauthenticated {
        set_status(problem.status);
    }
    view! { <Notice problem/> }.into_any()
}

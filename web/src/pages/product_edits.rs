//! Who edited a product, on its page. Asked for when somebody wants to see it.
use super::audit::Edit;
use crate::{
    api::{self, Filters},
    components::{Problems, live},
    i18n::{lang, words},
};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::components::A;
use shared::audit::AuditEvent;
use uuid::Uuid;

/// The newest edits, with the way to all of them.
#[component]
pub fn Edits(of: Uuid) -> impl IntoView {
    let (w, edits, problem) = (words(), RwSignal::new(None::<Vec<AuditEvent>>), RwSignal::new(None));
    let look = move |_| {
        if edits.with_untracked(Option::is_some) {
            return;
        }
        spawn_local(async move {
            match api::audit(&Filters::default().with("subject_id", of.to_string()), None).await {
                Ok(page) => drop(edits.try_set(Some(page.items))),
                Err(refused) => drop(problem.try_set(Some(refused))),
            }
        });
    };
    view! {
        <details class="edits" on:toggle=look>
            <summary>{w.edits}</summary>
            <Problems problem/>
            {live(move || edits.get().map(|edits| list(edits).into_any()))}
            <p><A href=format!("/admin/audit?subject_id={of}")>{lang().product().all_edits}</A></p>
        </details>
    }
}

fn list(edits: Vec<AuditEvent>) -> impl IntoView {
    let edits = edits.into_iter().map(|edit| view! { <Edit edit/> }).collect_view();
    view! { <ul class="trail" aria-label=words().edits>{edits}</ul> }
}

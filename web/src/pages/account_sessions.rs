//! Where one is signed in.
use crate::{
    api::{self, loaded::Loaded},
    components::{Draft, Moment, Problems, coming},
    i18n::{office, words},
};
use leptos::prelude::*;
use shared::{Page, session::Session};

/// Where one is signed in, and the button that ends it there.
#[component]
pub fn Sessions(sessions: Loaded<Page<Session>>) -> impl IntoView {
    let draft = Draft::new("sessions");
    let reload = Callback::new(move |()| sessions.refetch());
    view! {
        <Problems problem=draft.problem/>
        {coming(words().loading, move || async move {
            let each = sessions.ready().await?.items.into_iter().map(|session| view! { <Place session draft reload/> });
            Ok(view! { <ul class="places">{each.collect_view()}</ul> }.into_any())
        })}
    }
}

#[component]
fn Place(session: Session, draft: Draft, reload: Callback<()>) -> impl IntoView {
    let o = office();
    let end = move |_| draft.send(api::end_session(session.id), move |()| reload.run(()));
    let button = if session.is_current {
        view! { <span class="badge good">{o.this_one}</span> }.into_any()
    } else {
        view! { <button type="button" disabled=draft.busy on:click=end>{o.end_session}</button> }.into_any()
    };
    view! {
        <li>
            <div>
                <p>{if session.user_agent.is_empty() { o.unknown_device.to_owned() } else { session.user_agent }}</p>
                <p class="hint">{o.last_seen} " " <Moment time=session.last_seen_at/></p>
            </div>
            {button}
        </li>
    }
}

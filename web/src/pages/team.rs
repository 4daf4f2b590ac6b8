//! The people of the shop; the owner runs the team here.
use super::team_person::{Person, PersonForm};
use crate::{
    api,
    components::{Allowed, Confirm, Dialog, Draft, More, PageTitle, Paged, Toasts, coming, live},
    i18n::{lang, office, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::user::{Role, User, Users};

/// What the owner has asked for.
#[derive(Clone, PartialEq, Eq)]
pub enum Asked {
    /// A new person.
    New,
    /// Another name, role, password or picture.
    Edit(User),
    /// Out of the team, for ever.
    Remove(User),
}

/// The team.
#[component]
pub fn Team() -> impl IntoView {
    let (w, o, session) = (words(), office(), Session::of_page());
    let users = api::loaded::users();
    let asked = RwSignal::new(None::<Asked>);
    let add = move |_| asked.set(Some(Asked::New));
    view! {
        <PageTitle text=w.team/>
        <div class="heading">
            <h1>{w.team}</h1>
            <Allowed role=Role::Owner>
                <div class="actions">
                    <A href="/admin/audit" attr:class="button">{w.edits}</A>
                    <button type="button" class="primary" on:click=add>{o.add_person}</button>
                </div>
            </Allowed>
        </div>
        {coming(w.loading, move || async move {
            let users = session.ready().await.and(users.ready().await)?;
            Ok(view! { <People users asked/> }.into_any())
        })}
        <Editing asked reload=Callback::new(move |()| users.refetch())/>
        <Removing asked reload=Callback::new(move |()| users.refetch())/>
    }
}

#[component]
fn People(users: Users, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let origin = lang.origin(&users.meta);
    let paged = Paged::new(users.items, users.next_cursor);
    let load = move |cursor: String| async move {
        let users = api::users(&cursor).await?;
        Ok((users.items, users.next_cursor))
    };
    view! {
        <ul class="people" aria-label=w.team>
            <For each=move || paged.items.get() key=|user| user.id let:user>
                <Person user asked/>
            </For>
        </ul>
        <More paged load/>
        <p class="hint">{origin}</p>
    }
}

/// The form for a new or a present person, in front of the page.
#[component]
fn Editing(asked: RwSignal<Option<Asked>>, reload: Callback<()>) -> impl IntoView {
    let o = office();
    let subject = move || match asked.get() {
        Some(Asked::New) => Some(None),
        Some(Asked::Edit(user)) => Some(Some(user)),
        _ => None,
    };
    let close = Callback::new(move |()| {
        if subject().is_some() {
            asked.set(None);
        }
    });
    let done = Callback::new(move |()| {
        asked.set(None);
        reload.run(());
    });
    let title = move || match subject() {
        Some(Some(user)) => user.name,
        _ => o.add_person.to_owned(),
    };
    view! {
        <Dialog open=Signal::derive(move || subject().is_some()) on_close=close title=Signal::derive(title)>
            {live(move || subject().map(|user| view! { <PersonForm user on_done=done on_cancel=close/> }.into_any()))}
        </Dialog>
    }
}

/// Asks before a person is removed.
#[component]
fn Removing(asked: RwSignal<Option<Asked>>, reload: Callback<()>) -> impl IntoView {
    let (lang, o, toasts, draft) = (lang(), office(), Toasts::of_page(), Draft::new("remove"));
    let subject = move || match asked.get() {
        Some(Asked::Remove(user)) => Some(user),
        _ => None,
    };
    let close = Callback::new(move |()| {
        draft.problem.set(None);
        if subject().is_some() {
            asked.set(None);
        }
    });
    let confirm = Callback::new(move |()| {
        let Some(user) = untrack(subject) else { return };
        draft.send(api::remove_user(user.id), move |()| {
            toasts.say(lang.removed(&user.name));
            asked.set(None);
            reload.run(());
        });
    });
    view! {
        <Confirm
            open=Signal::derive(move || subject().is_some()) on_close=close
            title=Signal::derive(move || lang.remove_question(&subject().map(|user| user.name).unwrap_or_default()))
            text=o.remove_text action=o.remove draft on_confirm=confirm
        />
    }
}

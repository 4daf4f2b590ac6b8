//! Who edited what, for the owner. What moved is in the journal.
use crate::{
    api::{self, AUDIT, Filters},
    components::{Moment, More, PageTitle, Paged, Pick, chip, coming, narrowed, people, shown},
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use shared::{
    Page,
    audit::{Action, AuditEvent, Change, Subject},
};

/// The edits with their tools.
#[component]
pub fn Audit() -> impl IntoView {
    let (w, session, query) = (words(), Session::of_page(), use_query_map());
    let own = lang().records();
    let filters = Memo::new(move |_| query.with(|query| Filters::of(AUDIT, query)));
    let (page, team) = (api::loaded::audit(filters), api::loaded::team());
    let go = narrowed("/admin/audit");
    view! {
        <PageTitle text=w.edits/>
        <h1>{w.edits}</h1>
        <p class="hint">{own.edits_hint}</p>
        {coming("", move || async move {
            session.ready().await?;
            let team = team.ready().await.map(|team| team.items).unwrap_or_default();
            Ok(view! { <Tools filters go team=people(team, filters.get_untracked().get("actor_id"))/> }.into_any())
        })}
        {coming(w.loading, move || async move {
            let page = session.ready().await.and(page.ready().await)?;
            Ok(view! { <List page now=filters/> }.into_any())
        })}
    }
}

/// Subject and person.
#[component]
fn Tools(filters: Memo<Filters>, go: Callback<Filters>, team: Vec<(String, String)>) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let own = lang.records();
    let subjects = Subject::ALL.iter().map(|subject| (subject.name().to_owned(), lang.subject(*subject).to_owned()));
    view! {
        <div class="search" role="search">
            <Pick filters name="subject" label=own.subject options=subjects.collect() go/>
            <Pick filters name="actor_id" label=w.who options=team go/>
        </div>
    }
}

#[component]
fn List(page: Page<AuditEvent>, now: Memo<Filters>) -> impl IntoView {
    let filters = now.get_untracked();
    let w = words();
    let own = lang().records();
    let one = (!filters.get("subject_id").is_empty()).then(|| {
        let name = page.items.first().map(|first| first.subject_name.clone()).unwrap_or_default();
        let name = if name.is_empty() { own.one_subject.to_owned() } else { name };
        let all = move || format!("/admin/audit{}", now.get().with("subject_id", String::new()).query(None));
        chip(Signal::derive(all), name)
    });
    let edits = Paged::new(page.items, page.next_cursor);
    let filters = StoredValue::new(filters);
    let load = move |cursor: String| async move {
        let page = api::audit(&filters.get_value(), Some(&cursor)).await?;
        Ok((page.items, page.next_cursor))
    };
    let is_empty = move || edits.items.with(Vec::is_empty);
    view! {
        {one}
        {shown(is_empty, move || view! { <section class="empty"><p>{own.edits_empty}</p></section> }.into_any())}
        <ul class="trail" aria-label=w.edits>
            <For each=move || edits.items.get() key=|edit| edit.id let:edit>
                <Edit edit/>
            </For>
        </ul>
        <More paged=edits load/>
    }
}

/// Who did what to what, and each field from what to what.
#[component]
pub fn Edit(edit: AuditEvent) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let name = if edit.subject == Subject::Product && edit.action != Action::Remove {
        view! { <A href=format!("/admin/products/{}", edit.subject_id)>{edit.subject_name}</A> }.into_any()
    } else {
        edit.subject_name.into_any()
    };
    let changes = edit
        .changes
        .into_iter()
        .map(|change| view! { <Field change is_new=edit.action == Action::Create/> })
        .collect_view();
    view! {
        <li class="tile">
            <p><strong>{lang.action(edit.action)}</strong> " · " {lang.subject(edit.subject)} " · " {name}</p>
            <p class="hint">{edit.actor.name.unwrap_or_else(|| w.former_member.into())} " · " <Moment time=edit.created_at/></p>
            <dl class="facts">{changes}</dl>
        </li>
    }
}

#[component]
fn Field(change: Change, is_new: bool) -> impl IntoView {
    let (lang, currency) = (lang(), Session::of_page().currency());
    let value =
        |value: Option<String>| value.map_or_else(|| "–".to_owned(), |it| lang.value(&change.field, &it, &currency));
    // A secret has no values to show, and those of a picture tell nobody anything.
    let values = if matches!(&*change.field, "image" | "picture") || (change.old.is_none() && change.new.is_none()) {
        view! { {lang.records().changed} }.into_any()
    } else {
        let old = (!is_new).then(|| view! { <del>{value(change.old.clone())}</del> " → " });
        view! { {old} <ins>{value(change.new.clone())}</ins> }.into_any()
    };
    view! { <dt>{lang.field(&change.field)}</dt> <dd>{values}</dd> }
}

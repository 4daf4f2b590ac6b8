//! Everything that moved in the shop. What it is narrowed down by stands in the address, so it can be passed on.
use crate::{
    api::{self, Filters, JOURNAL},
    components::{Export, More, Movements, PageTitle, Paged, Pick, chip, coming, follow, narrowed, people},
    day,
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};
use shared::{
    Page,
    movement::{Kind, Movement},
};

/// The journal with its tools.
#[component]
pub fn Journal() -> impl IntoView {
    let (w, session, query) = (words(), Session::of_page(), use_query_map());
    let filters = Memo::new(move |_| query.with(|query| Filters::of(JOURNAL, query)));
    let (page, team) = (api::loaded::journal(filters), api::loaded::team());
    let go = narrowed("/admin/journal");
    view! {
        <PageTitle text=w.journal/>
        <div class="heading"><h1>{w.journal}</h1> <Export name="journal.csv" path=Signal::derive(move || api::journal_path(&filters.get()))/></div>
        {coming("", move || async move {
            session.ready().await?;
            // Without the team one may still choose oneself.
            let team = team.ready().await.map(|team| team.items).unwrap_or_default();
            Ok(view! { <Tools filters go team=people(team, filters.get_untracked().get("actor_id"))/> }.into_any())
        })}
        {coming(w.loading, move || async move {
            let page = session.ready().await.and(page.ready().await)?;
            Ok(view! { <List page now=filters/> }.into_any())
        })}
    }
}

/// Kind, person and days.
#[component]
fn Tools(filters: Memo<Filters>, go: Callback<Filters>, team: Vec<(String, String)>) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let own = lang.records();
    let kinds = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), lang.kind(*kind).to_owned())).collect();
    view! {
        <div class="search" role="search">
            <Pick filters name="kind" label=w.reason options=kinds go/>
            <Pick filters name="actor_id" label=w.who options=team go/>
            <Day filters name="from" label=own.from_day days=0 go/>
            <Day filters name="to" label=own.to_day days=1 go/>
        </div>
    }
}

/// A day of the person's own calendar. The address has the moment at which it begins or is over, as the server does not know
/// where the person is; so the server finds the same movements as the browser, whoever opens the address, and the field
/// shows its day once the page is taken over.
#[component]
fn Day(
    filters: Memo<Filters>,
    name: &'static str,
    label: &'static str,
    /// 1 for the last day, which is over when the next one begins.
    days: u32,
    go: Callback<Filters>,
) -> impl IntoView {
    // The server writes the day it is in UTC, so that the field has its width at once.
    let written = filters.with_untracked(|filters| filters.get(name).get(..10).unwrap_or_default().to_owned());
    let shown = RwSignal::new(written.clone());
    Effect::new(move || shown.set(filters.with(|filters| day::of_moment(filters.get(name), days))));
    let picked = move |event| {
        let moment = day::moment(&event_target_value(&event), days);
        go.run(filters.get_untracked().with(name, moment));
    };
    view! {
        <label class="pick">
            <small>{label}</small>
            <input type="date" name=name value=written prop:value=shown on:change=picked/>
        </label>
    }
}

/// The movements found, or why there are none.
#[component]
fn List(page: Page<Movement>, now: Memo<Filters>) -> impl IntoView {
    let filters = now.get_untracked();
    let w = words();
    let own = lang().records();
    let product = (!filters.get("product_id").is_empty()).then(|| {
        let name = page.items.first().map_or_else(|| own.one_product.to_owned(), |first| first.product_name.clone());
        let all = move || format!("/admin/journal{}", now.get().with("product_id", String::new()).query(None));
        chip(Signal::derive(all), name)
    });
    let empty = if filters.is_empty() { w.journal_empty } else { own.journal_no_match };
    let show_all = (page.items.is_empty() && !filters.is_empty()).then(|| {
        view! { <p class="more"><A href="/admin/journal" attr:class="button">{w.show_all}</A></p> }.into_any()
    });
    let journal = Paged::new(page.items, page.next_cursor);
    let again = StoredValue::new(filters.clone());
    follow(journal, Box::new(move |movement| belongs(&filters, movement)));
    let load = move |cursor: String| async move {
        let page = api::journal(&again.get_value(), &cursor).await?;
        Ok((page.items, page.next_cursor))
    };
    view! {
        {product}
        <Movements journal of_many=true empty/>
        {show_all}
        <More paged=journal load/>
    }
}

/// Whether what was booked right now is among what is shown.
fn belongs(filters: &Filters, movement: &Movement) -> bool {
    let is = |name: &str, value: &str| [value, ""].contains(&filters.get(name));
    // Both are in UTC, written from the year on; a day of the past has ended before now.
    let now = movement.created_at.to_rfc3339();
    is("product_id", &movement.product_id.to_string())
        && is("kind", movement.kind.name())
        && is("actor_id", &movement.actor.id.to_string())
        && (filters.get("to").is_empty() || filters.get("to") > now.as_str())
}

//! Movements as a table; on a phone each is a card. The way back stands in the row.
use super::{Moment, Paged, Toasts, shown, undo_button};
use crate::{
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use leptos_router::components::A;
use shared::{movement::Movement, user::Role};
use uuid::Uuid;

/// The table, newest first.
#[component]
pub fn Movements(
    journal: Paged<Movement>,
    /// Says of what, too.
    #[prop(optional)]
    of_many: bool,
    /// What is said when there is nothing.
    empty: &'static str,
) -> impl IntoView {
    let w = words();
    let is_empty = move || journal.items.with(Vec::is_empty);
    let head = |text: &'static str| view! { <th role="columnheader" scope="col">{text}</th> }.into_any();
    view! {
        {shown(is_empty, move || view! { <section class="empty"><p>{empty}</p></section> }.into_any())}
        <table class="ledger" role="table" hidden=Signal::derive(is_empty)>
            <thead role="rowgroup">
                <tr role="row">
                    {head(w.when)}
                    {of_many.then(|| head(w.product))}
                    {head(w.reason)}
                    {head(w.change)}
                    {head(w.balance)}
                    {head(w.who)}
                    {head(w.note)}
                    <th role="columnheader" scope="col"><span class="unseen">{w.actions}</span></th>
                </tr>
            </thead>
            <tbody role="rowgroup">
                // Undone, a row is another one.
                <For each=move || journal.items.get() key=|movement| (movement.id, movement.reversed_by) let:movement>
                    <Line movement of_many/>
                </For>
            </tbody>
        </table>
    }
}

#[component]
fn Line(movement: Movement, of_many: bool) -> impl IntoView {
    let (lang, w) = (lang(), words());
    let product = of_many.then(|| {
        let (href, name) = (format!("/admin/products/{}", movement.product_id), movement.product_name.clone());
        view! { <td role="cell" class="name"><A href=href>{name}</A></td> }.into_any()
    });
    let is_undone = movement.reversed_by.is_some();
    let undo = (movement.is_reversible() && Session::of_page().may(Role::Clerk)).then(|| undo_button(&movement));
    let before = lang.number(movement.balance_after - movement.delta);
    let note = [movement.reference, movement.note].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>();
    view! {
        <tr role="row" class=if is_undone { "undone" } else { "" }>
            <td role="cell" class="when"><Moment time=movement.created_at/></td>
            {product}
            <td role="cell" class="what">
                <span>{lang.kind(movement.kind)}</span> {is_undone.then(|| view! { " " <span class="badge">{w.undone}</span> })}
            </td>
            <td role="cell" class=if movement.delta < 0 { "number minus" } else { "number plus" }>{lang.signed(movement.delta)}</td>
            <td role="cell" class="number balance">{before} " → " {lang.number(movement.balance_after)}</td>
            <td role="cell" class="who">{movement.actor.name.unwrap_or_else(|| w.former_member.into())}</td>
            <td role="cell" class="note">{(!note.is_empty()).then(|| note.join(" · "))}</td>
            <td role="cell" class="tools">{undo}</td>
        </tr>
    }
}

/// Takes over what is booked while the list is shown: marks what was undone, and adds what belongs into it.
pub fn follow(journal: Paged<Movement>, belongs: Box<dyn Fn(&Movement) -> bool>) {
    let toasts = Toasts::of_page();
    Effect::new(move |known: Option<Vec<Uuid>>| {
        toasts.moved.with(|moved| {
            // What was there before the list is in it.
            if let Some(known) = known {
                let new = moved.iter().rev().filter(|movement| !known.contains(&movement.id));
                new.for_each(|movement| add(journal, movement, &belongs));
            }
            moved.iter().map(|movement| movement.id).collect()
        })
    });
}

fn add(journal: Paged<Movement>, movement: &Movement, belongs: &dyn Fn(&Movement) -> bool) {
    journal.items.update(|all| {
        if let Some(undone) = all.iter_mut().find(|each| Some(each.id) == movement.reverses_id) {
            undone.reversed_by = Some(movement.id);
        }
        if belongs(movement) && all.iter().all(|each| each.id != movement.id) {
            all.insert(0, movement.clone());
        }
    });
}

//! Lists that go on: what is there so far, and the button for more.
use super::{Problems, button, shown};
use crate::{api::Result, i18n::words};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, sync::Arc};

/// A list as far as it was loaded.
pub struct Paged<T: 'static> {
    /// What is there.
    pub items: RwSignal<Vec<T>>,
    cursor: RwSignal<Option<String>>,
}

impl<T> Clone for Paged<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Paged<T> {}

impl<T: Send + Sync + 'static> Paged<T> {
    /// Begins with the first page.
    pub fn new(items: Vec<T>, cursor: Option<String>) -> Self {
        Self { items: RwSignal::new(items), cursor: RwSignal::new(cursor) }
    }

    /// Begins anew with these.
    pub fn replace(self, items: Vec<T>, cursor: Option<String>) {
        self.items.set(items);
        self.cursor.set(cursor);
    }
}

/// The next cursor, once the items are added to the list.
type Added = Pin<Box<dyn Future<Output = Result<Option<String>>>>>;

/// The button for the next page, while there is one.
#[component]
pub fn More<T, L, F>(
    paged: Paged<T>,
    /// Gets the items after this cursor, and the next cursor.
    load: L,
) -> impl IntoView
where
    T: Send + Sync + 'static,
    L: Fn(String) -> F + Copy + Send + Sync + 'static,
    F: Future<Output = Result<(Vec<T>, Option<String>)>> + 'static,
{
    let add = move |cursor: String| -> Added {
        let page = load(cursor);
        Box::pin(async move {
            let (items, cursor) = page.await?;
            paged.items.try_update(|all| all.extend(items));
            Ok(cursor)
        })
    };
    more(paged.cursor, Arc::new(add))
}

/// One function for lists of all kinds.
fn more(cursor: RwSignal<Option<String>>, add: Arc<dyn Fn(String) -> Added + Send + Sync>) -> AnyView {
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None));
    let clicked = move || {
        let Some(at) = cursor.get_untracked() else { return };
        busy.set(true);
        let added = add(at);
        spawn_local(async move {
            let added = added.await;
            busy.try_set(false);
            problem.try_set(added.as_ref().err().cloned());
            if let Ok(next) = added {
                cursor.try_set(next);
            }
        });
    };
    let clicked = Callback::new(move |()| clicked());
    let is_there = move || cursor.with(Option::is_some);
    view! {
        <div class="more">
            <Problems problem/>
            {shown(is_there, move || button(words().more, "", None, busy, clicked))}
        </div>
    }
    .into_any()
}

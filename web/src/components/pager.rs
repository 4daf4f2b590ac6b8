//! Lists that go on: what is there so far, and the button for more.
use super::{Problems, shown};
use crate::{api::Result, i18n::words};
use leptos::{prelude::*, task::spawn_local};
use shared::Problem;
use std::future::Future;

/// A list as far as it was loaded.
pub struct Paged<T: 'static> {
    /// What is there.
    pub items: RwSignal<Vec<T>>,
    cursor: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    problem: RwSignal<Option<Problem>>,
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
        Self {
            items: RwSignal::new(items),
            cursor: RwSignal::new(cursor),
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }

    fn append(self, page: Result<(Vec<T>, Option<String>)>) {
        self.busy.try_set(false);
        match page {
            Ok((items, cursor)) => {
                self.items.try_update(|all| all.extend(items));
                self.cursor.try_set(cursor);
                self.problem.try_set(None);
            }
            Err(problem) => {
                self.problem.try_set(Some(problem));
            }
        }
    }
}

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
    let clicked = move |_| {
        if let Some(cursor) = paged.cursor.get_untracked() {
            paged.busy.set(true);
            let page = load(cursor);
            spawn_local(async move { paged.append(page.await) });
        }
    };
    view! {
        <div class="more">
            <Problems problem=paged.problem/>
            {shown(move || paged.cursor.with(Option::is_some), move || {
                view! { <button type="button" disabled=paged.busy on:click=clicked>{words().more}</button> }.into_any()
            })}
        </div>
    }
}

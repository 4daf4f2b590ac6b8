//! What only some roles see.
use super::coming;
use crate::session::Session;
use leptos::prelude::*;
use shared::user::Role;

/// Shown to those who may do what this role may.
#[component]
pub fn Allowed(role: Role, children: ChildrenFn) -> impl IntoView {
    let session = Session::of_page();
    let children = StoredValue::new(children);
    coming("", move || async move {
        let may = session.ready().await.is_ok() && session.may(role);
        Ok(may.then(|| children.with_value(|children| children())).into_any())
    })
}

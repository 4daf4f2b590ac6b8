use crate::session::Session;
use leptos::prelude::*;
use shared::user::Role;

/// Shown to those who may do what this role may.
#[component]
pub fn Allowed(role: Role, children: ChildrenFn) -> impl IntoView {
    let session = Session::of_page();
    let children = StoredValue::new(children);
    view! {
        <Suspense>
            {move || Suspend::new(async move {
                let is_known = session.ready().await.is_ok();
                (is_known && session.may(role)).then(|| children.with_value(|children| children()))
            })}
        </Suspense>
    }
}

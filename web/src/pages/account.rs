//! One's own account; for the owner the shop's settings too.
use super::{account_sessions::Sessions, account_shop::ShopSettings};
use crate::{
    api::{
        self, Upload,
        loaded::{self, Loaded},
    },
    components::{Draft, Field, Filled, Form, PageTitle, PictureField, Toasts, coming, live, send_picture},
    i18n::{office, words},
    session::Session,
};
use leptos::prelude::*;
use shared::{
    Page, Problem, Validate, session,
    user::{Me, MePatch, PasswordChange, Role},
};
use uuid::Uuid;

/// Everything about oneself.
#[component]
pub fn Account() -> impl IntoView {
    let (w, o, session, sessions) = (words(), office(), Session::of_page(), loaded::sessions());
    view! {
        <PageTitle text=w.account/>
        <h1>{w.account}</h1>
        <div class="columns">
            {coming("", move || async move { session.ready().await.map(|()| view! { <Settings sessions/> }.into_any()) })}
            <section class="tile"><h2>{o.sessions}</h2> <Sessions sessions/></section>
        </div>
    }
}

#[component]
fn Settings(sessions: Loaded<Page<session::Session>>) -> impl IntoView {
    let (w, o, session) = (words(), office(), Session::of_page());
    let shop = session.may(Role::Owner).then(|| {
        view! { <section class="tile"><h2>{o.shop}</h2> <ShopSettings/></section> }
    });
    view! {
        <section class="tile"><h2>{o.profile}</h2> <Profile/></section>
        <section class="tile"><h2>{w.password}</h2> <Password sessions/></section>
        {shop}
    }
}

/// Name, e-mail, picture.
#[component]
fn Profile() -> impl IntoView {
    let (w, session, toasts) = (words(), Session::of_page(), Toasts::of_page());
    let (draft, upload) = (Draft::new("profile"), Upload::new(None));
    let submit = move |filled: Filled| {
        let patch = MePatch {
            email: filled.given("email").or(Some(String::new())),
            name: filled.given("name").or(Some(String::new())),
        };
        if let Err(wrong) = patch.validate() {
            return draft.refuse(wrong);
        }
        let id = session.with(|me| me.user.id);
        draft.send(save(id, patch, filled, upload), move |me| {
            session.update(|known| *known = me);
            toasts.say(w.saved.into());
        });
    };
    // Another picture makes another field, without the file that was chosen.
    let picture = Memo::new(move |_| session.with(|me| me.user.picture.clone()));
    let (name, email) = session.with(|me| (me.user.name.clone(), me.user.email.clone()));
    let shown = name.clone();
    view! {
        <Form draft submit=w.save on_submit=submit>
            <Field name="name" label=w.name value=name autocomplete="name"/>
            <Field name="email" label=w.email kind="email" keyboard="email" value=email autocomplete="email"/>
            {live(move || Some(view! { <PictureField current=picture.get() name=shown.clone() upload round=true/> }.into_any()))}
        </Form>
    }
}

async fn save(id: Uuid, patch: MePatch, filled: Filled, upload: Upload) -> Result<Me, Problem> {
    api::change_me(&patch).await?;
    send_picture(api::user_picture(id), None, &filled, upload).await?;
    api::me().await
}

/// Another password; the other sessions end.
#[component]
fn Password(sessions: Loaded<Page<session::Session>>) -> impl IntoView {
    let (w, o, toasts, draft) = (words(), office(), Toasts::of_page(), Draft::new("password"));
    let submit = move |filled: Filled| {
        let change = PasswordChange {
            current_password: filled.text("current_password"),
            new_password: filled.text("new_password"),
        };
        match change.validate() {
            Err(wrong) => draft.refuse(wrong),
            Ok(()) => draft.send(async move { api::change_password(&change).await }, move |()| {
                draft.reset();
                sessions.refetch();
                toasts.say(o.password_changed.into());
            }),
        }
    };
    view! {
        <Form draft submit=o.change_password on_submit=submit>
            <Field name="current_password" label=o.current_password kind="password" autocomplete="current-password"/>
            <Field name="new_password" label=o.new_password kind="password" autocomplete="new-password" hint=w.password_hint/>
        </Form>
    }
}

//! The login in front of the page, when the session has ended: what was typed stays, and what was refused is sent again.
use super::{Dialog, Draft, Fetch, Field, Filled, Form, Live, Part, Toasts, element, later};
use crate::{
    api::{self, Door},
    i18n::{lang, words},
    session::Session,
};
use leptos::prelude::*;
use shared::{Validate, session::Login, user::Me};
use std::sync::Arc;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use web_sys::HtmlElement;

/// The place of the login; its code comes when it is wanted.
pub fn sign_in_again() -> Live {
    let (door, session) = (Door::provide(), Session::of_page());
    let part = move || -> Fetch { Box::pin(part(door, session)) };
    later(move || door.asked.get(), part, move || door.answer(false))
}

#[wasm_split(door, fallible)]
#[allow(clippy::unnecessary_wraps, reason = "its code may not come")]
fn part(door: Door, session: Session) -> Result<Part, SplitLoaderError> {
    Ok(Arc::new(move || view! { <SignInAgain door session/> }.into_any()))
}

#[component]
fn SignInAgain(door: Door, session: Session) -> impl IntoView {
    let own = lang().door();
    let close = Callback::new(move |()| door.answer(false));
    view! {
        <Dialog open=door.asked on_close=close title=own.session_ended>
            <p>{own.session_ended_text}</p>
            <Again door session close/>
        </Dialog>
    }
}

/// The form, with the e-mail of the person filled in.
#[component]
fn Again(door: Door, session: Session, close: Callback<()>) -> impl IntoView {
    let (w, own, toasts, draft) = (words(), lang().door(), Toasts::of_page(), Draft::new("again"));
    let email = session.with(|me| me.user.email.clone());
    let submit = move |filled: Filled| {
        let login = Login {
            grant_type: None,
            username: filled.text("username").trim().into(),
            password: filled.text("password"),
        };
        match login.validate() {
            Err(fields) => draft.refuse(fields),
            Ok(()) => draft.send(sign_in(login), move |me| go_on(door, session, toasts, me)),
        }
    };
    request_animation_frame(|| {
        if let Some(field) = element::<HtmlElement>("again-password") {
            // A field that cannot take the focus leaves it where it is.
            let _ = field.focus();
        }
    });
    view! {
        <Form draft submit=own.sign_in on_submit=submit on_cancel=close>
            <Field name="username" label=w.email value=email kind="email" keyboard="email" autocomplete="username"/>
            <Field name="password" label=w.password kind="password" autocomplete="current-password"/>
        </Form>
    }
}

async fn sign_in(login: Login) -> api::Result<Me> {
    api::login(&login).await?;
    api::me().await
}

/// Lets go on what has waited. Of another shop nothing that is shown is right, so the page begins anew.
fn go_on(door: Door, session: Session, toasts: Toasts, me: Me) {
    if session.with(|known| Some(known.shop.id)) != Some(me.shop.id) {
        // Where the browser refuses, the page stays as it is; there is nobody to tell.
        let _ = window().location().reload();
        return;
    }
    session.update(|known| *known = me);
    door.answer(true);
    toasts.refresh.update(|times| *times += 1);
}

//! One person of the team: the card, and the form behind it.
use super::team::Asked;
use crate::{
    api::{self, Upload},
    components::{Choice, Draft, Field, Filled, Form, Icon, Picture, PictureField, Shape, Tick, Toasts, send_picture},
    i18n::{lang, office, words},
    session::Session,
};
use leptos::prelude::*;
use shared::{
    FieldError, Problem, Validate,
    user::{NewUser, Role, User, UserPatch},
};

/// The card; with its tools for the owner. Oneself is changed under "account".
#[component]
pub fn Person(user: User, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (lang, o, session) = (lang(), office(), Session::of_page());
    let is_me = session.with(|me| me.user.id == user.id);
    let tools = (session.may(Role::Owner) && !is_me).then(|| {
        let (edit, remove) = (user.clone(), user.clone());
        view! {
            <div class="tools">
                <button type="button" class="square" aria-label=lang.edit(&user.name) on:click=move |_| asked.set(Some(Asked::Edit(edit.clone())))>
                    <Icon shape=Shape::Pen/>
                </button>
                <button type="button" class="square" aria-label=lang.remove_name(&user.name) on:click=move |_| asked.set(Some(Asked::Remove(remove.clone())))>
                    <Icon shape=Shape::Bin/>
                </button>
            </div>
        }
    });
    view! {
        <li class="tile person-card">
            <Picture image=user.picture name=user.name.clone() round=true/>
            <div>
                <h2>{user.name} {is_me.then(|| view! { " " <small>{o.you}</small> })}</h2>
                <p class="hint">{user.email}</p>
                <p>
                    <span class="badge">{lang.role(user.role)}</span>
                    {(!user.is_active).then(|| view! { " " <span class="badge out">{o.inactive}</span> })}
                </p>
            </div>
            {tools}
        </li>
    }
}

/// Adding and editing a person, on one form.
#[component]
pub fn PersonForm(user: Option<User>, on_done: Callback<()>, on_cancel: Callback<()>) -> impl IntoView {
    let (lang, w, o, toasts) = (lang(), words(), office(), Toasts::of_page());
    let (draft, upload) = (Draft::new("person"), Upload::new(None));
    let role = user.as_ref().map_or(Role::Clerk, |user| user.role);
    let (is_new, is_active) = (user.is_none(), user.as_ref().is_none_or(|user| user.is_active));
    let (name, email, picture) =
        user.as_ref().map(|user| (user.name.clone(), user.email.clone(), user.picture.clone())).unwrap_or_default();
    let saved = RwSignal::new(user);
    let submit = move |filled: Filled| {
        let patch = read(&filled, saved.get_untracked().is_some(), is_new);
        if let Err(wrong) = check(&patch, saved.get_untracked().is_some()) {
            return draft.refuse(wrong);
        }
        draft.send(save(saved, patch, filled, upload), move |user| {
            toasts.say(lang.saved(&user.name));
            on_done.run(());
        });
    };
    // A person whose picture was refused has been added all the same.
    let leave = Callback::new(move |()| {
        let is_added = is_new && saved.with_untracked(Option::is_some);
        if is_added { on_done.run(()) } else { on_cancel.run(()) }
    });
    let roles = Role::ALL.iter().map(|role| (role.name(), lang.role_meaning(*role))).collect();
    let hint = if is_new { o.first_password_hint } else { o.new_password_hint };
    view! {
        <Form draft submit=w.save on_submit=submit on_cancel=leave>
            <Field name="name" label=w.name value=name.clone()/>
            <Field name="email" label=w.email kind="email" keyboard="email" value=email/>
            <Choice name="role" label=w.role options=roles value=role.name()/>
            <Field name="password" label=w.password kind="password" autocomplete="new-password" hint optional=!is_new/>
            {(!is_new).then(|| view! { <Tick name="is_active" label=w.is_active value=is_active hint=o.is_active_hint/> })}
            <PictureField current=picture name upload round=true/>
        </Form>
    }
}

fn read(filled: &Filled, is_known: bool, is_new: bool) -> UserPatch {
    UserPatch {
        email: Some(filled.text("email").trim().into()),
        name: Some(filled.text("name").trim().into()),
        role: Role::of_name(&filled.text("role")),
        // The box is only there for people who were there before.
        is_active: (!is_new).then(|| filled.is_ticked("is_active")),
        password: Some(filled.text("password")).filter(|password| !(is_known && password.is_empty())),
    }
}

fn check(patch: &UserPatch, is_known: bool) -> Result<(), Vec<FieldError>> {
    if is_known { patch.validate() } else { newcomer(patch).validate() }
}

fn newcomer(patch: &UserPatch) -> NewUser {
    NewUser {
        email: patch.email.clone().unwrap_or_default(),
        name: patch.name.clone().unwrap_or_default(),
        password: patch.password.clone().unwrap_or_default(),
        role: patch.role.unwrap_or_default(),
    }
}

async fn save(
    saved: RwSignal<Option<User>>,
    patch: UserPatch,
    filled: Filled,
    upload: Upload,
) -> Result<User, Problem> {
    let user = match saved.get_untracked() {
        Some(user) => api::change_user(user.id, &only_changes(&user, patch)).await?,
        None => api::add_user(&newcomer(&patch)).await?,
    };
    saved.try_set(Some(user.clone()));
    send_picture(api::user_picture(user.id), None, &filled, upload).await?;
    Ok(user)
}

/// A role that is sent again ends the person's sessions for nothing.
fn only_changes(user: &User, patch: UserPatch) -> UserPatch {
    UserPatch {
        role: patch.role.filter(|role| *role != user.role),
        is_active: patch.is_active.filter(|is_active| *is_active != user.is_active),
        email: patch.email.filter(|email| *email != user.email),
        name: patch.name.filter(|name| *name != user.name),
        password: patch.password,
    }
}

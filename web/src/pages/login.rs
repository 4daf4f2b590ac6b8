//! The way in. The form also works before the page is taken over: the web server answers it then.
use crate::{
    api::{self, transport::redirect},
    app::registration,
    components::{Draft, Field, Filled, Form, Notice, PageTitle, TopBar, live},
    i18n::{lang, words},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use shared::{Code, Validate, session};

/// E-mail and password.
#[component]
pub fn Login() -> impl IntoView {
    let (w, own) = (words(), lang().door());
    let query = use_query_map();
    let next = query.with_untracked(|query| local(query.get("next")));
    // What the server's own answer to the form had to say.
    let told = query
        .with_untracked(|query| query.get("problem"))
        .and_then(|name| Code::ALL.iter().copied().find(|code| code.to_string() == name));
    let draft = Draft::new("login");
    let target = next.clone();
    let submit = move |filled: Filled| {
        let login = session::Login {
            grant_type: None,
            username: filled.text("username").trim().into(),
            password: filled.text("password"),
        };
        let target = target.clone();
        match login.validate() {
            Err(fields) => draft.refuse(fields),
            Ok(()) => draft.send(async move { api::login(&login).await }, move |()| redirect(&target)),
        }
    };
    let told = live(move || {
        told.filter(|_| draft.problem.with(Option::is_none))
            .map(|code| view! { <Notice problem=code.into()/> }.into_any())
    });
    view! {
        <PageTitle text=own.sign_in/>
        <TopBar is_public=false/>
        <main id="content" class="page narrow" tabindex="-1">
            <h1>{own.sign_in}</h1>
            {told}
            <Form draft submit=own.sign_in action="/login" on_submit=submit>
                <input type="hidden" name="next" value=next/>
                <Field name="username" label=w.email kind="email" keyboard="email" autocomplete="username"/>
                <Field name="password" label=w.password kind="password" autocomplete="current-password"/>
            </Form>
            {registration().0.then(|| view! { <p>{own.no_account} " " <a href="/register">{own.register}</a></p> }.into_any())}
        </main>
    }
}

/// A path of these pages; anything else could lead a person astray.
fn local(next: Option<String>) -> String {
    let is_path = |next: &String| {
        next.starts_with('/')
            && !next.starts_with("//")
            && !next.contains(['\\', '\n', '\r', '\t'])
            && !next.starts_with("/login")
    };
    next.filter(is_path).unwrap_or_else(|| "/admin".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_path_of_these_pages_is_gone_to() {
        assert_eq!(local(Some("/admin/team?x=1".into())), "/admin/team?x=1");
        for bad in
            ["https://evil.example", "//evil.example", "/\\evil.example", "/\t/evil.example", "admin", "", "/login"]
        {
            assert_eq!(local(Some(bad.into())), "/admin", "{bad}");
        }
        assert_eq!(local(None), "/admin");
    }
}

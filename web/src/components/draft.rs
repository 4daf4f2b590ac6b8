//! A form being filled in and sent: whether it is under way, and what was wrong with it.
use super::element;
use crate::{
    api::Result,
    i18n::{Lang, lang},
};
use leptos::{prelude::*, task::spawn_local};
use shared::{Code, Problem, Rule};
use std::{future::Future, pin::Pin};
use wasm_bindgen::JsCast;
use web_sys::{File, FormData, HtmlElement, HtmlFormElement};

/// The state of a form.
#[derive(Clone, Copy)]
pub struct Draft {
    /// Being sent.
    pub busy: RwSignal<bool>,
    /// Why it was refused the last time.
    pub problem: RwSignal<Option<Problem>>,
    id: StoredValue<String>,
    lang: Lang,
}

impl Draft {
    /// A form with this id; ids of its fields begin with it.
    pub fn new(id: impl Into<String>) -> Self {
        let id = StoredValue::new(id.into());
        Self { busy: RwSignal::new(false), problem: RwSignal::new(None), id, lang: lang() }
    }

    /// The id of the form.
    pub fn id(self) -> String {
        self.id.get_value()
    }

    /// What is wrong with a field, in words.
    pub fn error(self, field: &str) -> Option<String> {
        self.problem.with(|problem| {
            let problem = problem.as_ref()?;
            let is_meant = field_of(problem.code) == Some(field);
            match problem.fields.iter().find(|wrong| place(&wrong.field) == field) {
                // "There are only 3" says more than that there is not enough.
                Some(wrong) if !is_meant || wrong.limit.is_some() => Some(self.lang.rule(wrong.rule, wrong.limit)),
                _ => is_meant.then(|| self.lang.refusal(problem.code).to_owned()),
            }
        })
    }

    /// What is wrong with the whole, where no field shows it.
    pub fn general(self) -> Option<Problem> {
        self.problem.get().filter(|problem| !self.shows(problem))
    }

    fn shows(self, problem: &Problem) -> bool {
        let found = |field: &str| document().get_element_by_id(&format!("{}-{field}", self.id())).is_some();
        field_of(problem.code).is_some_and(found)
    }

    /// Sends it; what comes back goes to `done`, a refusal to the fields.
    pub fn send<T: 'static>(self, work: impl Future<Output = Result<T>> + 'static, done: impl FnOnce(T) + 'static) {
        let busy = self.busy;
        self.run(Box::pin(async move {
            let value = work.await?;
            // The person may have left the page meanwhile; then nobody waits for it.
            if !busy.is_disposed() {
                done(value);
            }
            Ok(())
        }));
    }

    /// One function for all forms: each kind of its own would weigh on the program in the browser.
    fn run(self, work: Pin<Box<dyn Future<Output = Result<()>>>>) {
        self.busy.set(true);
        self.problem.set(None);
        spawn_local(async move {
            let answer = work.await;
            self.busy.try_set(false);
            if let Err(problem) = answer {
                self.refuse(problem);
            }
        });
    }

    /// Says why not, and goes to the first field that is wrong.
    pub fn refuse(self, problem: impl Into<Problem>) {
        let Some(id) = self.id.try_get_value() else { return };
        self.problem.try_set(Some(problem.into()));
        request_animation_frame(move || {
            let find = |what: &str| document().query_selector(&format!("#{id} {what}")).ok().flatten();
            let first = find(".clash input").or_else(|| find("[aria-invalid=true]")).or_else(|| find("[role=alert]"));
            let first = first.and_then(|found| found.dyn_into::<HtmlElement>().ok());
            if let Some(first) = first {
                // An element that cannot take the focus leaves it where it is.
                let _ = first.focus();
            }
        });
    }

    /// Puts into each field what the page has for it, whatever was typed, as soon as the page shows the present state.
    pub fn reset(self) {
        let id = self.id();
        request_animation_frame(move || {
            if let Some(form) = element::<HtmlFormElement>(&id) {
                form.reset();
            }
        });
    }

    /// Refuses one field.
    pub fn refuse_field(self, field: &str, rule: Rule) {
        self.refuse(vec![shared::FieldError { field: field.into(), rule, limit: None }]);
    }
}

/// The field that a refusal of the whole speaks about.
fn field_of(code: Code) -> Option<&'static str> {
    match code {
        Code::CodeTaken => Some("code"),
        Code::EmailTaken => Some("email"),
        Code::SlugTaken => Some("slug"),
        Code::InsufficientStock | Code::StockChanged => Some("quantity"),
        Code::LastOwner => Some("role"),
        Code::TooLarge | Code::UnsupportedMedia | Code::ImageUnreadable | Code::ImageTooLarge => Some("picture"),
        _ => None,
    }
}

/// Where a refused field is found on the form: a count is refused for what was seen when it began.
fn place(field: &str) -> &str {
    if field == "seen_seq" { "quantity" } else { field }
}

/// What a person has filled in.
pub struct Filled(FormData);

impl Filled {
    /// The content of the form.
    pub fn of(form: &HtmlFormElement) -> Option<Self> {
        FormData::new_with_form(form).ok().map(Self)
    }

    /// The text of a field as typed.
    pub fn text(&self, name: &str) -> String {
        self.0.get(name).as_string().unwrap_or_default()
    }

    /// The text of a field without the blanks around; nothing when it is empty.
    pub fn given(&self, name: &str) -> Option<String> {
        Some(self.text(name).trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// Whether a box is ticked.
    pub fn is_ticked(&self, name: &str) -> bool {
        self.0.has(name)
    }

    /// The file that was chosen.
    pub fn file(&self, name: &str) -> Option<File> {
        self.0.get(name).dyn_into::<File>().ok().filter(|file| file.size() > 0.0)
    }
}

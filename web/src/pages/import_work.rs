//! An import as it goes on in the browser: the file, how it is to be read, and what came of it.
use crate::{
    api::{self, Upload},
    components::Toasts,
    day,
    i18n::{Lang, lang},
};
use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*, task::spawn_local};
use send_wrapper::SendWrapper;
use shared::{
    Code, Problem,
    import::{ImportColumn, ImportProgress, ImportQuery, ImportReport},
};
use std::time::Duration;
use uuid::Uuid;
use web_sys::File;

/// How often it is asked how far an import is.
const SECOND: Duration = Duration::from_secs(1);

/// What is under way.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Doing {
    /// The file is looked at; nothing is stored.
    Checking,
    /// The products are stored.
    Importing,
}

/// An import.
#[derive(Clone, Copy)]
pub struct Work {
    /// The name of the file; empty while none is chosen.
    pub name: RwSignal<String>,
    /// How the file is to be read, as far as the person has said so.
    pub query: RwSignal<ImportQuery>,
    /// Its columns, as the person sees them: as they were understood, with what was said since.
    pub columns: RwSignal<Vec<ImportColumn>>,
    /// What would become of it.
    pub report: RwSignal<Option<ImportReport>>,
    /// What became of it.
    pub done: RwSignal<Option<ImportReport>>,
    /// What is under way.
    pub doing: RwSignal<Option<Doing>>,
    /// What was refused last, and why.
    pub problem: RwSignal<Option<(Doing, Problem)>>,
    /// How much of the file has gone out.
    pub upload: Upload,
    /// How far the API says that it is.
    pub progress: RwSignal<Option<ImportProgress>>,
    kept: StoredValue<Kept>,
    lang: Lang,
    toasts: Toasts,
}

/// What is not shown.
#[derive(Default)]
struct Kept {
    file: Option<SendWrapper<File>>,
    /// The name under which it is imported, for as long as nothing about it changes.
    key: Option<Uuid>,
    /// Something has changed while the file was looked at.
    is_old: bool,
    /// The headers of the file that was looked at last.
    headers: Vec<String>,
}

impl Work {
    /// One without a file.
    pub fn new() -> Self {
        let work = Self {
            name: RwSignal::new(String::new()),
            query: RwSignal::new(ImportQuery::default()),
            columns: RwSignal::new(Vec::new()),
            report: RwSignal::new(None),
            done: RwSignal::new(None),
            doing: RwSignal::new(None),
            problem: RwSignal::new(None),
            upload: Upload::new(None),
            progress: RwSignal::new(None),
            kept: StoredValue::new(Kept::default()),
            lang: lang(),
            toasts: Toasts::of_page(),
        };
        Effect::new(move || work.watch());
        work
    }

    fn file(self) -> Option<SendWrapper<File>> {
        self.kept.with_value(|kept| kept.file.clone())
    }

    /// Begins with this file, or anew without one. A file that was corrected is read as before.
    pub fn choose(self, file: Option<File>) {
        if file.is_none() {
            self.query.set(ImportQuery::default());
        }
        self.name.set(file.as_ref().map(File::name).unwrap_or_default());
        self.kept.update_value(|kept| kept.file = file.map(SendWrapper::new));
        self.report.set(None);
        self.done.set(None);
        self.problem.set(None);
        self.read_as(self.query.get_untracked());
    }

    /// Looks at the file anew, read in this way.
    pub fn read_as(self, query: ImportQuery) {
        self.query.set(query);
        self.kept.update_value(|kept| kept.key = None);
        self.check();
    }

    /// Asks what would become of the file. One import runs at a time, so whoever asks meanwhile is answered afterwards.
    pub fn check(self) {
        self.kept.update_value(|kept| kept.is_old = true);
        if self.doing.get_untracked().is_none() && self.kept.with_value(|kept| kept.file.is_some()) {
            self.problem.set(None);
            self.doing.set(Some(Doing::Checking));
            spawn_local(self.checked());
        }
    }

    async fn checked(self) {
        // Nothing where the page is left.
        let is_old = move || self.kept.try_with_value(|kept| kept.is_old);
        while is_old() == Some(true) {
            self.kept.update_value(|kept| kept.is_old = false);
            let Some(file) = self.file() else { break };
            let query = ImportQuery { dry_run: true, ..self.query.get_untracked() };
            let answer = api::import(&file, &query, None, self.upload).await;
            if is_old() != Some(false) {
                continue;
            }
            match answer {
                Ok(report) => self.take(report),
                Err(problem) => self.problem.set(Some((Doing::Checking, problem))),
            }
        }
        self.doing.try_set(None);
    }

    /// What was said of another file says nothing of this one.
    fn take(self, report: ImportReport) {
        let headers: Vec<_> = report.columns.iter().map(|column| column.header.clone()).collect();
        let is_other = self.kept.with_value(|kept| kept.headers != headers);
        self.kept.update_value(|kept| kept.headers = headers);
        if is_other && self.query.with_untracked(|query| *query != ImportQuery::default()) {
            self.query.set(ImportQuery::default());
            self.kept.update_value(|kept| kept.is_old = true);
        } else {
            self.columns.set(report.columns.clone());
            self.report.set(Some(report));
        }
    }

    /// Imports. As long as nothing is changed it is sent again under the same name, and is imported once.
    pub fn import(self) {
        let Some(file) = self.file() else { return };
        if self.doing.get_untracked().is_some() {
            return;
        }
        let key = self.kept.with_value(|kept| kept.key).or_else(api::fresh_key);
        self.kept.update_value(|kept| kept.key = key);
        self.problem.set(None);
        self.doing.set(Some(Doing::Importing));
        let query = self.query.get_untracked();
        spawn_local(async move {
            let answer = api::import(&file, &query, key, self.upload).await;
            self.doing.try_set(None);
            self.imported(answer);
        });
    }

    /// Says how it went. Whoever has left the page hears it, too.
    fn imported(self, answer: api::Result<ImportReport>) {
        match answer {
            Ok(report) => {
                self.toasts.say(self.lang.imported(report.created + report.changed));
                self.done.try_set(Some(report));
            }
            Err(problem) if self.doing.is_disposed() => {
                self.toasts.say(self.lang.import_refusal(&problem, true).to_owned());
            }
            Err(problem) => {
                // The rows are not any more what they were.
                let is_moved = matches!(problem.code, Code::Invalid | Code::CodeTaken);
                if is_moved {
                    self.check();
                }
                self.problem.try_set(Some((Doing::Importing, problem)));
            }
        }
    }

    /// Hands over the rows that are wrong.
    pub fn save_wrong(self) {
        let Some(file) = self.file() else { return };
        if self.doing.get_untracked().is_some() {
            return;
        }
        self.problem.set(None);
        self.doing.set(Some(Doing::Checking));
        let query = self.query.get_untracked();
        spawn_local(async move {
            match api::wrong_rows(&file, &query, self.upload).await {
                Ok(rows) => day::save("errors.csv", &rows),
                Err(problem) => drop(self.problem.try_set(Some((Doing::Checking, problem)))),
            }
            self.doing.try_set(None);
            // Another file was chosen meanwhile, or it is to be read in another way.
            if self.kept.try_with_value(|kept| kept.is_old) == Some(true) {
                self.check();
            }
        });
    }

    /// Asks how far it is while something is under way.
    fn watch(self) {
        self.progress.set(None);
        if self.doing.get().is_none() {
            return;
        }
        let look = move || {
            spawn_local(async move {
                // Where there is no answer, the next one may come.
                let progress = api::running_import().await.ok().flatten();
                if self.doing.try_get_untracked().flatten().is_some() {
                    self.progress.try_set(progress);
                }
            });
        };
        if let Ok(timer) = set_interval_with_handle(look, SECOND) {
            on_cleanup(move || timer.clear());
        }
    }
}

//! Short news of what was done, read aloud too.
use leptos::prelude::*;
use std::time::Duration;

/// Where pages put their news.
#[derive(Clone, Copy)]
pub struct Toasts {
    text: RwSignal<String>,
    count: StoredValue<u64>,
}

impl Toasts {
    /// Makes it known to the pages inside.
    pub fn provide() {
        provide_context(Self { text: RwSignal::new(String::new()), count: StoredValue::new(0) });
    }

    /// The one of this page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// Shows the text for a while, or until there is newer news.
    pub fn say(self, text: String) {
        self.text.set(text);
        self.count.update_value(|count| *count += 1);
        let mine = self.count.get_value();
        let hide = move || {
            if self.count.get_value() == mine {
                self.text.set(String::new());
            }
        };
        set_timeout(hide, Duration::from_secs(8));
    }
}

/// The place on the page; it is there from the start, or it would not be read aloud.
#[component]
pub fn ToastArea() -> impl IntoView {
    let toasts = Toasts::of_page();
    view! { <p class="toast" role="status" aria-live="polite">{Signal::derive(move || Some(toasts.text.get()).filter(|text| !text.is_empty()))}</p> }
}

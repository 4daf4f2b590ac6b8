//! Codes that a scanner reads, and who gets them.
use super::button;
use crate::i18n::words;
use leptos::prelude::*;
use uuid::Uuid;

/// Where scanned codes go: to the page that wants them, else to the product that has the code.
#[derive(Clone, Copy)]
pub struct Scans {
    takers: StoredValue<Vec<(u32, Callback<String>)>>,
    last: StoredValue<u32>,
    /// Read last, while no page wanted it.
    pub unclaimed: RwSignal<Option<String>>,
    /// The camera is to read one.
    pub camera: RwSignal<bool>,
}

impl Scans {
    /// Makes it known to the pages inside.
    pub fn provide() {
        provide_context(Self {
            takers: StoredValue::new(Vec::new()),
            last: StoredValue::new(0),
            unclaimed: RwSignal::new(None),
            camera: RwSignal::new(false),
        });
    }

    /// The one of this page.
    pub fn of_page() -> Self {
        expect_context()
    }

    /// From now on this gets what is scanned, until the page or part that says so is left.
    pub fn wanted_by(self, taker: Callback<String>) {
        self.last.update_value(|last| *last += 1);
        let mine = self.last.get_value();
        self.takers.update_value(|takers| takers.push((mine, taker)));
        // The frame may go together with the page.
        on_cleanup(move || {
            self.takers.try_update_value(|takers| takers.retain(|(number, _)| *number != mine));
        });
    }

    /// A code was read.
    pub fn give(self, code: String) {
        match self.takers.with_value(|takers| takers.last().map(|(_, taker)| *taker)) {
            Some(taker) => taker.run(code),
            None => self.unclaimed.set(Some(code)),
        }
    }
}

/// The button for the camera.
pub fn scan_button(class: &'static str, text: &'static str) -> AnyView {
    let (w, scans) = (words(), Scans::of_page());
    let label = text.is_empty().then(|| w.scan.to_owned());
    button(text, class, label, RwSignal::new(false), Callback::new(move |()| scans.camera.set(true)))
}

/// The product whose public page this is: that is what the square on a label leads to.
pub fn product_in(code: &str) -> Option<Uuid> {
    code.rsplit_once("/products/")?.1.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::product_in;
    use uuid::Uuid;

    #[test]
    fn the_square_of_a_label_names_its_product() {
        let id = Uuid::from_u128(7);
        assert_eq!(product_in(&format!("https://shop.example/products/{id}")), Some(id));
        assert_eq!(product_in("MER-NAR"), None);
        assert_eq!(product_in("https://shop.example/products/new"), None);
    }
}

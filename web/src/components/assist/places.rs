//! Where the palette leads: pages and actions, as far as a person may do them.
use crate::{
    i18n::{Lang, lang},
    session::Session,
    theme::Theme,
};
use shared::user::Role;

/// A line of the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// What it is called.
    pub name: String,
    /// More about it; may be empty.
    pub about: String,
    /// Its address.
    pub href: String,
    /// It is no page of the panel, so the browser has to go there.
    pub is_outside: bool,
}

impl Place {
    fn inside(name: &str, about: &str, href: &str) -> Self {
        Self { name: name.into(), about: about.into(), href: href.into(), is_outside: false }
    }

    fn outside(name: &str, about: &str, href: &str) -> Self {
        Self { is_outside: true, ..Self::inside(name, about, href) }
    }

    /// Whether every word of what was typed is in it.
    fn has(&self, typed: &str) -> bool {
        let text = format!("{} {}", self.name, self.about).to_lowercase();
        typed.to_lowercase().split_whitespace().all(|word| text.contains(word))
    }
}

/// Those that fit what was typed. `here` is the page to come back to.
pub fn places(typed: &str, here: &str) -> Vec<Place> {
    let session = Session::of_page();
    all(lang(), session.with(|me| Some(me.user.role)).unwrap_or(Role::Viewer), here)
        .into_iter()
        .filter(|place| place.has(typed))
        .collect()
}

fn all(lang: Lang, role: Role, here: &str) -> Vec<Place> {
    let (w, o) = (lang.words(), lang.assist());
    let mut all = vec![
        Place::inside(w.products, "", "/admin"),
        Place::inside(w.low, w.products, "/admin?stock=low"),
        Place::inside(w.out, w.products, "/admin?stock=out"),
        Place::inside(w.archived_ones, w.products, "/admin?archived=true"),
        Place::inside(w.journal, "", "/admin/journal"),
        Place::inside(w.team, "", "/admin/team"),
        Place::inside(w.account, "", "/admin/account"),
        Place::inside(w.status, "", "/admin/status"),
    ];
    if role >= Role::Clerk {
        all.insert(1, Place::inside(w.stock_take, "", "/admin/count"));
    }
    if role >= Role::Manager {
        all.insert(1, Place::inside(w.add_product, "", "/admin/products/new"));
        all.push(Place::inside(w.labels, "", "/admin/labels"));
        all.push(Place::inside(w.import, "", "/admin/import"));
    }
    if role >= Role::Owner {
        all.push(Place::inside(w.edits, "", "/admin/audit"));
        all.push(Place::inside("Webhook", "", "/admin/webhook"));
    }
    all.push(Place::outside(w.catalog, "", "/"));
    let back = crate::api::query(&[("back", Some(here))]);
    for (theme, name) in [(Theme::Light, w.theme_light), (Theme::Dark, w.theme_dark), (Theme::System, w.theme_system)] {
        all.push(Place::outside(name, w.theme, &format!("/theme/{}{back}", theme.code())));
    }
    for other in Lang::ALL.into_iter().filter(|other| *other != lang) {
        all.push(Place::outside(other.name(), o.language, &format!("/language/{}{back}", other.code())));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_by_words_of_its_name_in_any_order() {
        let place = Place::inside("Add product", "", "/admin/products/new");
        assert!(place.has("prod add"));
        assert!(place.has(""));
        assert!(!place.has("journal"));
    }

    #[test]
    fn nobody_is_led_to_what_the_role_may_not_do() {
        let leads = |role, href: &str| all(Lang::En, role, "/admin").iter().any(|place| place.href == href);
        assert!(!leads(Role::Viewer, "/admin/count") && leads(Role::Clerk, "/admin/count"));
        assert!(!leads(Role::Clerk, "/admin/products/new") && leads(Role::Manager, "/admin/products/new"));
        assert!(!leads(Role::Manager, "/admin/audit") && leads(Role::Owner, "/admin/audit"));
    }
}

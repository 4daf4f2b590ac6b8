//! Edits in words: what was done, to what, and the names and values of the fields.
use super::Lang;
use shared::{
    audit::{Action, Subject},
    user::Role,
};

/// Of a long text so much is shown.
const LONG: usize = 120;

impl Lang {
    /// What was done.
    pub const fn action(self, action: Action) -> &'static str {
        match action {
            Action::Create => self.pick("Añadido", "Added"),
            Action::Update => self.pick("Editado", "Edited"),
            Action::Archive => self.pick("Archivado", "Archived"),
            Action::Restore => self.pick("Restaurado", "Restored"),
            Action::Remove => self.pick("Quitado", "Removed"),
        }
    }

    /// What it was done to.
    pub const fn subject(self, subject: Subject) -> &'static str {
        match subject {
            Subject::Product => self.pick("Producto", "Product"),
            Subject::User => self.pick("Persona", "Person"),
            Subject::Shop => self.pick("Tienda", "Shop"),
            Subject::Webhook => self.pick("Webhook", "Webhook"),
        }
    }

    /// What a field of the API is called; one that is not known here keeps its name.
    pub fn field(self, name: &str) -> String {
        let w = self.words();
        let known = match name {
            "code" => w.code,
            "name" => w.name,
            "barcode" => w.barcode,
            "description" => w.description,
            "price_minor" => w.price,
            "unit" => w.unit,
            "min_quantity" => w.minimum,
            "quantity" => w.quantity,
            "archived" => w.archived,
            "is_public" => w.is_public,
            "image" | "picture" => w.picture,
            "email" => w.email,
            "role" => w.role,
            "is_active" => w.is_active,
            "password" => w.password,
            "shows_quantity" => w.shows_quantity,
            other => other,
        };
        known.to_owned()
    }

    /// A value as people write it: money, yes and no, the names of roles.
    pub fn value(self, field: &str, value: &str, currency: &str) -> String {
        let w = self.words();
        match (field, value) {
            ("price_minor", minor) => {
                minor.parse().map_or_else(|_| minor.to_owned(), |minor| self.money(minor, currency))
            }
            ("role", role) => Role::of_name(role).map_or(role, |role| self.role(role)).to_owned(),
            (_, "true") => w.yes.to_owned(),
            (_, "false") => w.no.to_owned(),
            (_, text) if text.chars().count() > LONG => text.chars().take(LONG).chain(['…']).collect(),
            (_, text) => text.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_people_write_them() {
        assert_eq!(Lang::Es.value("price_minor", "595", "EUR"), "5,95\u{a0}€");
        assert_eq!(Lang::En.value("is_public", "false", "EUR"), "No");
        assert_eq!(Lang::Es.value("role", "clerk", "EUR"), "Dependiente");
        assert_eq!(Lang::En.value("name", "Tea", "EUR"), "Tea");
        assert_eq!(Lang::En.field("price_minor"), "Price");
        assert_eq!(Lang::En.field("newer_than_this"), "newer_than_this");
    }
}

//! Sentences with names and numbers in them, and the names of everything that has a fixed set of values.
use super::Lang;
use shared::{
    catalog::Availability,
    movement::Kind,
    status::{Dependency, State},
    user::{Meta, Role},
};

impl Lang {
    pub(super) const fn pick(self, es: &'static str, en: &'static str) -> &'static str {
        match self {
            Self::Es => es,
            Self::En => en,
        }
    }

    /// Why stock moved.
    pub const fn kind(self, kind: Kind) -> &'static str {
        match kind {
            Kind::Opening => self.pick("Cantidad inicial", "Opening"),
            Kind::Receive => self.pick("Entrada", "Received"),
            Kind::Sale => self.pick("Venta", "Sale"),
            Kind::Issue => self.pick("Uso propio", "Own use"),
            Kind::Return => self.pick("Devolución", "Return"),
            Kind::Damage => self.pick("Rotura", "Damage"),
            Kind::Loss => self.pick("Pérdida", "Loss"),
            Kind::Count => self.pick("Recuento", "Count"),
            Kind::Adjust => self.pick("Ajuste", "Adjustment"),
            Kind::Reversal => self.pick("Anulación", "Reversal"),
        }
    }

    /// What a role is called.
    pub const fn role(self, role: Role) -> &'static str {
        match role {
            Role::Viewer => self.pick("Consulta", "Viewer"),
            Role::Clerk => self.pick("Dependiente", "Clerk"),
            Role::Manager => self.pick("Encargado", "Manager"),
            Role::Owner => self.pick("Propietario", "Owner"),
        }
    }

    /// What a role is called and what it may do.
    pub const fn role_meaning(self, role: Role) -> &'static str {
        match role {
            Role::Viewer => self.pick("Consulta: solo ve", "Viewer: only sees"),
            Role::Clerk => self.pick("Dependiente: mueve existencias", "Clerk: books stock"),
            Role::Manager => self.pick("Encargado: edita productos", "Manager: edits products"),
            Role::Owner => self.pick("Propietario: equipo y tienda", "Owner: team and shop"),
        }
    }

    /// How much there is, for the public.
    pub const fn availability(self, availability: Availability) -> &'static str {
        match availability {
            Availability::InStock => self.pick("Disponible", "In stock"),
            Availability::Few => self.pick("Quedan pocos", "Few left"),
            Availability::Out => self.pick("Agotado", "Out of stock"),
        }
    }

    /// What the system depends on.
    pub const fn dependency(self, dependency: Dependency) -> &'static str {
        match dependency {
            Dependency::Database => self.pick("Base de datos", "Database"),
            Dependency::Cache => self.pick("Caché", "Cache"),
            Dependency::Storage => self.pick("Fotos", "Pictures"),
        }
    }

    /// How a dependency is.
    pub const fn state(self, state: State) -> &'static str {
        match state {
            State::Ok => self.pick("Funciona", "Working"),
            State::Warning | State::Down => self.pick("No responde", "Not answering"),
            State::NotConfigured => self.pick("Sin configurar", "Not set up"),
        }
    }

    /// The foot of every page.
    pub fn visits(self, total: i64) -> String {
        let number = self.number(total);
        match (self, total) {
            (Self::Es, 1) => "1 visita".into(),
            (Self::Es, _) => format!("{number} visitas"),
            (Self::En, 1) => "1 visit".into(),
            (Self::En, _) => format!("{number} visits"),
        }
    }

    /// Where the list of the team came from.
    pub fn origin(self, meta: &Meta) -> String {
        let (took, instance) = (self.millis(meta.took_ms), &meta.instance);
        let place = if meta.from_cache {
            self.pick("de la caché", "from the cache")
        } else {
            self.pick("de la base de datos", "from the database")
        };
        match self {
            Self::Es => format!("Lista {place} en {took}, por la instancia {instance}."),
            Self::En => format!("List {place} in {took}, by instance {instance}."),
        }
    }

    /// Help for the field of the price.
    pub fn price_hint(self, currency: &str) -> String {
        let example = self.amount(
            if shared::money::decimals(currency) == 0 { 495 } else { 49_50 },
            shared::money::decimals(currency),
        );
        match self {
            Self::Es => format!("En {currency}, por ejemplo {example}."),
            Self::En => format!("In {currency}, for example {example}."),
        }
    }
}

/// Sentences that carry one name.
macro_rules! named {
    ($($(#[$doc:meta])* $name:ident: $es:literal, $en:literal;)*) => {
        impl Lang {
            $($(#[$doc])* pub fn $name(self, name: &str) -> String {
                match self {
                    Self::Es => format!($es, name = name),
                    Self::En => format!($en, name = name),
                }
            })*
        }
    };
}

named! {
    /// What a shop's page is about.
    shop_description: "Productos de {name}, con precio y disponibilidad.", "Products of {name}, with price and availability.";
    /// Nothing was found.
    no_match: "Nada coincide con «{name}».", "Nothing matches “{name}”.";
    /// The button with the minus.
    take: "Retirar de {name}", "Take from {name}";
    /// The button with the plus.
    bring: "Añadir a {name}", "Bring to {name}";
    /// The button that is the number itself.
    count: "Contar {name}", "Count {name}";
    /// Oneself among the people to choose from.
    me: "Yo ({name})", "Me ({name})";
    /// The button that takes a narrowing away.
    without: "Quitar «{name}»", "Take “{name}” away";
    /// The box in a row.
    select: "Marcar {name}", "Select {name}";
    /// The button with the pen.
    edit: "Editar {name}", "Edit {name}";
    /// The button with the bin, for a product.
    archive_name: "Archivar {name}", "Archive {name}";
    /// News.
    archived: "«{name}» está archivado.", "“{name}” is archived.";
    /// News.
    restored: "«{name}» vuelve a estar en uso.", "“{name}” is in use again.";
    /// News.
    saved: "«{name}» está guardado.", "“{name}” is saved.";
    /// The button with the bin, for a person.
    remove_name: "Quitar a {name}", "Remove {name}";
    /// The question before.
    remove_question: "¿Quitar a {name} del equipo?", "Remove {name} from the team?";
    /// News.
    removed: "{name} ya no está en el equipo.", "{name} is no longer in the team.";
}

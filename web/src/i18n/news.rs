//! What is said of movements and of many products at once.
use super::Lang;
use shared::{
    Problem,
    movement::{Kind, Movement},
};

impl Lang {
    /// News of a movement: `Taken 3 · now 17`.
    pub fn booked(self, movement: &Movement) -> String {
        let (size, now) = (self.number(movement.delta.saturating_abs()), self.number(movement.balance_after));
        match (self, movement.kind, movement.delta < 0) {
            (Self::Es, Kind::Count, _) => format!("Contado: {now} ({})", self.signed(movement.delta)),
            (Self::En, Kind::Count, _) => format!("Counted {now} ({})", self.signed(movement.delta)),
            (Self::Es, _, true) => format!("Retirado {size} · ahora {now}"),
            (Self::Es, _, false) => format!("Añadido {size} · ahora {now}"),
            (Self::En, _, true) => format!("Taken {size} · now {now}"),
            (Self::En, _, false) => format!("Brought {size} · now {now}"),
        }
    }

    /// News of one that was undone.
    pub fn undone(self, product: &str, now: i64) -> String {
        let now = self.number(now);
        match self {
            Self::Es => format!("Deshecho. «{product}»: ahora {now}"),
            Self::En => format!("Undone. “{product}”: now {now}"),
        }
    }

    /// News of something that was saved together with a picture; the way back is only the picture's.
    pub fn pictured(self, text: &str) -> String {
        match self {
            Self::Es => format!("{text} Foto cambiada:"),
            Self::En => format!("{text} Picture changed:"),
        }
    }

    /// The button that undoes a movement.
    pub fn undo(self, movement: &Movement) -> String {
        let (kind, delta) = (self.kind(movement.kind), self.signed(movement.delta));
        format!("{}: {kind} {delta}, {}", self.words().undo, movement.product_name)
    }

    /// A refusal in one line: why, and what the first of its fields has to say.
    pub fn problem(self, problem: &Problem) -> String {
        let why = self.refusal(problem.code).to_owned();
        match problem.fields.first() {
            Some(wrong) => format!("{why} {}", self.rule(wrong.rule, wrong.limit)),
            None => why,
        }
    }

    /// How far a stock-take is.
    pub fn counted_of(self, done: usize, all: usize) -> String {
        match self {
            Self::Es => format!("{done} de {all} contados"),
            Self::En => format!("{done} of {all} counted"),
        }
    }

    /// Those counted that are as many as the book says.
    pub fn as_in_the_book(self, count: usize) -> String {
        match (self, count) {
            (Self::Es, 1) => "1 producto está como en el libro.".into(),
            (Self::Es, _) => format!("{count} productos están como en el libro."),
            (Self::En, 1) => "1 product is as in the book.".into(),
            (Self::En, _) => format!("{count} products are as in the book."),
        }
    }

    /// All differences together.
    pub fn difference(self, by: i64) -> String {
        match self {
            Self::Es => format!("Diferencia: {}.", self.signed(by)),
            Self::En => format!("Difference: {}.", self.signed(by)),
        }
    }

    /// How a quantity went: what the chart shows, for who does not see it.
    pub fn course(self, count: usize, first: i64, last: i64, low: i64, high: i64) -> String {
        let [first, last, low, high] = [first, last, low, high].map(|number| self.number(number));
        match self {
            Self::Es => format!(
                "Existencias en los últimos {count} movimientos: de {first} a {last}, mínimo {low}, máximo {high}."
            ),
            Self::En => {
                format!("Stock over the last {count} movements: from {first} to {last}, lowest {low}, highest {high}.")
            }
        }
    }

    /// The first of these names, and how many more there are.
    pub fn names(self, names: &[String]) -> String {
        const SHOWN: usize = 5;
        let shown = names.get(..SHOWN).unwrap_or(names).join(", ");
        match (self, names.len().saturating_sub(SHOWN)) {
            (_, 0) => shown,
            (Self::Es, more) => format!("{shown} y {more} más"),
            (Self::En, more) => format!("{shown} and {more} more"),
        }
    }
}

/// Sentences about a number of products: one, and any other number.
macro_rules! counted {
    ($($(#[$doc:meta])* $name:ident: $es1:literal, $es:literal, $en1:literal, $en:literal;)*) => {
        impl Lang {
            $($(#[$doc])* pub fn $name(self, count: usize) -> String {
                let text = match (self, count) {
                    (Self::Es, 1) => $es1,
                    (Self::Es, _) => $es,
                    (Self::En, 1) => $en1,
                    (Self::En, _) => $en,
                };
                text.replace('#', &count.to_string())
            })*
        }
    };
}

counted! {
    /// The box above the list.
    select_page: "Marcar el que se ve aquí", "Marcar los # que se ven aquí", "Select the one shown here", "Select the # shown here";
    /// How many are selected.
    selected: "1 marcado", "# marcados", "1 selected", "# selected";
    /// Question.
    ask_price: "¿Cambiar el precio de 1 producto?", "¿Cambiar el precio de # productos?", "Set the price of 1 product?", "Set the price of # products?";
    /// Question.
    ask_minimum: "¿Cambiar el mínimo de 1 producto?", "¿Cambiar el mínimo de # productos?", "Set the minimum of 1 product?", "Set the minimum of # products?";
    /// Question.
    ask_publish: "¿Publicar 1 producto en el catálogo?", "¿Publicar # productos en el catálogo?", "Publish 1 product in the catalogue?", "Publish # products in the catalogue?";
    /// Question.
    ask_hide: "¿Ocultar 1 producto del catálogo?", "¿Ocultar # productos del catálogo?", "Hide 1 product from the catalogue?", "Hide # products from the catalogue?";
    /// Question.
    ask_archive: "¿Archivar 1 producto?", "¿Archivar # productos?", "Archive 1 product?", "Archive # products?";
    /// Question.
    ask_restore: "¿Restaurar 1 producto?", "¿Restaurar # productos?", "Restore 1 product?", "Restore # products?";
    /// News.
    changed_many: "1 producto cambiado", "# productos cambiados", "1 product changed", "# products changed";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_is_not_spoken_of_as_many() {
        assert_eq!(Lang::Es.selected(1), "1 marcado");
        assert_eq!(Lang::En.ask_price(12), "Set the price of 12 products?");
    }

    #[test]
    fn of_many_names_the_first_are_told() {
        let names: Vec<String> = ["A", "B", "C", "D", "E", "F", "G"].map(String::from).into();
        assert_eq!(Lang::En.names(&names), "A, B, C, D, E and 2 more");
        assert_eq!(Lang::Es.names(&names[..2]), "A, B");
    }
}

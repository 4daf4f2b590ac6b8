//! What is said of notices to another program: the webhook and its deliveries.
use super::{Lang, words::words};
use shared::webhook::{Delivery, DeliveryState, Event, Failure};

words! {
    Notices;

    title: "Avisos a otro programa", "Notices to another program";
    hint: "Cuando queda poco de un producto, se avisa enseguida a la dirección de un programa o servicio tuyo (un «webhook»).", "As soon as a product runs low, the address of a program or service of yours is told (a “webhook”).";
    address: "Dirección", "Address";
    address_hint: "Empieza por https:// o http:// y está en internet.", "It begins with https:// or http:// and is on the internet.";
    replace_question: "¿Guardar y crear otro secreto?", "Save and make another secret?";
    replace_text: "El secreto de ahora deja de valer: quien recibe los avisos necesita el nuevo.", "The present secret will be worth nothing: whoever takes the notices needs the new one.";
    replace: "Crear otro secreto", "Make another secret";
    secret: "Secreto", "Secret";
    secret_text: "Cópialo ahora: solo se muestra esta vez. Con él se comprueba que un aviso viene de aquí.", "Copy it now: it is shown only this once. It proves that a notice comes from here.";
    copy: "Copiar", "Copy";
    copied: "Copiado.", "Copied.";
    not_copied: "Está marcado: cópialo con el teclado.", "It is selected: copy it with the keyboard.";
    test: "Enviar una prueba", "Send a test";
    on_its_way: "La prueba está en camino…", "The test is on its way…";
    arrived: "La prueba ha llegado.", "The test has arrived.";
    not_arrived: "La prueba no ha llegado.", "The test has not arrived.";
    remove: "Quitar la dirección", "Remove the address";
    remove_question: "¿Quitar la dirección?", "Remove the address?";
    remove_text: "No se avisa a nadie más, tampoco de lo que estaba en espera, y el secreto deja de valer.", "Nobody is told any more, not even of what was waiting, and the secret will be worth nothing.";
    removed: "Ya no se avisa a nadie.", "Nobody is told any more.";
    latest: "Últimos avisos", "Latest notices";
    none_yet: "Todavía no hay avisos.", "There are no notices yet.";
    refresh: "Actualizar", "Refresh";
    next_attempt: "Próximo intento:", "Next attempt:";
}

impl Lang {
    /// What a notice tells of.
    pub const fn event(self, event: Event) -> &'static str {
        match event {
            Event::LowStock => self.pick("Queda poco", "Runs low"),
            Event::Ping => self.pick("Prueba", "Test"),
        }
    }

    /// What has become of a notice.
    pub const fn delivery(self, state: DeliveryState) -> &'static str {
        match state {
            DeliveryState::Waiting => self.pick("En espera", "Waiting"),
            DeliveryState::Delivered => self.pick("Entregado", "Delivered"),
            DeliveryState::GivenUp => self.pick("No entregado", "Not delivered"),
        }
    }

    /// How often it was sent.
    pub fn attempts(self, count: i32) -> String {
        match (self, count) {
            (Self::Es, 1) => "1 intento".into(),
            (Self::Es, _) => format!("{count} intentos"),
            (Self::En, 1) => "1 attempt".into(),
            (Self::En, _) => format!("{count} attempts"),
        }
    }

    /// How the last attempt ended; nothing before the first one.
    pub fn delivery_outcome(self, delivery: &Delivery) -> Option<String> {
        let text = match (delivery.last_failure, delivery.last_status) {
            (Some(Failure::Timeout), _) => self.pick("No hubo respuesta a tiempo", "There was no answer in time"),
            (Some(Failure::Unreachable), _) => self.pick(
                "No hubo conexión: el nombre no existe, nadie responde o el certificado no vale",
                "There was no connection: no such name, nobody there, or no valid certificate",
            ),
            (Some(Failure::PrivateAddress), _) => {
                self.pick("La dirección no está en internet", "The address is not on the internet")
            }
            (Some(Failure::Removed), _) => self.pick("La dirección se quitó antes", "The address was removed before"),
            (_, Some(status)) => return Some(format!("{} {status}", self.pick("Respuesta", "Answer"))),
            (Some(Failure::Refused), None) => self.pick("No se aceptó", "It was not taken"),
            (None, None) => return None,
        };
        Some(text.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn delivery(last_failure: Option<Failure>, last_status: Option<i16>) -> Delivery {
        let json = serde_json::json!({
            "id": uuid::Uuid::nil(), "event": "ping", "state": "waiting", "attempts": 1, "last_status": last_status,
            "last_failure": last_failure, "created_at": "2026-11-21T04:05:00Z", "delivered_at": null, "next_attempt_at": null,
        });
        serde_json::from_value(json).unwrap()
    }

    #[test]
    fn how_an_attempt_ended_is_told_by_its_reason_or_by_the_answer() {
        assert_eq!(Lang::En.delivery_outcome(&delivery(Some(Failure::Refused), Some(500))), Some("Answer 500".into()));
        assert_eq!(Lang::Es.delivery_outcome(&delivery(None, Some(204))), Some("Respuesta 204".into()));
        let late = Lang::Es.delivery_outcome(&delivery(Some(Failure::Timeout), None));
        assert_eq!(late, Some("No hubo respuesta a tiempo".into()));
        assert_eq!(Lang::En.delivery_outcome(&delivery(None, None)), None);
    }

    #[test]
    fn one_attempt_is_not_spoken_of_as_many() {
        assert_eq!((Lang::Es.attempts(1), Lang::En.attempts(2)), ("1 intento".into(), "2 attempts".into()));
    }
}

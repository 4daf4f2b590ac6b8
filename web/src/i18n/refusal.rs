//! Refusals in words. A `Code` or a `Rule` without words in both languages does not compile.
use super::Lang;
use shared::{Code, Rule};

impl Lang {
    /// Why something was refused.
    pub const fn refusal(self, code: Code) -> &'static str {
        let (es, en) = both(code);
        match self {
            Self::Es => es,
            Self::En => en,
        }
    }

    /// What is wrong with a field.
    pub fn rule(self, rule: Rule, limit: Option<i64>) -> String {
        let limit = limit.map(|limit| self.number(limit)).unwrap_or_default();
        match (self, rule) {
            (Self::Es, Rule::Required) => "Hace falta.".into(),
            (Self::Es, Rule::TooShort) => format!("Al menos {limit} caracteres."),
            (Self::Es, Rule::TooLong) => format!("Como mucho {limit} caracteres."),
            (Self::Es, Rule::TooSmall) => format!("Como mínimo {limit}."),
            (Self::Es, Rule::TooBig) => format!("Como máximo {limit}."),
            (Self::Es, Rule::Format) => "No tiene la forma esperada.".into(),
            (Self::Es, Rule::Type) => "No es un valor posible.".into(),
            (Self::Es, Rule::Unknown) => "Este campo no existe.".into(),
            (Self::Es, Rule::Weak) => "Es de las primeras que alguien probaría; elige otra.".into(),
            (Self::Es, Rule::Wrong) => "No es la contraseña actual.".into(),
            (Self::Es, Rule::Taken) => "Ya se usa en otro sitio; elige otro.".into(),
            (Self::Es, Rule::NotEnough) => format!("Solo hay {limit}."),
            (Self::Es, Rule::Changed) => format!("Cambió mientras tanto: ahora hay {limit}. Cuenta otra vez."),
            (Self::Es, Rule::NotFound) => "No existe.".into(),
            (Self::Es, Rule::Archived) => "Está archivado.".into(),
            (Self::Es, Rule::Repeated) => "Aparece dos veces.".into(),
            (Self::Es, Rule::Private) => "No es una dirección de internet.".into(),
            (Self::En, Rule::Private) => "This is not an address on the internet.".into(),
            (Self::Es, Rule::Ambiguous) => "Se puede leer de dos maneras: indica el signo decimal.".into(),
            (Self::En, Rule::NotEnough) => format!("There are only {limit}."),
            (Self::En, Rule::Changed) => format!("It changed meanwhile: there are {limit} now. Count again."),
            (Self::En, Rule::NotFound) => "This does not exist.".into(),
            (Self::En, Rule::Archived) => "This is archived.".into(),
            (Self::En, Rule::Repeated) => "This stands here twice.".into(),
            (Self::En, Rule::Ambiguous) => "This can be read in two ways: name the decimal sign.".into(),
            (Self::En, Rule::Taken) => "This is already used elsewhere; choose another one.".into(),
            (Self::En, Rule::Required) => "This is needed.".into(),
            (Self::En, Rule::TooShort) => format!("At least {limit} characters."),
            (Self::En, Rule::TooLong) => format!("At most {limit} characters."),
            (Self::En, Rule::TooSmall) => format!("At least {limit}."),
            (Self::En, Rule::TooBig) => format!("At most {limit}."),
            (Self::En, Rule::Format) => "This does not have the expected form.".into(),
            (Self::En, Rule::Type) => "This is not a possible value.".into(),
            (Self::En, Rule::Unknown) => "There is no such field.".into(),
            (Self::En, Rule::Weak) => "This is among the first to be guessed; choose another one.".into(),
            (Self::En, Rule::Wrong) => "This is not the present password.".into(),
        }
    }
}

/// Spanish and English.
const fn both(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::Malformed => ("No se pudo leer lo enviado.", "What was sent could not be read."),
        Code::BadCursor => ("Esta página de la lista ya no existe.", "This page of the list no longer exists."),
        Code::Unauthenticated => ("Tu sesión ha terminado. Inicia sesión.", "Your session has ended. Sign in."),
        Code::BadCredentials => {
            ("El correo o la contraseña no son correctos.", "The e-mail or the password is not right.")
        }
        Code::Forbidden => ("Tu función no permite esto.", "Your role does not allow this."),
        Code::CrossSite => (
            "Por seguridad, esto solo se acepta desde estas páginas.",
            "For safety, this is only taken from these pages.",
        ),
        Code::RegistrationClosed => {
            ("Aquí no se pueden abrir tiendas nuevas por ahora.", "New shops cannot be opened here for now.")
        }
        Code::NotFound => ("Ya no está, o no existe.", "It is gone, or never was."),
        Code::MethodNotAllowed => ("Esto no se puede hacer aquí.", "This cannot be done here."),
        Code::CodeTaken => {
            ("Otro producto de la tienda ya tiene este código.", "Another product has this code already.")
        }
        Code::SlugTaken => ("Otra tienda tiene esa dirección.", "Another shop has this address."),
        Code::EmailTaken => ("Alguien ya usa este correo.", "Somebody already uses this e-mail."),
        Code::InsufficientStock => ("No hay tantas existencias.", "There is not that much in stock."),
        Code::StockChanged => (
            "Las existencias cambiaron mientras contabas. Cuenta otra vez.",
            "The stock moved while you counted. Count again.",
        ),
        Code::AlreadyReversed => ("Este movimiento ya se deshizo.", "This movement was undone already."),
        Code::NotReversible => ("Este movimiento no se puede deshacer.", "This movement cannot be undone."),
        Code::StillRunning => ("Ya se está guardando.", "It is being saved already."),
        Code::KeyReused => ("Esto ya se envió con otros datos.", "This was sent with other data before."),
        Code::Archived => {
            ("El producto está archivado. Restáuralo primero.", "The product is archived. Restore it first.")
        }
        Code::LastOwner => {
            ("La tienda necesita al menos una persona propietaria activa.", "The shop needs at least one active owner.")
        }
        Code::Stale => {
            ("Alguien lo cambió mientras tanto. Míralo otra vez.", "Somebody changed it meanwhile. Look at it again.")
        }
        Code::TooLarge => (
            "Es demasiado grande: como mucho 16 MB una foto y 64 MB una hoja.",
            "It is too large: at most 16 MB for a picture, 64 MB for a sheet.",
        ),
        Code::UnsupportedMedia => {
            ("Solo se aceptan fotos PNG, JPG, GIF o WebP.", "Only PNG, JPG, GIF or WebP pictures are taken.")
        }
        Code::Invalid => ("Revisa los campos marcados.", "Please check the marked fields."),
        Code::ImageUnreadable => {
            ("La foto está dañada y no se puede leer.", "The picture is damaged and cannot be read.")
        }
        Code::ImageTooLarge => ("La foto tiene demasiados píxeles.", "The picture has too many pixels."),
        Code::PreconditionRequired => {
            ("Falta saber qué versión se cambia.", "It is not said which version is changed.")
        }
        Code::TooManyAttempts => ("Demasiados intentos. Espera un momento.", "Too many attempts. Wait a moment."),
        Code::Internal => ("Algo ha fallado por nuestra parte.", "Something broke on our side."),
        Code::BadGateway => (
            "El servicio no responde. Inténtalo dentro de un momento.",
            "The service does not answer. Try again in a moment.",
        ),
        Code::Busy => {
            ("Hay mucho trabajo ahora. Inténtalo dentro de un momento.", "Too busy now. Try again in a moment.")
        }
        Code::Unavailable => (
            "El servicio no está disponible. Inténtalo dentro de un momento.",
            "The service is not available. Try again in a moment.",
        ),
    }
}

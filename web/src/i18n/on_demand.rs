//! What only pages that come on demand say; a table for each chunk of them.
use super::words::words;

/// People and account.
pub mod people {
    use super::words;

    words! {
        OfficeWords;

        // Team.
        add_person: "Añadir persona", "Add person";
        you: "(tú)", "(you)";
        inactive: "Sin acceso", "No access";
        is_active_hint: "Sin marcar, sus sesiones terminan.", "Without it, the person's sessions end.";
        first_password_hint: "Al menos 10 caracteres. La persona puede cambiarla después.", "At least 10 characters. The person can change it later.";
        new_password_hint: "Solo si hace falta una nueva; termina sus sesiones.", "Only when a new one is needed; it ends the person's sessions.";
        remove: "Quitar", "Remove";
        remove_text: "Se borran sus datos y su foto para siempre. El historial conserva los movimientos, sin el nombre.", "Personal data and picture are erased for ever. The journal keeps the movements, without the name.";

        // Account.
        profile: "Perfil", "Profile";
        current_password: "Contraseña actual", "Present password";
        new_password: "Contraseña nueva", "New password";
        change_password: "Cambiar contraseña", "Change password";
        password_changed: "Contraseña cambiada. Las demás sesiones han terminado.", "Password changed. Your other sessions have ended.";
        sessions: "Sesiones", "Sessions";
        this_one: "Esta", "This one";
        end_session: "Terminar", "End";
        last_seen: "Último uso:", "Last used:";
        unknown_device: "Dispositivo desconocido", "Unknown device";
        shop: "Tienda", "Shop";
        slug: "Dirección en el catálogo", "Address in the catalogue";
        slug_hint: "Minúsculas, cifras y guiones. Las direcciones que diste antes dejan de funcionar.", "Small letters, digits and hyphens. Addresses that you gave before stop working.";
        see_page: "Ver la página de la tienda", "See the shop's page";
        shows_quantity_hint: "Si no, el catálogo solo dice si hay, quedan pocos o está agotado.", "Otherwise the catalogue only says in stock, few left or out.";
    }
}

/// The form of a product.
pub mod form {
    use super::words;

    words! {
        FormWords;

        edit_product: "Editar producto", "Edit product";
        code_hint: "Único en tu tienda. Se propone uno a partir del nombre; cámbialo si quieres.", "Unique in your shop. One is suggested from the name; change it as you like.";
        unit_hint: "Por ejemplo: ud, kg, caja.", "For example: pc, kg, box.";
        piece: "ud", "pc";
        minimum_hint: "Con esta cantidad o menos se avisa.", "At this quantity or less it counts as low.";
        opening: "Cantidad inicial", "Opening quantity";
        opening_hint: "Lo que hay ahora en la tienda.", "What is on hand now.";
        is_public_hint: "Cualquiera puede ver nombre, precio y disponibilidad.", "Anybody can see its name, price and availability.";
        another: "Guardar y añadir otro", "Save and add another";
        leave_title: "¿Salir sin guardar?", "Leave without saving?";
        leave_text: "Se perderá lo que has escrito.", "What you typed will be lost.";
        leave: "Salir", "Leave";
        stay: "Seguir aquí", "Stay";
        merged: "Guardado. También se conservó el cambio de otra persona.", "Saved; somebody else's change was kept.";
    }
}

/// Choosing a picture.
pub mod photo {
    use super::words;

    words! {
        PhotoWords;

        hint: "PNG, JPG, GIF o WebP, hasta 16 MB. También puedes arrastrarla o pegarla aquí.", "PNG, JPG, GIF or WebP, up to 16 MB. You can also drop or paste it here.";
        shoot: "Hacer una foto", "Take a photo";
        forget: "Deshacer la elección", "Undo the choice";
    }
}

/// The page of a product.
pub mod product {
    use super::words;

    words! {
        ProductWords;

        duplicate: "Duplicar", "Duplicate";
        all_edits: "Todos los cambios", "All edits";
    }
}

/// Journal and audit trail.
pub mod records {
    use super::words;

    words! {
        RecordWords;

        changed: "Cambiado", "Changed";
        one_product: "Un producto", "One product";
        journal_no_match: "Ningún movimiento coincide.", "No movement matches.";
        from_day: "Desde el día", "From";
        to_day: "Hasta el día", "To";
        edits_hint: "Quién cambió qué en productos, equipo y tienda. Lo que se movió está en el historial.", "Who changed what in products, team and shop. What moved is in the journal.";
        edits_empty: "No hay cambios que mostrar.", "There are no edits to show.";
        subject: "Qué", "What";
        one_subject: "Uno solo", "Only one";
    }
}

/// The way in.
pub mod door {
    use super::words;

    words! {
        DoorWords;

        sign_in: "Iniciar sesión", "Sign in";
        no_account: "¿Aún no tienes tienda aquí?", "No shop here yet?";
        have_account: "¿Ya tienes cuenta?", "Do you have an account?";
        register: "Abrir una tienda", "Open a shop";
        your_name: "Tu nombre", "Your name";
        session_ended: "Tu sesión ha terminado", "Your session has ended";
        session_ended_text: "Inicia sesión para seguir donde estabas. No se pierde nada.", "Sign in to go on where you were. Nothing is lost.";
        currency_hint: "La de todos los precios. No se puede cambiar después.", "The currency of all prices. It cannot be changed later.";
    }
}

/// The public catalogue.
pub mod shelf {
    use super::words;

    words! {
        ShelfWords;

        all_shops: "Todas las tiendas", "All shops";
        ways: "Forma de ver", "View";
        cards: "Tarjetas", "Cards";
        rows: "Lista", "List";
    }
}

/// How the system is doing.
pub mod system {
    use super::words;

    words! {
        SystemWords;

        all_well: "Todo funciona", "All is well";
        only_slower: "Todo funciona, solo más despacio", "Everything works, only slower";
        not_well: "Falta algo necesario", "Something needed is missing";
        instance: "Instancia", "Instance";
        version: "Versión", "Version";
        uptime: "En marcha desde hace", "Running for";
        status_hint: "Con varias instancias, cada vez puede responder otra.", "With several instances, each time another one may answer.";
    }
}

/// What helps on every page: keys and the palette.
pub mod assist {
    use super::words;

    words! {
        AssistWords;

        palette: "Buscar productos y páginas", "Find products and pages";
        palette_hint: "Nombre, código o página", "Name, code or page";
        nothing_found: "Nada coincide.", "Nothing matches.";
        language: "Idioma", "Language";
        keys: "Teclas", "Keys";
        keys_hint: "Mientras escribes en un campo, las teclas son tuyas.", "While you type into a field the keys are yours.";
        key_find: "Buscar", "Search";
        key_palette: "Ir a cualquier sitio", "Go anywhere";
        key_close: "Cerrar lo que está delante", "Close what is in front";
        scan_unknown: "Ningún producto tiene este código", "No product has this code";
        scan_add: "Añadir un producto con este código", "Add a product with this code";
        scan_find: "Buscarlo", "Search for it";
        camera: "Leer un código", "Scan a code";
        camera_hint: "Apunta al código de barras o al cuadrado de la etiqueta.", "Point at the barcode or the square of the label.";
        camera_denied: "El navegador no puede usar la cámara. Permítelo en sus ajustes para este sitio.", "The browser may not use the camera. Allow it in its settings for this site.";
        camera_missing: "No se encuentra ninguna cámara.", "There is no camera here.";
        camera_insecure: "La cámara solo funciona con https. Mientras tanto, escribe el código en la búsqueda.", "The camera only works with https. Meanwhile, type the code into the search.";
        camera_broken: "No se pudo cargar el lector. Ciérralo e inténtalo otra vez.", "The reader could not be loaded. Close this and try again.";
        key_help: "Estas teclas", "These keys";
        close: "Cerrar", "Close";
    }
}

/// What comes when somebody works with the list.
pub mod desk {
    use super::words;

    words! {
        DeskWords;

        apply: "Aplicar", "Apply";
        price_from: "Precio desde", "Price from";
        price_to: "Precio hasta", "Price to";
        compact: "Filas estrechas", "Compact rows";
        done: "Hecho", "Done";
    }
}

/// Stock-takes.
pub mod counting {
    use super::words;

    words! {
        CountingWords;

        needs_script: "Esta página necesita JavaScript.", "This page needs JavaScript.";
        intro: "Cuenta producto a producto, también sin cobertura: todo queda en este dispositivo hasta que lo apuntes.", "Count product by product, also without a connection: everything stays on this device until you book it.";
        what: "Qué se cuenta", "What is counted";
        everything: "Todos los productos", "All products";
        found: "Los que encuentra la búsqueda", "What the search finds";
        found_hint: "Solo para «los que encuentra la búsqueda».", "Only for “what the search finds”.";
        as_scanned: "Los que vaya leyendo", "What I scan";
        begin: "Empezar", "Begin";
        progress: "Progreso", "Progress";
        code: "Código o código de barras", "Code or barcode";
        go: "Ir", "Go";
        next: "Siguiente", "Next";
        skip: "Saltar", "Skip";
        before: "Anterior", "Back";
        one_less: "Uno menos", "One less";
        one_more: "Uno más", "One more";
        back: "Seguir contando", "Go on counting";
        review: "Revisar", "Review";
        give_up: "Dejarlo", "Give up";
        book: "Apuntar el recuento", "Book the count";
        booked: "Apuntado", "Booked";
        moved: "Se movió después de contarlo", "It moved after it was counted";
        count_stands: "Vale lo contado", "My count stands";
        leave_out: "Omitir", "Leave out";
        kept: "Nada se pierde: lo contado sigue en este dispositivo. Se apunta una sola vez, aunque lo envíes otra vez.", "Nothing is lost: what was counted stays on this device. It is booked once, even if you send it again.";
        all_booked: "✓ Todo lo contado está apuntado.", "✓ All that was counted is booked.";
        another: "Otro recuento", "Another stock-take";
    }
}

/// Labels to print.
pub mod labels {
    use super::words;

    words! {
        LabelWords;

        intro: "Elige productos en la lista y pulsa «Etiquetas», o búscalos aquí. El código cuadrado lleva a la página pública del producto si la tiene; si no, guarda su código.", "Choose products in the list and press “Labels”, or look for them here. The square leads to the product's public page where it has one; else it has the code.";
        sheet: "Papel", "Paper";
        roll: "Rollo:", "Roll:";
        copies: "Copias de cada una", "Copies of each";
        start: "Empezar en la etiqueta", "Begin at label";
        show: "Mostrar", "Show";
        print: "Imprimir", "Print";
    }
}

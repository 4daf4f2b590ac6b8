//! Every word and sentence without numbers, side by side. One that misses a language does not compile.

/// A table. What a page on demand says goes into a table of its own: all of one comes with whoever uses a word of it.
macro_rules! words {
    ($table:ident: $($name:ident: $es:literal, $en:literal;)*) => {
        /// The words of one language.
        pub struct $table { $(pub $name: &'static str),* }

        /// In Spanish.
        pub static ES: $table = $table { $($name: $es),* };

        /// In English.
        pub static EN: $table = $table { $($name: $en),* };
    };
}

pub(super) use words;

words! { Words:
    // Around every page.
    skip: "Ir al contenido", "Skip to content";
    navigation: "Navegación", "Navigation";
    admin: "Administración", "Admin";
    catalog: "Catálogo", "Catalogue";
    products: "Productos", "Products";
    team: "Equipo", "Team";
    account: "Mi cuenta", "Account";
    status: "Estado", "Status";
    sign_out: "Cerrar sesión", "Sign out";
    loading: "Cargando…", "Loading…";
    more: "Ver más", "More";
    save: "Guardar", "Save";
    saved: "Guardado.", "Saved.";
    cancel: "Cancelar", "Cancel";
    edit: "Editar", "Edit";
    optional: "(opcional)", "(optional)";
    yes: "Sí", "Yes";
    no: "No", "No";
    all: "Todos", "All";
    undo: "Deshacer", "Undo";
    changed: "Cambiado", "Changed";
    request_id: "Número de la petición:", "Request number:";
    not_found: "Aquí no hay nada", "Nothing here";
    not_found_text: "La página no existe o ya no se muestra.", "This page does not exist or is no longer shown.";
    to_catalog: "Ir al catálogo", "Go to the catalogue";

    // The catalogue.
    catalog_description: "Productos de nuestras tiendas, con precio y disponibilidad.", "Products of our shops, with price and availability.";
    catalog_empty: "Todavía no hay productos. Vuelve pronto.", "There are no products yet. Come back soon.";
    search: "Buscar", "Search";
    search_label: "Buscar por nombre o código", "Search by name or code";
    show_all: "Ver todos", "Show all";

    // The way in.
    sign_in: "Iniciar sesión", "Sign in";
    email: "Correo electrónico", "E-mail";
    password: "Contraseña", "Password";
    password_hint: "Al menos 10 caracteres. Varias palabras son más fáciles de recordar.", "At least 10 characters. Several words are easier to remember.";
    no_account: "¿Aún no tienes tienda aquí?", "No shop here yet?";
    have_account: "¿Ya tienes cuenta?", "Do you have an account?";
    register: "Abrir una tienda", "Open a shop";
    shop_name: "Nombre de la tienda", "Shop name";
    your_name: "Tu nombre", "Your name";
    currency: "Moneda", "Currency";
    currency_hint: "La de todos los precios. No se puede cambiar después.", "The currency of all prices. It cannot be changed later.";

    // Products.
    add_product: "Añadir producto", "Add product";
    import: "Importar", "Import";
    edit_product: "Editar producto", "Edit product";
    products_empty: "Todavía no hay productos. Añade el primero.", "There are no products yet. Add the first one.";
    archive_empty: "No hay productos archivados.", "There are no archived products.";
    archived: "Archivado", "Archived";
    archived_ones: "Archivados", "Archived";
    archive: "Archivar", "Archive";
    archive_text: "Desaparece de la lista y del catálogo. El historial se conserva y puedes restaurarlo cuando quieras.", "It leaves the list and the catalogue. Its journal stays, and you can restore it at any time.";
    restore: "Restaurar", "Restore";
    actions: "Acciones", "Actions";
    order: "Orden", "Order";
    sort_name: "Por nombre", "By name";
    sort_code: "Por código", "By code";
    sort_price: "Más baratos primero", "Cheapest first";
    sort_price_down: "Más caros primero", "Dearest first";
    sort_newest: "Más nuevos primero", "Newest first";
    name: "Nombre", "Name";
    code: "Código", "Code";
    code_hint: "Único en tu tienda. Hasta 64 caracteres.", "Unique in your shop. Up to 64 characters.";
    price: "Precio", "Price";
    unit: "Unidad", "Unit";
    unit_hint: "Por ejemplo: ud, kg, caja.", "For example: pc, kg, box.";
    piece: "ud", "pc";
    barcode: "Código de barras", "Barcode";
    minimum: "Mínimo", "Minimum";
    minimum_hint: "Con esta cantidad o menos se avisa.", "At this quantity or less it counts as low.";
    opening: "Cantidad inicial", "Opening quantity";
    opening_hint: "Lo que hay ahora en la tienda.", "What is on hand now.";
    description: "Descripción", "Description";
    is_public: "En el catálogo público", "In the public catalogue";
    is_public_hint: "Cualquiera puede ver nombre, precio y disponibilidad.", "Anybody can see its name, price and availability.";
    see_public: "Sí, ver la página", "Yes, see the page";
    updated: "Editado", "Edited";
    picture: "Foto", "Picture";
    picture_hint: "PNG, JPG, GIF o WebP, hasta 16 MB.", "PNG, JPG, GIF or WebP, up to 16 MB.";
    remove_picture: "Quitar la foto", "Remove the picture";
    uploading: "Subiendo la foto", "Uploading the picture";

    merged: "Guardado. También se conservó el cambio de otra persona.", "Saved; somebody else's change was kept.";
    clash: "Otra persona lo cambió mientras tanto. ¿Qué queda?", "Somebody else changed this meanwhile. Which one stays?";
    mine: "Lo mío:", "Mine:";
    theirs: "Lo suyo:", "Theirs:";
    nothing: "(nada)", "(nothing)";

    // Many products at once.
    this_page_only: "Solo esta página de la lista", "Only this page of the list";
    selection: "Lo marcado", "Selection";
    set_price: "Poner precio", "Set price";
    set_minimum: "Poner mínimo", "Set minimum";
    publish: "Publicar", "Publish";
    hide: "Ocultar", "Hide";
    clear: "Desmarcar", "Clear";
    no_minimum_hint: "Vacío: sin aviso.", "Empty: nobody is warned.";
    all_or_none: "Se cambian todos o ninguno.", "All of them are changed, or none.";

    // Stock.
    stock: "Existencias", "Stock";
    low: "Quedan pocos", "Low";
    out: "Agotado", "Out of stock";
    quantity: "Cantidad", "Quantity";
    reason: "Motivo", "Reason";
    note: "Nota", "Note";
    take: "Retirar", "Take";
    bring: "Añadir", "Bring";
    count: "Contar", "Count";
    counted: "Cantidad contada", "Counted quantity";
    undone: "Deshecho", "Undone";
    product: "Producto", "Product";
    one_product: "Un producto", "One product";
    in_journal: "Ver en el historial de la tienda", "See in the shop's journal";
    journal_no_match: "Ningún movimiento coincide.", "No movement matches.";
    from_day: "Desde el día", "From";
    to_day: "Hasta el día", "To";
    download_csv: "Descargar CSV", "Download CSV";
    journal: "Historial", "Journal";
    journal_empty: "Todavía no hay movimientos.", "There are no movements yet.";
    when: "Cuándo", "When";
    change: "Cambio", "Change";
    balance: "Queda", "Balance";
    who: "Quién", "Who";
    former_member: "Alguien que ya no está", "A former member";

    // Team.
    add_person: "Añadir persona", "Add person";
    role: "Función", "Role";
    you: "(tú)", "(you)";
    inactive: "Sin acceso", "No access";
    is_active: "Puede entrar", "May sign in";
    is_active_hint: "Sin marcar, sus sesiones terminan.", "Without it, the person's sessions end.";
    first_password_hint: "Al menos 10 caracteres. La persona puede cambiarla después.", "At least 10 characters. The person can change it later.";
    new_password_hint: "Solo si hace falta una nueva; termina sus sesiones.", "Only when a new one is needed; it ends the person's sessions.";
    remove: "Quitar", "Remove";
    remove_text: "Se borran sus datos y su foto para siempre. El historial conserva los movimientos, sin el nombre.", "Personal data and picture are erased for ever. The journal keeps the movements, without the name.";

    edits: "Cambios", "Edits";
    edits_hint: "Quién cambió qué en productos, equipo y tienda. Lo que se movió está en el historial.", "Who changed what in products, team and shop. What moved is in the journal.";
    edits_empty: "No hay cambios que mostrar.", "There are no edits to show.";
    subject: "Qué", "What";
    one_subject: "Uno solo", "Only one";

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
    shows_quantity: "Mostrar cantidades exactas", "Show exact quantities";
    shows_quantity_hint: "Si no, el catálogo solo dice si hay, quedan pocos o está agotado.", "Otherwise the catalogue only says in stock, few left or out.";

    // Status.
    all_well: "Todo funciona", "All is well";
    not_well: "Falta algo necesario", "Something needed is missing";
    ask_again: "Consultar otra vez", "Ask again";
    instance: "Instancia", "Instance";
    version: "Versión", "Version";
    uptime: "En marcha desde hace", "Running for";
    status_hint: "Con varias instancias, cada consulta puede responderla otra.", "With several instances, each time another one may answer.";
}

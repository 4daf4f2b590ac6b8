//! Every word and sentence without numbers, side by side. One that misses a language does not compile.

/// A table of words. One that only pages on demand use comes with them, and is no part of the first load.
macro_rules! words {
    ($table:ident; $($name:ident: $es:literal, $en:literal;)*) => {
        /// The words of one language.
        pub struct $table { $(pub $name: &'static str),* }

        impl $table {
            /// Those of this language.
            pub(crate) const fn of(lang: $crate::i18n::Lang) -> &'static Self {
                match lang {
                    $crate::i18n::Lang::Es => &const { Self { $($name: $es),* } },
                    $crate::i18n::Lang::En => &const { Self { $($name: $en),* } },
                }
            }
        }
    };
}
pub(super) use words;

words! {
    Words;

    // Around every page.
    skip: "Ir al contenido", "Skip to content";
    navigation: "Navegación", "Navigation";
    admin: "Administración", "Admin";
    catalog: "Catálogo", "Catalogue";
    products: "Productos", "Products";
    stock_take: "Recuento", "Stock-take";
    labels: "Etiquetas", "Labels";
    team: "Equipo", "Team";
    account: "Mi cuenta", "Account";
    status: "Estado", "Status";
    theme: "Aspecto", "Appearance";
    theme_system: "Sistema", "System";
    theme_light: "Claro", "Light";
    theme_dark: "Oscuro", "Dark";
    keys: "Teclas", "Keys";
    scan: "Leer con la cámara", "Scan with the camera";
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
    email: "Correo electrónico", "E-mail";
    password: "Contraseña", "Password";
    password_hint: "Al menos 10 caracteres. Varias palabras son más fáciles de recordar.", "At least 10 characters. Several words are easier to remember.";
    shop_name: "Nombre de la tienda", "Shop name";
    currency: "Moneda", "Currency";

    // Products.
    add_product: "Añadir producto", "Add product";
    import: "Importar", "Import";
    download_csv: "Descargar CSV", "Download CSV";
    products_empty: "Todavía no hay productos. Añade el primero.", "There are no products yet. Add the first one.";
    nothing_matches: "Nada coincide con los filtros.", "Nothing matches the filters.";
    archive_empty: "No hay productos archivados.", "There are no archived products.";
    archived: "Archivado", "Archived";
    archived_ones: "Archivados", "Archived";
    filters: "Filtros", "Filters";
    view: "Vista", "View";
    public: "Público", "Public";
    not_public: "No público", "Not public";
    archive: "Archivar", "Archive";
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
    price: "Precio", "Price";
    unit: "Unidad", "Unit";
    barcode: "Código de barras", "Barcode";
    minimum: "Mínimo", "Minimum";
    description: "Descripción", "Description";
    is_public: "En el catálogo público", "In the public catalogue";
    see_public: "Sí, ver la página", "Yes, see the page";
    updated: "Editado", "Edited";
    picture: "Foto", "Picture";
    remove_picture: "Quitar la foto", "Remove the picture";
    uploading: "Subiendo la foto", "Uploading the picture";

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
    at_a_glance: "De un vistazo", "At a glance";
    value: "Valor", "Value";
    moved_day: "Movimientos en 24 h", "Moved in 24 h";
    nothing_low: "Todo bien: no queda poco de nada.", "All is well: nothing runs low.";
    nothing_out: "Todo bien: no hay nada agotado.", "All is well: nothing is out of stock.";
    quantity: "Cantidad", "Quantity";
    reason: "Motivo", "Reason";
    note: "Nota", "Note";
    take: "Retirar", "Take";
    bring: "Añadir", "Bring";
    count: "Contar", "Count";
    counted: "Cantidad contada", "Counted quantity";
    undone: "Deshecho", "Undone";
    product: "Producto", "Product";
    in_journal: "Ver en el historial de la tienda", "See in the shop's journal";
    journal: "Historial", "Journal";
    journal_empty: "Todavía no hay movimientos.", "There are no movements yet.";
    when: "Cuándo", "When";
    change: "Cambio", "Change";
    balance: "Queda", "Balance";
    who: "Quién", "Who";
    former_member: "Alguien que ya no está", "A former member";

    // Team.
    role: "Función", "Role";
    is_active: "Puede entrar", "May sign in";

    edits: "Cambios", "Edits";

    // Account.
    shows_quantity: "Mostrar cantidades exactas", "Show exact quantities";

    ask_again: "Consultar otra vez", "Ask again";
}

//! The words of imports, which come with their page.
use super::words::words;

words! {
    SheetWords;

    title: "Importar productos", "Import products";
    intro: "Añade y cambia muchos productos a la vez desde una hoja. Antes de importar nada ves qué pasará con cada fila.", "Adds and changes many products at once, out of a sheet. Before anything is imported you see what becomes of every row.";
    needs_script: "Esta página necesita JavaScript.", "This page needs JavaScript.";

    file: "Archivo", "File";
    file_hint: "CSV o texto con comas, puntos y comas o tabuladores; hasta 64 MB y 200.000 filas. En Excel: «Guardar como», «CSV UTF-8».", "CSV, or text with commas, semicolons or tabs; up to 64 MB and 200,000 rows. In Excel: “Save as”, “CSV UTF-8”.";
    file_export: "La descarga de la lista de productos se puede corregir e importar aquí.", "What you download from the list of products can be corrected and imported here.";
    choose: "Elige un archivo o suéltalo aquí", "Choose a file, or drop it here";
    check_again: "Comprobar otra vez", "Check again";

    columns: "Columnas", "Columns";
    columns_hint: "Así se ha entendido el archivo. Corrígelo si hace falta.", "This is how the file was understood. Correct it where needed.";
    separator: "Separador", "Separator";
    comma: "Coma", "Comma";
    semicolon: "Punto y coma", "Semicolon";
    tab: "Tabulador", "Tab";
    encoding: "Codificación", "Encoding";
    decimal: "Signo decimal", "Decimal sign";
    decimal_comma: "Coma: 1,50", "Comma: 1,50";
    decimal_point: "Punto: 1.50", "Point: 1.50";
    decimal_unknown: "Sin indicar", "Not said";
    leave_out: "Omitir", "Leave out";
    no_header: "(sin título)", "(no header)";
    empty_file: "El archivo está vacío.", "The file is empty.";
    no_code: "Falta la columna del código, que une cada fila con su producto. Di abajo cuál es.", "There is no column for the code, by which rows and products find each other. Say below which one it is.";
    broken_letters: "Hay letras que no se pueden leer. Guarda el archivo como «CSV UTF-8».", "Some letters cannot be read. Save the file as “CSV UTF-8”.";
    stock: "Cantidades de los productos que ya están", "Quantities of products that are there already";
    stock_keep: "No tocarlas: el archivo puede ser anterior a la última venta", "Leave them: the file may be older than the last sale";
    stock_count: "Se han contado: apuntar un recuento donde difieran", "They were counted: book a count where they differ";

    rows: "Qué pasará", "What will happen";
    line: "Línea", "Line";
    outcome: "Qué pasa", "What happens";
    details: "Detalles", "Details";
    created: "Nuevos", "New";
    changed: "Cambiados", "Changed";
    same: "Iguales", "Same";
    failed: "Con errores", "Wrong";
    one_created: "Nuevo", "New";
    one_changed: "Cambia", "Changed";
    one_same: "Igual", "Same";
    one_failed: "Con errores", "Wrong";
    wrong_hint: "Mientras haya filas con errores no se importa nada. Corrige el archivo y elígelo otra vez.", "Nothing is imported while rows are wrong. Correct the file, and choose it again.";
    download_wrong: "Descargar las filas con errores", "Download the wrong rows";
    no_rows: "El archivo no tiene filas.", "The file has no rows.";
    nothing_to_do: "Todo está ya como en el archivo.", "Everything is as in the file already.";

    reading: "Leyendo el archivo…", "Reading the file…";
    working: "Importando", "Importing";
    checking: "Comprobando", "Checking";
    all_or_none: "Se importan todas las filas o ninguna.", "All rows are imported, or none.";

    done: "Importado", "Imported";
    opened: "Cantidades iniciales", "Opening quantities";
    counted: "Recuentos", "Counts";
    another: "Importar otro archivo", "Import another file";
    see_products: "Ver los productos", "See the products";
    see_journal: "Ver el historial", "See the journal";

    busy: "Ahora mismo hay otra importación en marcha. Inténtalo dentro de un momento.", "Another import is running right now. Try again in a moment.";
    no_text: "Esto no es un archivo de texto. Guarda el libro como CSV y elige ese archivo.", "This is no text file. Save the workbook as CSV, and choose that file.";
    unreadable: "El archivo no se pudo leer. Si lo has cambiado después de elegirlo, elígelo otra vez.", "The file could not be read. If it was changed after you chose it, choose it again.";
    lost: "No llegó la respuesta. Envíalo otra vez: nada se importa dos veces.", "The answer did not arrive. Send it again: nothing is imported twice.";
    moved: "Algo cambió en la tienda mientras tanto. No se ha importado nada; mira las filas otra vez.", "Something in the shop has changed meanwhile. Nothing was imported; look at the rows again.";
}

//! Headers as people and other programs write them: Spanish, English, and the exports of Shopify, WooCommerce, PrestaShop,
//! InvenTree, Homebox, Grocy and Part-DB. Of several in one file the first of a list counts.
use crate::db::key;
use shared::sheet::Field;

/// The headers of a field as `normal` makes them, the best first.
pub const fn of(field: Field) -> &'static [&'static str] {
    match field {
        Field::Code => CODE,
        Field::Name => NAME,
        Field::Barcode => BARCODE,
        Field::Description => DESCRIPTION,
        Field::Price => PRICE,
        Field::Unit => UNIT,
        Field::Minimum => MINIMUM,
        Field::Public => PUBLIC,
        Field::Quantity => QUANTITY,
        Field::Archived => ARCHIVED,
    }
}

const CODE: &[&str] = &[
    "code",
    "codigo",
    "sku",
    "variant sku",
    "referencia",
    "ref",
    "reference",
    "product code",
    "codigo de producto",
    "codigo producto",
    "codigo articulo",
    "cod",
    "ipn",
    "internal part number",
    "hb asset id",
    "hb import ref",
    "handle",
    "id articulo",
    "product id",
    "id",
];
const NAME: &[&str] = &[
    "name",
    "nombre",
    "product name",
    "nombre del producto",
    "nombre producto",
    "title",
    "titulo",
    "producto",
    "product",
    "articulo",
    "descripcion corta",
    "denominacion",
    "item",
    "item name",
    "hb name",
];
const BARCODE: &[&str] = &[
    "barcode",
    "codigo de barras",
    "codigo barras",
    "cod barras",
    "ean",
    "ean 13",
    "ean13",
    "gtin",
    "upc",
    "variant barcode",
    "gtin upc ean or isbn",
    "bar code",
    "barcodes",
];
const DESCRIPTION: &[&str] = &[
    "description",
    "descripcion",
    "descripcion larga",
    "descripcion del producto",
    "product description",
    "short description",
    "body html",
    "hb description",
    "detalle",
    "detalles",
    "details",
];
const PRICE: &[&str] = &[
    "price",
    "precio",
    "pvp",
    "precio de venta",
    "precio venta",
    "sale price",
    "selling price",
    "unit price",
    "precio unitario",
    "p v p",
    "variant price",
    "regular price",
    "precio normal",
    "price tax incl",
    "price tax included",
    "precio impuestos incluidos",
    "price tax excl",
    "price tax excluded",
    "importe",
    "tarifa",
];
const UNIT: &[&str] =
    &["unit", "unidad", "units", "unidad de medida", "ud", "uom", "unit of measure", "measurement unit", "part unit"];
const MINIMUM: &[&str] = &[
    "minimum",
    "minimo",
    "min stock",
    "stock minimo",
    "minimum stock",
    "min",
    "existencias minimas",
    "cantidad minima",
    "min quantity",
    "low stock amount",
    "low stock level",
    "low stock threshold",
    "min stock amount",
    "minamount",
    "min amount",
    "reorder point",
    "punto de pedido",
];
const PUBLIC: &[&str] = &["public", "publico", "visible", "published", "publicado", "active 0 1", "is public"];
const QUANTITY: &[&str] = &[
    "quantity",
    "cantidad",
    "existencias",
    "stock",
    "stock actual",
    "on hand",
    "in stock",
    "instock",
    "variant inventory qty",
    "total in stock",
    "hb quantity",
    "qty",
    "amount",
    "unidades",
    "inventario",
    "inventory",
];
const ARCHIVED: &[&str] = &["archived", "archivado", "hb archived", "de baja"];

/// A header as it is compared: case, accents, blanks and signs do not matter.
pub fn normal(header: &str) -> String {
    let words = key::of(header).replace(|c: char| !c.is_alphanumeric(), " ");
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_header_is_written_as_it_is_compared_and_stands_for_one_field() {
        let mut seen = HashSet::new();
        for header in Field::ALL.iter().flat_map(|field| of(*field)) {
            assert_eq!(normal(header), *header);
            assert!(seen.insert(header), "{header} stands for two fields");
        }
        assert!(Field::ALL.iter().all(|field| of(*field)[0] == field.name()));
    }

    #[test]
    fn case_accents_blanks_and_signs_of_a_header_do_not_matter() {
        assert_eq!(normal(" Código_de-Barras "), "codigo de barras");
        assert_eq!(normal("HB.name"), "hb name");
        assert_eq!(normal("Price (tax incl.)"), "price tax incl");
        assert_eq!(normal("Name *"), "name");
    }
}

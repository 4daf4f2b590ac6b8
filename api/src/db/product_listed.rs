//! A product in a list: only what is told of it, read by position and not by the names of columns. Each product has a level.
use super::search::Keyed;
use crate::entity::{
    product::{self, Column, Entity},
    stock_level,
};
use sea_orm::{
    DbErr, FromQueryResult, JoinType, QueryResult, QuerySelect, RelationTrait, Select, SelectModel, Selector,
    TryGetable,
};
use shared::{image::Image, product::Product};

/// A product with its level.
pub struct Listed {
    /// What is told.
    pub product: Product,
    code_key: String,
    name_key: String,
}

impl Listed {
    /// These products.
    pub fn of(products: Select<Entity>) -> Selector<SelectModel<Self>> {
        use Column as C;
        use stock_level::Column as Level;
        let keys = products.select_only().columns([C::CodeKey, C::NameKey]);
        let told = keys.columns([C::Id, C::Code, C::Barcode, C::Name, C::Description, C::PriceMinor, C::Unit]);
        let told = told.columns([C::ImageKey, C::IsPublic]);
        let told = told.columns([Level::Quantity, Level::MinQuantity, Level::LowSince]);
        let told = told.column(C::Version).column(Level::Seq);
        let told = told.columns([C::ArchivedAt, C::CreatedAt, C::UpdatedAt]);
        told.join(JoinType::LeftJoin, product::Relation::Level.def()).into_model()
    }

    /// What its place depends on.
    pub fn keys(&self) -> Keyed {
        Keyed {
            id: self.product.id,
            code_key: self.code_key.clone(),
            name_key: self.name_key.clone(),
            barcode: self.product.barcode.clone(),
            price_minor: self.product.price_minor,
            created_at: self.product.created_at,
        }
    }
}

impl FromQueryResult for Listed {
    /// In the order in which `of` asks for them.
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let mut cells = Cells { row, next: 0 };
        Ok(Self {
            code_key: cells.take()?,
            name_key: cells.take()?,
            product: Product {
                id: cells.take()?,
                code: cells.take()?,
                barcode: cells.take()?,
                name: cells.take()?,
                description: cells.take()?,
                price_minor: cells.take()?,
                unit: cells.take()?,
                image: cells.take::<Option<String>>()?.as_deref().map(Image::of_key),
                is_public: cells.take()?,
                quantity: cells.take()?,
                min_quantity: cells.take()?,
                low_since: cells.take()?,
                version: cells.take()?,
                seq: cells.take()?,
                archived_at: cells.take()?,
                created_at: cells.take()?,
                updated_at: cells.take()?,
            },
        })
    }
}

/// The cells of a row, one after the other.
struct Cells<'a> {
    row: &'a QueryResult,
    next: usize,
}

impl Cells<'_> {
    fn take<T: TryGetable>(&mut self) -> Result<T, DbErr> {
        let cell = self.row.try_get_by_index(self.next);
        self.next += 1;
        cell
    }
}

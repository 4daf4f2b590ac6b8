//! Which pictures belong to something.
use super::Db;
use crate::{
    entity::{product, user},
    error::Result,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use std::collections::HashSet;

/// How many are asked for at once; no database takes any number of values.
const SOME: usize = 500;

/// Those of these keys that a product or a person has, in whichever shop.
pub async fn named(db: &Db, keys: &[String]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for keys in keys.chunks(SOME) {
        let products = product::Entity::find().select_only().column(product::Column::ImageKey);
        let products = products.filter(product::Column::ImageKey.is_in(keys)).into_tuple::<String>();
        found.extend(products.all(&db.read).await?);
        let people = user::Entity::find().select_only().column(user::Column::PictureKey);
        let people = people.filter(user::Column::PictureKey.is_in(keys)).into_tuple::<String>();
        found.extend(people.all(&db.read).await?);
    }
    Ok(found)
}

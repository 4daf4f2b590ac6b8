//! People. A removed one stays as a nameless row, because the journal points at it.
use sea_orm::entity::prelude::*;
use shared::{image::Image, user::Role};

#[derive(Clone, Debug, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub shop_id: Uuid,
    pub email: String,
    pub email_key: String,
    pub name: String,
    pub password_hash: String,
    pub role: String,
    pub picture_key: Option<String>,
    pub is_active: bool,
    pub removed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::shop::Entity", from = "Column::ShopId", to = "super::shop::Column::Id")]
    Shop,
}

impl Related<super::shop::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Shop.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

impl Entity {
    /// The team of a shop.
    pub fn of(shop: Uuid) -> Select<Self> {
        Self::find().filter(Column::ShopId.eq(shop)).filter(Column::RemovedAt.is_null())
    }

    /// Whoever signs in with one of these e-mails, in whichever shop.
    pub fn signing_in<'a>(email_keys: impl IntoIterator<Item = &'a str>) -> Select<Self> {
        Self::find().filter(Column::EmailKey.is_in(email_keys)).filter(Column::RemovedAt.is_null())
    }
}

impl Model {
    /// A name that is no role any more grants the least.
    pub fn role(&self) -> Role {
        Role::of_name(&self.role).unwrap_or_default()
    }
}

impl Model {
    /// The name, as the journal and the audit trail show it: a former member has none.
    pub fn shown(&self) -> Option<String> {
        self.removed_at.is_none().then(|| self.name.clone())
    }
}

impl From<Model> for shared::user::User {
    fn from(row: Model) -> Self {
        Self {
            id: row.id,
            role: row.role(),
            email: row.email,
            name: row.name,
            picture: row.picture_key.as_deref().map(Image::of_key),
            is_active: row.is_active,
            created_at: row.created_at,
        }
    }
}

//! People of a shop.
use super::{
    Db, Transaction,
    audit::{self, By, Edited, Fields},
    idempotency, key, now,
};
use crate::{
    entity::{
        session, shop,
        user::{ActiveModel, Column, Entity, Model},
    },
    error::{OnUnique, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait,
    QueryFilter, QueryOrder, QuerySelect,
};
use shared::{
    Code, FieldError, Page, Problem, Rule,
    audit::{Action, Subject},
    page::clamp,
    user::{NewUser, Role, User, UserPatch, UserQuery},
};
use uuid::Uuid;

/// The team, by the time people joined.
pub async fn list(db: &Db, shop: Uuid, query: &UserQuery) -> Result<Page<User>> {
    let (context, limit) = (("users", shop), clamp(query.limit));
    let mut select = Entity::of(shop);
    if let Some(cursor) = &query.cursor {
        select = select.filter(Column::Id.gt(db.cursors.open::<Uuid>(&context, cursor)?));
    }
    let rows = select.order_by_asc(Column::Id).limit(limit + 1).all(&db.read).await?;
    let mut items: Vec<User> = rows.into_iter().map(User::from).collect();
    Ok(Page { next_cursor: db.cursors.cut(&context, &mut items, limit, |last| last.id), items, total: None })
}

/// One person of the team.
pub async fn get(db: &Db, shop: Uuid, id: Uuid) -> Result<User> {
    Ok(find(&db.read, shop, id).await?.into())
}

/// Who signs in with this e-mail, as somebody who does something: for the command line.
pub async fn acting(db: &Db, email: &str) -> Result<Option<(By, User)>> {
    let row = Entity::signing_in([&*key::of_email(email)]).one(&db.read).await?;
    Ok(row.map(|row| (By { shop: row.shop_id, user: row.id, name: row.shown(), request_id: None }, row.into())))
}

/// Adds a person to the team.
pub async fn create(db: &Db, by: &By, new: NewUser, password_hash: String) -> Result<User> {
    let tx = db.begin().await?;
    let row = insert(&tx, by.shop, new, password_hash).await?;
    audit::record(&tx, by, Action::Create, edited(&row), audit::filled(&fields(&row))).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// Adds a person within a transaction.
pub async fn insert(tx: &Transaction, shop: Uuid, new: NewUser, password_hash: String) -> Result<Model> {
    let row = ActiveModel {
        id: Set(Uuid::now_v7()),
        shop_id: Set(shop),
        email_key: Set(key::of_email(&new.email)),
        email: Set(new.email.trim().into()),
        name: Set(new.name.trim().into()),
        password_hash: Set(password_hash),
        role: Set(new.role.name().into()),
        picture_key: Set(None),
        is_active: Set(true),
        removed_at: Set(None),
        created_at: Set(now()),
    };
    row.insert(tx).await.on_unique(email_taken)
}

/// Changes a person. A new role, a new password or the end of being active ends the person's sessions, except `keep`.
pub async fn update(
    db: &Db,
    by: &By,
    id: Uuid,
    patch: UserPatch,
    password_hash: Option<String>,
    keep: Option<Uuid>,
) -> Result<User> {
    let tx = db.begin().await?;
    let old = hold(&tx, by.shop, id).await?;
    let before = fields(&old);
    let role = patch.role.unwrap_or(old.role());
    let active = patch.is_active.unwrap_or(old.is_active);
    if role != Role::Owner || !active {
        spare_last_owner(&tx, &old).await?;
    }
    if role != old.role() || active != old.is_active || password_hash.is_some() {
        end_sessions(&tx, id, keep).await?;
    }
    let mut row = old.into_active_model();
    row.role = Set(role.name().into());
    row.is_active = Set(active);
    patch.name.inspect(|name| row.name = Set(name.trim().into()));
    patch.email.inspect(|email| {
        row.email_key = Set(key::of_email(email));
        row.email = Set(email.trim().into());
    });
    let password = password_hash.map(|hash| row.password_hash = Set(hash)).map(|()| audit::secret("password"));
    let row = row.update(&tx).await.on_unique(email_taken)?;
    let changes = audit::changes(&before, &fields(&row)).into_iter().chain(password).collect();
    audit::record(&tx, by, Action::Update, edited(&row), changes).await?;
    tx.commit().await?;
    Ok(row.into())
}

/// What the audit trail says of a person.
fn fields(row: &Model) -> Fields {
    vec![
        ("email", Some(row.email.clone())),
        ("name", Some(row.name.clone())),
        ("role", Some(row.role.clone())),
        ("is_active", Some(row.is_active.to_string())),
    ]
}

fn edited(row: &Model) -> Edited<'_> {
    Edited { subject: Subject::User, id: row.id, name: &row.name }
}

/// Removes a person for ever: what is personal is erased, the journal keeps a former member. Tells the picture's key.
pub async fn remove(db: &Db, by: &By, id: Uuid) -> Result<Option<String>> {
    let tx = db.begin().await?;
    let old = hold(&tx, by.shop, id).await?;
    spare_last_owner(&tx, &old).await?;
    end_sessions(&tx, id, None).await?;
    let picture = old.picture_key.clone();
    let mut row = old.into_active_model();
    row.email = Set(String::new());
    row.email_key = Set(format!("removed {id}"));
    row.name = Set(String::new());
    row.password_hash = Set(String::new());
    row.picture_key = Set(None);
    row.is_active = Set(false);
    row.removed_at = Set(Some(now()));
    let row = row.update(&tx).await?;
    idempotency::forget(&tx, id).await?;
    audit::forget(&tx, by.shop, id).await?;
    audit::record(&tx, by, Action::Remove, edited(&row), Vec::new()).await?;
    tx.commit().await?;
    Ok(picture)
}

/// Gives a person a picture, or none; also tells the key of the one before.
pub async fn set_picture(db: &Db, by: &By, id: Uuid, key: Option<String>) -> Result<(User, Option<String>)> {
    let tx = db.begin().await?;
    let old = hold(&tx, by.shop, id).await?;
    let before = old.picture_key.clone();
    let mut row = old.into_active_model();
    row.picture_key = Set(key.clone());
    let row = row.update(&tx).await?;
    let changes = audit::changes(&vec![("picture", before.clone())], &vec![("picture", key)]);
    audit::record(&tx, by, Action::Update, edited(&row), changes).await?;
    tx.commit().await?;
    Ok((row.into(), before))
}

async fn find(db: &impl ConnectionTrait, shop: Uuid, id: Uuid) -> Result<Model> {
    Ok(Entity::of(shop).filter(Column::Id.eq(id)).one(db).await?.ok_or(Code::NotFound)?)
}

/// The same for an edit: until the transaction ends, nobody else edits the person.
async fn hold(tx: &Transaction, shop: Uuid, id: Uuid) -> Result<Model> {
    Ok(Entity::of(shop).filter(Column::Id.eq(id)).lock_exclusive().one(tx).await?.ok_or(Code::NotFound)?)
}

/// A shop without an active owner could never be run again.
async fn spare_last_owner(tx: &Transaction, user: &Model) -> Result<()> {
    if user.role() != Role::Owner || !user.is_active {
        return Ok(());
    }
    // Two owners who remove each other come one after the other here, and the second sees what the first has done.
    shop::Entity::find_by_id(user.shop_id).lock_exclusive().one(tx).await?;
    let others = Entity::of(user.shop_id)
        .filter(Column::Role.eq(Role::Owner.name()))
        .filter(Column::IsActive.eq(true))
        .filter(Column::Id.ne(user.id));
    if others.count(tx).await? == 0 { Err(Code::LastOwner.into()) } else { Ok(()) }
}

async fn end_sessions(tx: &Transaction, user: Uuid, keep: Option<Uuid>) -> Result<()> {
    let keep = keep.unwrap_or_default();
    let ended = session::Entity::delete_many().filter(session::Column::UserId.eq(user));
    ended.filter(session::Column::Id.ne(keep)).exec(tx).await?;
    Ok(())
}

fn email_taken() -> Problem {
    let field = FieldError { field: "email".into(), rule: Rule::Taken, limit: None };
    Problem { fields: vec![field], ..Code::EmailTaken.into() }
}

//! The audit trail: every edit, in the transaction that makes it.
use super::{Db, Transaction, now};
use crate::{
    entity::{
        audit_event::{ActiveModel, Column, Entity},
        user,
    },
    error::{Error, Result},
};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use shared::{
    Page,
    audit::{Action, AuditEvent, AuditQuery, Change, Subject},
    page::clamp,
};
use uuid::Uuid;

/// Who writes, on behalf of which shop, in which request.
#[derive(Clone, Debug)]
pub struct By {
    /// The shop.
    pub shop: Uuid,
    /// The person.
    pub user: Uuid,
    /// What the person is called.
    pub name: Option<String>,
    /// The request, if it is one.
    pub request_id: Option<String>,
}

/// The fields of something with their values, in a settled order.
pub type Fields = Vec<(&'static str, Option<String>)>;

/// Something that is edited.
pub struct Edited<'a> {
    /// What kind of thing it is.
    pub subject: Subject,
    /// Which one.
    pub id: Uuid,
    /// What it is called.
    pub name: &'a str,
}

/// Writes down what was done to it. An update that changes nothing leaves no trace.
pub async fn record(tx: &Transaction, by: &By, action: Action, what: Edited<'_>, changes: Vec<Change>) -> Result<()> {
    if action == Action::Update && changes.is_empty() {
        return Ok(());
    }
    row(by, action, &what, &changes)?.insert(tx).await?;
    Ok(())
}

/// Writes down what was done to many things.
pub async fn record_all<'a>(
    tx: &Transaction,
    done: impl IntoIterator<Item = (&'a By, Action, Edited<'a>, Vec<Change>)>,
) -> Result<()> {
    let done = done.into_iter().filter(|(_, action, _, changes)| *action != Action::Update || !changes.is_empty());
    let rows = done.map(|(by, action, what, changes)| row(by, action, &what, &changes)).collect::<Result<Vec<_>>>()?;
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn row(by: &By, action: Action, what: &Edited, changes: &[Change]) -> Result<ActiveModel> {
    Ok(ActiveModel {
        id: Set(Uuid::now_v7()),
        shop_id: Set(by.shop),
        actor_id: Set(by.user),
        action: Set(action.name().into()),
        subject: Set(what.subject.name().into()),
        subject_id: Set(what.id),
        subject_name: Set(what.name.into()),
        changes: Set(serde_json::to_string(changes).map_err(|error| Error::Task(error.to_string()))?),
        request_id: Set(by.request_id.clone()),
        created_at: Set(now()),
    })
}

/// What differs between two states of the same thing.
pub fn changes(old: &Fields, new: &Fields) -> Vec<Change> {
    let pairs = old.iter().zip(new).filter(|(old, new)| old.1 != new.1);
    pairs
        .map(|((field, old), (_, new))| Change { field: (*field).into(), old: old.clone(), new: new.clone() })
        .collect()
}

/// All that is filled in of something new.
pub fn filled(new: &Fields) -> Vec<Change> {
    let given = new.iter().filter(|(_, value)| value.as_ref().is_some_and(|value| !value.is_empty()));
    given.map(|(field, value)| Change { field: (*field).into(), old: None, new: value.clone() }).collect()
}

/// A secret was changed: that much and no more.
pub fn secret(field: &str) -> Change {
    Change { field: field.into(), old: None, new: None }
}

/// Erases what the trail holds about a person: the edits stay, without name and values.
pub async fn forget(tx: &Transaction, shop: Uuid, person: Uuid) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::SubjectName, Expr::value(""))
        .col_expr(Column::Changes, Expr::value("[]"))
        .filter(Column::ShopId.eq(shop))
        .filter(Column::SubjectId.eq(person))
        .exec(tx)
        .await?;
    Ok(())
}

/// The edits that are asked for, newest first.
pub async fn list(db: &Db, shop: Uuid, query: &AuditQuery) -> Result<Page<AuditEvent>> {
    let context = ("audit-events", shop, query.subject, query.subject_id, query.actor_id);
    let limit = clamp(query.limit);
    let mut select = Entity::of(shop).find_also_related(user::Entity);
    if let Some(subject) = query.subject {
        select = select.filter(Column::Subject.eq(subject.name()));
    }
    if let Some(id) = query.subject_id {
        select = select.filter(Column::SubjectId.eq(id));
    }
    if let Some(actor) = query.actor_id {
        select = select.filter(Column::ActorId.eq(actor));
    }
    if let Some(cursor) = &query.cursor {
        select = select.filter(Column::Id.lt(db.cursors.open::<Uuid>(&context, cursor)?));
    }
    let rows = select.order_by_desc(Column::Id).limit(limit + 1).all(&db.read).await?;
    let told = |(row, actor): (crate::entity::audit_event::Model, Option<user::Model>)| {
        row.by(actor.and_then(|actor| actor.shown()))
    };
    let mut items: Vec<_> = rows.into_iter().map(told).collect();
    Ok(Page { next_cursor: db.cursors.cut(&context, &mut items, limit, |last| last.id), items, total: None })
}

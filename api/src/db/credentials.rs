//! Who signs in, looked up while others do so, too.
use super::{Db, group::Work, ledger::Refusable};
use crate::{
    entity::user::{Entity, Model},
    error::Result,
};
use futures::future::BoxFuture;
use shared::user::User;
use std::collections::HashMap;

/// Somebody who signs in, by e-mail.
pub struct Who(String);

impl Who {
    /// With the e-mail of this key.
    pub fn of(email_key: &str) -> Self {
        Self(email_key.to_owned())
    }
}

impl Work for Who {
    /// The person, and the hash of the password.
    type Done = Option<(User, String)>;

    fn together<'a>(db: &'a Db, jobs: &'a [&'a Self]) -> BoxFuture<'a, Result<Vec<Refusable<Self::Done>>>> {
        Box::pin(async move {
            let rows = Entity::signing_in(jobs.iter().map(|job| &*job.0)).all(&db.read).await?;
            let found: HashMap<&str, &Model> = rows.iter().map(|row| (&*row.email_key, row)).collect();
            let told = |row: &&Model| ((*row).clone().into(), row.password_hash.clone());
            Ok(jobs.iter().map(|job| Ok(found.get(&*job.0).map(told))).collect())
        })
    }
}

//! `api user …`: people, for whoever runs the server.
use super::person;
use crate::{
    Config,
    db::{shops, users},
    state::State,
};
use anyhow::Context;
use shared::{
    FieldError, Validate,
    session::Registration,
    user::{NewUser, UserPatch},
};

/// Opens a shop with its owner. The password is read from the standard input.
///
/// # Errors
/// When a field is wrong, or the e-mail is taken.
pub async fn create(config: Config, owner: NewUser, shop: String, currency: String) -> anyhow::Result<()> {
    let (password, shop_name, currency) = (password()?, Some(shop), Some(currency));
    let new = Registration { email: owner.email, name: owner.name, password, shop_name, currency };
    let state = State::connect(config).await?;
    valid(&new)?;
    let hash = state.passwords.hash(&new.password).await?;
    let me = shops::register(&state.db, new, hash).await?;
    println!("{} owns {}", me.user.email, me.shop.name);
    Ok(state.db.close().await?)
}

/// Gives a person a new password and ends all sessions of that person. The password is read from the standard input.
///
/// # Errors
/// When there is no such person, or the password is weak.
pub async fn set_password(config: Config, email: String) -> anyhow::Result<()> {
    let password = password()?;
    // Before the state is connected, which would make an empty database where there is none.
    super::existing(&config).await?.close().await?;
    let state = State::connect(config).await?;
    let (by, _) = person(&state.db, &email).await?;
    let patch = UserPatch { email: Some(email.clone()), password: Some(password), ..UserPatch::default() };
    valid(&patch)?;
    let hash = state.passwords.hash(patch.password.as_deref().unwrap_or_default()).await?;
    // The e-mail was there to compare the password with; it stays as the person writes it.
    let user = users::update(&state.db, &by, by.user, UserPatch::default(), Some(hash), None).await?;
    state.forget_sessions().await;
    println!("{} has a new password and is signed out everywhere", user.email);
    Ok(state.db.close().await?)
}

/// The first line of the standard input.
fn password() -> anyhow::Result<String> {
    let mut password = String::new();
    std::io::stdin().read_line(&mut password).context("cannot read the password")?;
    Ok(password.trim_end_matches(['\r', '\n']).to_owned())
}

fn valid(new: &impl Validate) -> anyhow::Result<()> {
    let told = |fields: Vec<FieldError>| fields.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
    new.validate().map_err(|fields| anyhow::anyhow!("{}", told(fields)))
}

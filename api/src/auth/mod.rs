//! Who is asking. A handler that takes `User`, `Clerk`, `Manager` or `Owner` cannot be reached without one.
mod hashing;
pub mod origin;
pub mod password;
pub mod sessions;
mod verified;

use crate::{
    db::{audit::By, sessions::Identity},
    error::Error,
    state::State,
};
use actix_web::{
    FromRequest, HttpMessage, HttpRequest,
    body::MessageBody,
    dev::{Payload, ServiceRequest, ServiceResponse},
    http::header,
    middleware::Next,
    web,
};
use shared::{Code, Problem, user::Role};
use std::{future::Future, ops::Deref, pin::Pin};

macro_rules! at_least {
    ($($(#[$doc:meta])* $name:ident: $role:expr),*) => { $(
        $(#[$doc])*
        pub struct $name(Identity);

        impl Deref for $name {
            type Target = Identity;
            fn deref(&self) -> &Identity {
                &self.0
            }
        }

        impl FromRequest for $name {
            type Error = Error;
            type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let who = identify(&request).await?;
                    if who.role >= $role { Ok(Self(who)) } else { Err(Code::Forbidden.into()) }
                })
            }
        }
    )* };
}

at_least! {
    /// Anyone signed in.
    User: Role::Viewer,
    /// Whoever may book movements.
    Clerk: Role::Clerk,
    /// Whoever may edit products.
    Manager: Role::Manager,
    /// Whoever runs the team and the shop.
    Owner: Role::Owner
}

impl Identity {
    /// The same as somebody who writes something, in this request.
    pub fn by(&self) -> By {
        By { shop: self.shop, user: self.user, name: Some(self.name.clone()), request_id: telemetry::request_id() }
    }
}

/// Who is asking, found out before the handler's arguments are read.
#[derive(Clone)]
struct Known(Result<Identity, Problem>);

/// Finds out who wants to change something before anything else of the request is read: else it would be chance whether
/// somebody who may not do it hears that, or what is wrong with the body.
pub async fn early(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    if !request.method().is_safe() {
        match identify(request.request()).await {
            Ok(who) => _ = request.extensions_mut().insert(Known(Ok(who))),
            Err(Error::Refused(problem)) => _ = request.extensions_mut().insert(Known(Err(problem))),
            // A fault is met again, and told, by the handler that asks.
            Err(_) => {}
        }
    }
    next.call(request).await
}

/// By the token in the header, else by the cookie; a cookie that changes something must come from our own pages.
async fn identify(request: &HttpRequest) -> Result<Identity, Error> {
    if let Some(Known(who)) = request.extensions().get::<Known>().cloned() {
        return Ok(who?);
    }
    let state = request.app_data::<web::Data<State>>().expect("serve() sets the state before any route");
    let header = request.headers().get(header::AUTHORIZATION);
    let who = if let Some(header) = header {
        let token = header.to_str().ok().and_then(|text| text.split_once(' '));
        let token = token.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")).ok_or(Code::Unauthenticated)?.1;
        state.sessions.find(&state.db, token.trim()).await?
    } else {
        let cookie = request.cookie(sessions::cookie_name(&state.config)).ok_or(Code::Unauthenticated)?;
        let who = state.sessions.find(&state.db, cookie.value()).await?;
        if !request.method().is_safe() {
            origin::same(request, &state.config)?;
        }
        who
    };
    request.extensions_mut().insert(telemetry::Caller(who.user));
    Ok(who)
}

//! Paths and methods that there are not, refused like everything else.
use crate::error::respond;
use actix_web::{HttpRequest, HttpResponse, dev::ResourceDef, http::header};
use shared::Code;

/// Every path and its methods.
#[derive(Clone)]
pub struct Known(Vec<(ResourceDef, String)>);

impl Known {
    /// Out of the API's own description.
    pub fn new(paths: Vec<(String, Vec<String>)>) -> Self {
        let allowed = |methods: Vec<String>| {
            let head = methods.iter().any(|method| method == "GET").then(|| "HEAD".to_owned());
            methods.into_iter().chain(head).collect::<Vec<_>>().join(", ")
        };
        Self(paths.into_iter().map(|(path, methods)| (ResourceDef::new(path), allowed(methods))).collect())
    }

    /// 405 with what is allowed for a path that there is, otherwise 404.
    pub fn refuse(&self, request: &HttpRequest) -> HttpResponse {
        match self.0.iter().find(|(path, _)| path.is_match(request.path())) {
            Some((_, allowed)) => {
                let mut answer = respond(Code::MethodNotAllowed.into());
                if let Ok(value) = header::HeaderValue::from_str(allowed) {
                    answer.headers_mut().insert(header::ALLOW, value);
                }
                answer
            }
            None => respond(Code::NotFound.into()),
        }
    }
}

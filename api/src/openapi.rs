//! The description of the API: what the handlers say of themselves, and the refusals each of them can give.
use serde_json::{Map, Value, json};
use shared::{Code, FieldError, Problem, Rule};
use utoipa::{
    Modify, OpenApi,
    openapi::security::{Flow, OAuth2, Password, Scopes, SecurityScheme},
};

/// What no handler says of itself.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Bodega",
        description = "Stock control that never loses count.\n\nSign in with **Authorize** (e-mail and password), or send \
            `Authorization: Bearer …`. Every refusal is a problem document (RFC 9457) with a stable `code`. Times are UTC, \
            RFC 3339; money is a whole number of the currency's smallest unit.",
        license(name = "MIT")
    ),
    tags(
        (name = "session", description = "Registering, signing in and out."),
        (name = "me", description = "Yourself."),
        (name = "shop", description = "The shop you work for."),
        (name = "webhook", description = "Being told when something runs short."),
        (name = "team", description = "The people of your shop."),
        (name = "products", description = "What your shop has."),
        (name = "movements", description = "Taking and bringing, and the journal of it."),
        (name = "catalogue", description = "What everybody sees."),
        (name = "system", description = "How the system is doing."),
    ),
    components(schemas(Problem)),
    modifiers(&SignIn)
)]
pub struct Base;

struct SignIn;

impl Modify for SignIn {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let scopes = Scopes::from_iter([
            ("clerk", "Books movements."),
            ("manager", "Also edits products."),
            ("owner", "Also runs the team and the shop."),
        ]);
        let flow = Flow::Password(Password::new("/api/v1/auth/login", scopes));
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme("password", SecurityScheme::OAuth2(OAuth2::new([flow])));
    }
}

/// The document, with every operation's refusals.
pub fn document(openapi: &utoipa::openapi::OpenApi) -> Value {
    let mut document = serde_json::to_value(openapi).expect("the document is made of plain structs");
    for (path, operation) in operations(&mut document) {
        for (status, response) in refusals(&path, operation) {
            operation["responses"].as_object_mut().map(|all| all.entry(status).or_insert(response));
        }
        operation.as_object_mut().map(|fields| fields.remove("x-problems"));
        operation["operationId"] = json!(id(&path));
    }
    document
}

/// Handlers of one name in several files would share an id, so it is made from method and path: `get_products_id`.
fn id(path: &str) -> String {
    let words = path.split([' ', '/', '{', '}', '-']).filter(|word| !matches!(*word, "" | "api" | "v1"));
    words.collect::<Vec<_>>().join("_")
}

/// Every path with its methods in capitals.
pub fn methods(document: &Value) -> Vec<(String, Vec<String>)> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let upper = |item: &Value| item.as_object().into_iter().flat_map(Map::keys).map(|m| m.to_uppercase()).collect();
    paths.map(|(path, item)| (path.clone(), upper(item))).collect()
}

fn operations(document: &mut Value) -> impl Iterator<Item = (String, &mut Value)> {
    let paths = document["paths"].as_object_mut().into_iter().flatten();
    paths.flat_map(|(path, item)| {
        let methods = item.as_object_mut().into_iter().flatten();
        methods.map(move |(method, operation)| (format!("{method} {path}"), operation))
    })
}

/// The refusals of an operation by status: those it names, and those that follow from its form.
fn refusals(path: &str, operation: &Value) -> Map<String, Value> {
    let codes = codes(path, operation);
    let mut by_status = Map::new();
    for code in Code::ALL.iter().filter(|code| codes.contains(code)) {
        let entry = by_status.entry(code.status().to_string()).or_insert_with(|| {
            let content = json!({ "schema": { "$ref": "#/components/schemas/Problem" }, "examples": {} });
            json!({ "description": "", "content": { "application/problem+json": content } })
        });
        let name = code.to_string();
        let before = entry["description"].as_str().filter(|text| !text.is_empty()).map(|text| format!("{text}\n\n"));
        entry["description"] = json!(format!("{}`{name}`: {}", before.unwrap_or_default(), code.title()));
        let example = json!({ "summary": code.title(), "value": example(*code) });
        entry["content"]["application/problem+json"]["examples"][name] = example;
    }
    by_status
}

fn example(code: Code) -> Problem {
    let wrong = FieldError { field: "name".into(), rule: Rule::TooLong, limit: Some(200) };
    let fields = if code == Code::Invalid { vec![wrong] } else { Vec::new() };
    Problem { fields, request_id: Some("01a1fc60-f133-7732-a11f-7db415171118".into()), ..code.into() }
}

fn codes(path: &str, operation: &Value) -> Vec<Code> {
    let named = operation["x-problems"].clone();
    let mut codes: Vec<Code> = if named.is_null() { Vec::new() } else { list(named) };
    if !path.contains("/api/v1") {
        return codes;
    }
    codes.extend([Code::Internal, Code::Unavailable]);
    let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
    if parameters.iter().any(|parameter| parameter["in"] != "header") {
        codes.push(Code::Malformed);
    }
    if parameters.iter().any(|parameter| parameter["name"] == "q") {
        codes.push(Code::Invalid);
    }
    if parameters.iter().any(|parameter| parameter["name"] == crate::idempotency::HEADER) {
        codes.extend([Code::StillRunning, Code::KeyReused, Code::Malformed]);
    }
    if let Some(scopes) = operation["security"].as_array().and_then(|all| all.first()) {
        codes.push(Code::Unauthenticated);
        let needed = scopes["password"].as_array().is_some_and(|roles| !roles.is_empty());
        codes.extend(needed.then_some(Code::Forbidden));
        codes.extend((!path.starts_with("get ")).then_some(Code::CrossSite));
    }
    if let Some(content) = operation["requestBody"]["content"].as_object() {
        codes.extend([Code::Malformed, Code::TooLarge, Code::UnsupportedMedia]);
        codes.extend((!content.contains_key("image/png")).then_some(Code::Invalid));
    }
    codes
}

/// A name that is no code is a slip of ours, found by the contract test.
fn list(named: Value) -> Vec<Code> {
    serde_json::from_value(named).expect("x-problems names codes of the table")
}

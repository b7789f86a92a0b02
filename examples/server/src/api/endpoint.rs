//! A route said once: how it is reached, whose it is, what it takes and answers. The router, the guard and the OpenAPI
//! document are all made from it, so that none can differ from the others.

use crate::App;
use crate::access::guard;
use crate::access::role::Access;
use crate::api::schema::ProblemDetails;
use crate::problem::Problem;
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::routing::{MethodFilter, MethodRouter, on};
use std::time::Duration;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, ParameterBuilder, ParameterIn, PathItemBuilder};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, Content, InfoBuilder, OpenApi, OpenApiBuilder, PathsBuilder, Ref, RefOr, Required,
    ResponseBuilder, SecurityRequirement,
};
use utoipa::{PartialSchema, ToSchema};

/// Before every path.
pub const BASE: &str = "/api/v1";

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

type Schemas = Vec<(String, RefOr<Schema>)>;

/// A route.
pub struct Endpoint {
    /// How.
    pub method: Method,
    /// Where, after [`BASE`].
    pub path: &'static str,
    /// Whose it is.
    pub access: Access,
    operation: OperationBuilder,
    schemas: Schemas,
    /// Seconds for which it may wait until there is something to answer.
    waits: u64,
    route: MethodRouter<App>,
}

impl Endpoint {
    /// A route with a summary for its readers.
    pub fn new<T: 'static>(
        method: Method,
        path: &'static str,
        access: Access,
        summary: impl Into<String>,
        handler: impl Handler<T, App>,
    ) -> Self {
        let filter = match method {
            Method::PUT => MethodFilter::PUT,
            Method::POST => MethodFilter::POST,
            Method::DELETE => MethodFilter::DELETE,
            _ => MethodFilter::GET,
        };
        let group =
            path.trim_start_matches("/buildings/{building}").trim_start_matches('/').split('/').next();
        let group = group.filter(|group| !group.is_empty()).unwrap_or("buildings");
        let mut operation = OperationBuilder::new().summary(Some(summary)).tag(group);
        for name in path.split('/').filter_map(|part| part.strip_prefix('{')) {
            let name = name.trim_end_matches('}');
            operation = operation.parameter(parameter(name, ParameterIn::Path, Required::True, "an id"));
        }
        let (description, scheme) = match access {
            Access::Public => ("Open to anyone.".to_owned(), None),
            Access::Console => ("For consoles of the building, with their key.".to_owned(), Some("console")),
            Access::Roles(roles) => {
                let names: Vec<_> = roles.iter().map(|role| role.as_str()).collect();
                (format!("For {}.", names.join(", ")), Some("session"))
            }
        };
        operation = operation.description(Some(description));
        if let Some(scheme) = scheme {
            operation = operation.security(SecurityRequirement::new::<_, [&str; 0], &str>(scheme, []));
        }
        if access != Access::Public && matches!(access, Access::Roles(_)) && method != Method::GET {
            let text = "the csrfToken of the session";
            operation =
                operation.parameter(parameter("X-CSRF-Token", ParameterIn::Header, Required::True, text));
        }
        let mut schemas = Schemas::new();
        let problem = referred::<ProblemDetails>(&mut schemas);
        let content = Content::new(Some(problem));
        let default = ResponseBuilder::new().description("a problem").content(PROBLEM, content);
        operation = operation.response("default", default.build());
        Self { method, path, access, operation, schemas, waits: 0, route: on(filter, handler) }
    }

    /// What it takes.
    #[must_use]
    pub fn takes<S: ToSchema>(mut self) -> Self {
        let schema = referred::<S>(&mut self.schemas);
        self.takes_content(JSON, schema)
    }

    /// What it takes where some fields may be left out that the record has: the server gives them.
    #[must_use]
    pub fn takes_new<S: ToSchema>(mut self, given: &[&str]) -> Self {
        // What the record refers to is told with it.
        let _ = referred::<S>(&mut self.schemas);
        let mut schema = <S as PartialSchema>::schema();
        if let RefOr::T(Schema::Object(object)) = &mut schema {
            object.required.retain(|field| !given.contains(&field.as_str()));
        }
        let name = format!("New{}", S::name());
        self.schemas.push((name.clone(), schema));
        self.takes_content(JSON, Ref::from_schema_name(name).into())
    }

    /// It takes a file of comma-separated values.
    #[must_use]
    pub fn takes_csv(self) -> Self {
        self.takes_content("text/csv", text())
    }

    fn takes_content(mut self, media: &str, schema: RefOr<Schema>) -> Self {
        let body = RequestBodyBuilder::new().content(media, Content::new(Some(schema)));
        self.operation = self.operation.request_body(Some(body.required(Some(Required::True)).build()));
        self
    }

    /// What it answers when all is well.
    #[must_use]
    pub fn answers<S: ToSchema>(mut self, status: u16) -> Self {
        let schema = referred::<S>(&mut self.schemas);
        self.answers_content(status, JSON, Some(schema))
    }

    /// It answers with a page of records, and takes a cursor.
    #[must_use]
    pub fn pages<S: ToSchema>(mut self) -> Self {
        let items = referred::<S>(&mut self.schemas);
        let page = ObjectBuilder::new()
            .property("items", ArrayBuilder::new().items(items))
            .required("items")
            .property("next", text())
            .description(Some("next is the cursor of the next page; it is left out on the last one"));
        self.query_number("limit", "how many; 50 when left out", 1, Some(200))
            .query("after", "the cursor of a page: next of the one before")
            .answers_content(200, JSON, Some(Schema::from(page.build()).into()))
    }

    /// It answers with a list in the manner of APDS, and takes where in it to begin.
    #[must_use]
    pub fn apds_list<S: ToSchema>(mut self) -> Self {
        let items = referred::<S>(&mut self.schemas);
        let meta = referred::<crate::apds::shape::PaginatedListMeta>(&mut self.schemas);
        let list = ObjectBuilder::new()
            .property("meta", meta)
            .required("meta")
            .property("data", ArrayBuilder::new().items(items))
            .required("data");
        self.query_number("limit", "how many; 1000 when left out", 1, Some(1000))
            .query_number("offset", "how many to leave out; 0 when left out", 0, None)
            .answers_content(200, JSON, Some(Schema::from(list.build()).into()))
    }

    /// It answers with something other than JSON.
    #[must_use]
    pub fn answers_media(self, status: u16, media: &str) -> Self {
        self.answers_content(status, media, Some(text()))
    }

    /// It answers with nothing.
    #[must_use]
    pub fn answers_nothing(self) -> Self {
        self.answers_content(204, JSON, None)
    }

    fn answers_content(mut self, status: u16, media: &str, schema: Option<RefOr<Schema>>) -> Self {
        let mut response = ResponseBuilder::new().description("as asked");
        if schema.is_some() {
            response = response.content(media, Content::new(schema));
        }
        self.operation = self.operation.response(status.to_string(), response.build());
        self
    }

    /// A parameter of the query.
    #[must_use]
    pub fn query(self, name: &str, about: &str) -> Self {
        self.query_of(name, about, text())
    }

    /// A parameter of the query that is one of some words.
    #[must_use]
    pub fn query_word(self, name: &str, about: &str, words: &[&'static str]) -> Self {
        let schema = ObjectBuilder::new().schema_type(Type::String).enum_values(Some(words.iter().copied()));
        self.query_of(name, about, Schema::from(schema.build()).into())
    }

    /// A parameter of the query that is a whole number within bounds.
    #[must_use]
    fn query_number(self, name: &str, about: &str, least: u32, most: Option<u32>) -> Self {
        let schema = ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(least)).maximum(most);
        self.query_of(name, about, Schema::from(schema.build()).into())
    }

    fn query_of(mut self, name: &str, about: &str, schema: RefOr<Schema>) -> Self {
        let parameter = ParameterBuilder::new().name(name).parameter_in(ParameterIn::Query);
        let parameter = parameter.required(Required::False).description(Some(about)).schema(Some(schema));
        self.operation = self.operation.parameter(parameter.build());
        self
    }

    /// It may wait for so many seconds until there is something to answer.
    #[must_use]
    pub fn waits(self, seconds: u64) -> Self {
        let about = "seconds to wait for something new; 0 when left out";
        Self { waits: seconds, ..self.query_number("wait", about, 0, u32::try_from(seconds).ok()) }
    }

    /// It creates something, once for each idempotency key.
    #[must_use]
    pub fn creates<S: ToSchema>(mut self) -> Self {
        let about = "of the caller's choice; the same request with the same key is carried out once";
        let key = parameter("Idempotency-Key", ParameterIn::Header, Required::True, about);
        self.operation = self.operation.parameter(key);
        self.answers::<S>(201)
    }

    /// It changes something that has to be as the caller saw it.
    #[must_use]
    pub fn matches(mut self) -> Self {
        let about = "the ETag of what was read";
        self.operation =
            self.operation.parameter(parameter("If-Match", ParameterIn::Header, Required::True, about));
        self
    }
}

fn parameter(
    name: &str,
    place: ParameterIn,
    required: Required,
    about: &str,
) -> utoipa::openapi::path::Parameter {
    let parameter = ParameterBuilder::new().name(name).parameter_in(place).required(required);
    parameter.description(Some(about)).schema(Some(text())).build()
}

fn text() -> RefOr<Schema> {
    Schema::from(ObjectBuilder::new().schema_type(Type::String).build()).into()
}

/// A reference to a schema, which is kept with those that it refers to.
fn referred<S: ToSchema>(schemas: &mut Schemas) -> RefOr<Schema> {
    schemas.push((S::name().into_owned(), <S as PartialSchema>::schema()));
    S::schemas(schemas);
    Ref::from_schema_name(S::name()).into()
}

/// The router of some endpoints, each behind the guard and limited in time.
pub fn router(endpoints: Vec<Endpoint>, app: &App) -> Router<App> {
    endpoints.into_iter().fold(Router::new(), |router, endpoint| {
        let guarded = endpoint.route.layer(from_fn_with_state((app.clone(), endpoint.access), guard::pass));
        let seconds = app.config.timeout.saturating_add(endpoint.waits);
        router.route(endpoint.path, in_time(guarded, seconds))
    })
}

/// Routes that have to answer within some seconds, what they wait for of the request included.
pub fn in_time(routes: MethodRouter<App>, seconds: u64) -> MethodRouter<App> {
    routes.layer(from_fn(move |request: Request, next: Next| async move {
        let detail = "the request took too long: send it faster, or ask for less";
        let problem = |_| Problem::new(StatusCode::REQUEST_TIMEOUT, "tooSlow", detail);
        tokio::time::timeout(Duration::from_secs(seconds), next.run(request)).await.map_err(problem)
    }))
}

/// The OpenAPI document of some endpoints.
pub fn document(endpoints: Vec<Endpoint>) -> OpenApi {
    let mut paths = PathsBuilder::new();
    let mut components = ComponentsBuilder::new();
    for endpoint in endpoints {
        components = components.schemas_from_iter(endpoint.schemas);
        let method = match endpoint.method {
            Method::PUT => HttpMethod::Put,
            Method::POST => HttpMethod::Post,
            Method::DELETE => HttpMethod::Delete,
            _ => HttpMethod::Get,
        };
        let item = PathItemBuilder::new().operation(method, endpoint.operation.build());
        paths = paths.path(format!("{BASE}{}", endpoint.path), item.build());
    }
    let about = "Residents, guest parking, check-ins and consoles of apartment buildings. Dates are YYYY-MM-DD, wall \
                 times YYYY-MM-DDTHH:MM in the building's zone, instants RFC 3339. Sign in at /api/v1/session.";
    let info = InfoBuilder::new().title("Vestibule server").version(env!("CARGO_PKG_VERSION"));
    let session = ApiKey::Cookie(ApiKeyValue::new("vestibule"));
    let console = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = components
        .security_scheme("session", SecurityScheme::ApiKey(session))
        .security_scheme("console", SecurityScheme::Http(console));
    OpenApiBuilder::new()
        .info(info.description(Some(about)).build())
        .paths(paths.build())
        .components(Some(components.build()))
        .build()
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    #[test]
    fn no_two_records_go_by_one_name() {
        let mut said: HashMap<String, String> = HashMap::new();
        for (name, schema) in crate::api::endpoints().into_iter().flat_map(|endpoint| endpoint.schemas) {
            let schema = serde_json::to_string(&schema).unwrap();
            let first = said.entry(name.clone()).or_insert_with(|| schema.clone());
            assert_eq!(*first, schema, "{name}");
        }
        assert!(said.len() > 50);
    }
}

//! The pages that people open, when the server was given a folder of them: files as they were built, by the crate
//! `tower-http`. What has a hash in its name is kept by browsers for good; the rest is asked for each time.

use axum::Router;
use axum::extract::Request;
use axum::handler::{Handler, HandlerWithoutStateExt};
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use std::path::Path;
use tower_http::services::ServeDir;

/// Scripts, styles and pictures of this server alone; of WebAssembly no more than to compile it.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self'; \
     connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'none'; base-uri 'none'; \
     frame-ancestors 'none'",
);

/// The files of a folder; `none` answers for what is not among them.
pub(crate) fn service<T: 'static>(folder: &Path, none: impl Handler<T, ()>) -> Router {
    let files = ServeDir::new(folder).precompressed_gzip().fallback(none.into_service());
    Router::new().fallback_service(files).layer(from_fn(with_headers))
}

async fn with_headers(request: Request, next: Next) -> Response {
    let is_hashed = request.uri().path().starts_with("/assets/");
    let mut response = next.run(request).await;
    let keep = if is_hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
    let is_file = !response.status().is_client_error();
    let headers = response.headers_mut();
    if is_file {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
        headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    }
    response
}

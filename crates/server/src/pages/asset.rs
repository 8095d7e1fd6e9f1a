//! `/assets/{hash}/…`: styles, scripts, fonts; kept by browsers until the next build.

use axum::extract::Path;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

use crate::problem::{Code, Problem};
use crate::web::assets;

/// Serves a file that was compiled in.
pub async fn asset(Path((hash, path)): Path<(String, String)>) -> Result<Response, Problem> {
    let asset = assets::find(&hash, &path).ok_or_else(|| Problem::new(Code::NotFound))?;
    let mut response = asset.bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(asset.content_type));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    Ok(response)
}

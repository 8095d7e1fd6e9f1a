//! Bodies that were packed for the way: unpacked in memory, and never further than a body may be long.
//!
//! The packed bytes have arrived within the same limit before, so however much they would become, no more than twice the
//! limit is ever held, and a bomb costs what its first two megabytes do.

use std::future::poll_fn;
use std::pin::pin;

use axum::body::{Body, HttpBody};
use axum::extract::Request;
use axum::handler::HandlerWithoutStateExt;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use hyper::service::Service;
use hyper_util::service::TowerToHyperService;
use tower_http::decompression::Decompression;

use crate::problem::{Code, Problem};

/// The one way of packing that is unpacked.
const GZIP: &str = "gzip";

/// Tells whether a body with `headers` is packed.
///
/// # Errors
/// If it is packed in another way, or twice.
pub fn is_packed(headers: &HeaderMap) -> Result<bool, Problem> {
    let unsupported = || {
        Problem::new(Code::UnsupportedEncoding)
            .with_header(header::ACCEPT_ENCODING, HeaderValue::from_static(GZIP))
    };
    let mut lines = headers.get_all(header::CONTENT_ENCODING).iter();
    let Some(line) = lines.next() else {
        return Ok(false);
    };
    let named = line.to_str().map_err(|_| unsupported())?.trim();
    match named {
        _ if lines.next().is_some() => Err(unsupported()),
        _ if named.eq_ignore_ascii_case(GZIP) => Ok(true),
        _ if named.eq_ignore_ascii_case("identity") => Ok(false),
        _ => Err(unsupported()),
    }
}

/// Unpacks `bytes`, at most `max_bytes` of them and one chunk. Of several gzip streams in a row, which no client sends as
/// one body, the first is read.
///
/// # Errors
/// If they are no whole gzip.
pub async fn unpacked(bytes: Vec<u8>, max_bytes: usize) -> Result<Vec<u8>, Problem> {
    let malformed = || Problem::new(Code::MalformedRequest);
    // The library unpacks answers, so the body plays the part of one.
    let packed = || async move {
        let mut answer = Response::new(Body::from(bytes));
        let gzip = HeaderValue::from_static(GZIP);
        answer.headers_mut().insert(header::CONTENT_ENCODING, gzip);
        answer
    };
    let unpacking = TowerToHyperService::new(Decompression::new(packed.into_service()));
    let answer = unpacking.call(Request::new(Body::empty())).await;
    let mut body = pin!(answer.map_err(|_| malformed())?.into_body());
    let mut kept = Vec::new();
    while let Some(frame) = poll_fn(|cx| body.as_mut().poll_frame(cx)).await {
        let Ok(chunk) = frame.map_err(|_| malformed())?.into_data() else {
            continue;
        };
        kept.extend_from_slice(&chunk);
        if kept.len() > max_bytes {
            break;
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::gzip;

    #[test]
    fn gzip_is_unpacked_and_everything_else_refused() {
        let said = |lines: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for line in lines {
                headers.append(header::CONTENT_ENCODING, HeaderValue::from_static(line));
            }
            is_packed(&headers).map_err(|problem| problem.code)
        };
        assert_eq!(said(&[]), Ok(false));
        assert_eq!(said(&["identity"]), Ok(false));
        assert_eq!(said(&["gzip"]), Ok(true));
        assert_eq!(said(&["GZIP "]), Ok(true));
        // attack 44
        for refused in [
            &["gzip, gzip"][..],
            &["gzip", "gzip"],
            &["br"],
            &["zstd"],
            &["deflate"],
            &["x-gzip"],
            &[""],
        ] {
            assert_eq!(said(refused), Err(Code::UnsupportedEncoding), "{refused:?}");
        }
    }

    // attack 44
    #[tokio::test]
    async fn a_bomb_is_unpacked_no_further_than_a_body_may_be_long() {
        let bomb = gzip::bomb(300 << 20);
        assert!(bomb.len() < 2 << 20, "it would arrive");
        let max_bytes = 1 << 20;
        let kept = unpacked(bomb, max_bytes).await.unwrap();
        assert!(kept.len() > max_bytes, "what is too long is seen to be");
        assert!(kept.len() <= max_bytes + (64 << 10), "{}", kept.len());
    }

    #[tokio::test]
    async fn what_is_no_whole_gzip_is_malformed() {
        let text = "法院 ཁྲིམས་ཁང ".repeat(1000);
        let whole = gzip::of(text.as_bytes());
        assert_eq!(unpacked(whole.clone(), 1 << 20).await.unwrap(), text.as_bytes());
        let mut spoilt = whole.clone();
        spoilt[20] ^= 1;
        for broken in [&whole[..whole.len() - 9], &whole[1..], &spoilt, b"{\"q\": \"a\"}"] {
            let refused = unpacked(broken.to_vec(), 1 << 20).await;
            assert_eq!(
                refused.map_err(|problem| problem.code),
                Err(Code::MalformedRequest)
            );
        }
    }
}

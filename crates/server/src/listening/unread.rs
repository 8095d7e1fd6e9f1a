//! Answers to requests that the HTTP library refuses before a handler could see them.
//!
//! A URL over 64 KiB, a head that is too large and what is no HTTP are answered by the library itself, with a status,
//! an empty body and no way to have a say (hyper's `on_error`; its type for URLs cannot hold a longer one). What it
//! writes then is recognised here on its way to the client, and a problem is written in its place, with an id and a
//! line in the log like every other. What it would misread is spoilt on the way in, so that it refuses it too.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::connection::Connected;
use super::head_scan::HeadScan;
use crate::handle::Handle;
use crate::observe::{self, RequestContext};
use crate::problem::{Code, Problem, content_of};
use crate::web::templates::Reader;

/// Longest answer of the library's own, in bytes: a status line and three headers.
const MAX_AUTOMATIC_BYTES: usize = 256;
/// As much of a request as says what it asks for.
const MAX_START_BYTES: usize = 64;

/// A first line that is longer than this may be too long; what follows on it is kept for the language of the answer.
const LONG_LINE_BYTES: usize = 60 * 1024;
/// As much of the head behind such a line as is kept.
const MAX_REST_BYTES: usize = 16 * 1024;

/// How an answer begins that only asks for the rest of the request.
const GO_ON: &[u8] = b"HTTP/1.1 100";

/// A connection that answers what the library refuses, and refuses what the library would misread.
pub struct Connection<I> {
    io: I,
    handle: Handle,
    connected: Connected,
    scan: HeadScan,
    /// How the present request begins.
    start: Vec<u8>,
    /// Whether a line of it has ended.
    has_line: bool,
    /// How long its first line is, as far as it has come.
    n_line_bytes: usize,
    /// What follows on a first line that is long.
    rest: Vec<u8>,
    /// Whether something was written since the last read, so that the next read begins a request.
    was_answered: bool,
    /// What is to be written in place of the library's answer.
    pending: Vec<u8>,
}

impl<I> Connection<I> {
    /// Watches over what is read and written on `io`.
    pub fn new(io: I, handle: Handle, connected: Connected) -> Self {
        Self {
            io,
            handle,
            connected,
            scan: HeadScan::default(),
            start: Vec::new(),
            has_line: false,
            n_line_bytes: 0,
            rest: Vec::new(),
            was_answered: false,
            pending: Vec::new(),
        }
    }

    fn note_read(&mut self, bytes: &mut [u8]) {
        if bytes.is_empty() {
            return;
        }
        if std::mem::take(&mut self.was_answered) {
            self.start.clear();
            self.has_line = false;
            self.n_line_bytes = 0;
            self.rest.clear();
            self.scan.answered();
        }
        self.scan.look_at(bytes);
        let wanted = MAX_START_BYTES.saturating_sub(self.start.len());
        self.start
            .extend_from_slice(bytes.get(..wanted.min(bytes.len())).unwrap_or_default());
        let mut rest = &*bytes;
        if !self.has_line {
            let end = bytes.iter().position(|byte| *byte == b'\n');
            self.has_line = end.is_some();
            let n_of_line = end.map_or(bytes.len(), |end| end + 1);
            self.n_line_bytes = self.n_line_bytes.saturating_add(n_of_line);
            rest = bytes.get(n_of_line..).unwrap_or_default();
        }
        if self.n_line_bytes > LONG_LINE_BYTES {
            let wanted = MAX_REST_BYTES.saturating_sub(self.rest.len());
            self.rest
                .extend_from_slice(rest.get(..wanted.min(rest.len())).unwrap_or_default());
        }
    }

    /// Returns the languages that whoever asks reads, as far as a head that was not read whole says it.
    fn languages(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for line in self.rest.split(|byte| *byte == b'\n') {
            // The head ends with an empty line; what follows says nothing of it.
            let line = line.trim_ascii();
            let Some(colon) = line.iter().position(|byte| *byte == b':') else {
                break;
            };
            let (name, value) = line.split_at(colon);
            let value = HeaderValue::from_bytes(value.get(1..).unwrap_or_default().trim_ascii());
            if let (true, Ok(value)) = (name.eq_ignore_ascii_case(b"accept-language"), value) {
                headers.append(header::ACCEPT_LANGUAGE, value);
            }
        }
        headers
    }

    /// Returns what to write in place of `written`, if that is an answer of the library's own.
    fn replacement(&self, written: &[u8]) -> Option<Vec<u8>> {
        let code = match automatic_status(written)? {
            StatusCode::URI_TOO_LONG => Code::UriTooLong,
            // The library gave up before the first line ended: what is too long is the URL.
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE if !self.has_line => Code::UriTooLong,
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE => Code::HeadTooLarge,
            _ => Code::MalformedRequest,
        };
        let id = self.handle.next_request_id();
        let context = RequestContext::of_unread(&self.start, &self.languages(), self.connected, id);
        let (kind, body) = content_of(
            self.handle.web(),
            &context,
            Reader::default(),
            &Problem::new(code),
        );
        let mut headers = HeaderMap::new();
        observe::finish_unread(&self.handle, &context, code.status(), &mut headers);
        headers.insert("content-type", HeaderValue::from_static(kind));
        headers.insert(
            "content-language",
            HeaderValue::from_static(context.ui.html_lang()),
        );
        headers.insert("content-length", body.len().into());
        headers.insert("connection", HeaderValue::from_static("close"));
        let mut answer = format!("HTTP/1.1 {}\r\n", code.status()).into_bytes();
        for (name, value) in &headers {
            answer.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        answer.extend(b"\r\n");
        if !self.start.starts_with(b"HEAD ") {
            answer.extend(body.as_bytes());
        }
        Some(answer)
    }
}

/// Returns the status of `written` if it is an answer that no handler has made: those carry an id.
fn automatic_status(written: &[u8]) -> Option<StatusCode> {
    if written.len() > MAX_AUTOMATIC_BYTES {
        return None;
    }
    let head = std::str::from_utf8(written).ok()?.strip_suffix("\r\n\r\n")?;
    let mut lines = head.split("\r\n");
    let status = lines
        .next()?
        .strip_prefix("HTTP/1.")?
        .get(2..5)?
        .parse::<u16>()
        .ok()?;
    let is_automatic = matches!(status, 400 | 414 | 431)
        && lines
            .clone()
            .any(|line| line.eq_ignore_ascii_case("content-length: 0"))
        && lines.all(|line| {
            !line
                .to_ascii_lowercase()
                .starts_with(observe::REQUEST_ID.as_str())
        });
    StatusCode::from_u16(status).ok().filter(|_| is_automatic)
}

impl<I: AsyncRead + Unpin> AsyncRead for Connection<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = ready!(Pin::new(&mut self.io).poll_read(cx, buf));
        self.note_read(buf.filled_mut().get_mut(before..).unwrap_or_default());
        Poll::Ready(read)
    }
}

impl<I: AsyncWrite + Unpin> Connection<I> {
    fn poll_pending(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.pending.is_empty() {
            let written = ready!(Pin::new(&mut self.io).poll_write(cx, &self.pending))?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.pending.drain(..written);
        }
        Poll::Ready(Ok(()))
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Connection<I> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_pending(cx))?;
        self.was_answered |= !buf.starts_with(GO_ON);
        if let Some(answer) = self.replacement(buf) {
            self.pending = answer;
            return Poll::Ready(Ok(buf.len()));
        }
        Pin::new(&mut self.io).poll_write(cx, buf)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // The library writes an answer of its own in one piece, unless an earlier one still waits before it.
        let mut filled = bufs.iter().filter(|buf| !buf.is_empty());
        if let (Some(only), None) = (filled.next(), filled.next()) {
            return self.poll_write(cx, only);
        }
        ready!(self.poll_pending(cx))?;
        self.was_answered = true;
        Pin::new(&mut self.io).poll_write_vectored(cx, bufs)
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_pending(cx))?;
        Pin::new(&mut self.io).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(self.poll_pending(cx))?;
        Pin::new(&mut self.io).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_handler_wrote_is_taken_for_the_librarys_own_answer() {
        for (written, status) in [
            (
                "HTTP/1.1 414 URI Too Long\r\nconnection: close\r\ncontent-length: 0\r\ndate: x\r\n\r\n",
                Some(414),
            ),
            ("HTTP/1.0 400 Bad Request\r\nContent-Length: 0\r\n\r\n", Some(400)),
            ("HTTP/1.1 431 x\r\ncontent-length: 0\r\n\r\n", Some(431)),
            (
                "HTTP/1.1 400 x\r\ncontent-length: 0\r\nx-request-id: 1\r\n\r\n",
                None,
            ),
            ("HTTP/1.1 404 x\r\ncontent-length: 0\r\n\r\n", None),
            ("HTTP/1.1 400 x\r\ncontent-length: 7\r\n\r\n", None),
            ("HTTP/1.1 400 x\r\ncontent-length: 0\r\n", None),
            ("HTTP/1.1 100 Continue\r\n\r\n", None),
            ("HTTP/1.\u{f40}", None),
            ("", None),
        ] {
            assert_eq!(
                automatic_status(written.as_bytes()).map(|s| s.as_u16()),
                status,
                "{written}"
            );
        }
    }
}

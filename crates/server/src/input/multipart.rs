//! Forms with a file, as browsers send them without script (RFC 7578): taken apart in memory, within the bounds of an upload.

use access::{Action, Permit};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, header};
use tokio::sync::OwnedSemaphorePermit;

use super::form::expect_own;
use super::{Members, SentForm, Upload};
use crate::caller::Caller;
use crate::handle::Handle;
use crate::problem::{Code, Problem};

/// How many parts a form has at most: the columns of a sheet, and what stands beside them.
const MAX_PARTS: usize = 1_000;
/// How long the head of a part is at most, in bytes.
const MAX_HEAD_BYTES: usize = 4 * 1024;

/// A file that was chosen in a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentFile {
    /// What it is called where it came from.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// A form with a file of somebody who may do `A`, whole at most `MAX_BYTES` long. Whoever may not is told that before
/// anything is read.
#[derive(Debug)]
pub struct PermittedFile<A, M, const MAX_BYTES: usize> {
    /// Who has sent it.
    pub caller: Caller,
    /// The proof that they may.
    pub permit: Permit<A>,
    /// The fields.
    pub form: M,
    /// The file; `None` if none was chosen.
    pub file: Option<SentFile>,
    /// To be kept until the file is stored.
    pub place: OwnedSemaphorePermit,
}

impl<A: Action + Send + Sync, M: Members, const MAX_BYTES: usize> FromRequest<Handle>
    for PermittedFile<A, M, MAX_BYTES>
{
    type Rejection = Problem;

    async fn from_request(request: Request, handle: &Handle) -> Result<Self, Problem> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, handle).await?;
        let permit = handle.permit::<A>(&caller).await?;
        let (sent, file, place) = match boundary(&parts.headers) {
            Some(boundary) => {
                let upload = Upload::<MAX_BYTES>::receive(handle, &parts.headers, body).await?;
                let malformed = || Problem::new(Code::MalformedRequest);
                let (pairs, file) = taken_apart(&upload.bytes, &boundary).ok_or_else(malformed)?;
                expect_own(&parts, &pairs)?;
                (SentForm::of_pairs(pairs), file, upload.place)
            }
            // A form that leaves the file out may come like any other.
            None => (SentForm::of(&parts, body).await?, None, handle.upload_place()?),
        };
        Ok(Self {
            caller,
            permit,
            form: sent.read()?,
            file,
            place,
        })
    }
}

/// Returns what stands between the parts.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let declared = headers.get(header::CONTENT_TYPE)?.to_str().ok()?;
    let (kind, parameters) = declared.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("multipart/form-data") {
        return None;
    }
    parameters_of(parameters)
        .into_iter()
        .find(|(name, _)| name == "boundary")
        .map(|(_, value)| value)
        .filter(|boundary| !boundary.is_empty() && boundary.len() <= 70)
}

/// Names and values of a form.
type Pairs = Vec<(String, String)>;

/// Returns the fields and the file; `None` if the body is no such form, or has two files.
fn taken_apart(body: &[u8], boundary: &str) -> Option<(Pairs, Option<SentFile>)> {
    let (mut pairs, mut file) = (Pairs::new(), None);
    let delimiter = format!("\r\n--{boundary}");
    // What stands before the first one is passed over; a body may begin with it.
    let opening = delimiter.as_bytes().get(2..)?;
    let mut at = match body.starts_with(opening) {
        true => opening.len(),
        false => find(body, delimiter.as_bytes(), 0)? + delimiter.len(),
    };
    for _ in 0..=MAX_PARTS {
        let rest = body.get(at..)?;
        if rest.starts_with(b"--") {
            return Some((pairs, file));
        }
        let begin = at + 2;
        if !rest.starts_with(b"\r\n") {
            return None;
        }
        let end = find(body, delimiter.as_bytes(), begin)?;
        let part = body.get(begin..end)?;
        let head_end = find(part.get(..part.len().min(MAX_HEAD_BYTES))?, b"\r\n\r\n", 0)?;
        let head = std::str::from_utf8(part.get(..head_end)?).ok()?;
        let content = part.get(head_end + 4..)?;
        let (name, file_name) = named(head)?;
        match file_name {
            // A form in which no file was chosen sends an empty one without a name.
            Some(file_name) if file_name.is_empty() && content.is_empty() => {}
            Some(_) if file.is_some() => return None,
            Some(file_name) => {
                file = Some(SentFile {
                    name: file_name,
                    bytes: content.to_vec(),
                });
            }
            None => pairs.push((name, String::from_utf8_lossy(content).into_owned())),
        }
        at = end + delimiter.len();
    }
    None
}

/// Returns the name of a part, and that of its file.
fn named(head: &str) -> Option<(String, Option<String>)> {
    let line = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim()
            .eq_ignore_ascii_case("content-disposition")
            .then_some(value)
    })?;
    let (kind, parameters) = line.split_once(';')?;
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return None;
    }
    let parameters = parameters_of(parameters);
    let of = |wanted: &str| {
        let found = parameters.iter().find(|(name, _)| name == wanted);
        found.map(|(_, value)| value.clone())
    };
    Some((of("name")?, of("filename")))
}

/// Returns the parameters of a header, such as `name="a"; filename="b;c.csv"`.
fn parameters_of(text: &str) -> Pairs {
    let mut found = Pairs::new();
    let mut rest = text.trim_start_matches([';', ' ', '\t']);
    while let Some((name, after)) = rest.split_once('=') {
        let (value, behind) = match after.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => after.split_once(';').unwrap_or((after, "")),
        };
        // Browsers write a quotation mark inside a name so (HTML, 4.10.22.8).
        let value = value.trim().replace("%22", "\"");
        found.push((name.trim().to_ascii_lowercase(), value));
        rest = behind.trim_start_matches([';', ' ', '\t']);
    }
    found
}

/// Returns where `needle` stands in `text`, from `from` on.
fn find(text: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let first = needle.first()?;
    let mut at = from;
    loop {
        at += text.get(at..)?.iter().position(|byte| byte == first)?;
        if text.get(at..)?.starts_with(needle) {
            return Some(at);
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn body(parts: &[(&str, &str)]) -> Vec<u8> {
        let parts = parts.iter().map(|(head, content)| {
            format!("--x\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
        });
        format!("{}--x--\r\n", parts.collect::<String>()).into_bytes()
    }

    #[test]
    fn fields_and_the_file_come_out_as_they_were_put_in() {
        let file = "姓名,单位\r\n扎西,བཀྲ་ཤིས\r\n--y\r\n";
        let sent = body(&[
            ("name=\"kind\"", "people"),
            (
                "name=\"file\"; filename=\"名册;2019 \u{201c}a\u{201d}.csv\"\r\nContent-Type: text/csv",
                file,
            ),
            ("name=\"note\"", ""),
        ]);
        let (pairs, found) = taken_apart(&sent, "x").unwrap();
        let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
        assert_eq!(pairs, [pair("kind", "people"), pair("note", "")]);
        let found = found.unwrap();
        assert_eq!(
            (found.name.as_str(), found.bytes.as_slice()),
            ("名册;2019 “a”.csv", file.as_bytes())
        );
        let nothing = body(&[(
            "name=\"file\"; filename=\"\"\r\nContent-Type: application/octet-stream",
            "",
        )]);
        assert_eq!(taken_apart(&nothing, "x"), Some((Pairs::new(), None)));
        let quoted = named("Content-Disposition: form-data; name=\"a%22b\"").unwrap();
        assert_eq!(quoted, ("a\"b".to_owned(), None));
    }

    #[test]
    fn what_is_no_such_form_is_refused_and_not_guessed_at() {
        let one = body(&[("name=\"a\"", "1")]);
        for bad in [
            &b""[..],
            b"a=1",
            b"--x",
            b"--x\r\n",
            b"--x\r\nno head",
            b"--x\r\n\r\n\r\n--x--",
            b"--x\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n--x--",
            one.get(..one.len() - 6).unwrap(),
        ] {
            assert_eq!(taken_apart(bad, "x"), None, "{}", String::from_utf8_lossy(bad));
        }
        let two = body(&[
            ("name=\"a\"; filename=\"a\"", "1"),
            ("name=\"b\"; filename=\"b\"", "2"),
        ]);
        assert_eq!(taken_apart(&two, "x"), None);
        let many: Vec<(&str, &str)> = vec![("name=\"a\"", ""); MAX_PARTS + 2];
        assert_eq!(taken_apart(&body(&many), "x"), None);
    }

    #[test]
    fn the_boundary_is_that_of_the_header() {
        for (declared, expected) in [
            ("multipart/form-data; boundary=x", Some("x")),
            (
                "Multipart/Form-Data; charset=utf-8; boundary=\"a b\"",
                Some("a b"),
            ),
            ("multipart/form-data", None),
            ("multipart/form-data; boundary=", None),
            ("application/x-www-form-urlencoded; boundary=x", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(declared));
            assert_eq!(boundary(&headers).as_deref(), expected, "{declared}");
        }
    }
}

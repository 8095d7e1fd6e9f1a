//! A client that sends exactly what it is told, one request a connection.

use std::io::{Read, Write};
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4, TcpStream};
use std::time::Duration;

/// How long the server may be silent before a test calls it hung.
const SILENCE_LIMIT: Duration = Duration::from_secs(60);

/// A request on its way to be written.
#[derive(Debug, Clone)]
pub struct Request {
    pub method: String,
    /// Path and query, or whatever else is to stand there.
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
    /// The address of this machine that it is sent from.
    pub from: Ipv4Addr,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Request {
    pub fn new(method: &str, target: &str) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            headers: Vec::new(),
            body: Vec::new(),
            from: Ipv4Addr::LOCALHOST,
        }
    }

    pub fn from(mut self, address: Ipv4Addr) -> Self {
        self.from = address;
        self
    }

    pub fn get(target: &str) -> Self {
        Self::new("GET", target)
    }

    pub fn post(target: &str) -> Self {
        Self::new("POST", target)
    }

    /// Adds a header, also one that is there already.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn bearer(self, token: &str) -> Self {
        self.header("Authorization", &format!("Bearer {token}"))
    }

    pub fn json(self, value: &serde_json::Value) -> Self {
        self.body("application/json", value.to_string())
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
            .collect();
        self.body("application/x-www-form-urlencoded", pairs.join("&"))
    }

    pub fn body(mut self, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self.header("Content-Type", content_type)
    }

    /// Returns the bytes for the wire; `Host` and the length are added where they are not given.
    pub fn bytes(&self, address: &str) -> Vec<u8> {
        let mut head = format!("{} {} HTTP/1.1\r\n", self.method, self.target);
        let has = |name: &str| self.headers.iter().any(|(n, _)| n.eq_ignore_ascii_case(name));
        if !has("host") {
            head.push_str(&format!("Host: {address}\r\n"));
        }
        if !has("content-length") && !has("transfer-encoding") && self.method != "GET" {
            head.push_str(&format!("Content-Length: {}\r\n", self.body.len()));
        }
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("Connection: close\r\n\r\n");
        let mut bytes = head.into_bytes();
        bytes.extend_from_slice(&self.body);
        bytes
    }
}

impl Answer {
    /// Returns the value of the first header of this name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// Returns the values of all headers of this name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let name = name.to_ascii_lowercase();
        let named = move |(n, _): &&(String, String)| n.eq_ignore_ascii_case(&name);
        self.headers.iter().filter(named).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|err| panic!("{err}: {self}"))
    }

    /// Returns the code of the problem that this is; empty if it is none, or a page.
    pub fn problem(&self) -> String {
        let is_problem = self
            .header("content-type")
            .is_some_and(|t| t.starts_with("application/problem+json"));
        let kind = is_problem
            .then(|| self.json()["type"].as_str().map(str::to_owned))
            .flatten();
        kind.unwrap_or_default()
            .trim_start_matches("/problems/")
            .to_owned()
    }

    /// Returns the answer if it has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{self}");
        self
    }

    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|w| w == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_owned(), value.trim().to_owned()))
            .collect();
        let mut answer = Self {
            status,
            headers,
            body: bytes[end + 4..].to_vec(),
        };
        if answer.header("transfer-encoding") == Some("chunked") {
            answer.body = unchunked(&answer.body);
        }
        Some(answer)
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let body: String = self.text().chars().take(600).collect();
        write!(f, "{} {:?} {body}", self.status, self.headers)
    }
}

/// Sends a request that has to be answered.
#[track_caller]
pub fn send(address: &str, request: &Request) -> Answer {
    let what = format!("{} {}", request.method, request.target);
    exchange(connect(request.from, address), &request.bytes(address))
        .unwrap_or_else(|| panic!("no answer to {what}"))
}

/// Sends bytes as they are; nothing if the server closed the connection without an answer.
pub fn send_bytes(address: &str, bytes: &[u8]) -> Option<Answer> {
    exchange(TcpStream::connect(address).unwrap(), bytes)
}

/// Connects from one of the addresses that all are this machine: 127.0.0.0/8.
pub fn connect(from: Ipv4Addr, to: &str) -> TcpStream {
    use rustix::net::{AddressFamily, SocketType, bind, connect, socket};
    let socket = socket(AddressFamily::INET, SocketType::STREAM, None).unwrap();
    bind(&socket, &SocketAddrV4::new(from, 0)).unwrap();
    let to: SocketAddr = to.parse().unwrap();
    connect(&socket, &to).unwrap();
    TcpStream::from(socket)
}

fn exchange(mut stream: TcpStream, bytes: &[u8]) -> Option<Answer> {
    stream.set_read_timeout(Some(SILENCE_LIMIT)).unwrap();
    stream.set_write_timeout(Some(SILENCE_LIMIT)).unwrap();
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => break,
            Ok(n) => answer.extend_from_slice(&piece[..n]),
        }
    }
    Answer::parse(&answer)
}

/// Writes text so that it can stand in a query or a form.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => char::from(byte).to_string(),
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(line) = rest.windows(2).position(|w| w == b"\r\n") {
        let size = std::str::from_utf8(&rest[..line]).unwrap_or_default();
        let size = usize::from_str_radix(size, 16).unwrap_or(0);
        let from = line + 2;
        if size == 0 || rest.len() < from + size {
            break;
        }
        body.extend_from_slice(&rest[from..from + size]);
        rest = rest.get(from + size + 2..).unwrap_or_default();
    }
    body
}

#[test]
fn an_answer_in_chunks_is_put_together() {
    let answer = Answer::parse(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
    );
    assert_eq!(answer.unwrap().text(), "abcde");
    assert!(Answer::parse(b"HTTP/1.1 200").is_none());
}

#[test]
fn text_of_both_scripts_is_encoded_byte_by_byte() {
    assert_eq!(encoded("a b&法ཀ"), "a%20b%26%E6%B3%95%E0%BD%80");
}

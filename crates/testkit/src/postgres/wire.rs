//! The little of PostgreSQL's wire protocol (version 3.0) that a prepared query needs, over a Unix socket.
//!
//! It stands beside the client library that the store uses: what tests and benchmarks ask does not go through what they test.

use std::collections::HashSet;
use std::io::{BufReader, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::Path;

/// The cells of a row; `None` is null.
pub type Cells = Vec<Option<String>>;

/// A connection as the user `postgres`, who needs no password.
pub struct Wire {
    stream: BufReader<UnixStream>,
    prepared: HashSet<String>,
    /// The process that serves this connection.
    pub process: u32,
}

impl Wire {
    /// Connects to `database` at the socket in `directory`, of a server on PostgreSQL's own port.
    #[must_use]
    pub fn connect(directory: &Path, database: &str) -> Self {
        Self::connect_to(directory, 5432, database)
    }

    /// Connects to `database` at the socket in `directory`, of a server on `port`.
    #[must_use]
    pub fn connect_to(directory: &Path, port: u16, database: &str) -> Self {
        let stream = UnixStream::connect(directory.join(format!(".s.PGSQL.{port}"))).unwrap();
        let mut wire = Self {
            stream: BufReader::with_capacity(1 << 16, stream),
            prepared: HashSet::new(),
            process: 0,
        };
        let parameters = format!("user\0postgres\0database\0{database}\0client_encoding\0UTF8\0\0");
        let mut start = vec![];
        start.extend(i32_bytes(8 + parameters.len()));
        start.extend(196_608_u32.to_be_bytes());
        start.extend(parameters.as_bytes());
        wire.send(&start);
        wire.read_to_ready();
        wire
    }

    /// Runs statements, parted by semicolons, and returns their rows.
    pub fn run(&mut self, sql: &str) -> Vec<Cells> {
        self.send(&message(b'Q', &zero_ended(sql)));
        self.read_to_ready()
    }

    /// Asks `sql`, prepared under `name` the first time, with `values` as text.
    pub fn ask(&mut self, name: &str, sql: &str, values: &[&str]) -> Vec<Cells> {
        let mut messages = Vec::new();
        if self.prepared.insert(name.to_owned()) {
            let parse = [zero_ended(name), zero_ended(sql), vec![0, 0]].concat();
            messages.extend(message(b'P', &parse));
        }
        let mut bind = [zero_ended(""), zero_ended(name), vec![0, 0]].concat();
        bind.extend(u16::try_from(values.len()).unwrap().to_be_bytes());
        for value in values {
            bind.extend(i32_bytes(value.len()));
            bind.extend(value.as_bytes());
        }
        bind.extend([0, 0]);
        messages.extend(message(b'B', &bind));
        messages.extend(message(b'E', &[0, 0, 0, 0, 0]));
        messages.extend(message(b'S', &[]));
        self.send(&messages);
        self.read_to_ready()
    }

    /// Copies rows into `table`, each with its cells.
    pub fn copy(&mut self, table: &str, rows: impl Iterator<Item = Vec<String>>) {
        self.send(&message(b'Q', &zero_ended(&format!("COPY {table} FROM STDIN"))));
        self.read_to_ready();
        let mut block = Vec::new();
        for row in rows {
            let cells: Vec<String> = row.iter().map(|cell| escaped(cell)).collect();
            block.extend(message(b'd', format!("{}\n", cells.join("\t")).as_bytes()));
            if block.len() > 1 << 20 {
                self.send(&block);
                block.clear();
            }
        }
        block.extend(message(b'c', &[]));
        self.send(&block);
        self.read_to_ready();
    }

    fn send(&mut self, bytes: &[u8]) {
        self.stream.get_mut().write_all(bytes).unwrap();
    }

    /// Reads messages until the server waits for the next query, and returns the rows among them.
    fn read_to_ready(&mut self) -> Vec<Cells> {
        let mut rows = Vec::new();
        loop {
            let mut head = [0; 5];
            self.stream.read_exact(&mut head).unwrap();
            let length = u32::from_be_bytes([head[1], head[2], head[3], head[4]]) as usize - 4;
            let mut body = vec![0; length];
            self.stream.read_exact(&mut body).unwrap();
            match head[0] {
                b'Z' | b'G' => return rows,
                b'D' => rows.push(cells(&body)),
                b'K' => self.process = u32::from_be_bytes([body[0], body[1], body[2], body[3]]),
                kind => assert_ne!(
                    kind,
                    b'E',
                    "{}",
                    String::from_utf8_lossy(&body).replace('\0', " ")
                ),
            }
        }
    }
}

/// Writes `items` as the text of an array.
#[must_use]
pub fn array<T: AsRef<str>>(items: &[T]) -> String {
    let quote = |item: &T| format!("\"{}\"", item.as_ref().replace('\\', "\\\\").replace('"', "\\\""));
    format!("{{{}}}", items.iter().map(quote).collect::<Vec<_>>().join(","))
}

fn cells(body: &[u8]) -> Cells {
    let count = u16::from_be_bytes([body[0], body[1]]);
    let mut rest = &body[2..];
    let mut next = || {
        let (head, after) = rest.split_at(4);
        let length = i32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let (cell, after) = after.split_at(usize::try_from(length).unwrap_or(0));
        rest = after;
        (length >= 0).then(|| String::from_utf8(cell.to_vec()).unwrap())
    };
    (0..count).map(|_| next()).collect()
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let mut message = vec![kind];
    message.extend(i32_bytes(body.len() + 4));
    message.extend(body);
    message
}

fn i32_bytes(length: usize) -> [u8; 4] {
    i32::try_from(length).unwrap().to_be_bytes()
}

fn zero_ended(text: &str) -> Vec<u8> {
    [text.as_bytes(), &[0]].concat()
}

fn escaped(cell: &str) -> String {
    cell.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\n', "\\n")
}

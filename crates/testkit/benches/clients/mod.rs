//! Clients of a server under measurement, and the glossary it serves.

use std::io::{ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};

use testkit::Generated;

const CONNECTIONS: usize = 32;

/// Connections that stay open, each with one request under way.
///
/// They are read in a loop that never sleeps: waking a client up is done in the server's time, and a fixed answer, which
/// finds the client busy, would not pay for it.
pub struct Clients {
    connections: Vec<TcpStream>,
    buffer: Vec<u8>,
    /// Which path of the subject comes next.
    next: usize,
}

impl Clients {
    /// Opens the connections.
    pub fn connect(address: SocketAddr) -> Self {
        let connect = |_| {
            let connection = TcpStream::connect(address).unwrap();
            connection.set_nodelay(true).unwrap();
            connection.set_nonblocking(true).unwrap();
            connection
        };
        Self {
            connections: (0..CONNECTIONS).map(connect).collect(),
            buffer: vec![0; 1 << 20],
            next: 0,
        }
    }

    /// Asks for `paths` in turn until `requests` are answered, and returns the bytes of all bodies.
    pub fn ask(&mut self, paths: &[String], requests: usize) -> usize {
        let (mut sent, mut n_bytes) = (0, 0);
        let send = |connection: &mut TcpStream, next: &mut usize| {
            let path = &paths[*next % paths.len()];
            let request = format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: */*\r\n\r\n");
            connection.write_all(request.as_bytes()).unwrap();
            *next += 1;
        };
        for connection in self.connections.iter_mut().take(requests) {
            send(connection, &mut self.next);
            sent += 1;
        }
        for answered in 0..requests {
            let connection = &mut self.connections[answered % CONNECTIONS];
            n_bytes += read_answer(connection, &mut self.buffer);
            if sent < requests {
                send(connection, &mut self.next);
                sent += 1;
            }
        }
        n_bytes
    }
}

/// Returns the file of `entries` with their explanations.
pub fn csv(entries: &[Generated]) -> String {
    let line = |e: &Generated| format!("{},{},{}\n", e.zh, e.bo, e.definition);
    let lines = entries.iter().map(line);
    std::iter::once("zh,bo,definition_zh\n".to_owned())
        .chain(lines)
        .collect()
}

/// Returns `text` as a value in an address.
pub fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// Reads one answer, which must be a success, and returns the bytes of its body.
fn read_answer(connection: &mut TcpStream, buffer: &mut [u8]) -> usize {
    let mut filled = 0;
    loop {
        let n_read = match connection.read(&mut buffer[filled..]) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                std::thread::yield_now();
                continue;
            }
            read => read.unwrap(),
        };
        assert!(n_read > 0, "the server closed the connection");
        filled += n_read;
        let Some(end) = buffer[..filled].windows(4).position(|w| w == b"\r\n\r\n") else {
            continue;
        };
        let head = std::str::from_utf8(&buffer[..end]).unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{head}");
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: "))
            .unwrap();
        let length: usize = length.parse().unwrap();
        if filled >= end + 4 + length {
            return length;
        }
    }
}

//! A collector of the tests: it takes messages over any transport, and dies when it is told to.

use std::io::{self, Read};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::*;

/// What came, over all lives of a collector: the numbers of entries, connection by connection.
#[derive(Default)]
pub(super) struct Received {
    connections: Mutex<Vec<Vec<u64>>>,
    changed: Condvar,
}

/// A collector that listens until it is dropped.
pub(super) struct Collector {
    pub(super) address: SocketAddr,
    is_over: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
    thread: Option<JoinHandle<()>>,
    transport: Transport,
}

impl Received {
    /// Waits until everything up to `last` has come, and returns what came, connection by connection.
    pub(super) fn wait_for(&self, last: u64) -> Vec<Vec<u64>> {
        let is_missing = |connections: &mut Vec<Vec<u64>>| {
            let came: std::collections::BTreeSet<u64> = connections.iter().flatten().copied().collect();
            (1..=last).any(|number| !came.contains(&number))
        };
        self.changed
            .wait_while(self.connections.lock().unwrap(), is_missing)
            .unwrap()
            .clone()
    }

    fn begin(&self) -> usize {
        let mut connections = self.connections.lock().unwrap();
        connections.push(Vec::new());
        connections.len() - 1
    }

    fn note(&self, connection: usize, message: &[u8]) {
        let text = std::str::from_utf8(message).unwrap();
        let number = text.split_once("number=\"").unwrap().1.split_once('"').unwrap().0;
        self.connections.lock().unwrap()[connection].push(number.parse().unwrap());
        self.changed.notify_all();
    }
}

impl Collector {
    /// Listens on `address`; each connection is dropped after `most` messages, as if the process had been killed there.
    pub(super) fn listen(transport: Transport, address: &str, received: &Arc<Received>, most: usize) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let streams: Arc<Mutex<Vec<TcpStream>>> = Arc::default();
        let (over, received) = (Arc::clone(&is_over), Arc::clone(received));
        let (address, thread) = if transport == Transport::Udp {
            let socket = UdpSocket::bind(address).unwrap();
            socket.set_read_timeout(Some(Duration::from_millis(10))).unwrap();
            (
                socket.local_addr().unwrap(),
                thread::spawn(move || take_datagrams(&socket, &over, &received)),
            )
        } else {
            let listener = TcpListener::bind(address).unwrap();
            let (address, kept) = (listener.local_addr().unwrap(), Arc::clone(&streams));
            let serve = move || {
                for stream in listener.incoming() {
                    let stream = stream.unwrap();
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    kept.lock().unwrap().push(stream.try_clone().unwrap());
                    take_connection(transport, stream, &received, most);
                    // Both ends of ours are closed now, as when a process is gone.
                    kept.lock().unwrap().clear();
                }
            };
            (address, thread::spawn(serve))
        };
        Self {
            address,
            is_over,
            streams,
            thread: Some(thread),
            transport,
        }
    }

    /// The name under which our certificate knows it.
    pub(super) fn name(&self) -> String {
        format!("localhost:{}", self.address.port())
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::SeqCst);
        for stream in self.streams.lock().unwrap().drain(..) {
            drop(stream.shutdown(Shutdown::Both));
        }
        if self.transport != Transport::Udp {
            // Wakes whoever waits for a connection.
            drop(TcpStream::connect(self.address));
        }
        self.thread.take().unwrap().join().unwrap();
    }
}

fn take_datagrams(socket: &UdpSocket, is_over: &AtomicBool, received: &Received) {
    let connection = received.begin();
    let mut bytes = vec![0; 65_536];
    while !is_over.load(Ordering::SeqCst) {
        if let Ok(length) = socket.recv(&mut bytes) {
            received.note(connection, &bytes[..length]);
        }
    }
}

/// Reads one connection to its end. A connection that breaks off is an end too.
fn take_connection(transport: Transport, stream: TcpStream, received: &Received, most: usize) {
    let connection = received.begin();
    let mut stream: Box<dyn Read> = match transport {
        Transport::Tls => {
            let session = ServerConnection::new(Arc::new(tls())).unwrap();
            Box::new(StreamOwned::new(session, stream))
        }
        _ => Box::new(stream),
    };
    for _ in 0..most {
        let Ok(message) = read_frame(&mut stream) else {
            return;
        };
        received.note(connection, &message);
    }
}

fn read_frame(stream: &mut dyn Read) -> io::Result<Vec<u8>> {
    let mut length = 0;
    loop {
        let mut byte = [0];
        stream.read_exact(&mut byte)?;
        match byte[0] {
            b' ' => break,
            digit => length = length * 10 + usize::from(digit - b'0'),
        }
    }
    let mut message = vec![0; length];
    stream.read_exact(&mut message)?;
    Ok(message)
}

fn tls() -> ServerConfig {
    let chain: Vec<_> = CertificateDer::pem_file_iter(certificate("server.pem"))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let key = PrivateKeyDer::from_pem_file(certificate("server.key")).unwrap();
    ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap()
}

//! A connection to a collector: opened, written to, looked at whether it still is one, and closed in order.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream, ToSocketAddrs, UdpSocket};
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};

use super::{SyslogPlan, tls};
use crate::Error;

/// How long a collector may take to answer a connection, or to take a message.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it may take to close its end when we close ours.
const CLOSING: Duration = Duration::from_secs(1);

/// How messages are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// One datagram a message (RFC 5426); what is lost on the way is lost.
    Udp,
    /// One after the other, each with its length before it (RFC 6587, 3.4.1).
    Tcp,
    /// The same through TLS (RFC 5425).
    Tls,
}

/// A collector.
pub(super) struct Target {
    address: String,
    way: Way,
}

enum Way {
    Udp,
    Tcp,
    Tls(Arc<ClientConfig>, ServerName<'static>),
}

/// An open connection.
pub(super) enum Connection {
    Udp(UdpSocket),
    Tcp(TcpStream),
    Tls(Box<StreamOwned<ClientConnection, TcpStream>>),
}

impl Target {
    /// Reads the certificates, if there are any to read.
    ///
    /// # Errors
    /// If they cannot be used, or the address is none.
    pub(super) fn new(plan: &SyslogPlan) -> Result<Self, Error> {
        let no_address = || {
            Error::Internal(format!(
                "`{}` is no host and port (hint: `syslog.address` is like logs.example:6514)",
                plan.address
            ))
        };
        let (host, _) = plan.address.rsplit_once(':').ok_or_else(no_address)?;
        let way = match (plan.transport, &plan.ca_file) {
            (Transport::Udp, _) => Way::Udp,
            (Transport::Tcp, _) => Way::Tcp,
            (Transport::Tls, None) => {
                return Err(Error::Internal(
                    "syslog over TLS needs to know who vouches for the collector (hint: name a file in `syslog.ca_file`)".to_owned(),
                ));
            }
            (Transport::Tls, Some(ca_file)) => {
                let host = host.trim_start_matches('[').trim_end_matches(']').to_owned();
                let name = ServerName::try_from(host).map_err(|_| no_address())?;
                Way::Tls(tls::config(ca_file)?, name)
            }
        };
        Ok(Self {
            address: plan.address.clone(),
            way,
        })
    }

    /// Returns host and port.
    pub(super) fn address(&self) -> &str {
        &self.address
    }

    /// Opens a connection. The name is looked up each time.
    pub(super) fn connect(&self) -> io::Result<Connection> {
        let mut last = io::Error::new(ErrorKind::NotFound, "the name has no address");
        for address in self.address.to_socket_addrs()? {
            match self.connect_to(address) {
                Ok(connection) => return Ok(connection),
                Err(err) => last = err,
            }
        }
        Err(last)
    }

    fn connect_to(&self, address: SocketAddr) -> io::Result<Connection> {
        match &self.way {
            Way::Udp => {
                let any: SocketAddr = if address.is_ipv4() {
                    ([0, 0, 0, 0], 0).into()
                } else {
                    ([0_u16; 8], 0).into()
                };
                let socket = UdpSocket::bind(any)?;
                socket.connect(address)?;
                Ok(Connection::Udp(socket))
            }
            Way::Tcp => Ok(Connection::Tcp(stream(address)?)),
            Way::Tls(config, name) => {
                let session =
                    ClientConnection::new(Arc::clone(config), name.clone()).map_err(io::Error::other)?;
                let mut stream = StreamOwned::new(session, stream(address)?);
                while stream.conn.is_handshaking() {
                    stream.conn.complete_io(&mut stream.sock)?;
                }
                Ok(Connection::Tls(Box::new(stream)))
            }
        }
    }
}

impl Connection {
    /// Sends messages, each in a frame or datagram of its own.
    pub(super) fn send(&mut self, messages: &[Vec<u8>]) -> io::Result<()> {
        match self {
            Self::Udp(socket) => messages
                .iter()
                .try_for_each(|message| socket.send(message).map(drop)),
            Self::Tcp(stream) => stream.write_all(&framed(messages)),
            Self::Tls(stream) => {
                stream.write_all(&framed(messages))?;
                stream.flush()
            }
        }
    }

    /// Looks whether the collector has closed its end, which nobody is told of who only writes.
    pub(super) fn expect_open(&mut self) -> io::Result<()> {
        match self {
            Self::Udp(socket) => match socket.take_error()? {
                Some(err) => Err(err),
                None => Ok(()),
            },
            Self::Tcp(stream) => without_waiting(stream, |mut stream| discard(&mut stream)),
            Self::Tls(stream) => {
                let StreamOwned { conn, sock } = &mut **stream;
                without_waiting(sock, |mut sock| match conn.read_tls(&mut sock) {
                    Ok(0) => Err(closed()),
                    Ok(_) => match conn.process_new_packets() {
                        Ok(state) if state.peer_has_closed() => Err(closed()),
                        // It is nothing to us, and would fill the buffer.
                        Ok(_) => conn.reader().read(&mut [0; 1_024]).map(drop).or(Ok(())),
                        Err(err) => Err(io::Error::other(err)),
                    },
                    Err(err) if err.kind() == ErrorKind::WouldBlock => Ok(()),
                    Err(err) => Err(err),
                })
            }
        }
    }

    /// Closes our end and waits a moment for the collector to close its own; tells whether it did, after which it has read
    /// everything.
    pub(super) fn close(mut self) -> bool {
        if self.expect_open().is_err() {
            return false;
        }
        if let Self::Tls(stream) = &mut self {
            stream.conn.send_close_notify();
            drop(stream.flush());
        }
        let mut stream = match &self {
            Self::Udp(_) => return true,
            Self::Tcp(stream) => stream,
            Self::Tls(stream) => &stream.sock,
        };
        let ready = stream
            .shutdown(Shutdown::Write)
            .and_then(|()| stream.set_read_timeout(Some(CLOSING)));
        let mut rest = [0; 1_024];
        // A collector has little to say: bounded, so that one that talks without end is not listened to.
        ready.is_ok()
            && (0..64).find_map(|_| {
                stream
                    .read(&mut rest)
                    .map_or(Some(false), |read| (read == 0).then_some(true))
            }) == Some(true)
    }
}

fn stream(address: SocketAddr) -> io::Result<TcpStream> {
    let stream = TcpStream::connect_timeout(&address, PATIENCE)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_write_timeout(Some(PATIENCE))?;
    Ok(stream)
}

/// Puts the number of bytes and a space before each message.
fn framed(messages: &[Vec<u8>]) -> Vec<u8> {
    let mut frames = Vec::new();
    for message in messages {
        frames.extend_from_slice(format!("{} ", message.len()).as_bytes());
        frames.extend_from_slice(message);
    }
    frames
}

fn without_waiting(stream: &TcpStream, look: impl FnOnce(&TcpStream) -> io::Result<()>) -> io::Result<()> {
    stream.set_nonblocking(true)?;
    let outcome = look(stream);
    stream.set_nonblocking(false)?;
    outcome
}

/// Reads what a collector says, which is nothing to us.
fn discard(stream: &mut impl Read) -> io::Result<()> {
    match stream.read(&mut [0; 1_024]) {
        Ok(0) => Err(closed()),
        Ok(_) => Ok(()),
        Err(err) if err.kind() == ErrorKind::WouldBlock => Ok(()),
        Err(err) => Err(err),
    }
}

fn closed() -> io::Error {
    io::Error::new(
        ErrorKind::ConnectionAborted,
        "the collector has closed the connection",
    )
}

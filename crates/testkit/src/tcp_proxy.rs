//! A bad network: a proxy on 127.0.0.1 that delays, swallows and cuts on demand.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::Duration;

/// A proxy before one server. It ends with the process; its connections end when it is dropped.
pub struct TcpProxy {
    address: SocketAddr,
    network: Arc<Network>,
}

/// Where a connection is cut that carries certain bytes to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// The server gets nothing of the piece that has them.
    Before,
    /// The server gets the piece and may act on it; its answer does not come back.
    After,
}

struct Network {
    target: SocketAddr,
    state: Mutex<State>,
    /// Signalled when the state changes.
    changed: Condvar,
}

#[derive(Default)]
struct State {
    is_refusing: bool,
    is_held: bool,
    delay: Duration,
    /// At what to cut, and how many of it are still let through.
    cut_at: Option<(Vec<u8>, Cut, usize)>,
    /// Both ends of every connection.
    ends: Vec<(TcpStream, TcpStream)>,
    cuts: usize,
}

impl TcpProxy {
    /// Starts a proxy before the server at `target`.
    #[must_use]
    pub fn to(target: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let network = Arc::new(Network {
            target,
            state: Mutex::default(),
            changed: Condvar::new(),
        });
        let own = Arc::clone(&network);
        thread::spawn(move || listener.incoming().flatten().for_each(|client| own.join(client)));
        Self { address, network }
    }

    /// Returns where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Cuts every connection; new ones are let through.
    pub fn cut(&self) {
        self.network.state().cut();
        self.network.changed.notify_all();
    }

    /// Closes new connections at once, or lets them through again.
    pub fn refuse(&self, is_refusing: bool) {
        self.network.state().is_refusing = is_refusing;
    }

    /// Takes what is sent and passes nothing on, as a machine that has vanished; or passes it on again.
    pub fn hold(&self, is_held: bool) {
        self.network.state().is_held = is_held;
        self.network.changed.notify_all();
    }

    /// Keeps every piece back for `delay`, in both directions.
    pub fn delay(&self, delay: Duration) {
        self.network.state().delay = delay;
    }

    /// Cuts the next connection that carries `bytes` to the server in one piece, once.
    pub fn cut_at(&self, bytes: &[u8], cut: Cut) {
        self.cut_after(0, bytes, cut);
    }

    /// As [`TcpProxy::cut_at`], after `passed` pieces with `bytes` have been let through.
    pub fn cut_after(&self, passed: usize, bytes: &[u8], cut: Cut) {
        self.network.state().cut_at = Some((bytes.to_owned(), cut, passed));
    }

    /// Returns how often [`TcpProxy::cut_at`] has cut.
    #[must_use]
    pub fn cuts(&self) -> usize {
        self.network.state().cuts
    }
}

impl Drop for TcpProxy {
    fn drop(&mut self) {
        self.refuse(true);
        self.cut();
    }
}

impl State {
    fn cut(&mut self) {
        for (client, server) in self.ends.drain(..) {
            // An end that is closed already is what is wanted.
            drop(client.shutdown(Shutdown::Both));
            drop(server.shutdown(Shutdown::Both));
        }
        self.is_held = false;
    }
}

impl Network {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap()
    }

    fn join(self: &Arc<Self>, client: TcpStream) {
        if self.state().is_refusing {
            return;
        }
        let Ok(server) = TcpStream::connect(self.target) else {
            return;
        };
        for end in [&client, &server] {
            end.set_nodelay(true).unwrap();
        }
        let copies = || (client.try_clone().unwrap(), server.try_clone().unwrap());
        self.state().ends.push(copies());
        let (from_client, to_server) = copies();
        let network = Arc::clone(self);
        thread::spawn(move || network.pass(from_client, to_server, true));
        let network = Arc::clone(self);
        thread::spawn(move || network.pass(server, client, false));
    }

    /// Passes pieces on until an end is closed, then closes the other one.
    fn pass(&self, mut from: TcpStream, mut to: TcpStream, is_to_server: bool) {
        let mut piece = vec![0; 1 << 16];
        while let Ok(length @ 1..) = from.read(&mut piece) {
            self.wait();
            let cut = if is_to_server {
                self.cut_of(&piece[..length])
            } else {
                None
            };
            if cut.is_some() {
                // Before the server can answer.
                drop(from.shutdown(Shutdown::Both));
            }
            if cut == Some(Cut::Before) {
                drop(to.shutdown(Shutdown::Both));
            // What the server still says to a client that was cut off is read and forgotten: an end that is closed
            // with bytes unread would take back what the server has not read yet.
            } else if to.write_all(&piece[..length]).is_err() && is_to_server {
                break;
            }
        }
        drop(to.shutdown(if is_to_server {
            Shutdown::Write
        } else {
            Shutdown::Both
        }));
    }

    fn wait(&self) {
        let state = self.state();
        let delay = state.delay;
        let held = self.changed.wait_while(state, |state| state.is_held).unwrap();
        if !delay.is_zero() {
            // Nothing ends this early: it is how a thread rests.
            drop(self.changed.wait_timeout_while(held, delay, |_| true).unwrap());
        }
    }

    fn cut_of(&self, piece: &[u8]) -> Option<Cut> {
        let mut state = self.state();
        let is_due = |(bytes, _, passed): &mut (Vec<u8>, Cut, usize)| {
            if !piece.windows(bytes.len()).any(|part| part == bytes) {
                return false;
            }
            let is_due = *passed == 0;
            *passed = passed.saturating_sub(1);
            is_due
        };
        let (_, cut, _) = state.cut_at.take_if(is_due)?;
        state.cuts += 1;
        Some(cut)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A server that answers every piece with `seen ` and the piece.
    fn server() -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                thread::spawn(move || {
                    let mut piece = [0; 64];
                    while let Ok(length @ 1..) = stream.read(&mut piece) {
                        let answer = [b"seen ", &piece[..length]].concat();
                        if stream.write_all(&answer).is_err() {
                            break;
                        }
                    }
                });
            }
        });
        address
    }

    fn ask(stream: &mut TcpStream, piece: &str) -> Option<String> {
        stream.write_all(piece.as_bytes()).ok()?;
        let mut answer = vec![0; piece.len() + 5];
        stream.read_exact(&mut answer).ok()?;
        String::from_utf8(answer).ok()
    }

    #[test]
    fn what_is_sent_is_passed_on_until_it_is_cut() {
        let proxy = TcpProxy::to(server());
        let mut stream = TcpStream::connect(proxy.address()).unwrap();
        assert_eq!(ask(&mut stream, "法院").as_deref(), Some("seen 法院"));
        proxy.delay(Duration::from_millis(1));
        assert_eq!(ask(&mut stream, "ཁྲིམས").as_deref(), Some("seen ཁྲིམས"));
        proxy.cut();
        assert_eq!(ask(&mut stream, "again"), None);
        let mut next = TcpStream::connect(proxy.address()).unwrap();
        assert_eq!(ask(&mut next, "next").as_deref(), Some("seen next"));
        proxy.refuse(true);
        let mut refused = TcpStream::connect(proxy.address()).unwrap();
        assert_eq!(ask(&mut refused, "no"), None);
    }

    #[test]
    fn what_is_held_comes_when_it_is_let_go() {
        let proxy = TcpProxy::to(server());
        let mut stream = TcpStream::connect(proxy.address()).unwrap();
        proxy.hold(true);
        stream.write_all(b"held").unwrap();
        stream.set_nonblocking(true).unwrap();
        assert!(stream.read(&mut [0; 9]).is_err());
        stream.set_nonblocking(false).unwrap();
        proxy.hold(false);
        let mut answer = [0; 9];
        stream.read_exact(&mut answer).unwrap();
        assert_eq!(&answer, b"seen held");
    }

    #[test]
    fn a_connection_is_cut_once_at_the_bytes_that_were_named() {
        let proxy = TcpProxy::to(server());
        for cut in [Cut::Before, Cut::After] {
            proxy.cut_at(b"COMMIT", cut);
            let mut stream = TcpStream::connect(proxy.address()).unwrap();
            assert_eq!(ask(&mut stream, "BEGIN").as_deref(), Some("seen BEGIN"));
            assert_eq!(ask(&mut stream, "a COMMIT"), None);
            let mut next = TcpStream::connect(proxy.address()).unwrap();
            assert_eq!(ask(&mut next, "COMMIT").as_deref(), Some("seen COMMIT"));
        }
        assert_eq!(proxy.cuts(), 2);
    }
}

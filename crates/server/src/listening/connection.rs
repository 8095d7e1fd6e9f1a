//! One connection from its first byte to its last.

use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::pace::{Paced, Turn};
use super::unread::Connection;
use super::{Entrance, Mood, Tls};

/// What is known of a request by the connection it came on; an extension of every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Connected {
    /// The address at the other end.
    pub address: IpAddr,
    /// Whether the connection is encrypted by ourselves.
    pub is_tls: bool,
}

/// What the first byte of a connection is that begins with TLS: the kind of record a handshake is (RFC 8446, 5.1).
const HANDSHAKE: u8 = 22;

/// Serves the requests of `stream` until it ends or `told` says so.
pub async fn serve(
    stream: TcpStream,
    address: IpAddr,
    entrance: Arc<Entrance>,
    mut told: watch::Receiver<Mood>,
) {
    // Answers leave at once. Fails only where the connection is gone already, which the first read tells.
    let _ = stream.set_nodelay(true);
    let plain = Connected {
        address,
        is_tls: false,
    };
    let Some(tls) = &entrance.tls else {
        return drive(stream, &entrance, entrance.router.clone(), plain, told).await;
    };
    let greeted = tokio::time::timeout(entrance.handle.config().patience.head, greet(stream, tls));
    let greeted = tokio::select! {
        greeted = greeted => greeted,
        _ = told.wait_for(|mood| *mood >= Mood::Closing) => return,
    };
    match greeted {
        Ok(Ok(Greeted::Tls(stream))) => {
            let connected = Connected {
                address,
                is_tls: true,
            };
            drive(*stream, &entrance, entrance.router.clone(), connected, told).await;
        }
        Ok(Ok(Greeted::Plain(stream))) => drive(stream, &entrance, tls.for_plain.clone(), plain, told).await,
        // Too late, or of no use: scanners and health checks of ports do that all day.
        Ok(Err(_)) | Err(_) => {}
    }
}

/// How a connection to a listener with TLS begins.
enum Greeted {
    Tls(Box<TlsStream<TcpStream>>),
    Plain(TcpStream),
}

async fn greet(stream: TcpStream, tls: &Tls) -> io::Result<Greeted> {
    let mut first = [HANDSHAKE];
    stream.peek(&mut first).await?;
    if first != [HANDSHAKE] {
        return Ok(Greeted::Plain(stream));
    }
    let acceptor = TlsAcceptor::from(tls.certificates.present());
    Ok(Greeted::Tls(Box::new(acceptor.accept(stream).await?)))
}

async fn drive<I: AsyncRead + AsyncWrite + Unpin + Send + 'static>(
    io: I,
    entrance: &Entrance,
    router: Router,
    connected: Connected,
    mut told: watch::Receiver<Mood>,
) {
    let turn = Arc::new(Turn::default());
    let paced = Paced::new(io, Arc::clone(&turn), entrance.handle.config().patience);
    let io = TokioIo::new(Connection::new(paced, entrance.handle.clone(), connected));
    let door = Door {
        router: TowerToHyperService::new(router),
        connected,
        turn,
    };
    // The library's own timer would count the time between two requests as time for a head.
    let mut serving = pin!(http1::Builder::new().serve_connection(io, door));
    loop {
        tokio::select! {
            biased;
            // Whatever ended it, there is nobody left to be told.
            _ = serving.as_mut() => return,
            changed = told.changed() => {
                if changed.is_err() || *told.borrow_and_update() == Mood::Cut {
                    return;
                }
                serving.as_mut().graceful_shutdown();
            }
        }
    }
}

/// Leads the requests of one connection to the routes.
struct Door {
    router: TowerToHyperService<Router>,
    connected: Connected,
    turn: Arc<Turn>,
}

impl Service<Request<Incoming>> for Door {
    type Response = Response;
    type Error = Infallible;
    type Future = <TowerToHyperService<Router> as Service<Request<Body>>>::Future;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        self.turn.take();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(self.connected);
        self.router.call(request)
    }
}

//! A server on a real socket, for what can only be seen there.

use std::net::SocketAddr;

use testkit::Application;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::{Error, Server, ServerConfig};

/// A server that runs until it is stopped.
pub struct Running {
    pub address: SocketAddr,
    stop: oneshot::Sender<()>,
    running: JoinHandle<Result<(), Error>>,
    /// Kept because its directory goes with it.
    _application: Application,
}

impl Running {
    /// Starts a server with one pair in it.
    pub async fn start(config: ServerConfig) -> Self {
        let application = Application::with_pairs(&[("法院", "ཁྲིམས་ཁང")]);
        let server = Server::bind(application.app.clone(), config).await.unwrap();
        let address = server.address();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(server.run(async move {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop,
            running,
            _application: application,
        }
    }

    /// Opens a connection.
    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends `request` on a connection of its own and reads until the server closes it.
    pub async fn exchange(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        read_to_close(&mut stream).await
    }

    /// Checks that the server still answers, and stops it.
    pub async fn stop(self) {
        let answer = self
            .exchange("GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            .await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        self.stop_now().await;
    }

    /// Stops the server.
    pub async fn stop_now(self) {
        self.stop.send(()).unwrap();
        self.running.await.unwrap().unwrap();
    }
}

/// Reads until the other side closes; a connection that it breaks off has ended too.
pub async fn read_to_close(stream: &mut TcpStream) -> String {
    let mut read = Vec::new();
    let mut some = [0; 4096];
    while let Ok(n_bytes) = stream.read(&mut some).await {
        if n_bytes == 0 {
            break;
        }
        read.extend(&some[..n_bytes]);
    }
    String::from_utf8_lossy(&read).into_owned()
}

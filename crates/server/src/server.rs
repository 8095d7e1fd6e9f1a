//! Listening, serving, stopping.

use std::future::Future;
use std::net::SocketAddr;
use std::time::Duration;

use app::App;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::ServerConfig;
use crate::error::Error;
use crate::handle::Handle;
use crate::unread::Answering;
use crate::{router, web};

/// A server that has its address and waits to be run.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    metrics_listener: Option<TcpListener>,
    handle: Handle,
    /// Bodies that a measurement has answered with, beside the routes.
    fixed: Vec<Vec<u8>>,
}

impl Server {
    /// Takes the address. From here on connections wait to be accepted; port 0 has become a real one.
    ///
    /// # Errors
    /// If the address cannot be had.
    pub async fn bind(app: App, config: ServerConfig) -> Result<Self, Error> {
        let (listener, address) = listen(config.listen).await?;
        let metrics_listener = match config.metrics_listen {
            Some(address) => Some(listen(address).await?.0),
            None => None,
        };
        let handle = Handle::new(app, config);
        if !web::has_tibetan_font() {
            tracing::warn!(
                "this binary was built without the Tibetan web font: readers need a Tibetan font of their own \
                 (hint: `make run` fetches it and builds again)"
            );
        }
        Ok(Self {
            listener,
            address,
            metrics_listener,
            handle,
            fixed: Vec::new(),
        })
    }

    /// Answers `/fixed/0`, `/fixed/1` and so on with these bodies as they are: what the HTTP library costs alone.
    ///
    /// For measurements, which need the anchor in the same process; nothing that is shipped calls it.
    #[doc(hidden)]
    #[must_use]
    pub fn with_fixed_answers(mut self, bodies: Vec<Vec<u8>>) -> Self {
        self.fixed = bodies;
        self
    }

    /// Returns the address that was taken.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Serves until `shutdown` is done; then takes no more connections and lets requests under way finish, for
    /// at most [`grace_ms`](ServerConfig::grace_ms).
    ///
    /// # Errors
    /// If connections can no longer be accepted.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        let grace = Duration::from_millis(self.handle.config().grace_ms);
        let (stop, stopped) = watch::channel(false);
        if let Some(listener) = self.metrics_listener {
            let listener = Answering::new(listener, self.handle.clone());
            let serving = axum::serve(listener, router::metrics_router(self.handle.clone()));
            tokio::spawn(
                serving
                    .with_graceful_shutdown(told(stopped.clone()))
                    .into_future(),
            );
        }
        let listener = Answering::new(self.listener, self.handle.clone());
        let router = router::router(self.handle).merge(router::fixed(self.fixed));
        let serving = axum::serve(listener, router);
        let mut serving = tokio::spawn(serving.with_graceful_shutdown(told(stopped)).into_future());
        tokio::select! {
            ended = &mut serving => return ended.map_err(std::io::Error::other)?.map_err(Error::from),
            () = shutdown => {}
        }
        // Fails only when nobody listens any more, and then there is nobody to tell.
        let _ = stop.send(true);
        match tokio::time::timeout(grace, &mut serving).await {
            Ok(ended) => ended.map_err(std::io::Error::other)?.map_err(Error::from),
            Err(_) => {
                tracing::warn!(
                    "requests were still under way after {} s and were cut off",
                    grace.as_secs()
                );
                serving.abort();
                Ok(())
            }
        }
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|cause| Error::Listen { address, cause })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

async fn told(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is as good as being told.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

//! Listening, serving, stopping.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use app::App;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::config::ServerConfig;
use crate::error::Error;
use crate::handle::Handle;
use crate::listening::{Certificates, LOOK_EVERY, Listening};
use crate::{router, web};

/// A server that has its address and waits to be run.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    metrics_listener: Option<TcpListener>,
    certificates: Option<Arc<Certificates>>,
    handle: Handle,
    /// Bodies that a measurement has answered with, beside the routes.
    fixed: Vec<Vec<u8>>,
}

impl Server {
    /// Takes the address. From here on connections wait to be accepted; port 0 has become a real one.
    ///
    /// # Errors
    /// If the files of the certificate cannot be used or the address cannot be had.
    pub async fn bind(app: App, config: ServerConfig) -> Result<Self, Error> {
        let tls = config.tls.clone();
        let certificates = tls
            .map(|files| Certificates::load(files, app.now_ms()))
            .transpose()?;
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
            certificates: certificates.map(Arc::new),
            handle,
            fixed: Vec::new(),
        })
    }

    /// Answers `/fixed/0`, `/fixed/1` and so on with these bodies as they are: what the HTTP library costs alone; and
    /// `/layered/0` and so on with the same behind the layers of every route.
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

    /// Returns the address as one types it into a browser: `https` where the server speaks TLS.
    #[must_use]
    pub fn url(&self) -> String {
        let scheme = if self.certificates.is_some() {
            "https"
        } else {
            "http"
        };
        format!("{scheme}://{}", self.address)
    }

    /// Serves until `shutdown` is done; then takes no more connections and lets requests under way finish, for
    /// at most [`grace_ms`](ServerConfig::grace_ms).
    ///
    /// # Errors
    /// None so far: a connection that breaks concerns no other.
    pub async fn run(self, shutdown: impl Future<Output = ()> + Send + 'static) -> Result<(), Error> {
        let grace = Duration::from_millis(self.handle.config().grace_ms);
        let (stop, stopped) = watch::channel(false);
        if let Some(listener) = self.metrics_listener {
            let router = router::metrics_router(self.handle.clone());
            let listening = Listening::new(listener, router, self.handle.clone());
            tokio::spawn(listening.run(told(stopped.clone()), grace));
        }
        let ending = self.handle.clone();
        let fixed = router::fixed(self.fixed, self.handle.clone());
        let router = router::router(self.handle.clone()).merge(fixed);
        let listening = match self.certificates {
            Some(certificates) => {
                tokio::spawn(renew(Arc::clone(&certificates), self.handle.clone(), stopped));
                let for_plain = router::plain_router(self.handle.clone());
                Listening::with_tls(self.listener, router, self.handle, certificates, for_plain)
            }
            None => Listening::new(self.listener, router, self.handle),
        };
        let shutdown = async move {
            shutdown.await;
            ending.streams().end_all();
            // Fails only when nobody listens any more, and then there is nobody to tell.
            let _ = stop.send(true);
        };
        listening.run(shutdown, grace).await;
        Ok(())
    }
}

async fn listen(address: SocketAddr) -> Result<(TcpListener, SocketAddr), Error> {
    let listener = TcpListener::bind(address)
        .await
        .map_err(|cause| Error::Listen { address, cause })?;
    let address = listener.local_addr()?;
    Ok((listener, address))
}

/// Looks at the files of the certificate from time to time.
async fn renew(certificates: Arc<Certificates>, handle: Handle, stopped: watch::Receiver<bool>) {
    let mut stopped = pin!(told(stopped));
    loop {
        tokio::select! {
            () = tokio::time::sleep(LOOK_EVERY) => {}
            () = &mut stopped => return,
        }
        let (certificates, now_ms) = (Arc::clone(&certificates), handle.now_ms());
        // Files may lie on a disk that does not answer.
        let looking = tokio::task::spawn_blocking(move || certificates.look_again(now_ms));
        if looking.await.is_err() {
            tracing::error!(
                "the certificate is not looked at any more: restart the server after renewing it"
            );
            return;
        }
    }
}

async fn told(mut stopped: watch::Receiver<bool>) {
    // An error means that the sender is gone, which is as good as being told.
    let _ = stopped.wait_for(|stopped| *stopped).await;
}

//! Why a server would not start or had to stop.

use std::net::SocketAddr;

/// What the operator can do something about.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is taken, or is none of this machine's.
    #[error(
        "cannot listen on `{address}`: {cause} (hint: is another server running? choose another `--listen`)"
    )]
    Listen {
        /// The address asked for.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A template or a translation compiled into the binary is broken.
    #[error("the web file `{file}` is broken: {cause}")]
    Web {
        /// The file, relative to `web/`.
        file: String,
        /// What is wrong with it.
        cause: String,
    },
    /// An answer cannot be written as JSON, which no answer of ours can fail to be.
    #[error("an answer cannot be written: {0}")]
    Encode(#[from] serde_json::Error),
    /// The connection loop failed.
    #[error("the server stopped: {0}")]
    Serve(#[from] std::io::Error),
}

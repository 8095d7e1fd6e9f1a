//! Why a server would not start or had to stop.

use std::net::SocketAddr;
use std::path::PathBuf;

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
    /// A file of the certificate cannot be used.
    #[error("`{file}` {fault}", file = file.display())]
    Tls {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        fault: TlsFault,
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

/// Why a file of the certificate cannot be used. Nothing of a key is ever shown.
#[derive(Debug, thiserror::Error)]
pub enum TlsFault {
    /// The file is not there, or not for us.
    #[error(
        "cannot be read: {0} (hint: name the PEM file by `http.tls.certificate` or `http.tls.key`, and let the account of shanjar read it)"
    )]
    Unreadable(std::io::Error),
    /// There is no certificate in it.
    #[error(
        "holds no certificate (hint: a file that begins with `-----BEGIN CERTIFICATE-----`, the server's own first, then those in between)"
    )]
    NoCertificate,
    /// There is no private key in it that is not locked by a passphrase.
    #[error(
        "holds no private key that can be used (hint: a file that begins with `-----BEGIN PRIVATE KEY-----`, without a passphrase)"
    )]
    NoKey,
    /// It is not what it says it is.
    #[error("is damaged: it begins like a certificate and is none (hint: copy it again, as PEM)")]
    Damaged,
    /// The key is that of another certificate.
    #[error("does not belong to the key in `{key}` (hint: name the two files that were made together)", key = key.display())]
    OtherKey {
        /// The file of the key.
        key: PathBuf,
    },
    /// It is of a kind that is not supported.
    #[error("cannot be used: {0} (hint: RSA of 2048 bits and more, ECDSA on P-256 or P-384, or Ed25519)")]
    Unusable(String),
}

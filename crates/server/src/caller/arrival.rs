//! How a request arrived: from where, and whether others on the network could read it.

use access::Origin;

use crate::observe::RequestContext;

/// What lies between a browser and this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Transport {
    /// TLS.
    Encrypted,
    /// Nothing but the machine itself.
    Loopback,
    /// A network on which others can read along.
    Open,
}

/// Returns how the request of `context` arrived.
pub fn transport_of(context: &RequestContext) -> Transport {
    match (context.is_secure, context.is_loopback) {
        (true, _) => Transport::Encrypted,
        (false, true) => Transport::Loopback,
        (false, false) => Transport::Open,
    }
}

/// Returns where the request of `context` comes from, for the audit and for counting tries.
pub fn origin_of(context: &RequestContext) -> Origin {
    Origin {
        address: Some(context.peer),
        request_id: Some(context.id.clone()),
    }
}

//! A range of addresses, such as `10.0.0.0/8`.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// Addresses that share their first bits; a single address is a range of one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Network {
    first: IpAddr,
    n_bits: u8,
}

/// What is no range of addresses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no address such as 10.0.0.1 or ::1, and no range such as 10.0.0.0/8 or fd00::/8")]
pub struct NoNetwork(String);

impl Network {
    /// Tells whether `address` lies within. An IPv4 address is the same when it is written as an IPv6 one.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => shares(
                u128::from(first.to_bits()),
                u128::from(address.to_bits()),
                32,
                self.n_bits,
            ),
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                shares(first.to_bits(), address.to_bits(), 128, self.n_bits)
            }
            _ => false,
        }
    }
}

/// Tells whether two addresses of `n_all` bits have the first `n_bits` in common.
fn shares(one: u128, other: u128, n_all: u32, n_bits: u8) -> bool {
    let n_free = n_all.saturating_sub(u32::from(n_bits));
    // Shifting by all bits there are is no shift to the machine.
    (one ^ other).checked_shr(n_free).unwrap_or(0) == 0
}

impl FromStr for Network {
    type Err = NoNetwork;

    fn from_str(text: &str) -> Result<Self, NoNetwork> {
        let refused = || NoNetwork(text.to_owned());
        let (address, n_bits) = match text.split_once('/') {
            Some((address, n_bits)) => (address, Some(n_bits)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| refused())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let n_bits = match n_bits {
            None => most,
            Some(digits) => digits
                .parse()
                .ok()
                .filter(|n_bits: &u8| *n_bits <= most && n_bits.to_string() == digits)
                .ok_or_else(refused)?,
        };
        Ok(Self { first, n_bits })
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.first, self.n_bits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(network: &str, address: &str, is_within: bool) {
        let network: Network = network.parse().unwrap();
        assert_eq!(
            network.contains(address.parse().unwrap()),
            is_within,
            "{network} {address}"
        );
    }

    #[test]
    fn an_address_is_within_if_it_begins_alike() {
        check("10.0.0.0/8", "10.255.0.1", true);
        check("10.0.0.0/8", "11.0.0.0", false);
        check("10.1.2.3/8", "10.0.0.0", true);
        check("192.168.4.0/22", "192.168.7.255", true);
        check("192.168.4.0/22", "192.168.8.0", false);
        check("127.0.0.1", "127.0.0.1", true);
        check("127.0.0.1", "127.0.0.2", false);
        check("0.0.0.0/0", "203.0.113.9", true);
        check("0.0.0.0/0", "::1", false);
        check("fd00::/8", "fdab::1", true);
        check("fd00::/8", "fe00::1", false);
        check("::/0", "2001:db8::1", true);
        check("10.0.0.0/8", "::ffff:10.0.0.1", true);
    }

    #[test]
    fn what_is_no_range_is_refused_by_name() {
        for text in [
            "",
            "10.0.0.0/33",
            "10.0.0/8",
            "::/129",
            "localhost",
            "10.0.0.0/",
            "10.0.0.0/08",
            "1.2.3.4/+8",
        ] {
            let refused = text.parse::<Network>().unwrap_err().to_string();
            assert!(
                refused.starts_with(&format!("`{text}` is no address")),
                "{refused}"
            );
        }
    }
}

//! A range of network addresses, as `192.0.2.0/24` or `2001:db8::/32` writes it.

use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

/// All addresses that share the first bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AddressRange {
    first: IpAddr,
    bits: u8,
}

/// A text that is no range.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is neither an address nor a range (such as 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32)")]
pub struct BadAddressRange(pub String);

impl AddressRange {
    /// Tells whether `address` lies within. An address of IPv4 written as one of IPv6 counts as itself.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.first, address.to_canonical()) {
            (IpAddr::V4(first), IpAddr::V4(address)) => {
                let rest = 32 - u32::from(self.bits);
                shifted(first.to_bits().into(), rest) == shifted(address.to_bits().into(), rest)
            }
            (IpAddr::V6(first), IpAddr::V6(address)) => {
                let rest = 128 - u32::from(self.bits);
                shifted(first.to_bits(), rest) == shifted(address.to_bits(), rest)
            }
            _ => false,
        }
    }
}

fn shifted(bits: u128, by: u32) -> u128 {
    bits.checked_shr(by).unwrap_or(0)
}

impl FromStr for AddressRange {
    type Err = BadAddressRange;

    fn from_str(text: &str) -> Result<Self, BadAddressRange> {
        let refuse = || BadAddressRange(text.chars().take(60).collect());
        let (address, bits) = match text.split_once('/') {
            Some((address, bits)) => (address, Some(bits)),
            None => (text, None),
        };
        let first: IpAddr = address.parse().map_err(|_| refuse())?;
        let most = if first.is_ipv4() { 32 } else { 128 };
        let bits = match bits {
            Some(digits) => digits
                .parse()
                .ok()
                .filter(|bits: &u8| *bits <= most && bits.to_string() == digits)
                .ok_or_else(refuse)?,
            None => most,
        };
        Ok(Self { first, bits })
    }
}

impl fmt::Display for AddressRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let most = if self.first.is_ipv4() { 32 } else { 128 };
        write!(f, "{}", self.first)?;
        if self.bits == most {
            Ok(())
        } else {
            write!(f, "/{}", self.bits)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_range_holds_what_shares_its_first_bits() {
        for (range, address, is_in) in [
            ("192.0.2.0/24", "192.0.2.255", true),
            ("192.0.2.0/24", "192.0.3.0", false),
            ("192.0.2.0/24", "::ffff:192.0.2.9", true),
            ("192.0.2.7", "192.0.2.7", true),
            ("192.0.2.7", "192.0.2.8", false),
            ("0.0.0.0/0", "203.0.113.1", true),
            ("0.0.0.0/0", "2001:db8::1", false),
            ("2001:db8::/32", "2001:db8:ffff::1", true),
            ("2001:db8::/32", "2001:db9::1", false),
            ("::/0", "2001:db9::1", true),
            ("10.1.2.3/8", "10.0.0.0", true),
            ("192.168.4.0/22", "192.168.7.255", true),
            ("192.168.4.0/22", "192.168.8.0", false),
            ("fd00::/8", "fdab::1", true),
            ("fd00::/8", "fe00::1", false),
        ] {
            let range: AddressRange = range.parse().unwrap();
            assert_eq!(
                range.contains(address.parse().unwrap()),
                is_in,
                "{range} {address}"
            );
            assert_eq!(range.to_string().parse(), Ok(range));
        }
    }

    #[test]
    fn what_is_no_range_is_named() {
        for text in [
            "",
            "192.0.2",
            "192.0.2.0/33",
            "2001:db8::/129",
            "192.0.2.0/-1",
            "192.0.2.0/",
            "法院",
            "10.0.0.0/08",
            "1.2.3.4/+8",
            "a/8",
        ] {
            assert_eq!(
                text.parse::<AddressRange>(),
                Err(BadAddressRange(text.to_owned()))
            );
        }
    }
}

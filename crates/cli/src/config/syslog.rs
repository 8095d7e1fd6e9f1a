//! The settings of the collector that gets audit entries.

use std::path::PathBuf;

use app::syslog::{Facility, Transport, is_structured_data_id};

use super::layers::Layers;
use super::{ConfigError, parse_number, setting};

const MIB: u64 = 1 << 20;
/// A spool of more is no buffer any more; in MiB.
const MOST_MIB: u32 = 65_536;

/// A collector, and how messages come to it.
#[derive(Debug, Clone)]
pub struct Syslog {
    /// Host and port.
    pub address: String,
    /// How messages are sent.
    pub transport: Transport,
    /// The file of the certificates that vouch for it, if one was named.
    pub ca_file: Option<PathBuf>,
    /// What kind of messages they are to it.
    pub facility: Facility,
    /// The id of structured data.
    pub data_id: String,
    /// How much may wait for it, in bytes.
    pub spool_bytes: u64,
}

impl Syslog {
    /// Returns the collector, if there is one. Everything is checked also where there is none.
    pub(super) fn resolve(layers: &Layers) -> Result<Option<Self>, ConfigError> {
        let address = layers.value(&setting::SYSLOG_ADDRESS, |text| match text {
            "" => Ok(None),
            text if is_host_and_port(text) => Ok(Some(text.to_owned())),
            _ => Err("a host and a port such as logs.example:6514".to_owned()),
        })?;
        let transport = layers.value(&setting::SYSLOG_TRANSPORT, |text| match text {
            "tls" => Ok(Transport::Tls),
            "tcp" => Ok(Transport::Tcp),
            "udp" => Ok(Transport::Udp),
            _ => Err("tls, tcp or udp".to_owned()),
        })?;
        let ca_file = layers.value(&setting::SYSLOG_CA_FILE, |text| {
            Ok((!text.is_empty()).then(|| PathBuf::from(text)))
        })?;
        let facility = layers.value(&setting::SYSLOG_FACILITY, |text| {
            let names = || format!("one of {}", Facility::names().collect::<Vec<_>>().join(", "));
            text.parse::<Facility>().map_err(|()| names())
        })?;
        let data_id = layers.value(&setting::SYSLOG_DATA_ID, |text| {
            match is_structured_data_id(text) {
                true => Ok(text.to_owned()),
                false => Err("a name, @ and an enterprise number, such as shanjar@32473".to_owned()),
            }
        })?;
        let spool_bytes = layers.value(&setting::SYSLOG_SPOOL_MIB, |text| {
            parse_number(text, 1, MOST_MIB).map(|mib| u64::from(mib) * MIB)
        })?;
        Ok(address.map(|address| Self {
            address,
            transport,
            ca_file,
            facility,
            data_id,
            spool_bytes,
        }))
    }
}

fn is_host_and_port(text: &str) -> bool {
    text.rsplit_once(':')
        .is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok_and(|port| port > 0))
}

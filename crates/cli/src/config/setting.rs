//! The settings by name: where each can be given, what it is when nobody says, what it is for.
//!
//! Long because it is one table: a setting a paragraph.

/// One setting. The table [`ALL`] is the only list of them: flags, environment, file and `config show` follow it.
#[derive(Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its place in `shanjar.toml`, such as `http.listen`.
    pub key: &'static str,
    /// Its environment variable.
    pub variable: &'static str,
    /// Its flag, without dashes; `None` if it has none.
    pub flag: Option<&'static str>,
    /// The value when nobody says otherwise.
    pub default: &'static str,
    /// What the value looks like in a file.
    pub shape: Shape,
    /// What it decides, in one sentence for the operator.
    pub about: &'static str,
}

/// How a value is written in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// `"text"`.
    Text,
    /// `true` or `false`.
    Switch,
    /// `30`.
    Number,
    /// `["one", "two"]`; with commas between in a flag or variable.
    List,
}

/// The language of messages.
pub const LANGUAGE: Setting = Setting {
    key: "language",
    variable: "SHANJAR_LANGUAGE",
    flag: None,
    default: "auto",
    shape: Shape::Text,
    about: "Language of messages: zh, en, or auto to follow LC_ALL, LC_MESSAGES and LANG.",
};
/// Where everything is kept.
pub const DATA_DIR: Setting = Setting {
    key: "data.dir",
    variable: "SHANJAR_DATA_DIR",
    flag: Some("data-dir"),
    default: "shanjar-data",
    shape: Shape::Text,
    about: "The data directory; a relative one is looked up from the directory the program is started in.",
};
/// Where the glossary is, if not in the data directory.
pub const DATABASE: Setting = Setting {
    key: "data.database",
    variable: "SHANJAR_DATABASE",
    flag: Some("database"),
    default: "",
    shape: Shape::Text,
    about: "The address of a PostgreSQL database, shown without its password; empty to keep everything in the data directory.",
};
/// Where the keys of personal data are.
pub const KEYS_FILE: Setting = Setting {
    key: "data.keys_file",
    variable: "SHANJAR_KEYS_FILE",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "File of the keys of personal data; empty for keys/fields.keys in the data directory. Nodes of one database need the same.",
};
/// Where the server answers.
pub const LISTEN: Setting = Setting {
    key: "http.listen",
    variable: "SHANJAR_LISTEN",
    flag: Some("listen"),
    default: "127.0.0.1:8080",
    shape: Shape::Text,
    about: "Address and port the server answers on; port 0 takes a free one.",
};
/// Where figures for monitoring are served.
pub const METRICS_LISTEN: Setting = Setting {
    key: "http.metrics_listen",
    variable: "SHANJAR_METRICS_LISTEN",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "Address and port of /metrics; empty to serve it beside the API.",
};
/// The zone of times on pages.
pub const UTC_OFFSET: Setting = Setting {
    key: "http.utc_offset",
    variable: "SHANJAR_UTC_OFFSET",
    flag: None,
    default: "+08:00",
    shape: Shape::Text,
    about: "How far times on pages and in settings are ahead of UTC.",
};
/// What the server shows to speak TLS.
pub const TLS_CERTIFICATE: Setting = Setting {
    key: "http.tls.certificate",
    variable: "SHANJAR_TLS_CERTIFICATE",
    flag: Some("tls-certificate"),
    default: "",
    shape: Shape::Text,
    about: "PEM file of the server's certificate and those between it and its root; empty for plain HTTP.",
};
/// The key that belongs to it.
pub const TLS_KEY: Setting = Setting {
    key: "http.tls.key",
    variable: "SHANJAR_TLS_KEY",
    flag: Some("tls-key"),
    default: "",
    shape: Shape::Text,
    about: "PEM file of the private key of that certificate, without a passphrase.",
};
/// Who is believed about who asks.
pub const TRUSTED_PROXIES: Setting = Setting {
    key: "http.trusted_proxies",
    variable: "SHANJAR_TRUSTED_PROXIES",
    flag: None,
    default: "",
    shape: Shape::List,
    about: "Addresses and ranges of proxies that are believed about who asks, and whether over TLS.",
};
/// In which headers they say it.
pub const FORWARDED_HEADER: Setting = Setting {
    key: "http.forwarded_header",
    variable: "SHANJAR_FORWARDED_HEADER",
    flag: None,
    default: "x-forwarded-for",
    shape: Shape::Text,
    about: "Headers by which they say it: x-forwarded-for (with x-forwarded-proto) or forwarded.",
};
/// By which names the server is asked.
pub const ALLOWED_HOSTS: Setting = Setting {
    key: "http.allowed_hosts",
    variable: "SHANJAR_ALLOWED_HOSTS",
    flag: None,
    default: "",
    shape: Shape::List,
    about: "Names and addresses, without port, by which the server may be asked; empty for any.",
};
/// How many connections there are at once.
pub const MAX_CONNECTIONS: Setting = Setting {
    key: "http.max_connections",
    variable: "SHANJAR_MAX_CONNECTIONS",
    flag: None,
    default: "10000",
    shape: Shape::Number,
    about: "Connections served at once; each needs a file descriptor, and more wait.",
};
/// How much an address may ask in the long run.
pub const RATE_PER_MINUTE: Setting = Setting {
    key: "http.rate_limit.per_minute",
    variable: "SHANJAR_RATE_LIMIT_PER_MINUTE",
    flag: None,
    default: "1200",
    shape: Shape::Number,
    about: "Requests a minute that one address may make in the long run; 0 for no limit.",
};
/// How much an address may ask at once.
pub const RATE_BURST: Setting = Setting {
    key: "http.rate_limit.burst",
    variable: "SHANJAR_RATE_LIMIT_BURST",
    flag: None,
    default: "200",
    shape: Shape::Number,
    about: "Requests that one address may make at once.",
};
/// Who may ask as much as he likes.
pub const RATE_EXEMPT: Setting = Setting {
    key: "http.rate_limit.exempt",
    variable: "SHANJAR_RATE_LIMIT_EXEMPT",
    flag: None,
    default: "",
    shape: Shape::List,
    about: "Addresses and ranges that are not limited.",
};
/// Which pages may read the API.
pub const CORS_ORIGINS: Setting = Setting {
    key: "cors.allowed_origins",
    variable: "SHANJAR_CORS_ALLOWED_ORIGINS",
    flag: None,
    default: "",
    shape: Shape::List,
    about: "Origins whose pages may read the API by script, without credentials, such as https://case.court.example.",
};
/// Which pages may show the lookup.
pub const EMBED_ORIGINS: Setting = Setting {
    key: "embed.allowed_origins",
    variable: "SHANJAR_EMBED_ALLOWED_ORIGINS",
    flag: None,
    default: "",
    shape: Shape::List,
    about: "Origins whose pages may show /lookup in a frame.",
};
/// Who may look things up.
pub const PUBLIC_READ: Setting = Setting {
    key: "glossary.public_read",
    variable: "SHANJAR_PUBLIC_READ",
    flag: Some("public-read"),
    default: "true",
    shape: Shape::Switch,
    about: "Whether the glossary can be read without signing in.",
};
/// What a court does not want to see.
pub const HIDDEN_COLLECTIONS: Setting = Setting {
    key: "glossary.hidden_collections",
    variable: "SHANJAR_HIDDEN_COLLECTIONS",
    flag: None,
    default: "",
    shape: Shape::List,
    about: "Collections that no answer shows.",
};
/// Whether what nobody can answer is counted.
pub const COUNT_LOOKUPS: Setting = Setting {
    key: "glossary.count_lookups",
    variable: "SHANJAR_COUNT_LOOKUPS",
    flag: None,
    default: "true",
    shape: Shape::Switch,
    about: "Whether short texts that were looked up in vain are counted, without anybody's name.",
};
/// When the index is tidied.
pub const TIDY_AT: Setting = Setting {
    key: "index.tidy_at",
    variable: "SHANJAR_TIDY_AT",
    flag: None,
    default: "03:00",
    shape: Shape::Text,
    about: "Time of day, by http.utc_offset, from which the server tidies its index; empty for never.",
};
/// Where nightly backups go.
pub const BACKUP_PATH: Setting = Setting {
    key: "backup.path",
    variable: "SHANJAR_BACKUP_PATH",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "Folder in which the server makes a backup every night; empty for backups/ in the data directory.",
};
/// Where nightly backups go as well.
pub const BACKUP_SECOND_PATH: Setting = Setting {
    key: "backup.second_path",
    variable: "SHANJAR_BACKUP_SECOND_PATH",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "Second folder to which each of them is copied, on another machine or disk; empty for none.",
};
/// When nightly backups are made.
pub const BACKUP_AT: Setting = Setting {
    key: "backup.at",
    variable: "SHANJAR_BACKUP_AT",
    flag: None,
    default: "02:00",
    shape: Shape::Text,
    about: "Time of day, by http.utc_offset, from which the backup is made; empty for never.",
};
/// How long nightly backups are kept.
pub const BACKUP_KEEP_DAYS: Setting = Setting {
    key: "backup.keep_days",
    variable: "SHANJAR_BACKUP_KEEP_DAYS",
    flag: None,
    default: "30",
    shape: Shape::Number,
    about: "For so many days every nightly backup is kept.",
};
/// How long the first backups of months are kept.
pub const BACKUP_KEEP_MONTHS: Setting = Setting {
    key: "backup.keep_months",
    variable: "SHANJAR_BACKUP_KEEP_MONTHS",
    flag: None,
    default: "12",
    shape: Shape::Number,
    about: "For so many months the first backup of each is kept.",
};
/// What opens the keys in a backup.
pub const BACKUP_PASSPHRASE_FILE: Setting = Setting {
    key: "backup.passphrase_file",
    variable: "SHANJAR_BACKUP_PASSPHRASE_FILE",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "File whose first line is the passphrase of keys in backups; empty to ask at the terminal.",
};
/// Where the head of the audit is.
pub const AUDIT_HEAD_PATH: Setting = Setting {
    key: "audit.head_path",
    variable: "SHANJAR_AUDIT_HEAD_PATH",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "File of the signed head of the audit, best on another machine or disk; empty for audit/head in the data directory.",
};
/// How long audit entries are kept.
pub const AUDIT_KEEP_DAYS: Setting = Setting {
    key: "audit.keep_days",
    variable: "SHANJAR_AUDIT_KEEP_DAYS",
    flag: None,
    default: "1096",
    shape: Shape::Number,
    about: "For so many days audit entries are kept, three years unless said otherwise; 0 for ever.",
};
/// Where audit entries are sent.
pub const SYSLOG_ADDRESS: Setting = Setting {
    key: "syslog.address",
    variable: "SHANJAR_SYSLOG_ADDRESS",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "Host and port of a syslog collector that gets every audit entry; empty for none.",
};
/// How audit entries are sent.
pub const SYSLOG_TRANSPORT: Setting = Setting {
    key: "syslog.transport",
    variable: "SHANJAR_SYSLOG_TRANSPORT",
    flag: None,
    default: "tls",
    shape: Shape::Text,
    about: "How they are sent: tls, tcp or udp.",
};
/// Who vouches for the collector.
pub const SYSLOG_CA_FILE: Setting = Setting {
    key: "syslog.ca_file",
    variable: "SHANJAR_SYSLOG_CA_FILE",
    flag: None,
    default: "",
    shape: Shape::Text,
    about: "File of the certificates that vouch for the collector, in PEM form; needed with tls.",
};
/// What the messages are to the collector.
pub const SYSLOG_FACILITY: Setting = Setting {
    key: "syslog.facility",
    variable: "SHANJAR_SYSLOG_FACILITY",
    flag: None,
    default: "authpriv",
    shape: Shape::Text,
    about: "Facility of the messages: auth, authpriv, audit, or local0 to local7.",
};
/// How structured data are named.
pub const SYSLOG_DATA_ID: Setting = Setting {
    key: "syslog.data_id",
    variable: "SHANJAR_SYSLOG_DATA_ID",
    flag: None,
    default: "shanjar@32473",
    shape: Shape::Text,
    about: "Name of their structured data: a name, @ and an enterprise number; 32473 is the one for examples.",
};
/// How much may wait for the collector.
pub const SYSLOG_SPOOL_MIB: Setting = Setting {
    key: "syslog.spool_mib",
    variable: "SHANJAR_SYSLOG_SPOOL_MIB",
    flag: None,
    default: "64",
    shape: Shape::Number,
    about: "How much may wait in syslog/ of the data directory while the collector is away, in MiB; then the oldest go.",
};
/// How log lines look.
pub const LOG_FORMAT: Setting = Setting {
    key: "log.format",
    variable: "SHANJAR_LOG_FORMAT",
    flag: Some("log-format"),
    default: "plain",
    shape: Shape::Text,
    about: "Form of log lines on standard error: plain or json.",
};
/// How much is logged.
pub const LOG_LEVEL: Setting = Setting {
    key: "log.level",
    variable: "SHANJAR_LOG_LEVEL",
    flag: Some("log-level"),
    default: "info",
    shape: Shape::Text,
    about: "Least level logged: off, error, warn, info, debug or trace.",
};
/// Whether requests are logged.
pub const LOG_REQUESTS: Setting = Setting {
    key: "log.requests",
    variable: "SHANJAR_LOG_REQUESTS",
    flag: None,
    default: "true",
    shape: Shape::Switch,
    about: "Whether every request is logged: method, route, status and time, never what was asked.",
};

/// Every setting, in the order of `config show`. Keys of one table of the file stand together.
pub const ALL: &[&Setting] = &[
    &LANGUAGE,
    &DATA_DIR,
    &DATABASE,
    &KEYS_FILE,
    &LISTEN,
    &METRICS_LISTEN,
    &UTC_OFFSET,
    &TLS_CERTIFICATE,
    &TLS_KEY,
    &TRUSTED_PROXIES,
    &FORWARDED_HEADER,
    &ALLOWED_HOSTS,
    &MAX_CONNECTIONS,
    &RATE_PER_MINUTE,
    &RATE_BURST,
    &RATE_EXEMPT,
    &CORS_ORIGINS,
    &EMBED_ORIGINS,
    &PUBLIC_READ,
    &HIDDEN_COLLECTIONS,
    &COUNT_LOOKUPS,
    &TIDY_AT,
    &BACKUP_PATH,
    &BACKUP_SECOND_PATH,
    &BACKUP_AT,
    &BACKUP_KEEP_DAYS,
    &BACKUP_KEEP_MONTHS,
    &BACKUP_PASSPHRASE_FILE,
    &AUDIT_HEAD_PATH,
    &AUDIT_KEEP_DAYS,
    &SYSLOG_ADDRESS,
    &SYSLOG_TRANSPORT,
    &SYSLOG_CA_FILE,
    &SYSLOG_FACILITY,
    &SYSLOG_DATA_ID,
    &SYSLOG_SPOOL_MIB,
    &LOG_FORMAT,
    &LOG_LEVEL,
    &LOG_REQUESTS,
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_settings_share_a_name() {
        for name in [|s: &Setting| s.key, |s: &Setting| s.variable] {
            let names: BTreeSet<_> = ALL.iter().map(|s| name(s)).collect();
            assert_eq!(names.len(), ALL.len());
        }
    }

    #[test]
    fn a_variable_is_guessed_from_its_flag() {
        for setting in ALL {
            let Some(flag) = setting.flag else { continue };
            assert_eq!(
                setting.variable,
                format!("SHANJAR_{}", flag.to_uppercase().replace('-', "_"))
            );
        }
    }
}

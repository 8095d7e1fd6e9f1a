//! The audit and its collector: what is usual, what can be chosen, and what is refused.

use app::audit::head_in;
use app::syslog::Transport;

use super::*;

fn loaded(file: &str) -> Result<Config, String> {
    Given { file, ..NOTHING }.load()
}

#[test]
fn audit_entries_are_kept_for_three_years_and_the_head_with_the_data() {
    let usual = loaded("data.dir = \"/d\"").unwrap().audit.plan;
    assert_eq!(usual.head_path, head_in(Path::new("/d")));
    assert_eq!((usual.keep_days, usual.cut_at.minute_of_day), (1_096, 240));
    let file = "http.utc_offset = \"+06:00\"\n[audit]\nhead_path = \"/other/head\"\nkeep_days = 0";
    let chosen = loaded(file).unwrap().audit.plan;
    assert_eq!(chosen.head_path, PathBuf::from("/other/head"));
    assert_eq!((chosen.keep_days, chosen.cut_at.utc_offset_minutes), (0, 360));
}

#[test]
fn entries_are_sent_nowhere_unless_somebody_says_where() {
    assert!(loaded("[syslog]\ntransport = \"udp\"").unwrap().syslog.is_none());
    let usual = loaded("[syslog]\naddress = \"logs.example:6514\"")
        .unwrap()
        .syslog
        .unwrap();
    assert_eq!(
        (usual.address.as_str(), usual.transport),
        ("logs.example:6514", Transport::Tls)
    );
    assert_eq!((usual.ca_file, usual.data_id.as_str()), (None, "shanjar@32473"));
    assert_eq!(
        (usual.facility, usual.spool_bytes),
        ("authpriv".parse().unwrap(), 64 << 20)
    );
    let file = "[syslog]\naddress = \"[::1]:514\"\ntransport = \"tcp\"\nca_file = \"/ca\"\nfacility = \"local3\"\n\
                data_id = \"court@1\"\nspool_mib = 1";
    let chosen = loaded(file).unwrap().syslog.unwrap();
    assert_eq!(
        (chosen.address.as_str(), chosen.transport),
        ("[::1]:514", Transport::Tcp)
    );
    assert_eq!(
        (chosen.ca_file.unwrap(), chosen.data_id.as_str()),
        (PathBuf::from("/ca"), "court@1")
    );
    assert_eq!(
        (chosen.facility, chosen.spool_bytes),
        ("local3".parse().unwrap(), 1 << 20)
    );
}

#[test]
fn what_cannot_be_used_is_named_with_what_could() {
    for (line, expected) in [
        (
            "audit.keep_days = 36526",
            "`audit.keep_days` is `36526` and must be a whole number from 0 to 36525",
        ),
        (
            "syslog.address = \"logs\"",
            "`syslog.address` is `logs` and must be a host and a port such as logs.example:6514",
        ),
        (
            "syslog.address = \":514\"",
            "`syslog.address` is `:514` and must be a host and a port such as logs.example:6514",
        ),
        (
            "syslog.address = \"a:0\"",
            "`syslog.address` is `a:0` and must be a host and a port such as logs.example:6514",
        ),
        (
            "syslog.transport = \"relp\"",
            "`syslog.transport` is `relp` and must be tls, tcp or udp",
        ),
        (
            "syslog.facility = \"mail\"",
            "`syslog.facility` is `mail` and must be one of auth, authpriv, audit, local0, local1, local2, local3, local4, \
             local5, local6, local7",
        ),
        (
            "syslog.data_id = \"x\"",
            "`syslog.data_id` is `x` and must be a name, @ and an enterprise number, such as shanjar@32473",
        ),
        (
            "syslog.spool_mib = 0",
            "`syslog.spool_mib` is `0` and must be a whole number from 1 to 65536",
        ),
    ] {
        assert_eq!(loaded(line).unwrap_err(), format!("shanjar.toml:1: {expected}"));
    }
}

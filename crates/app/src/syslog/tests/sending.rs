//! To a real collector: everything arrives, in order, whatever happens to it.

use super::collector::{Collector, Received};
use super::*;

const ALL: [Transport; 3] = [Transport::Udp, Transport::Tcp, Transport::Tls];
const ANYWHERE: &str = "127.0.0.1:0";

fn start(folder: &Path, address: &str, transport: Transport) -> Syslog {
    Syslog::start(plan(folder, address, transport)).unwrap()
}

/// Expects that the messages of each connection follow one another without a gap, and none begins after what is missing.
#[track_caller]
fn check_order(connections: &[Vec<u64>]) {
    let mut last_seen = 0;
    for numbers in connections.iter().filter(|numbers| !numbers.is_empty()) {
        assert!(numbers[0] <= last_seen + 1, "{connections:?}");
        assert!(
            numbers.windows(2).all(|pair| pair[1] == pair[0] + 1),
            "{connections:?}"
        );
        last_seen = last_seen.max(*numbers.last().unwrap());
    }
}

#[test]
fn messages_arrive_in_order_over_every_transport() {
    for transport in ALL {
        let (folder, received) = (tempfile::tempdir().unwrap(), Arc::default());
        let collector = Collector::listen(transport, ANYWHERE, &received, usize::MAX);
        let syslog = start(folder.path(), &collector.name(), transport);
        // No more datagrams at once than the system keeps for a collector that does not come to reading them.
        let at_once = if transport == Transport::Udp { 20 } else { 100 };
        for first in (1..300).step_by(at_once) {
            let last = first + at_once as u64 - 1;
            syslog.forward(&from_to(first, last)).unwrap();
            if transport == Transport::Udp {
                received.wait_for(last);
            }
        }
        check_order(&received.wait_for(300));
        syslog.wait_until_sent();
        syslog.stop();
        assert_eq!(
            syslog.waiting(),
            0,
            "{transport:?}: closing in order confirms what was sent"
        );
    }
}

#[test]
fn what_was_confirmed_is_not_sent_again() {
    for transport in ALL {
        let (folder, received) = (tempfile::tempdir().unwrap(), Arc::default());
        let collector = Collector::listen(transport, ANYWHERE, &received, usize::MAX);
        for first in [1, 11, 21] {
            let syslog = start(folder.path(), &collector.name(), transport);
            syslog.forward(&from_to(first, first + 9)).unwrap();
            syslog.wait_until_sent();
        }
        let came: Vec<u64> = received.wait_for(30).concat();
        assert_eq!(came, (1..=30).collect::<Vec<_>>(), "{transport:?}");
    }
}

#[test]
fn a_collector_that_is_killed_and_comes_back_gets_everything() {
    for transport in [Transport::Tcp, Transport::Tls] {
        let (folder, received) = (tempfile::tempdir().unwrap(), Arc::default());
        // It dies with messages unread, which our system has taken for delivered.
        let collector = Collector::listen(transport, ANYWHERE, &received, 30);
        let (name, address) = (collector.name(), collector.address.to_string());
        let syslog = start(folder.path(), &name, transport);
        syslog.forward(&from_to(1, 100)).unwrap();
        received.wait_for(30);
        drop(collector);
        syslog.forward(&from_to(101, 200)).unwrap();
        let collector = Collector::listen(transport, &address, &received, 70);
        received.wait_for(70);
        drop(collector);
        let _collector = Collector::listen(transport, &address, &received, usize::MAX);
        check_order(&received.wait_for(200));
    }
}

#[test]
fn a_collector_of_datagrams_that_is_missed_is_tried_again() {
    let (folder, received) = (tempfile::tempdir().unwrap(), Arc::default());
    let collector = Collector::listen(Transport::Udp, ANYWHERE, &received, usize::MAX);
    let address = collector.address.to_string();
    let syslog = start(folder.path(), &address, Transport::Udp);
    syslog.forward(&from_to(1, 10)).unwrap();
    received.wait_for(10);
    drop(collector);
    // The system says that nobody listens, once it has been sent something.
    syslog.forward(&from_to(11, 20)).unwrap();
    let _collector = Collector::listen(Transport::Udp, &address, &received, usize::MAX);
    check_order(&received.wait_for(20));
}

#[test]
fn what_is_not_sent_when_the_program_ends_is_sent_by_the_next() {
    let (folder, received) = (tempfile::tempdir().unwrap(), Arc::<Received>::default());
    let collector = Collector::listen(Transport::Tcp, ANYWHERE, &received, usize::MAX);
    let address = collector.address.to_string();
    drop(collector);
    for first in [1, 11] {
        let syslog = start(folder.path(), &address, Transport::Tcp);
        syslog.forward(&from_to(first, first + 9)).unwrap();
        syslog.stop();
        assert_eq!(syslog.waiting(), first + 9);
    }
    let _collector = Collector::listen(Transport::Tcp, &address, &received, usize::MAX);
    let syslog = start(folder.path(), &address, Transport::Tcp);
    check_order(&received.wait_for(20));
    syslog.forward(&from_to(21, 30)).unwrap();
    check_order(&received.wait_for(30));
}

#[test]
fn a_collector_that_nobody_vouches_for_gets_nothing() {
    let (folder, received) = (tempfile::tempdir().unwrap(), Arc::default());
    let collector = Collector::listen(Transport::Tls, ANYWHERE, &received, usize::MAX);
    let other = SyslogPlan {
        ca_file: Some(certificate("other_root.pem")),
        ..plan(folder.path(), &collector.name(), Transport::Tls)
    };
    let by_number = plan(folder.path(), &collector.address.to_string(), Transport::Tls);
    for wrong in [other, by_number] {
        let syslog = Syslog::start(wrong).unwrap();
        syslog.forward(&from_to(1, 1)).unwrap();
        syslog.stop();
        assert!(syslog.waiting() > 0);
    }
    assert_eq!(received.wait_for(0).concat(), [0_u64; 0]);
}

#[test]
fn what_cannot_be_used_is_refused_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let good = || plan(folder.path(), "localhost:6514", Transport::Tls);
    let file = folder.path().join("a-file");
    std::fs::write(&file, "").unwrap();
    for (plan, part) in [
        (
            SyslogPlan {
                ca_file: None,
                ..good()
            },
            "hint: name a file in `syslog.ca_file`",
        ),
        (
            SyslogPlan {
                ca_file: Some(certificate("missing.pem")),
                ..good()
            },
            "missing.pem` cannot be used",
        ),
        (
            SyslogPlan {
                ca_file: Some(certificate("server.key")),
                ..good()
            },
            "it holds none",
        ),
        (
            SyslogPlan {
                address: "localhost".to_owned(),
                ..good()
            },
            "`localhost` is no host and port",
        ),
        (
            SyslogPlan {
                address: "a b:1".to_owned(),
                ..good()
            },
            "`a b:1` is no host and port",
        ),
        (
            SyslogPlan {
                spool: file,
                ..good()
            },
            "a-file` cannot be opened",
        ),
    ] {
        let sentence = Syslog::start(plan).map(|_| ()).unwrap_err().to_string();
        assert!(sentence.contains(part), "{sentence}");
    }
}

#[test]
fn a_spool_that_overflows_tells_the_collector() {
    let folder = tempfile::tempdir().unwrap();
    let small = SyslogPlan {
        spool_bytes: 4_000,
        ..plan(folder.path(), "127.0.0.1:1", Transport::Tcp)
    };
    let syslog = Syslog::start(small).unwrap();
    for first in [1, 11, 21, 31] {
        syslog.forward(&from_to(first, first + 9)).unwrap();
    }
    syslog.stop();
    let dropped = syslog.dropped();
    assert!(dropped > 0 && syslog.waiting() < 40);
    drop(syslog);
    let files = std::fs::read_dir(folder.path()).unwrap();
    let all: String = files
        .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    assert!(all.contains(&format!("dropped-in-all=\"{dropped}\"")), "{all}");
}

//! What is exported, line by line.

use app::accounts::LoginCounts;
use app::audit::AuditFigures;
use app::backup::{FailedBackup, VerifiedBackup};

use super::*;

#[test]
fn requests_are_counted_by_pattern_and_class() {
    let metrics = Metrics::new(true);
    for status in [StatusCode::OK, StatusCode::NOT_FOUND, StatusCode::GONE] {
        metrics.answered(&Method::GET, "/c/{id}", status, Duration::from_micros(700));
    }
    metrics.answered(
        &Method::from_bytes(b"BREW").unwrap(),
        "unmatched",
        StatusCode::OK,
        Duration::ZERO,
    );
    let text = metrics.encode().unwrap();
    let counted: Vec<_> = text
        .lines()
        .filter(|l| l.starts_with("shanjar_http_requests_total"))
        .collect();
    assert_eq!(counted.len(), 3, "{text}");
    assert!(
        text.contains(r#"route="/c/{id}",method="GET",status="4xx"} 2"#),
        "{text}"
    );
    assert!(text.contains(r#"method="other""#));
    assert!(
        text.contains(r#"shanjar_http_request_duration_seconds_bucket{le="0.001",route="/c/{id}"} 3"#),
        "{text}"
    );
}

#[track_caller]
fn check_backup(state: &BackupState, age_ms: Option<i64>, lines: [&str; 3]) {
    let metrics = Metrics::new(true);
    metrics.observe_backup(state, age_ms);
    let text = metrics.encode().unwrap();
    for line in lines {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
}

#[test]
fn an_alarm_for_old_backups_rings_where_there_is_none() {
    let none = BackupState {
        last_failure: Some(FailedBackup {
            at_ms: 1,
            cause: "no room".to_owned(),
        }),
        ..BackupState::default()
    };
    check_backup(
        &none,
        None,
        [
            "shanjar_backup_last_verified_timestamp_seconds 0",
            "shanjar_backup_age_seconds 100000000000",
            "shanjar_backup_failed 1",
        ],
    );
    let some = BackupState {
        last_verified: Some(VerifiedBackup {
            file: "a.backup".to_owned(),
            seq: 5,
            made_at_ms: 1_795_000_000_123,
            verified_at_ms: 1_795_000_000_999,
        }),
        last_failure: None,
    };
    check_backup(
        &some,
        Some(61_999),
        [
            "shanjar_backup_last_verified_timestamp_seconds 1795000000",
            "shanjar_backup_age_seconds 61",
            "shanjar_backup_failed 0",
        ],
    );
}

#[test]
fn where_a_server_keeps_the_store_nothing_is_said_of_backups() {
    let metrics = Metrics::new(false);
    metrics.observe_backup(&BackupState::default(), None);
    let text = metrics.encode().unwrap();
    assert!(!text.contains("shanjar_backup"), "{text}");
}

fn readiness(store: Result<u64, String>, index_position: u64, lag_ms: i64) -> Readiness {
    Readiness {
        lag_changes: store
            .as_ref()
            .map_or(0, |last_seq| last_seq.saturating_sub(index_position)),
        store,
        index_position,
        lag_ms,
        is_rebuilding: false,
        concepts: 1,
        backup: None,
        backup_age_ms: None,
    }
}

#[track_caller]
fn check_lines(metrics: &Metrics, lines: [&str; 5]) {
    let text = metrics.encode().unwrap();
    for line in lines {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
}

#[test]
fn a_store_that_is_away_keeps_its_last_number_and_the_lag_grows() {
    let metrics = Metrics::new(true);
    metrics.observe(&readiness(Ok(42), 40, 250));
    check_lines(
        &metrics,
        [
            "shanjar_index_position 40",
            "shanjar_store_last_seq 42",
            "shanjar_index_lag_changes 2",
            "shanjar_index_lag_seconds 0.25",
            "shanjar_store_reachable 1",
        ],
    );
    metrics.observe(&readiness(Err("gone".to_owned()), 41, 31_000));
    check_lines(
        &metrics,
        [
            "shanjar_index_position 41",
            "shanjar_store_last_seq 42",
            "shanjar_index_lag_changes 2",
            "shanjar_index_lag_seconds 31.0",
            "shanjar_store_reachable 0",
        ],
    );
    metrics.observe(&readiness(Ok(42), 42, 0));
    metrics.observe_silence(43);
    check_lines(
        &metrics,
        [
            "shanjar_index_position 43",
            "shanjar_store_last_seq 42",
            "shanjar_index_lag_changes 0",
            "shanjar_index_lag_seconds 0.0",
            "shanjar_store_reachable 0",
        ],
    );
}

#[test]
fn what_guards_the_installation_is_counted() {
    let metrics = Metrics::new(false);
    let guards = metrics.guards();
    guards.request_limited();
    guards.connection_waited();
    let open = [guards.connection_opened(), guards.connection_opened()];
    drop(guards.connection_opened());
    let counts = LoginCounts {
        done: 3,
        refused: 2,
        blocked: 1,
    };
    guards.observe(&AuditFigures::default(), counts, 0);
    guards.observe_tokens(4);
    let text = metrics.encode().unwrap();
    for line in [
        "shanjar_http_requests_limited_total 1",
        "shanjar_connections_waited_total 1",
        "shanjar_connections_open 2",
        "shanjar_logins_total{outcome=\"done\"} 3",
        "shanjar_logins_total{outcome=\"refused\"} 2",
        "shanjar_logins_total{outcome=\"blocked\"} 1",
        "shanjar_tokens_ending 4",
        "shanjar_audit_last_number 0",
        "shanjar_audit_unsealed_entries 0",
        "shanjar_audit_head_number 0",
        "shanjar_audit_head_age_seconds 0",
        "shanjar_audit_head_stuck 0",
        "shanjar_audit_seal_failures_total 0",
        "shanjar_syslog_waiting_messages 0",
        "shanjar_syslog_dropped_messages_total 0",
    ] {
        assert!(text.lines().any(|l| l == line), "{line} is missing in\n{text}");
    }
    drop(open);
    let text = metrics.encode().unwrap();
    assert!(text.lines().any(|l| l == "shanjar_connections_open 0"), "{text}");
}

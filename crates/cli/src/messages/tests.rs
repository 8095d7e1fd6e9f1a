//! What is said, word for word where a program or a person might rely on it.

use super::*;

fn report() -> ImportReport {
    ImportReport {
        created: 1,
        updated: 2,
        unchanged: 3,
        rejected: 4,
        applied: true,
        ..ImportReport::default()
    }
}

fn verify_report(problem_count: u64) -> VerifyReport {
    VerifyReport {
        concepts: 5,
        revisions: 6,
        last_seq: 7,
        problems: Vec::new(),
        problem_count,
    }
}

#[track_caller]
fn check_result(report: &ImportReport, en: &str, zh: &str) {
    assert_eq!(import_result(En, "a.csv", report), en);
    assert_eq!(import_result(Zh, "a.csv", report), zh);
}

#[test]
fn a_result_counts_only_what_was_or_would_be_written() {
    check_result(
        &report(),
        "a.csv: created 1, updated 2, unchanged 3, rejected 4",
        "a.csv：新建 1，更新 2，未变 3，退回 4",
    );
    check_result(
        &ImportReport {
            applied: false,
            ..report()
        },
        "a.csv: nothing written, rejected 4",
        "a.csv：未写入，退回 4",
    );
    check_result(
        &ImportReport {
            applied: false,
            dry_run: true,
            ..report()
        },
        "a.csv: created 1, updated 2, unchanged 3, rejected 4 (dry run: nothing was written)",
        "a.csv：新建 1，更新 2，未变 3，退回 4（试运行：未写入）",
    );
}

#[test]
fn only_an_unusual_encoding_is_named() {
    for (encoding, en) in [
        (Some("UTF-8"), ""),
        (None, ""),
        (Some("GB18030"), ", encoding GB18030"),
    ] {
        let line = import_result(En, "a.csv", &ImportReport { encoding, ..report() });
        assert_eq!(
            line.strip_prefix(&import_result(En, "a.csv", &report())),
            Some(en)
        );
    }
}

#[test]
fn damage_is_never_called_sound() {
    let damaged = verify_report(2);
    assert_eq!(
        verified(En, &damaged, &IndexState::Current),
        "not sound: 2 problems (hint: restore the last backup)"
    );
    assert_eq!(
        verified(Zh, &damaged, &IndexState::Current),
        "有损坏：2 处问题（提示：请恢复最近的备份）"
    );
    assert!(verified(En, &verify_report(0), &IndexState::Current).starts_with("sound: "));
    assert!(verified(Zh, &verify_report(0), &IndexState::Current).starts_with("完好："));
}

#[test]
fn every_state_of_the_index_has_words_of_its_own_in_both_languages() {
    let (position, last_seq) = (9, 5);
    let states = [
        IndexState::Behind { position, last_seq },
        IndexState::Missing,
        IndexState::OtherDefinition,
        IndexState::OtherStore,
        IndexState::Ahead { position, last_seq },
        IndexState::Damaged("x".into()),
    ];
    for language in [En, Zh] {
        assert_eq!(index_state(language, &IndexState::Current), None);
        let words: std::collections::BTreeSet<_> = states
            .iter()
            .filter_map(|state| index_state(language, state))
            .collect();
        assert_eq!(words.len(), states.len());
        for state in states.iter().filter(|state| !state.is_sound()) {
            let told = verified(language, &verify_report(0), state);
            assert!(!told.starts_with("sound") && !told.starts_with("完好"), "{told}");
            let way_out = index_state(language, state).unwrap();
            assert!(way_out.contains("`shanjar reindex`"), "{way_out}");
        }
    }
}

#[test]
fn every_remark_on_an_answer_has_words_of_its_own_in_both_languages() {
    for language in [En, Zh] {
        let words: std::collections::BTreeSet<_> = Notice::ALL.iter().map(|n| notice(language, *n)).collect();
        assert_eq!(words.len(), Notice::ALL.len());
    }
}

//! What `audit` says.

use std::path::Path;

use app::audit::{AuditReport, Bad, Fault, HeadState, Stray};

use crate::language::Language::{self, En, Zh};

/// Entries that have waited longer are waiting for nobody; in milliseconds.
const LONG_MS: u64 = 60_000;

/// There are no keys to check with.
pub fn no_keys(language: Language, file: &Path) -> String {
    let file = file.display();
    match language {
        En => format!(
            "there are no keys in `{file}`, and without them nobody can tell what was sealed (hint: name their file in \
             `data.keys_file`, or put it back from a backup)"
        ),
        Zh => format!(
            "`{file}` 中没有密钥，无法核对审计记录（提示：用 `data.keys_file` 指明密钥文件，或从备份中恢复）"
        ),
    }
}

/// What was found, a line each; the first says whether all is well.
pub fn verified(language: Language, report: &AuditReport, head_path: &Path) -> Vec<String> {
    let mut lines = vec![summary(language, report)];
    lines.extend(report.first_bad.map(|bad| first_bad(language, bad)));
    lines.extend(report.strays.iter().map(|what| stray(language, what)));
    lines.extend(unsealed(language, report));
    lines.push(head(language, report, head_path));
    lines
}

fn summary(language: Language, report: &AuditReport) -> String {
    let AuditReport {
        links, removed, last, ..
    } = report;
    let first = removed + 1;
    match (language, report.is_sound()) {
        (En, true) if *last < first => "sound: no audit entry is sealed".to_owned(),
        (Zh, true) if *last < first => "完好：没有已封存的审计记录".to_owned(),
        (En, true) => {
            format!("sound: {links} audit entries are as they were sealed, number {first} to {last}")
        }
        (Zh, true) => format!("完好：{links} 条审计记录与封存时一致，编号 {first} 至 {last}"),
        (En, false) => {
            format!("NOT SOUND: {links} audit entries are as they were sealed, from number {first} on")
        }
        (Zh, false) => format!("有问题：自编号 {first} 起，{links} 条审计记录与封存时一致"),
    }
}

fn first_bad(language: Language, bad: Bad) -> String {
    let Bad { number, fault } = bad;
    let what = match (language, fault) {
        (En, Fault::Edited) => "the entry, its digest or its number is not what was sealed here",
        (Zh, Fault::Edited) => "此处的记录、摘要或编号与封存时不同",
        (En, Fault::Missing) => "the link is there and its entry is gone",
        (Zh, Fault::Missing) => "链环仍在，记录已不见",
        (En, Fault::Gap) => "the link is gone, and later ones are there",
        (Zh, Fault::Gap) => "此链环已不见，其后的仍在",
        (En, Fault::Renumbered) => "this link and the next one have changed places",
        (Zh, Fault::Renumbered) => "此链环与下一链环互换了位置",
        (En, Fault::Foreign) => "this was never sealed here",
        (Zh, Fault::Foreign) => "此处的内容从未封存过",
        (En, Fault::Truncated) => "from here on the chain was cut off; the head has seen more of it",
        (Zh, Fault::Truncated) => "链自此处起被截断，链头记录的更长",
        (En, Fault::Forked) => {
            "the head has seen another link here: the end was cut off, and the chain went on"
        }
        (Zh, Fault::Forked) => "链头记录的是另一链环：末端曾被截断，之后又继续写入",
    };
    match language {
        En => format!("the first bad number is {number}: {what}"),
        Zh => format!("首个有问题的编号是 {number}：{what}"),
    }
}

fn stray(language: Language, stray: &Stray) -> String {
    match (language, stray) {
        (En, Stray::Entry(id)) => format!(
            "entry {id} has no number and waits for none: it was written by another hand, or lost its link"
        ),
        (Zh, Stray::Entry(id)) => {
            format!("记录 {id} 没有编号，也不在待封存之列：由他人写入，或其链环已被删除")
        }
        (En, Stray::Gone(id)) => format!("entry {id} is gone before it was sealed"),
        (Zh, Stray::Gone(id)) => format!("记录 {id} 在封存之前已不见"),
        (En, Stray::LinkedTwice(id)) => format!("entry {id} is sealed and waits to be sealed"),
        (Zh, Stray::LinkedTwice(id)) => format!("记录 {id} 已封存，却仍列为待封存"),
        (En, Stray::Unnumbered(id)) => format!("the link of entry {id} has a number below 1"),
        (Zh, Stray::Unnumbered(id)) => format!("记录 {id} 的链环编号小于 1"),
    }
}

fn unsealed(language: Language, report: &AuditReport) -> Option<String> {
    let oldest_ms = report.oldest_unsealed_ms?;
    let (count, seconds) = (report.unsealed, oldest_ms / 1_000);
    let mut line = match language {
        En => format!("{count} entries wait to be sealed, the oldest for {seconds} s"),
        Zh => format!("{count} 条记录待封存，最早的已等待 {seconds} 秒"),
    };
    if oldest_ms > LONG_MS {
        line += match language {
            En => " (hint: a server seals them; is one running?)",
            Zh => "（提示：由服务封存，请确认服务是否在运行）",
        };
    }
    Some(line)
}

fn head(language: Language, report: &AuditReport, path: &Path) -> String {
    let (path, last) = (path.display(), report.last);
    match (language, &report.head) {
        (En, HeadState::Agrees) => format!("the head in `{path}` names the last number, {last}"),
        (Zh, HeadState::Agrees) => format!("`{path}` 中的链头与最后编号 {last} 一致"),
        (En, HeadState::Behind { number }) => {
            format!("the head in `{path}` names number {number}, and the last is {last}")
        }
        (Zh, HeadState::Behind { number }) => format!("`{path}` 中的链头为编号 {number}，最后编号为 {last}"),
        (En, HeadState::Ahead { number }) => {
            format!("the head in `{path}` names number {number}, which the chain does not reach any more")
        }
        (Zh, HeadState::Ahead { number }) => format!("`{path}` 中的链头为编号 {number}，链已到不了该编号"),
        (En, HeadState::Differs { number }) => {
            format!("the head in `{path}` names another link under number {number}")
        }
        (Zh, HeadState::Differs { number }) => format!("`{path}` 中的链头在编号 {number} 处是另一链环"),
        (En, HeadState::Missing) if last == 0 => format!("there is no head in `{path}` yet"),
        (Zh, HeadState::Missing) if last == 0 => format!("`{path}` 尚无链头"),
        (En, HeadState::Missing) => format!(
            "there is no head in `{path}`, so nobody can tell whether the end was cut off (hint: a server writes it at its next \
             start; compare with the heads in its log)"
        ),
        (Zh, HeadState::Missing) => format!(
            "`{path}` 中没有链头，无法判断末端是否被截断（提示：服务下次启动时会写入，请与日志中的链头核对）"
        ),
        (En, HeadState::BadSignature) => format!("the head in `{path}` was not signed with our keys"),
        (Zh, HeadState::BadSignature) => format!("`{path}` 中的链头不是用本系统的密钥签名的"),
        (En, HeadState::Unreadable(why)) => format!("`{path}` holds no audit head: {why}"),
        (Zh, HeadState::Unreadable(why)) => format!("`{path}` 不是审计链头：{why}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> AuditReport {
        AuditReport {
            removed: 4,
            links: 8,
            last: 12,
            first_bad: None,
            strays: Vec::new(),
            unsealed: 0,
            oldest_unsealed_ms: None,
            head: HeadState::Agrees,
        }
    }

    #[track_caller]
    fn check(report: &AuditReport, en: &[&str], zh: &[&str]) {
        assert_eq!(verified(En, report, Path::new("/h")), en);
        assert_eq!(verified(Zh, report, Path::new("/h")), zh);
    }

    #[test]
    fn what_is_sound_is_two_lines() {
        check(
            &report(),
            &[
                "sound: 8 audit entries are as they were sealed, number 5 to 12",
                "the head in `/h` names the last number, 12",
            ],
            &[
                "完好：8 条审计记录与封存时一致，编号 5 至 12",
                "`/h` 中的链头与最后编号 12 一致",
            ],
        );
        let empty = AuditReport {
            removed: 0,
            links: 0,
            last: 0,
            head: HeadState::Missing,
            ..report()
        };
        check(
            &empty,
            &["sound: no audit entry is sealed", "there is no head in `/h` yet"],
            &["完好：没有已封存的审计记录", "`/h` 尚无链头"],
        );
    }

    #[test]
    fn the_first_bad_number_and_the_head_are_named() {
        let cut = AuditReport {
            links: 3,
            first_bad: Some(Bad {
                number: 8,
                fault: Fault::Truncated,
            }),
            last: 7,
            unsealed: 2,
            oldest_unsealed_ms: Some(75_900),
            strays: vec![Stray::Gone("e-1".to_owned())],
            head: HeadState::Ahead { number: 12 },
            ..report()
        };
        check(
            &cut,
            &[
                "NOT SOUND: 3 audit entries are as they were sealed, from number 5 on",
                "the first bad number is 8: from here on the chain was cut off; the head has seen more of it",
                "entry e-1 is gone before it was sealed",
                "2 entries wait to be sealed, the oldest for 75 s (hint: a server seals them; is one running?)",
                "the head in `/h` names number 12, which the chain does not reach any more",
            ],
            &[
                "有问题：自编号 5 起，3 条审计记录与封存时一致",
                "首个有问题的编号是 8：链自此处起被截断，链头记录的更长",
                "记录 e-1 在封存之前已不见",
                "2 条记录待封存，最早的已等待 75 秒（提示：由服务封存，请确认服务是否在运行）",
                "`/h` 中的链头为编号 12，链已到不了该编号",
            ],
        );
    }

    #[test]
    fn every_fault_and_every_head_has_a_sentence_of_its_own() {
        let faults = [
            Fault::Edited,
            Fault::Missing,
            Fault::Gap,
            Fault::Renumbered,
            Fault::Foreign,
            Fault::Truncated,
            Fault::Forked,
        ];
        let number = 7;
        let heads = [
            HeadState::Agrees,
            HeadState::Behind { number },
            HeadState::Ahead { number },
            HeadState::Differs { number },
            HeadState::Missing,
            HeadState::BadSignature,
            HeadState::Unreadable("x".to_owned()),
        ];
        for language in [En, Zh] {
            let mut sentences: Vec<String> = faults
                .map(|fault| first_bad(language, Bad { number, fault }))
                .into();
            let with = |head: &HeadState| AuditReport {
                head: head.clone(),
                ..report()
            };
            sentences.extend(
                heads
                    .iter()
                    .map(|state| super::head(language, &with(state), Path::new("/h"))),
            );
            let all = sentences.len();
            sentences.sort();
            sentences.dedup();
            assert_eq!(sentences.len(), all, "{sentences:?}");
        }
    }
}

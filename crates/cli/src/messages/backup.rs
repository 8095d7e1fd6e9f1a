//! What is said about backups: made, verified, restored; what is refused stands in `refused`.

mod refused;

use std::path::Path;

use app::backup::{AuditCheck, Made, Restored, Verified, keys_in};

pub use self::refused::{not_into_a_server, refusal, server_has_its_own};
use crate::language::Language::{self, En, Zh};

/// A backup was made.
pub fn made(language: Language, path: &Path, made: &Made) -> String {
    let (path, bytes, key) = (path.display(), made.bytes, made.key);
    let seq = made.manifest.seq;
    match language {
        En => format!("{path}: backed up to change {seq}, {bytes} bytes, key {key}"),
        Zh => format!("{path}：已备份至变更 {seq}，{bytes} 字节，密钥 {key}"),
    }
}

/// What the operator has to do with the key, and how he proves the backup.
pub fn what_to_keep(language: Language, path: &Path, made: &Made, with_keys: bool) -> Vec<String> {
    let (file, key, path) = (made.key_file.display(), made.key, path.display());
    let mut lines = Vec::new();
    if made.is_new_key {
        lines.push(match language {
            En => format!(
                "the key {key} was made in `{file}`: keep a copy of this file elsewhere, apart from the backups; without \
                 the key no backup can be read, by nobody"
            ),
            Zh => format!(
                "已生成密钥 {key}，存于 `{file}`：请另存一份到别处，与备份分开保管；密钥一旦丢失，任何人都无法读取备份"
            ),
        });
    }
    if with_keys {
        lines.push(match language {
            En => "the keys are in the backup under the passphrase: keep the passphrase apart from it"
                .to_owned(),
            Zh => "密钥已用口令加密并存入备份：请将口令与备份分开保管".to_owned(),
        });
    }
    lines.push(match language {
        En => format!("it is proved by restoring it for trial: `shanjar verify {path}`"),
        Zh => format!("请用试恢复检验备份：`shanjar verify {path}`"),
    });
    lines
}

/// A backup can be restored: what it holds, and what was compared, a line each.
pub fn verified(language: Language, path: &Path, verified: &Verified) -> [String; 4] {
    let path = path.display();
    let (manifest, report) = (&verified.manifest, &verified.report);
    let (concepts, revisions, seq) = (report.concepts, report.revisions, manifest.seq);
    let (bytes, tables, rows) = (manifest.database.bytes, manifest.tables.len(), manifest.rows());
    let configuration = manifest.configuration.as_ref().map(|part| part.bytes);
    match language {
        En => [
            format!(
                "{path}: sound, restored for trial: {concepts} concepts, {revisions} revisions, {seq} changes"
            ),
            format!(
                "equal to the manifest: digest of the database ({bytes} bytes), last change {seq}, rows of {tables} tables \
                 ({rows}), {}",
                configuration.map_or("no configuration file".to_owned(), |bytes| format!(
                    "digest of the configuration file ({bytes} bytes)"
                ))
            ),
            "sound in itself: pages, indexes and references of the database; change log, revisions and concepts".to_owned(),
            audit(language, verified.audit),
        ],
        Zh => [
            format!("{path}：完好，试恢复成功：{concepts} 个概念，{revisions} 个修订，{seq} 次变更"),
            format!(
                "与清单相符：数据库摘要（{bytes} 字节），最后变更 {seq}，{tables} 张表的行数（共 {rows} 行），{}",
                configuration.map_or("无配置文件".to_owned(), |bytes| format!(
                    "配置文件摘要（{bytes} 字节）"
                ))
            ),
            "自身无误：数据库的页、索引和引用，变更记录、修订和概念".to_owned(),
            audit(language, verified.audit),
        ],
    }
}

fn audit(language: Language, found: AuditCheck) -> String {
    match (language, found) {
        (En, AuditCheck::Empty) => {
            "nothing of the audit was sealed, or an older version made the backup".to_owned()
        }
        (Zh, AuditCheck::Empty) => "没有已封存的审计记录，或备份由较早版本制作".to_owned(),
        (En, AuditCheck::Right { last }) => {
            format!("the audit chain is what was sealed, and ends at number {last} as the manifest says")
        }
        (Zh, AuditCheck::Right { last }) => format!("审计链与封存时一致，至编号 {last}，与清单相符"),
        (En, AuditCheck::Wrong(bad)) => format!(
            "NOT SOUND: the audit chain is not what was sealed, first at number {}; it was so in the database that was backed \
             up (hint: `shanjar audit verify` there, and keep this backup as evidence)",
            bad.number
        ),
        (Zh, AuditCheck::Wrong(bad)) => format!(
            "有问题：审计链与封存时不同，最先在编号 {}；备份时数据库中已是如此（提示：请在原目录运行 `shanjar audit verify`，\
             并保留本备份作为证据）",
            bad.number
        ),
        (En, AuditCheck::NoKeys { last }) => format!(
            "the audit chain ends at number {last} as the manifest says; not compared with its keys, which are not here \
             (hint: `data.keys_file`, or `shanjar audit verify` on the restored directory)"
        ),
        (Zh, AuditCheck::NoKeys { last }) => format!(
            "审计链至编号 {last}，与清单相符；手头没有密钥，未核对内容（提示：用 `data.keys_file` 指明密钥文件，\
             或恢复后在新目录运行 `shanjar audit verify`）"
        ),
    }
}

/// The head outside the database has seen more than what was restored.
pub fn head_goes_back(language: Language, path: &Path, head: u64, last: u64) -> String {
    let (path, from) = (path.display(), last + 1);
    match language {
        En => format!(
            "the audit goes back: the head in `{path}` names number {head}, and the backup ends at {last}; the entries {from} \
             to {head} are not in it, and `shanjar audit verify` will call the chain cut off, which it is (hint: write down \
             why, keep the entries that the syslog collector has, and move `{path}` to where it is kept; the next start \
             begins a new head)"
        ),
        Zh => format!(
            "审计记录倒退：`{path}` 中的链头指到编号 {head}，而备份只到 {last}；编号 {from} 至 {head} 的记录不在备份中，\
             `shanjar audit verify` 会如实报告链尾被截断（提示：请记录原因，留存 syslog 收集端的有关记录，\
             并把 `{path}` 移走存档；下次启动时会建立新的链头）"
        ),
    }
}

/// Whether the server shows from now on how old this backup is.
pub fn remembered(language: Language, is_recorded: bool) -> &'static str {
    match (language, is_recorded) {
        (En, true) => "noted as the last verified backup of the data directory",
        (Zh, true) => "已记为数据目录最近一次经过检验的备份",
        (En, false) => {
            "not noted: a younger backup is verified already, or it is not of the store in the data directory"
        }
        (Zh, false) => "未作记录：已有更新的备份经过检验，或该备份不属于数据目录中的词库",
    }
}

/// What was restored, a line each.
pub fn restored(language: Language, dir: &Path, restored: &Restored) -> Vec<String> {
    let seq = restored.manifest.seq;
    let concepts = restored.manifest.tables.get("concept").copied().unwrap_or(0);
    let (before, now) = (&restored.manifest.store_id, &restored.store_id);
    let shown = dir.display();
    let mut lines = vec![match language {
        En => format!("{shown}: restored up to change {seq}, {concepts} concepts"),
        Zh => format!("{shown}：已恢复至变更 {seq}，{concepts} 个概念"),
    }];
    if let Some(path) = &restored.configuration {
        let path = path.display();
        lines.push(match language {
            En => format!("the configuration file is `{path}`: look through it before the first start"),
            Zh => format!("配置文件为 `{path}`：首次启动前请先核对"),
        });
    }
    if !restored.keys.is_empty() {
        let (names, folder) = (restored.keys.join(", "), keys_in(dir));
        let folder = folder.display();
        lines.push(match language {
            En => format!("the keys are in `{folder}`: {names}"),
            Zh => format!("密钥已存入 `{folder}`：{names}"),
        });
    }
    lines.push(match language {
        En => format!("the store was {before} and is {now} from now on; the index is made at the next start"),
        Zh => format!("词库编号由 {before} 改为 {now}；检索索引在下次启动时自动建立"),
    });
    lines
}

/// Keys in the backup that were not restored.
pub fn keys_left(language: Language) -> &'static str {
    match language {
        En => "the keys in the backup were not restored, because nobody gave their passphrase",
        Zh => "未提供口令，备份中的密钥没有恢复",
    }
}

/// A passphrase is needed, and nobody can be asked.
pub fn no_terminal(language: Language) -> &'static str {
    match language {
        En => {
            "a passphrase is needed and there is no terminal to ask at (hint: `--passphrase-file FILE`, or \
             SHANJAR_BACKUP_PASSPHRASE_FILE)"
        }
        Zh => {
            "需要口令，但没有可供输入的终端（提示：请用 `--passphrase-file FILE` 或 SHANJAR_BACKUP_PASSPHRASE_FILE）"
        }
    }
}

/// The prompt.
pub fn type_passphrase(language: Language) -> String {
    match language {
        En => "passphrase of the keys: ".to_owned(),
        Zh => "密钥口令：".to_owned(),
    }
}

/// The second prompt.
pub fn type_again(language: Language) -> String {
    match language {
        En => "the same again: ".to_owned(),
        Zh => "再输入一次：".to_owned(),
    }
}

/// Two different things were typed.
pub fn not_the_same(language: Language) -> &'static str {
    match language {
        En => "the two passphrases differ; no backup was made",
        Zh => "两次输入的口令不一致，未作备份",
    }
}

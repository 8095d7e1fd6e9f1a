//! What is said when a backup is not made, or cannot be used: what is wrong, with what, and the way out.

use anyhow::anyhow;
use app::Database;
use app::backup::{Error, is_no_room};

use crate::language::Language::{self, En, Zh};
use crate::messages::{self, refusal as elsewhere};

/// Returns a failure in the language of messages.
pub fn refusal(language: Language, err: Error) -> anyhow::Error {
    match (language, err) {
        (_, Error::App(err)) => elsewhere::refusal(language, err),
        (Zh, Error::Store(err)) => match elsewhere::store_refused(&err) {
            Some(sentence) => anyhow!(sentence),
            None => err.into(),
        },
        (Zh, err) => anyhow!(in_chinese(&err)),
        (En, err) => err.into(),
    }
}

/// The database is on a server, which is backed up by its own means.
pub fn server_has_its_own(language: Language, database: &Database) -> String {
    match language {
        En => format!(
            "`{database}` is not backed up by this command: only the server can copy all of its database at one moment and \
             keep the log of what follows (hint: `pg_basebackup` for the whole server, or `pg_dump` for this database)"
        ),
        Zh => format!(
            "`{database}` 不由本命令备份：只有数据库服务器自己能在同一时刻复制全部数据，并保存此后的日志\
             （提示：备份整个服务器用 `pg_basebackup`，只备份这个数据库用 `pg_dump`）"
        ),
    }
}

/// The database is on a server, and a backup goes into a data directory.
pub fn not_into_a_server(language: Language, database: &Database) -> String {
    match language {
        En => format!(
            "a backup is restored into a data directory, and not into `{database}` (hint: leave out `--database`, \
             SHANJAR_DATABASE and `data.database`; a server's own backup is restored with `pg_restore`)"
        ),
        Zh => format!(
            "备份只能恢复到数据目录，不能恢复到 `{database}`（提示：请去掉 `--database`、SHANJAR_DATABASE 和\
             `data.database`；数据库服务器自己的备份用 `pg_restore` 恢复）"
        ),
    }
}

fn in_chinese(err: &Error) -> String {
    match err {
        Error::IsDirectory(path) => {
            format!("`{}` 是目录（提示：请写明目录中要生成的文件名）", path.display())
        }
        Error::Exists(path) => format!("`{}` 已存在，不会覆盖（提示：请另取文件名）", path.display()),
        Error::BeingMade(path) => format!(
            "另一个 shanjar 进程正在生成 `{}`（提示：请等待，或另取文件名）",
            path.display()
        ),
        Error::Unwritable { path, cause } => {
            let way_out = match is_no_room(cause) {
                true => "请腾出空间，或换用其他磁盘",
                false => "请给运行 shanjar 的账户写入权限，或另选位置",
            };
            format!("`{}` 无法写入：{cause}（提示：{way_out}）", path.display())
        }
        Error::NotCopied { folder, cause } => format!(
            "无法把数据库复制到 `{}`：{cause}（提示：请在数据目录所在的磁盘上腾出能再放一份数据库的空间）",
            folder.display()
        ),
        Error::Unreadable { path, cause } => messages::unreadable(Zh, path, cause),
        Error::NotABackup { path, .. } => format!(
            "`{}` 不是 shanjar 的备份（提示：请指明由 `shanjar backup` 生成的文件）",
            path.display()
        ),
        Error::Newer { path, what } => format!(
            "`{}` 由较新版本的 shanjar 生成：{what}（提示：请安装较新版本）",
            path.display()
        ),
        Error::KeyMissing { .. } | Error::OtherKey { .. } | Error::BadKeyFile { .. } => of_key(err),
        Error::WrongPassphrase { path, from, to } => format!(
            "口令打不开 `{}` 中的密钥（提示：大小写、空格和标点都算在内；也可能是密钥部分（第 {from} 至 {to} 字节）已损坏）",
            path.display()
        ),
        Error::ShortPassphrase { found, least } => {
            format!("口令只有 {found} 个字符，至少要有 {least} 个（提示：用几个词组成的句子容易记住）")
        }
        Error::Stopped => "服务器正在停止，备份已放弃".to_owned(),
        Error::NoChance(cause) => format!("系统不能提供随机数：{cause}"),
        Error::App(_) | Error::Store(_) => err.to_string(),
        Error::Damaged { .. }
        | Error::CutOff { .. }
        | Error::GoesOn { .. }
        | Error::Mismatch { .. }
        | Error::Occupied(_)
        | Error::Unsound { .. } => of_content(err),
    }
}

fn of_key(err: &Error) -> String {
    match err {
        Error::KeyMissing {
            path,
            key,
            folder,
            holds_keys,
        } => {
            let way_out = match holds_keys {
                true => "密钥已用口令加密存在备份中，请提供口令；或用 `--key FILE` 指明密钥文件",
                false => "请从保管处取来密钥文件，用 `--key FILE` 指明",
            };
            format!(
                "`{}` 需要密钥 {key}，而 `{}` 中没有（提示：{way_out}）",
                path.display(),
                folder.display()
            )
        }
        Error::OtherKey {
            path,
            needed,
            file,
            found,
        } => format!(
            "`{}` 需要密钥 {needed}，而 `{}` 中是 {found}（提示：请指明 {needed} 的密钥文件）",
            path.display(),
            file.display()
        ),
        Error::BadKeyFile { path, .. } => format!(
            "`{}` 不是密钥文件，或其中有一位写错（提示：请从保管处重新复制）",
            path.display()
        ),
        other => other.to_string(),
    }
}

fn of_content(err: &Error) -> String {
    match err {
        Error::Damaged { path, from, to } => format!(
            "`{}` 已损坏：第 {from} 至 {to} 字节与写入时不同，或文件在此处被截断（提示：请换用该备份的另一份，或其他备份）",
            path.display()
        ),
        Error::CutOff { path, at } => format!(
            "`{}` 在第 {at} 字节之后缺失（提示：请换用该备份的另一份，或其他备份）",
            path.display()
        ),
        Error::GoesOn { path, end, length } => format!(
            "`{}` 在末尾之后还有内容：文件有 {length} 字节，清单说是 {end} 字节（提示：后面接上了别的东西，可能是另一份备份；\
             前 {end} 字节就是这份备份）",
            path.display()
        ),
        Error::Mismatch { path, what } => format!(
            "`{}` 的内容与其清单不符：{what}（提示：请换用其他备份）",
            path.display()
        ),
        Error::Occupied(path) => format!(
            "`{}` 已存在，恢复备份时绝不覆盖（提示：请用 `--data-dir` 恢复到其他目录，或先把它移走）",
            path.display()
        ),
        Error::Unsound { path, count, first } => format!(
            "`{}` 中的词库有损坏：{count} 处问题，第一处：{first}（提示：请换用较早的备份；\
             用 `shanjar verify` 检查数据目录是否同样损坏）",
            path.display()
        ),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use std::io;

    use super::*;

    /// Failures about the file `/a.backup`; each must name it, and a way out, in both languages.
    fn about_a_file() -> Vec<Error> {
        let path = || "/a.backup".into();
        let no_room = io::ErrorKind::StorageFull.into();
        vec![
            Error::IsDirectory(path()),
            Error::Exists(path()),
            Error::BeingMade(path()),
            Error::Unwritable {
                path: path(),
                cause: no_room,
            },
            Error::NotCopied {
                folder: path(),
                cause: "database or disk is full".into(),
            },
            Error::NotABackup {
                path: path(),
                reason: "it is empty",
            },
            Error::Newer {
                path: path(),
                what: "x".into(),
            },
            Error::Damaged {
                path: path(),
                from: 3,
                to: 7,
            },
            Error::CutOff { path: path(), at: 3 },
            Error::GoesOn {
                path: path(),
                end: 3,
                length: 7,
            },
            Error::Mismatch {
                path: path(),
                what: "x".into(),
            },
            Error::WrongPassphrase {
                path: path(),
                from: 3,
                to: 7,
            },
            Error::BadKeyFile {
                path: path(),
                reason: "x",
            },
            Error::Occupied(path()),
            Error::Unsound {
                path: path(),
                count: 3,
                first: "x".into(),
            },
        ]
    }

    #[test]
    fn every_refusal_names_the_file_and_a_way_out_in_both_languages() {
        for err in about_a_file() {
            let shown = format!("{err:?}");
            let english = err.to_string();
            let chinese = refusal(Zh, err).to_string();
            assert!(
                english.contains("`/a.backup`") || shown.starts_with("BadKeyFile"),
                "{english}"
            );
            assert!(english.contains("(hint: "), "{english}");
            assert!(
                chinese.contains("`/a.backup`") && chinese.contains("（提示："),
                "{chinese}"
            );
            assert!(!chinese.contains("hint"), "{chinese}");
        }
    }

    #[test]
    fn a_full_disk_has_another_way_out_than_a_missing_right() {
        let unwritable = |kind: io::ErrorKind| Error::Unwritable {
            path: "/a.backup".into(),
            cause: kind.into(),
        };
        for (kind, en, zh) in [
            (io::ErrorKind::StorageFull, "make room there", "请腾出空间"),
            (io::ErrorKind::QuotaExceeded, "make room there", "请腾出空间"),
            (
                io::ErrorKind::PermissionDenied,
                "the right to write there",
                "写入权限",
            ),
        ] {
            assert!(refusal(En, unwritable(kind)).to_string().contains(en), "{kind}");
            assert!(refusal(Zh, unwritable(kind)).to_string().contains(zh), "{kind}");
        }
    }

    #[test]
    fn a_failure_below_is_told_as_elsewhere() {
        let locked = || app::StoreError::Foreign {
            place: "/data".into(),
            reason: "text".into(),
        };
        let told = refusal(Zh, Error::Store(locked())).to_string();
        assert!(told.starts_with("`/data` 不是 shanjar 的数据目录"), "{told}");
        let nothing = app::Error::NoData {
            directory: "/data".into(),
        };
        assert!(
            refusal(Zh, Error::App(nothing))
                .to_string()
                .contains("`/data` 中没有数据")
        );
    }
}

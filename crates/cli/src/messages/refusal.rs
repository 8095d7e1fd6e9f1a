//! Failures that people meet in daily work, in Chinese; all others stay in the words of the crate that failed.

use anyhow::anyhow;
use app::{Error, StoreError, StorePlace};

use super::accounts::of_accounts;
use super::keys::{field_refused, key_refused};
use crate::language::Language;

/// Returns a failure of a use-case in the language of messages.
pub fn refusal(language: Language, err: Error) -> anyhow::Error {
    match (language, in_chinese(&err)) {
        (Language::Zh, Some(sentence)) => anyhow!(sentence),
        _ => err.into(),
    }
}

/// Returns the sentence of a failure of a use-case in the language of messages.
pub fn refused(language: Language, err: &Error) -> String {
    let chinese = if language == Language::Zh {
        in_chinese(err)
    } else {
        None
    };
    chinese.unwrap_or_else(|| err.to_string())
}

fn in_chinese(err: &Error) -> Option<String> {
    match err {
        Error::EmptyQuery => Some("查询内容为空（提示：请输入汉文或藏文词语）".to_owned()),
        Error::Busy => Some("导入所依据的内容不断被他人改动，未写入任何内容（提示：请重新导入）".to_owned()),
        Error::NoData { directory } => Some(format!(
            "`{}` 中没有数据（提示：请用 `--data-dir` 指明数据目录）",
            directory.display()
        )),
        Error::NoStore { database } => Some(format!(
            "数据库 `{database}` 中没有数据（提示：请核对 `--database` 中的名称；首次运行 `import` 或 `serve` 时会建表）"
        )),
        Error::DatabaseLost { directory, index } => Some(format!(
            "`{}` 丢失了数据库：`shanjar.db` 不存在或为空，旁边却有检索索引（提示：请从备份恢复 `shanjar.db`；\
             若要从空词库开始，请删除 `{}`）",
            directory.display(),
            index.display()
        )),
        Error::NoSuchEdition(number) => Some(format!("没有第 {number} 版")),
        Error::Output(err) => Some(format!(
            "无法写出：{err}（提示：请检查磁盘或接收的程序，再重新导出）"
        )),
        Error::BatchEmpty(number) => Some(format!(
            "批次 `{number}` 中没有可以审定的词条，未写入任何内容（提示：逐条原因见 `--dry-run`）"
        )),
        Error::PublishedOtherwise { number, differs } => Some(format!(
            "批次 `{number}` 已经存在，且下列各项不同：{}；未写入任何内容（提示：内容不同的请另用编号）",
            differs
                .iter()
                .map(|name| format!("`{name}`"))
                .collect::<Vec<_>>()
                .join("、")
        )),
        Error::RegistryInUse { people } => Some(format!(
            "人才库中已有 {people} 名不属于演示数据的人员，未写入任何内容（提示：请用 `--data-dir` 指定空的数据目录）"
        )),
        Error::Fields(faults) => {
            let told: Vec<String> = faults.iter().map(app::field_fault_in_chinese).collect();
            Some(told.join("；"))
        }
        Error::NoSuchRecord(kind) => {
            let kind = match *kind {
                "court" => "法院",
                "person" => "人员",
                "programme" => "培训项目",
                "training" => "培训班",
                _ => "记录",
            };
            Some(format!("没有这样的{kind}"))
        }
        Error::Template(fault) => Some(app::registry::template_fault_in_chinese(fault)),
        Error::Store(err) => store_refused(err),
        Error::Keys(err) => Some(key_refused(err)),
        Error::Field(err) => Some(field_refused(err)),
        other => of_accounts(other),
    }
}

/// Returns a failure of the store in Chinese, if it is one that people meet in daily work.
pub(super) fn store_refused(err: &StoreError) -> Option<String> {
    match err {
        StoreError::Locked { directory } => Some(format!(
            "数据目录 `{}` 正被另一个 shanjar 进程使用（提示：请停止该进程，或用 `--data-dir` 另选目录）",
            directory.display()
        )),
        StoreError::ReadOnly { place, cause } => Some(match place {
            StorePlace::Directory(_) => format!(
                "`{place}` 无法写入：{cause}（提示：请给运行 shanjar 的账户写入权限，或用 `--data-dir` 另选目录）"
            ),
            StorePlace::Database(_) => format!(
                "`{place}` 无法写入：{cause}（提示：请给地址中的用户写入权限，或用 `--database` 另选数据库）"
            ),
        }),
        StoreError::Newer { place, found, known } => {
            let short = match place {
                StorePlace::Directory(_) => "目录",
                StorePlace::Database(_) => "数据库",
            };
            let kind = kind(place);
            Some(format!(
                "{kind} `{place}` 由较新版本的 shanjar 建立：{short}为第 {found} 步，本版本只到第 {known} 步\
                 （提示：请安装较新版本，或恢复本版本的备份）"
            ))
        }
        StoreError::Outdated { place, found, known } => Some(format!(
            "{} `{place}` 为第 {found} 步，本版本需要第 {known} 步（提示：请先打开写入一次，例如运行 `shanjar serve`）",
            kind(place)
        )),
        StoreError::TooOld { place, found, oldest } => Some(format!(
            "{} `{place}` 对本版本的 shanjar 过旧：为第 {found} 步，本版本只能从第 {oldest} 步升级\
             （提示：请先用能升级它的较旧版本打开一次，或恢复本版本的备份）",
            kind(place)
        )),
        StoreError::Foreign { place, reason } => Some(match place {
            StorePlace::Directory(_) => {
                format!("`{place}` 不是 shanjar 的数据目录：{reason}（提示：请用 `--data-dir` 另选目录）")
            }
            StorePlace::Database(_) => {
                format!("`{place}` 不是 shanjar 的数据库：{reason}（提示：请用 `--database` 另选数据库）")
            }
        }),
        StoreError::StaleRow {
            what,
            id,
            expected,
            current,
        } => Some(format!(
            "{} `{id}` 刚被别人改过：现为第 {current} 版，不是第 {expected} 版；未写入任何内容（提示：请再次运行同一条命令）",
            if *what == "account" { "账号" } else { what }
        )),
        other => of_copying(other),
    }
}

/// What stands in the way of copying a store, or of using the copy.
fn of_copying(err: &StoreError) -> Option<String> {
    Some(match err {
        StoreError::NulInRow {
            table,
            column,
            row,
            start,
        } => format!(
            "表 `{table}` 的 `{column}` 列中有 PostgreSQL 不能保存的 NUL 字符（{row}）：`{start}`；未写入任何内容\
             （提示：请在该处删去 U+0000，再重新开始）"
        ),
        StoreError::NotEmpty { place, found } => format!(
            "{} `{place}` 不是空的，其中已有的行数：{found}；未写入任何内容（提示：请指明一个空的数据库）",
            kind(place)
        ),
        StoreError::AlreadyCopied {
            place,
            source_id,
            source_seq,
        } => format!(
            "{} `{place}` 中已有词库 `{source_id}` 至变更 {source_seq} 的完整副本；未写入任何内容\
             （提示：请用 `--database` 启动服务，或指明一个空的数据库）",
            kind(place)
        ),
        StoreError::Unfinished { place, source_id } => format!(
            "{} `{place}` 中词库 `{source_id}` 的副本尚未完成，不能使用（提示：请再次运行同一条 `shanjar migrate` 命令，\
             会从中断处继续）",
            kind(place)
        ),
        StoreError::OtherSource { place, begun, given } => format!(
            "{} `{place}` 中是词库 `{begun}` 未完成的副本，而要复制的是 `{given}`；未写入任何内容\
             （提示：请指明开始时的数据目录，或一个空的数据库）",
            kind(place)
        ),
        StoreError::SourceChanged { place, begun, given } => format!(
            "{} `{place}` 中是本词库在变更 {begun} 时未完成的副本，此后词库有改动，现为变更 {given}\
             （提示：请删除该数据库，新建一个空的，重新开始）",
            kind(place)
        ),
        StoreError::Interrupted { place, cause } => format!(
            "向{} `{place}` 的复制中断：{cause}（提示：请再次运行同一条命令，会从中断处继续）",
            kind(place)
        ),
        _ => return None,
    })
}

fn kind(place: &StorePlace) -> &'static str {
    match place {
        StorePlace::Directory(_) => "数据目录",
        StorePlace::Database(_) => "数据库",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locked() -> Error {
        Error::Store(StoreError::Locked {
            directory: "/data".into(),
        })
    }

    #[test]
    fn what_people_meet_daily_is_told_in_their_language() {
        let told = refusal(Language::Zh, locked()).to_string();
        assert_eq!(
            told,
            "数据目录 `/data` 正被另一个 shanjar 进程使用（提示：请停止该进程，或用 `--data-dir` 另选目录）"
        );
        assert_eq!(refusal(Language::En, locked()).to_string(), locked().to_string());
    }

    #[test]
    fn an_account_that_was_just_changed_is_named_with_the_way_out() {
        let stale = Error::Store(StoreError::StaleRow {
            what: "account",
            id: "a-1".into(),
            expected: 3,
            current: 4,
        });
        assert_eq!(
            refusal(Language::Zh, stale).to_string(),
            "账号 `a-1` 刚被别人改过：现为第 4 版，不是第 3 版；未写入任何内容（提示：请再次运行同一条命令）"
        );
    }

    #[test]
    fn every_refusal_of_a_directory_names_path_and_way_out_in_chinese() {
        for err in [
            StoreError::Locked {
                directory: "/data".into(),
            },
            StoreError::ReadOnly {
                place: "/data".into(),
                cause: "EACCES".into(),
            },
            StoreError::Newer {
                place: "/data".into(),
                found: 9,
                known: 1,
            },
            StoreError::Foreign {
                place: "/data".into(),
                reason: "text".into(),
            },
        ] {
            let told = refusal(Language::Zh, Error::Store(err)).to_string();
            assert!(told.contains("`/data`") && told.contains("（提示："), "{told}");
        }
        let lost = Error::DatabaseLost {
            directory: "/data".into(),
            index: "/data/index".into(),
        };
        let told = refusal(Language::Zh, lost).to_string();
        assert!(
            told.contains("`/data`") && told.contains("请从备份恢复"),
            "{told}"
        );
    }

    #[test]
    fn every_refusal_about_copying_names_place_and_way_out_in_chinese() {
        let place = || StorePlace::Database("postgres://u@h:5432/terms".to_owned());
        let id = || "01".repeat(16);
        for err in [
            StoreError::NotEmpty {
                place: place(),
                found: "`job` 1".into(),
            },
            StoreError::AlreadyCopied {
                place: place(),
                source_id: id(),
                source_seq: 7,
            },
            StoreError::Unfinished {
                place: place(),
                source_id: id(),
            },
            StoreError::OtherSource {
                place: place(),
                begun: id(),
                given: id(),
            },
            StoreError::SourceChanged {
                place: place(),
                begun: 7,
                given: 8,
            },
            StoreError::Interrupted {
                place: place(),
                cause: "EOF".into(),
            },
            StoreError::Outdated {
                place: place(),
                found: 2,
                known: 5,
            },
            StoreError::TooOld {
                place: place(),
                found: 1,
                oldest: 3,
            },
        ] {
            let told = refusal(Language::Zh, Error::Store(err)).to_string();
            assert!(told.contains("数据库 `postgres://u@h:5432/terms` "), "{told}");
            assert!(told.contains("（提示：请") && told.ends_with('）'), "{told}");
        }
        let nul = StoreError::NulInRow {
            table: "collection",
            column: "note",
            row: "name = a".into(),
            start: "\\0".into(),
        };
        assert_eq!(
            refusal(Language::Zh, Error::Store(nul)).to_string(),
            "表 `collection` 的 `note` 列中有 PostgreSQL 不能保存的 NUL 字符（name = a）：`\\0`；未写入任何内容（提示：请在该处删去 \
             U+0000，再重新开始）"
        );
    }

    #[test]
    fn a_failure_without_chinese_words_keeps_its_own() {
        let told = refusal(Language::Zh, Error::Internal("the index is damaged".into())).to_string();
        assert_eq!(told, "the index is damaged");
    }
}

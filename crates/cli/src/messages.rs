//! What the program says to people, in Chinese and English. JSON and logs do not pass through here.

pub mod accounts;
pub mod audit;
pub mod backup;
pub mod export;
pub mod keys;
mod migration;
pub mod publication;
mod refusal;
pub mod registry;
mod server;
pub mod sheets;

use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::Path;

use app::{Extent, FileError, ImportReport, IndexState, Notice, VerifyReport};

pub use self::accounts::{bad_login_name, no_role, no_scope};
pub use self::migration::{compared_table, migrated, no_target, not_equal, progress};
pub use self::refusal::{refusal, refused};
pub use self::server::server_refused;
use crate::language::Language::{self, En, Zh};

/// The result of importing one file: the line that tells that it is committed.
pub fn import_result(language: Language, file: &str, report: &ImportReport) -> String {
    let ImportReport {
        created,
        updated,
        unchanged,
        rejected,
        ..
    } = report;
    let is_refused = !report.applied && !report.dry_run;
    let mut line = match (language, is_refused) {
        (En, true) if *rejected == 0 => format!("{file}: nothing written"),
        (Zh, true) if *rejected == 0 => format!("{file}：未写入"),
        (En, true) => format!("{file}: nothing written, rejected {rejected}"),
        (Zh, true) => format!("{file}：未写入，退回 {rejected}"),
        (En, false) => {
            format!(
                "{file}: created {created}, updated {updated}, unchanged {unchanged}, rejected {rejected}"
            )
        }
        (Zh, false) => format!("{file}：新建 {created}，更新 {updated}，未变 {unchanged}，退回 {rejected}"),
    };
    if let Some(batch) = report.batch.as_ref().filter(|_| !is_refused) {
        line += &publication::result(language, batch);
    }
    if let Some(encoding) = report.encoding.filter(|name| !name.eq_ignore_ascii_case("utf-8")) {
        line += &match language {
            En => format!(", encoding {encoding}"),
            Zh => format!("，编码 {encoding}"),
        };
    }
    if report.dry_run {
        line += match language {
            En => " (dry run: nothing was written)",
            Zh => "（试运行：未写入）",
        };
    }
    line
}

/// Nothing of a file was written: because rows of it are bad, or because more than single rows is wrong with it,
/// which passing over rows cannot help.
pub fn import_refused(language: Language, file: &str, extent: Extent) -> String {
    match (language, extent) {
        (En, Extent::Sheet) => format!(
            "{file}: nothing was written because the file cannot be read as it is (hint: do what is said above \
             about its header, encoding or sheets)"
        ),
        (Zh, Extent::Sheet) => {
            format!("{file}：文件本身无法读取，未写入任何内容（提示：请按上面的说明改正表头、编码或工作表）")
        }
        (En, Extent::Row) => format!(
            "{file}: nothing was written because rows are bad (hint: correct them, or write the good rows with \
             `--on-error skip`)"
        ),
        (Zh, Extent::Row) => {
            format!("{file}：有错误行，未写入任何内容（提示：请改正，或用 `--on-error skip` 只写入正确的行）")
        }
    }
}

/// A value on the command line that is none of those that its option takes, in Chinese; in English the library says it.
pub fn value_refused(option: &str, value: &str, known: &[String]) -> String {
    let known = known.join("、");
    format!("`{option}` 的值 `{value}` 不可用（提示：可用的值有 {known}）")
}

/// A file that cannot be read as what it should be.
pub fn file_refused(language: Language, err: &FileError) -> String {
    match language {
        En => err.to_string(),
        Zh => err.in_chinese(),
    }
}

/// Issues that are not listed because there are too many.
pub fn and_more(language: Language, count: u64) -> String {
    match language {
        En => format!("… and {count} more"),
        Zh => format!("…… 另有 {count} 条"),
    }
}

/// Something unusual that was taken all the same.
pub fn warning(language: Language, message: &str) -> String {
    match language {
        En => format!("warning: {message}"),
        Zh => format!("注意：{message}"),
    }
}

/// Warnings that are not listed because there are too many.
pub fn more_warnings(language: Language, count: u64) -> String {
    match language {
        En => format!("… and {count} more warnings"),
        Zh => format!("…… 另有 {count} 条注意事项"),
    }
}

/// Where the rejected rows are.
pub fn rejected_sheet(language: Language, path: &Path) -> String {
    let path = path.display();
    match language {
        En => format!("the rejected rows are in `{path}`, with the reasons in a column"),
        Zh => format!("退回的行连同原因已存入 `{path}`"),
    }
}

/// A concept without Tibetan.
pub fn no_tibetan(language: Language) -> &'static str {
    match language {
        En => "(no Tibetan)",
        Zh => "（未有藏文）",
    }
}

/// The heading of parts that are no official rendering of the whole.
pub fn part(language: Language) -> &'static str {
    match language {
        En => "part, no official rendering:",
        Zh => "组成部分，非正式译名：",
    }
}

/// How many hits there are beside those shown.
pub fn shown_of(language: Language, shown: usize, total: usize) -> String {
    match language {
        En => format!("{shown} of {total} shown (hint: `--limit` up to 100)"),
        Zh => format!("共 {total} 条，显示 {shown} 条（提示：`--limit` 最多 100）"),
    }
}

/// What the asker should know about an answer.
pub fn notice(language: Language, notice: Notice) -> &'static str {
    match (notice, language) {
        (Notice::Truncated, En) => "the text is long: only its beginning was searched",
        (Notice::Truncated, Zh) => "文字过长，只查询了开头部分",
        (Notice::TooManyWords, En) => "the text has many words: only the first ones had to match",
        (Notice::TooManyWords, Zh) => "词语过多，只要求前面的词语相符",
        (Notice::NothingToSearch, En) => {
            "the text holds only punctuation and marks: there is nothing to search"
        }
        (Notice::NothingToSearch, Zh) => "只有标点和符号，没有可查询的内容",
        (Notice::Ambiguous, En) => "the letters can be read in several ways: hits of all of them are given",
        (Notice::Ambiguous, Zh) => "这些字母有几种读法，结果包括各种读法",
        (Notice::OnlySimilar, En) => {
            "no term is written like this: these sound like it or are spelt nearly so"
        }
        (Notice::OnlySimilar, Zh) => "没有这样写的词条，以下词条读音或写法相近，请核对用字",
        (Notice::OnlyPartly, En) => "no term holds all of this: these stand in it or share words with it",
        (Notice::OnlyPartly, Zh) => "没有包含全部文字的词条，以下词条只与其中一部分相符",
        (Notice::TooDeep, En) => "there are more hits than are ranked: a longer text finds better",
        (Notice::TooDeep, Zh) => "结果过多，请输入更长的词语",
    }
}

/// Nothing matches.
pub fn nothing_found(language: Language) -> &'static str {
    match language {
        En => "nothing found",
        Zh => "未找到",
    }
}

/// The index was built anew.
pub fn reindexed(language: Language, concepts: usize, position: u64) -> String {
    match language {
        En => format!("indexed {concepts} concepts up to change {position}"),
        Zh => format!("已重建索引：{concepts} 个概念，至变更 {position}"),
    }
}

/// What checking the data directory came to.
pub fn verified(language: Language, report: &VerifyReport, index: &IndexState) -> String {
    let VerifyReport {
        concepts,
        revisions,
        last_seq,
        problem_count,
        ..
    } = report;
    if report.is_sound() && !index.is_sound() {
        return match language {
            En => format!(
                "the data is sound and the index is not: {concepts} concepts, {revisions} revisions, {last_seq} changes"
            ),
            Zh => format!("数据完好，索引不符：{concepts} 个概念，{revisions} 个修订，{last_seq} 次变更"),
        };
    }
    match (language, report.is_sound()) {
        (En, true) => format!("sound: {concepts} concepts, {revisions} revisions, {last_seq} changes"),
        (Zh, true) => format!("完好：{concepts} 个概念，{revisions} 个修订，{last_seq} 次变更"),
        (En, false) => format!("not sound: {problem_count} problems (hint: restore the last backup)"),
        (Zh, false) => format!("有损坏：{problem_count} 处问题（提示：请恢复最近的备份）"),
    }
}

/// How the index stands to the store; nothing if it has read everything.
pub fn index_state(language: Language, state: &IndexState) -> Option<String> {
    let told = match (state, language) {
        (IndexState::Current, _) => return None,
        (IndexState::Behind { position, last_seq }, En) => {
            format!("the index stands at change {position} of {last_seq}: the last changes are not found yet")
        }
        (IndexState::Behind { position, last_seq }, Zh) => {
            format!("索引只到第 {position} 次变更，共 {last_seq} 次：最近的变更尚不能查到")
        }
        (IndexState::Missing, En) => "there is no index yet: it is made when it is first needed".to_owned(),
        (IndexState::Missing, Zh) => "尚无索引，首次需要时自动建立".to_owned(),
        (IndexState::OtherDefinition, En) => {
            "the index is of another version or of other settings: it is made anew when it is next needed"
                .to_owned()
        }
        (IndexState::OtherDefinition, Zh) => "索引由其他版本或其他设置建立，下次需要时自动重建".to_owned(),
        (IndexState::OtherStore, En) => {
            "the index was made from another database (hint: `shanjar reindex`)".to_owned()
        }
        (IndexState::OtherStore, Zh) => "索引由另一个数据库建立（提示：请运行 `shanjar reindex`）".to_owned(),
        (IndexState::Ahead { position, last_seq }, En) => format!(
            "the index stands at change {position} and the database at {last_seq}: the database was put back to an \
             earlier state (hint: `shanjar reindex`)"
        ),
        (IndexState::Ahead { position, last_seq }, Zh) => format!(
            "索引在第 {position} 次变更，数据库在第 {last_seq} 次：数据库曾恢复到较早的状态\
             （提示：请运行 `shanjar reindex`）"
        ),
        (IndexState::Damaged(what), En) => {
            format!("the index is damaged: {what} (hint: `shanjar reindex`)")
        }
        (IndexState::Damaged(what), Zh) => format!("索引已损坏：{what}（提示：请运行 `shanjar reindex`）"),
    };
    Some(told)
}

/// The index cannot be used as it is, and the process that holds the directory is the one to make it.
pub fn index_of_the_server(language: Language, dir: &Path) -> String {
    let dir = dir.display();
    match language {
        En => format!(
            "the index in `{dir}` is being made, or is of other settings, and another shanjar process holds the \
             directory (hint: ask again shortly, or ask the running server at its address)"
        ),
        Zh => format!(
            "`{dir}` 中的索引正在建立或设置不同，且目录正被另一个 shanjar 进程使用\
             （提示：请稍后再试，或通过正在运行的服务器的地址查询）"
        ),
    }
}

/// Returns what the system said, in Chinese where it is something that people meet.
pub fn cause(language: Language, err: &io::Error) -> String {
    let chinese = match err.kind() {
        ErrorKind::NotFound => "文件或目录不存在",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经存在",
        ErrorKind::AddrInUse => "地址已被占用",
        ErrorKind::AddrNotAvailable => "本机没有这个地址",
        ErrorKind::IsADirectory => "是目录，不是文件",
        ErrorKind::StorageFull => "磁盘已满",
        ErrorKind::ReadOnlyFilesystem => "文件系统为只读",
        ErrorKind::FileTooLarge => "文件过大",
        _ => return err.to_string(),
    };
    match language {
        Zh => chinese.to_owned(),
        En => err.to_string(),
    }
}

/// A file that cannot be read.
pub fn unreadable(language: Language, file: &Path, cause: impl Display) -> String {
    let file = file.display();
    match language {
        En => format!("`{file}` cannot be read: {cause}"),
        Zh => format!("无法读取 `{file}`：{cause}"),
    }
}

/// What was written is committed, and the index could not follow.
pub fn index_behind(language: Language, cause: impl Display) -> String {
    match language {
        En => format!(
            "the index could not follow what was written, which is kept: {cause} (hint: `shanjar reindex`)"
        ),
        Zh => format!("已写入的内容均已保存，但索引未能更新：{cause}（提示：请运行 `shanjar reindex`）"),
    }
}

/// The connection broke while an import was being kept. An import has no idempotency key: repeating it is safe because what
/// is there already is recognised.
pub fn import_outcome_unknown(language: Language, cause: impl Display) -> String {
    match language {
        En => format!(
            "it is not known whether the import was kept: {cause} (hint: import the same file again; what was kept \
             is recognised and not written twice)"
        ),
        Zh => format!(
            "不能确定导入内容是否已保存：{cause}（提示：请重新导入同一文件；已保存的内容会被识别，不会重复写入）"
        ),
    }
}

/// A sheet of rejected rows that cannot be written.
pub fn unwritable(language: Language, file: &Path, cause: impl Display) -> String {
    let file = file.display();
    match language {
        En => {
            format!("the good rows were written, but the rejected ones cannot be saved as `{file}`: {cause}")
        }
        Zh => format!("正确的行已写入，但退回的行无法存为 `{file}`：{cause}"),
    }
}

#[cfg(test)]
mod tests;

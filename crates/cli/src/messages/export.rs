//! What `export` says.

use std::io;
use std::path::Path;

use app::registry::RosterKind;
use app::{ExportHeader, ExportReport, FilterFault, filter_in_chinese};

use super::cause;
use crate::language::Language::{self, En, Zh};

/// What was written, and at which state of the glossary.
pub fn written(language: Language, path: &Path, header: &ExportHeader, report: &ExportReport) -> String {
    let (concepts, seq) = (report.concepts, header.seq);
    let path = path.display();
    match (language, header.edition) {
        (En, None) => format!("{path}: {concepts} concepts at change {seq}"),
        (En, Some(number)) => format!("{path}: {concepts} concepts of edition {number}, at change {seq}"),
        (Zh, None) => format!("{path}：{concepts} 个词条，至变更 {seq}"),
        (Zh, Some(number)) => format!("{path}：第 {number} 版的 {concepts} 个词条，至变更 {seq}"),
    }
}

/// What was written of the registry.
pub fn sheet_written(language: Language, path: &Path, kind: RosterKind, rows: usize) -> String {
    let path = path.display();
    match language {
        En => format!("{path}: {kind}, {rows} rows"),
        Zh => format!("{path}：{}，{rows} 行", kind.zh()),
    }
}

/// That there is no court, programme or training `sought`, and where they are listed.
pub fn not_there(language: Language, err: &app::Error, sought: &str) -> anyhow::Error {
    let list = match err {
        app::Error::NoSuchRecord("court") => "courts",
        _ => "trainings",
    };
    let why = super::refused(language, err);
    match language {
        En => {
            anyhow::anyhow!("{why}: `{sought}` (hint: `shanjar export {list} --out -` lists what there is)")
        }
        Zh => anyhow::anyhow!("{why}：`{sought}`（提示：`shanjar export {list} --out -` 列出现有的）"),
    }
}

/// Something that the format has no place for.
pub fn not_carried(language: Language, left: &app::NotCarried) -> String {
    let reason = left.reason.in_language(language.of_messages());
    match language {
        En => format!("not carried: {} × {}: {reason}", left.field, left.count),
        Zh => format!("未写入：{} × {}：{reason}", left.field, left.count),
    }
}

/// How much is written so far.
pub fn progress(language: Language, bytes: u64) -> String {
    let megabytes = bytes >> 20;
    match language {
        En => format!("{megabytes} MiB written"),
        Zh => format!("已写 {megabytes} MiB"),
    }
}

/// A filter that cannot be read.
pub fn bad_filter(language: Language, fault: &FilterFault) -> String {
    match language {
        En => format!("invalid value for '--filter <EXPR>': {fault}"),
        Zh => format!("`--filter` 无法读取：{}", filter_in_chinese(fault)),
    }
}

/// The file and the report cannot both go to standard output.
pub fn two_for_standard_output(language: Language) -> &'static str {
    match language {
        En => "the argument '--json' cannot be used with '--out -': both go to standard output",
        Zh => "`--json` 不能与 `--out -` 同时使用：两者都写到标准输出",
    }
}

/// A directory where a file is wanted, or the other way round.
pub fn wrong_kind(language: Language, path: &Path, wants_directory: bool) -> String {
    let path = path.display();
    match (language, wants_directory) {
        (En, true) => format!(
            "`{path}` is a file, and this dictionary goes into a directory (hint: name a directory, or a file that \
             ends in `.tar`)"
        ),
        (Zh, true) => {
            format!("`{path}` 是文件，而词典要写入目录（提示：请指明目录，或以 `.tar` 结尾的文件）")
        }
        (En, false) => format!("`{path}` is a directory (hint: name a file in it)"),
        (Zh, false) => format!("`{path}` 是目录（提示：请指明其中的文件）"),
    }
}

/// The directory that the file would stand in is not there.
pub fn no_parent(language: Language, path: &Path) -> String {
    let path = path.display();
    match language {
        En => {
            format!("`{path}` cannot be written: its directory is not there (hint: make the directory first)")
        }
        Zh => format!("无法写入 `{path}`：所在目录不存在（提示：请先建立目录）"),
    }
}

/// The file cannot be written; what was there before is as it was.
pub fn unwritable(language: Language, path: &Path, err: &io::Error) -> String {
    let (path, cause) = (path.display(), cause(language, err));
    match language {
        En => format!("`{path}` cannot be written: {cause} (hint: choose another place with `--out`)"),
        Zh => format!("无法写入 `{path}`：{cause}（提示：请用 `--out` 另选位置）"),
    }
}

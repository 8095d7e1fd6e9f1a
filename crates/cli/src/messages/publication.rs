//! What is said about `--as-published`: the file that describes a publication, and what its import came to.

use std::fmt::Display;
use std::path::Path;

use app::{BatchFault, PublishedBatch, ScanFault};

use crate::language::Language::{self, En, Zh};

/// Something about a line of the file.
pub fn at(path: &Path, line: usize, said: &str) -> String {
    format!("{}:{line}: {said}", path.display())
}

/// Something about the file as a whole.
pub fn of_file(path: &Path, said: &str) -> String {
    format!("{}: {said}", path.display())
}

/// Something about the value of a key.
pub fn value(language: Language, key: &str, value: &str, said: &str) -> String {
    let value: String = value.chars().take(60).flat_map(char::escape_debug).collect();
    match language {
        En => format!("`{key}` is `{value}`: {said}"),
        Zh => format!("`{key}` 的值 `{value}`：{said}"),
    }
}

/// The file is no TOML.
pub fn no_toml(language: Language, cause: &str) -> String {
    match language {
        En => {
            format!("this is not TOML: {cause} (hint: write a line such as `number = \"P-1\"` for each key)")
        }
        Zh => format!("不是 TOML：{cause}（提示：每个键写一行，例如 `number = \"P-1\"`）"),
    }
}

/// A key that the file does not have.
pub fn unknown_key(language: Language, key: &str, known: &[&str]) -> String {
    let (key, known) = (key.escape_debug(), known.join(", "));
    match language {
        En => format!("there is no key `{key}` (hint: known are {known})"),
        Zh => format!("没有键 `{key}`（提示：可用的键是 {known}）"),
    }
}

/// A key with a value that is no text.
pub fn no_text(language: Language, key: &str) -> String {
    match language {
        En => format!("`{key}` must be a text (hint: put it in quotation marks)"),
        Zh => format!("`{key}` 必须是文本（提示：请加引号）"),
    }
}

/// A key that has to be there.
pub fn missing(language: Language, key: &str) -> String {
    match language {
        En => format!("`{key}` is missing (hint: add a line `{key} = \"…\"`)"),
        Zh => format!("缺少 `{key}`（提示：请加上一行 `{key} = \"…\"`）"),
    }
}

/// The scan cannot be read.
pub fn unreadable(language: Language, cause: impl Display) -> String {
    match language {
        En => format!("cannot be read: {cause} (hint: the path is relative to this file)"),
        Zh => format!("无法读取：{cause}（提示：路径相对于本文件）"),
    }
}

/// The scan cannot be kept.
pub fn scan_fault(language: Language, fault: &ScanFault) -> String {
    match (language, fault) {
        (En, _) => fault.to_string(),
        (Zh, ScanFault::TooLarge { found, .. }) => {
            format!("扫描件有 {found} 字节，超过 16 MiB（提示：请降低扫描分辨率）")
        }
        (Zh, ScanFault::UnknownKind { .. }) => {
            "扫描件不是 PDF、PNG、JPEG 或 TIFF（提示：请另存为其中一种）".to_owned()
        }
    }
}

/// What is wrong with a line of the batch: the key, and the rest of a sentence that begins with its value.
pub fn fault(language: Language, fault: BatchFault) -> (&'static str, &'static str) {
    let (key, en, zh) = match fault {
        BatchFault::Missing(key) => (key, "it is empty (hint: fill it in)", "是空的（提示：请填写）"),
        BatchFault::NoDay(key) => (
            key,
            "this is no day (hint: write it as 2026-11-20)",
            "不是日期（提示：请写成 2026-11-20）",
        ),
        BatchFault::TooLong(key) => (
            key,
            "it is longer than 200 characters (hint: shorten it, or put the rest in `note`)",
            "超过 200 字（提示：请缩短，其余写入 `note`）",
        ),
        BatchFault::Control(key) => (
            key,
            "it holds a control character (hint: remove it)",
            "含有控制字符（提示：请删去）",
        ),
    };
    (key, if language == Zh { zh } else { en })
}

/// What the publication came to, after the result of its file.
pub fn result(language: Language, batch: &PublishedBatch) -> String {
    let PublishedBatch {
        number,
        authorised,
        held_back,
        ..
    } = batch;
    match language {
        En => format!(", authorised {authorised} in batch `{number}`, held back {held_back}"),
        Zh => format!("，批次 `{number}` 审定 {authorised}，暂不审定 {held_back}"),
    }
}

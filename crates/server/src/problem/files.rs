//! What is wrong with a file that was sent, in words that came with the fault.

use app::{FileError, ScanFault};

use super::{Issue, Told};

/// Returns what is wrong with the page on which a decision stands.
pub fn scan_issue(fault: &ScanFault) -> Issue {
    let (code, zh) = match fault {
        ScanFault::TooLarge { name, found } => (
            "scan_too_large",
            format!("扫描件 `{name}` 有 {found} 字节，超过 16 MiB（提示：请降低扫描分辨率）"),
        ),
        ScanFault::UnknownKind { name } => (
            "scan_unknown_kind",
            format!("扫描件 `{name}` 不是 PDF、PNG、JPEG 或 TIFF（提示：请另存为其中一种）"),
        ),
    };
    let en = fault.to_string();
    Issue::told(String::new(), Told { code, en, zh })
}

/// Returns what is wrong with a file, or with how it is to be read.
pub fn file_issue(fault: &FileError) -> Issue {
    let en = fault.to_string();
    let (pointer, code, zh) = match fault {
        FileError::Option { option, cause, hint } => (
            format!("/{option}"),
            "bad_option",
            format!("`{option}` 不能使用：{cause}（提示：{hint}）"),
        ),
        FileError::TooLarge { name, found, limit } => (
            String::new(),
            "file_too_large",
            format!("`{name}` 太大：{found}，最多 {limit}（提示：请拆分文件）"),
        ),
        FileError::UnknownFormat(_) | FileError::Unreadable { .. } | FileError::Unwritable(_) => {
            (String::new(), "unreadable_file", format!("文件不能读取：{en}"))
        }
    };
    Issue::told(pointer, Told { code, en, zh })
}

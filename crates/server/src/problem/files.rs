//! What is wrong with a file that was sent, in words that came with the fault.

use app::registry::{TemplateError, template_fault_in_chinese};
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

/// Returns what keeps a workbook of the office's own from being filled.
pub fn template_issue(fault: &TemplateError) -> Issue {
    let told = Told {
        code: "bad_template",
        en: fault.to_string(),
        zh: template_fault_in_chinese(fault),
    };
    Issue::told(String::new(), told)
}

/// Returns what is wrong with a file, or with how it is to be read.
pub fn file_issue(fault: &FileError) -> Issue {
    let en = fault.to_string();
    let (pointer, code) = match fault {
        FileError::Option { option, .. } => (format!("/{option}"), "bad_option"),
        FileError::TooLarge { .. } => (String::new(), "file_too_large"),
        FileError::UnknownFormat(_) | FileError::Unreadable { .. } | FileError::Unwritable(_) => {
            (String::new(), "unreadable_file")
        }
    };
    let zh = fault.in_chinese();
    Issue::told(pointer, Told { code, en, zh })
}

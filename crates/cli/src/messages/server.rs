//! Why the server would not start, in Chinese and English.

use ::server::{Error, TlsFault};
use anyhow::anyhow;

use super::cause as said;
use crate::language::Language;

/// Returns why the server would not start in the language of messages.
pub fn server_refused(language: Language, err: Error) -> anyhow::Error {
    match (language, in_chinese(&err)) {
        (Language::Zh, Some(sentence)) => anyhow!(sentence),
        _ => err.into(),
    }
}

fn in_chinese(err: &Error) -> Option<String> {
    match err {
        Error::Listen { address, cause } => Some(format!(
            "无法监听 `{address}`：{}（提示：是否已有服务在运行？请用 `--listen` 另选地址）",
            said(Language::Zh, cause)
        )),
        Error::Tls { file, fault } => Some(format!("`{}` {}", file.display(), of_file(fault))),
        _ => None,
    }
}

fn of_file(fault: &TlsFault) -> String {
    match fault {
        TlsFault::Unreadable(cause) => format!(
            "无法读取：{}（提示：请用 `http.tls.certificate` 和 `http.tls.key` 指明 PEM 文件，并让运行 shanjar 的账户能读）",
            said(Language::Zh, cause)
        ),
        TlsFault::NoCertificate => "中没有证书（提示：文件应以 `-----BEGIN CERTIFICATE-----` 开头，先是服务器自己的证书，然后是中间证书）".to_owned(),
        TlsFault::NoKey => "中没有可用的私钥（提示：文件应以 `-----BEGIN PRIVATE KEY-----` 开头，且没有口令）".to_owned(),
        TlsFault::Damaged => "已损坏：开头像证书，内容却不是（提示：请重新复制 PEM 文件）".to_owned(),
        TlsFault::OtherKey { key } => format!(
            "与 `{}` 中的私钥不是一对（提示：请指明同时生成的两个文件）",
            key.display()
        ),
        TlsFault::Unusable(cause) => format!(
            "不能使用：{cause}（提示：可用 2048 位以上的 RSA、P-256 或 P-384 的 ECDSA、Ed25519）"
        ),
    }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn a_file_is_named_with_its_fault_and_a_way_out_in_both_languages() {
        let faults = || {
            [
                TlsFault::Unreadable(io::Error::from(io::ErrorKind::NotFound)),
                TlsFault::NoCertificate,
                TlsFault::NoKey,
                TlsFault::Damaged,
                TlsFault::OtherKey { key: "b.key".into() },
                TlsFault::Unusable("x".to_owned()),
            ]
        };
        for (language, hint) in [(Language::Zh, "（提示："), (Language::En, "(hint: ")] {
            for fault in faults() {
                let file = PathBuf::from("a.pem");
                let told = server_refused(language, Error::Tls { file, fault }).to_string();
                assert!(told.starts_with("`a.pem` ") && told.contains(hint), "{told}");
            }
        }
    }
}

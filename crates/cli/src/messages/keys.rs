//! What is said about the keys of personal data.

use app::personal_data::{FieldError, KeyError};

use super::accounts::day_and_minute;
use super::cause as said;
use crate::commands::Total;
use crate::language::Language::{self, En, Zh};
use crate::operator::KeyBody;

/// The keys, a line each, and what none of them opens.
pub fn listed(
    language: Language,
    utc_offset_minutes: i16,
    keys: &[KeyBody],
    values_of_no_key: u64,
) -> Vec<String> {
    let mut lines: Vec<String> = keys
        .iter()
        .map(|key| {
            let made = key.made_at_ms.map(|at_ms| day_and_minute(at_ms, utc_offset_minutes));
            let made = made.unwrap_or_else(|| "-".to_owned());
            let KeyBody {
                id,
                suite,
                values,
                codes,
                ..
            } = key;
            let state = state(language, &key.state);
            let stands = match language {
                Zh => format!("加密 {values} 项、代码 {codes} 个"),
                En => format!("{values} values, {codes} codes"),
            };
            let note = match (language, key.state.as_str(), values + codes) {
                (Zh, "opens", 0) => "\t已无内容（提示：若不是待用的新密钥，可用 `shanjar keys retire` 停用）",
                (En, "opens", 0) => {
                    "\tnothing stands under it (hint: unless it is new and waits, `shanjar keys retire` retires it)"
                }
                _ => "",
            };
            format!("{id}\t{made}\t{suite}\t{state}\t{stands}{note}")
        })
        .collect();
    if values_of_no_key > 0 {
        lines.push(match language {
            Zh => format!(
                "另有 {values_of_no_key} 项加密内容不属于上述任何密钥（提示：请放回含有该密钥的文件；`shanjar keys reseal` 会指明位置）"
            ),
            En => format!(
                "{values_of_no_key} values belong to none of these keys (hint: put back the file that holds theirs; \
                 `shanjar keys reseal` names their places)"
            ),
        });
    }
    lines
}

fn state(language: Language, state: &str) -> &str {
    match (language, state) {
        (Zh, "present") => "现用",
        (Zh, "opens") => "可解密",
        (Zh, "retired") => "已停用",
        _ => state,
    }
}

/// What follows after a key was added.
pub fn added(language: Language, id: &str, is_present: bool) -> Vec<String> {
    vec![match (language, is_present) {
        (Zh, true) => format!(
            "已添加密钥 {id}，新内容改用它加密（提示：先备份密钥文件，再用 `shanjar keys reseal` 把旧内容改用新密钥加密）"
        ),
        (En, true) => format!(
            "key {id} was added and seals from now on (hint: make a copy of the file of keys, then `shanjar keys reseal` \
             seals with it what is there)"
        ),
        (Zh, false) => format!(
            "已添加密钥 {id}，尚未启用（提示：先把密钥文件送到每个节点，过一分钟再运行 `shanjar keys use {id}`）"
        ),
        (En, false) => format!(
            "key {id} was added and waits (hint: bring the file of keys to every node, and a minute later run \
             `shanjar keys use {id}`)"
        ),
    }]
}

/// What sealing anew came to.
pub fn resealed(language: Language, total: &Total) -> Vec<String> {
    let Total { resealed, closed } = total;
    let mut lines = vec![match language {
        Zh => format!("已用现用密钥重新加密 {resealed} 项"),
        En => format!("{resealed} values were sealed anew with the present key"),
    }];
    if !closed.is_empty() {
        let count = closed.len();
        lines.push(match language {
            Zh => format!("{count} 项未能解密，保持原样："),
            En => format!("{count} values do not open and stay as they are:"),
        });
        lines.extend(closed.iter().cloned());
    }
    lines
}

/// A key was made the one that seals.
pub fn used(language: Language, id: &str) -> String {
    match language {
        Zh => format!("密钥 {id} 已启用（提示：用 `shanjar keys reseal` 把旧内容改用它加密）"),
        En => format!("key {id} seals from now on (hint: `shanjar keys reseal` seals with it what is there)"),
    }
}

/// A key was retired.
pub fn retired(language: Language, id: &str) -> String {
    match language {
        Zh => format!(
            "密钥 {id} 已停用，数据库不再需要它；它仍留在密钥文件中，核对它在用时的审计记录、恢复旧备份都要用到"
        ),
        En => format!(
            "key {id} is retired, and the database needs it no more; it stays in the file of keys, because audit entries of \
             its time are checked with it and old backups need it"
        ),
    }
}

/// A text that is no id of a key.
pub fn bad_id(language: Language, typed: &str) -> String {
    let typed: String = typed.chars().take(40).collect();
    match language {
        Zh => format!("`{typed}` 不是密钥编号（提示：16 个十六进制数字，`shanjar keys list` 列出全部密钥）"),
        En => format!("`{typed}` is no id of a key (hint: it has 16 digits, `shanjar keys list` shows them)"),
    }
}

/// What is wrong with the file of keys, in Chinese.
pub(super) fn key_refused(err: &KeyError) -> String {
    match err {
        KeyError::Unreadable { path, cause } => {
            format!(
                "无法读取密钥文件 `{}`：{}（提示：请核对路径和权限）",
                path.display(),
                said(Zh, cause)
            )
        }
        KeyError::Unwritable { path, cause } => format!(
            "无法写入密钥文件 `{}`：{}（提示：请核对权限和剩余空间；原有密钥未变）",
            path.display(),
            said(Zh, cause)
        ),
        KeyError::NotAFile(path) => {
            format!(
                "`{}` 不是普通文件（提示：请把密钥文件本身放在那里，不要用链接）",
                path.display()
            )
        }
        KeyError::OpenToOthers { path, mode } => {
            let path = path.display();
            format!(
                "密钥文件 `{path}` 对其他账户开放，权限为 {mode:03o}（提示：请运行 `chmod 600 {path}`；若可能已被他人读取，请更换密钥）"
            )
        }
        KeyError::Malformed { path, line, reason } => format!(
            "密钥文件 `{}` 第 {line} 行有误：{}（提示：请从备份或纸质存档恢复；密钥丢失后，用它加密的内容无法打开）",
            path.display(),
            malformed(reason)
        ),
        KeyError::Exists(path) => {
            format!(
                "`{}` 已存在，其中有密钥（提示：请在其中添加密钥，不要覆盖）",
                path.display()
            )
        }
        KeyError::BeingChanged(path) => {
            format!(
                "密钥文件 `{}` 正被另一个 shanjar 进程修改（提示：请稍后再试）",
                path.display()
            )
        }
        KeyError::TooMany { path, most } => format!(
            "密钥文件 `{}` 已有 {most} 个密钥（提示：请先用现用密钥重新加密全部内容，停用最旧的密钥，再删去它那一行）",
            path.display()
        ),
        KeyError::MissingFile { path, id } => format!(
            "找不到密钥文件 `{}`，而数据库中的个人信息用密钥 {id} 加密（提示：请从备份或其他节点恢复该文件；没有它，这些内容无法打开）",
            path.display()
        ),
        KeyError::MissingKey { path, id, present } => format!(
            "密钥文件 `{}` 中没有数据库需要的密钥 {id}，其现用密钥为 {present}（提示：请放回含有 {id} 的文件；密钥只能添加，不能替换）",
            path.display()
        ),
        KeyError::WrongKey { path, id } => format!(
            "`{}` 中的密钥 {id} 与数据库所知的不同（提示：请放回属于本数据库的密钥文件）",
            path.display()
        ),
        KeyError::NoSuchKey { path, id } => format!(
            "`{}` 中没有密钥 {id}（提示：`shanjar keys list` 列出全部密钥）",
            path.display()
        ),
        KeyError::IsPresent { path, id } => format!(
            "密钥 {id}（`{}`）正在用于加密，不能停用（提示：请先运行 `shanjar keys add`，再运行 `shanjar keys reseal`）",
            path.display()
        ),
        KeyError::InUse { id, values, codes } => format!(
            "密钥 {id} 不能停用：还有 {values} 项加密内容、{codes} 个代码依赖它（提示：用 `shanjar keys reseal` 重新加密内容；\
             代码无法换密钥，可用 `shanjar keys retire {id} --end-codes` 使其作废）"
        ),
        KeyError::NoChance(cause) => format!("系统未能提供随机数：{cause}（提示：请稍后再试）"),
    }
}

/// What is wrong in a line of the file, in Chinese; a reason that is not known here stays in its own words.
fn malformed(reason: &str) -> &str {
    const KNOWN: [(&str, &str); 9] = [
        ("the file holds no key", "文件中没有密钥"),
        ("the file is no text", "文件不是文本"),
        (
            "it is not `shanjar field keys 1`",
            "首行不是 `shanjar field keys 1`",
        ),
        ("the key stands in the file twice", "同一密钥出现两次"),
        ("there are more than 64 keys", "密钥超过 64 个"),
        ("no key of the file is `present`", "没有标为 `present` 的密钥"),
        ("it does not begin with `key`", "该行不以 `key` 开头"),
        (
            "the key does not fit its id, so a digit of one of them is wrong",
            "密钥与编号不符，其中有一位数字有误",
        ),
        (
            "its fifth and last word is not a key of 64 digits",
            "第五个词不是 64 位的密钥",
        ),
    ];
    let known = KNOWN.iter().find(|(english, _)| *english == reason);
    let word = |nth: &str| reason.starts_with(nth);
    match known {
        Some((_, chinese)) => chinese,
        None if word("its second word") => "第二个词不是 16 位的编号",
        None if word("its third word") => "第三个词不是本版本认识的算法",
        None if word("its fourth word") => "第四个词不是 `present`、`opens` 或 `retired`",
        None => reason,
    }
}

/// What is wrong with a sealed value, in Chinese.
pub(super) fn field_refused(err: &FieldError) -> String {
    match err {
        FieldError::TooLong { place, bytes, most } => {
            format!("{place}：内容有 {bytes} 字节，最多 {most} 字节")
        }
        FieldError::NotSealed { place } => format!("{place} 不是加密内容（提示：该行已损坏，请从备份恢复）"),
        FieldError::UnknownSuite { place, number } => {
            format!("{place} 用本版本不认识的算法 {number} 加密（提示：请安装较新版本）")
        }
        FieldError::UnknownKey { place, id } => {
            format!("{place} 用密钥 {id} 加密，而手头没有这个密钥（提示：请放回含有它的密钥文件）")
        }
        FieldError::DoesNotOpen { place, id } => format!(
            "{place} 不能用密钥 {id} 打开：内容被改动，或是从别的行移来的（提示：请从备份恢复该行，并在审计记录中查看是谁写入的）"
        ),
        FieldError::NoChance(cause) => format!("系统未能提供随机数：{cause}（提示：请稍后再试）"),
    }
}

#[cfg(test)]
mod tests;

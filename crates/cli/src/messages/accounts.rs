//! What is said about accounts, tokens and courts.

use app::access::{Role, RoleConflict, Scope};
use app::accounts::{AccountFault, BadLoginName, TokenFault};
use app::{CourtFault, Error};
use time::{OffsetDateTime, UtcOffset};

use super::{keys, registry};
use crate::language::Language::{self, En, Zh};
use crate::operator::{AccountBody, Answer, SlipBody, TokenBody, Wish};

/// Returns the lines that tell what came of `wish`.
pub fn answer(language: Language, utc_offset_minutes: i16, wish: &Wish, answer: &Answer) -> Vec<String> {
    let time = |at_ms| day_and_minute(at_ms, utc_offset_minutes);
    match answer {
        Answer::Slip(slip) => slip_lines(language, &time(slip.expires_at_ms), slip),
        Answer::Accounts { accounts } if accounts.is_empty() => vec![
            match language {
                Zh => "还没有账号（提示：用 `shanjar user add NAME --role security_admin` 建立第一个）",
                En => "there is no account yet (hint: make the first with `shanjar user add NAME --role security_admin`)",
            }
            .to_owned(),
        ],
        Answer::Accounts { accounts } => accounts.iter().map(|a| account_line(language, a)).collect(),
        Answer::Token { token, secret } => vec![
            match language {
                Zh => format!(
                    "令牌 {}（{}），有效期至 {}；只显示这一次，请交给使用它的系统：",
                    token.name,
                    token.id,
                    time(token.expires_at_ms)
                ),
                En => format!(
                    "token {} ({}), good until {}; shown only once, give it to the system that uses it:",
                    token.name,
                    token.id,
                    time(token.expires_at_ms)
                ),
            },
            secret.clone(),
        ],
        Answer::Tokens { tokens } if tokens.is_empty() => vec![
            match language {
                Zh => "还没有令牌",
                En => "there is no token yet",
            }
            .to_owned(),
        ],
        Answer::Tokens { tokens } => {
            let line = |t: &TokenBody| {
                format!("{}\t{}\t{}\t{}\t{}", t.id, t.name, t.state, time(t.expires_at_ms), t.scopes.join(" "))
            };
            tokens.iter().map(line).collect()
        }
        Answer::Keys {
            keys,
            values_of_no_key,
        } => keys::listed(language, utc_offset_minutes, keys, *values_of_no_key),
        Answer::Key { id, is_present } => keys::added(language, id, *is_present),
        // The command sums several of these up.
        Answer::Resealed { .. } => Vec::new(),
        Answer::Courts {
            dry_run,
            written,
            unchanged,
            passed_over,
        } => {
            let mut lines = passed_over.clone();
            let begin = match (language, dry_run) {
                (Zh, false) => "已写入",
                (Zh, true) => "没有写入；将写入",
                (En, false) => "courts: written",
                (En, true) => "courts: nothing written; it would be: written",
            };
            lines.push(match language {
                Zh => format!(
                    "{begin} {written} 个法院，未变 {unchanged}，退回 {}",
                    passed_over.len()
                ),
                En => format!(
                    "{begin} {written}, unchanged {unchanged}, passed over {}",
                    passed_over.len()
                ),
            });
            lines
        }
        Answer::Retention { on, classes, due } => registry::retention(language, on, classes, due),
        Answer::Nothing => vec![done(language, wish)],
        Answer::Refused { why } => vec![why.clone()],
    }
}

/// What stands in the way of making or changing accounts, roles, tokens and courts, in Chinese.
pub(super) fn of_accounts(err: &Error) -> Option<String> {
    Some(match err {
        Error::NoSuchAccount => "没有这个账号（提示：`shanjar user list` 列出全部账号）".to_owned(),
        Error::Accounts(faults) => {
            let told: Vec<String> = faults.iter().map(|(_, fault)| fault_in_chinese(fault)).collect();
            told.join("；")
        }
        Error::Courts(faults) => court_faults(Zh, faults).join("；"),
        Error::LastAdministrator => {
            "这是最后一个安全管理员（提示：请先把 `security_admin` 授予另一个账号）".to_owned()
        }
        Error::RoleConflict(conflict) => conflict_in_chinese(*conflict),
        Error::ReasonMissing => "请写明原因（提示：`--reason`）".to_owned(),
        Error::NoSuchToken => {
            "没有这个令牌，或已经撤销（提示：`shanjar token list` 列出全部令牌）".to_owned()
        }
        Error::BadToken(fault) => match fault {
            TokenFault::BadName => "令牌的名称须为 1 至 60 个字符".to_owned(),
            TokenFault::NoScope => "令牌至少要有一个范围（提示：`--scope`）".to_owned(),
            TokenFault::BadEnd => "令牌的有效期须在今后 366 天之内".to_owned(),
            TokenFault::NoSuchCourt(code) => no_court(code),
            TokenFault::TooManyOfName(name) => {
                format!("名为 `{name}` 的有效令牌已有两个（提示：请先撤销一个）")
            }
        },
        Error::Refused(_) => "没有权限，或不在管辖范围之内".to_owned(),
        _ => return None,
    })
}

/// What is wrong with rows of a table of courts, a sentence each.
pub fn court_faults(language: Language, faults: &[CourtFault]) -> Vec<String> {
    let told = |fault: &CourtFault| match language {
        Zh => fault.message_zh.clone(),
        En => fault.message.clone(),
    };
    faults.iter().map(told).collect()
}

/// A word that names no role.
pub fn no_role(language: Language, typed: &str) -> String {
    let known: Vec<&str> = Role::ALL.into_iter().map(Role::as_str).collect();
    named(language, ("role", "角色"), typed, &known)
}

/// A word that names no scope.
pub fn no_scope(language: Language, typed: &str) -> String {
    let known: Vec<&str> = Scope::ALL.into_iter().map(Scope::as_str).collect();
    named(language, ("scope", "范围"), typed, &known)
}

fn named(language: Language, (en, zh): (&str, &str), typed: &str, known: &[&str]) -> String {
    let typed: String = typed.chars().take(40).collect();
    let known = known.join(", ");
    match language {
        En => format!("there is no {en} `{typed}` (hint: one of {known})"),
        Zh => format!("没有名为 `{typed}` 的{zh}（提示：可用 {known}）"),
    }
}

fn fault_in_chinese(fault: &AccountFault) -> String {
    match fault {
        AccountFault::Taken(name) => format!("登录名 `{name}` 已被使用"),
        AccountFault::NoSuchCourt(code) => no_court(code),
        AccountFault::Conflict(conflict) => conflict_in_chinese(*conflict),
        AccountFault::NotByOne(role) => {
            format!("角色 `{role}` 不能随新账号授予（提示：先建账号，再申请角色）")
        }
        AccountFault::CoordinatorWithoutCourt => {
            "角色 `coordinator` 须指明法院（提示：`--court`）".to_owned()
        }
        AccountFault::BadDisplayName => "显示的名称须为 1 至 100 个字符（提示：`--name`）".to_owned(),
    }
}

fn conflict_in_chinese(conflict: RoleConflict) -> String {
    format!("角色 `{}` 与 `{}` 不得由同一人担任", conflict.0, conflict.1)
}

fn no_court(code: &str) -> String {
    format!("没有代码为 `{code}` 的法院（提示：用 `shanjar import courts FILE` 写入法院）")
}

/// A text that cannot be a login name.
pub fn bad_login_name(language: Language, typed: &str, fault: BadLoginName) -> String {
    let typed: String = typed.chars().take(64).collect();
    match (language, fault) {
        (En, fault) => format!(
            "`{typed}` cannot be a login name: {fault} (hint: use Chinese characters, Tibetan letters, a–z, digits, `.` `_` `-`)"
        ),
        (Zh, fault) => {
            let reason = match fault {
                BadLoginName::Empty => "内容为空".to_owned(),
                BadLoginName::TooLong => "超过 64 个字符".to_owned(),
                BadLoginName::Character(c) => format!("不能含有 `{c}`"),
                BadLoginName::Reserved => "这个名称由系统保留".to_owned(),
            };
            format!("`{typed}` 不能作登录名：{reason}（提示：请用汉字、藏文字母、a–z、数字和 `.` `_` `-`）")
        }
    }
}

fn slip_lines(language: Language, until: &str, slip: &SlipBody) -> Vec<String> {
    let SlipBody {
        login_name,
        display_name,
        code,
        ..
    } = slip;
    match language {
        Zh => vec![
            format!("账号 {login_name}（{display_name}）的一次性代码，有效期至 {until}："),
            code.clone(),
            "请在 /login/first 页面输入登录名和这个代码，自己设置密码；代码只显示这一次，用过即失效".to_owned(),
        ],
        En => vec![
            format!("one-time code of the account {login_name} ({display_name}), good until {until}:"),
            code.clone(),
            "type login name and code on the page /login/first and choose a password; the code is shown only once and \
             can be used once"
                .to_owned(),
        ],
    }
}

fn account_line(language: Language, account: &AccountBody) -> String {
    let state = match (language, account.is_disabled, account.has_password) {
        (Zh, true, _) => "已停用",
        (Zh, false, true) => "可用",
        (Zh, false, false) => "未设密码",
        (En, true, _) => "disabled",
        (En, false, true) => "active",
        (En, false, false) => "no password yet",
    };
    let court = account.court.as_deref().unwrap_or("-");
    format!(
        "{}\t{}\t{court}\t{}\t{state}",
        account.login_name,
        account.display_name,
        account.roles.join(" ")
    )
}

fn done(language: Language, wish: &Wish) -> String {
    match (language, wish) {
        (
            Zh,
            Wish::SetDisabled {
                login_name,
                is_disabled: true,
            },
        ) => {
            format!("账号 {login_name} 已停用，其登录会话已全部结束")
        }
        (
            En,
            Wish::SetDisabled {
                login_name,
                is_disabled: true,
            },
        ) => {
            format!("the account {login_name} is disabled and its sessions have ended")
        }
        (Zh, Wish::SetDisabled { login_name, .. }) => format!("账号 {login_name} 已重新启用"),
        (En, Wish::SetDisabled { login_name, .. }) => format!("the account {login_name} is enabled again"),
        (
            Zh,
            Wish::ChangeRole {
                login_name,
                role,
                is_given,
                ..
            },
        ) => {
            let verb = if *is_given { "授予" } else { "收回" };
            format!("已{verb}账号 {login_name} 的角色 {role}，其登录会话已结束")
        }
        (
            En,
            Wish::ChangeRole {
                login_name,
                role,
                is_given,
                ..
            },
        ) => {
            let verb = if *is_given { "given to" } else { "taken from" };
            format!("the role {role} was {verb} the account {login_name}; its sessions have ended")
        }
        (Zh, Wish::LinkAccount { login_name, person }) => match person {
            Some(person) => {
                format!("账号 {login_name} 已与人员 {person} 关联（提示：查看本人记录还须有角色 `self`）")
            }
            None => format!("账号 {login_name} 已不与任何人员关联"),
        },
        (En, Wish::LinkAccount { login_name, person }) => match person {
            Some(person) => format!(
                "the account {login_name} is linked with the person {person} (hint: the own record is seen with the role `self`)"
            ),
            None => format!("the account {login_name} is linked with nobody any more"),
        },
        (Zh, Wish::RevokeToken { id }) => format!("令牌 {id} 已撤销，即刻失效"),
        (En, Wish::RevokeToken { id }) => format!("the token {id} is revoked from now on"),
        (_, Wish::UseKey { id }) => keys::used(language, id),
        (_, Wish::RetireKey { id, .. }) => keys::retired(language, id),
        (Zh, _) => "已完成".to_owned(),
        (En, _) => "done".to_owned(),
    }
}

/// Writes a time as a person of that zone reads it.
pub(super) fn day_and_minute(at_ms: i64, utc_offset_minutes: i16) -> String {
    let format = time::macros::format_description!("[year]-[month]-[day] [hour]:[minute]");
    let offset = UtcOffset::from_whole_seconds(i32::from(utc_offset_minutes) * 60).unwrap_or(UtcOffset::UTC);
    let at = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at_ms) * 1_000_000);
    let shown = at.ok().and_then(|at| at.to_offset(offset).format(format).ok());
    shown.unwrap_or_else(|| at_ms.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_tells_what_to_do_with_the_code_and_until_when() {
        let slip = Answer::Slip(SlipBody {
            account: "a-1".into(),
            login_name: "བཀྲ་ཤིས".into(),
            display_name: "扎西".into(),
            code: "7KQ4-9M2X".into(),
            expires_at_ms: 1_764_000_000_000,
        });
        let lines = answer(Zh, 480, &Wish::ListAccounts, &slip);
        insta::assert_snapshot!(lines.join("\n"), @r"
        账号 བཀྲ་ཤིས（扎西）的一次性代码，有效期至 2025-11-25 00:00：
        7KQ4-9M2X
        请在 /login/first 页面输入登录名和这个代码，自己设置密码；代码只显示这一次，用过即失效
        ");
    }

    #[test]
    fn every_fault_of_an_account_or_token_is_told_in_chinese() {
        let conflict = RoleConflict(Role::SecurityAdmin, Role::Auditor);
        let faults = [
            AccountFault::Taken("x".into()),
            AccountFault::NoSuchCourt("qh".into()),
            AccountFault::Conflict(conflict),
            AccountFault::NotByOne(Role::Reviewer),
            AccountFault::CoordinatorWithoutCourt,
            AccountFault::BadDisplayName,
        ];
        let mut told: Vec<_> = faults
            .map(|fault| of_accounts(&Error::Accounts(vec![(0, fault)])).unwrap())
            .into();
        let tokens = [
            TokenFault::BadName,
            TokenFault::NoScope,
            TokenFault::BadEnd,
            TokenFault::NoSuchCourt("qh".into()),
            TokenFault::TooManyOfName("x".into()),
        ];
        told.extend(tokens.map(|fault| of_accounts(&Error::BadToken(fault)).unwrap()));
        insta::assert_snapshot!(told.join("\n"));
    }

    #[test]
    fn a_word_that_names_nothing_is_shown_beside_those_that_do() {
        for language in [Zh, En] {
            let told = [no_role(language, "judge"), no_scope(language, "judge")];
            assert!(
                told[0].contains("`judge`") && told[0].contains("security_admin"),
                "{told:?}"
            );
            assert!(
                told[1].contains("`judge`") && told[1].contains("registry:pii"),
                "{told:?}"
            );
        }
    }

    #[test]
    fn a_name_that_is_none_is_shown_with_the_reason_and_a_way_out() {
        for language in [Zh, En] {
            let told = bad_login_name(language, "a b", BadLoginName::Character(' '));
            assert!(
                told.contains("`a b`") && told.contains(if language == Zh { "提示" } else { "hint" }),
                "{told}"
            );
        }
    }
}

//! What is wrong with a filter, in Chinese, for every door through which filters come in.

use glossary::filter::{FilterFault, FilterFaultKind, MAX_FILTER_CHARS, MAX_FILTER_TOKENS};

/// Says in Chinese which token is wrong, where it stands, and what may be written.
#[must_use]
pub fn filter_in_chinese(fault: &FilterFault) -> String {
    let wrong = match fault.kind {
        FilterFaultKind::TooLong => {
            return format!("筛选条件超过 {MAX_FILTER_CHARS} 个字符（提示：请缩短）");
        }
        FilterFaultKind::TooManyTokens => {
            return format!(
                "`{}`（第 {} 个字符起）：筛选条件超过 {MAX_FILTER_TOKENS} 项（提示：请减少）",
                fault.token,
                fault.position + 1
            );
        }
        FilterFaultKind::NoColon => "不是“项:值”的形式",
        FilterFaultKind::UnknownKey => "没有这一项",
        FilterFaultKind::Quotes => "引号没有闭合，或闭合后还有文字",
        FilterFaultKind::Name => "不是由小写字母、数字和连字符组成的名称",
        FilterFaultKind::Workflow => "不是词条的状态",
        FilterFaultKind::Day => "不是历法上的日期",
        FilterFaultKind::Nothing => "没有写要找什么",
        FilterFaultKind::Part => "不是词条可有可无的内容",
    };
    let allowed: Vec<String> = fault
        .kind
        .allowed()
        .iter()
        .map(|word| format!("`{word}`"))
        .collect();
    format!(
        "`{}`（第 {} 个字符起）{wrong}（提示：可写 {}）",
        fault.token,
        fault.position + 1,
        allowed.join("、")
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use glossary::filter::Filter;

    #[test]
    fn a_fault_is_told_in_chinese_as_in_english() {
        for (raw, code, told) in [
            (
                "has:bo workflow:完",
                "filter_workflow",
                "`workflow:完`（第 8 个字符起）不是词条的状态（提示：可写 `draft`、`reviewed`、`authorised`、`withdrawn`）",
            ),
            (
                "changed_since:2023-02-29",
                "filter_day",
                "`changed_since:2023-02-29`（第 1 个字符起）不是历法上的日期（提示：可写 `2024-02-29`）",
            ),
        ] {
            let fault = raw.parse::<Filter>().unwrap_err();
            assert_eq!(
                (fault.kind.code(), filter_in_chinese(&fault).as_str()),
                (code, told)
            );
        }
        for raw in [
            "法院",
            "藏文:无",
            "author:\"",
            "collection:罪",
            "author:",
            "has:zh",
            &"a".repeat(300),
        ] {
            let told = filter_in_chinese(&raw.parse::<Filter>().unwrap_err());
            assert!(told.contains("（提示："), "{told}");
        }
        let many = filter_in_chinese(&vec!["has:bo"; 33].join(" ").parse::<Filter>().unwrap_err());
        assert!(many.contains("超过 32 项"), "{many}");
    }
}

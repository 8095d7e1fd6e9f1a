//! What keeps a template from being filled, in Chinese.

use exchange::roster::template::TemplateError;

/// Returns the sentence.
#[must_use]
pub fn template_fault_in_chinese(fault: &TemplateError) -> String {
    match fault {
        TemplateError::Unreadable(cause) => {
            format!(
                "模板不能读取：{}（提示：请用表格软件另存为不带密码的 `.xlsx`）",
                cause.zh
            )
        }
        TemplateError::NoPlaceholder => {
            "模板里没有占位符（提示：请在列表的一行中写双花括号和列名，如 `{{姓名}}`）".to_owned()
        }
        TemplateError::Unknown {
            sheet,
            cell,
            placeholder,
            hint,
        } => format!(
            "`{sheet}`!{cell}：`{placeholder}` 不是可用的列名（提示：{}）",
            hint.zh
        ),
        TemplateError::Obstacle { sheet, cause, hint } => {
            format!(
                "模板的工作表 `{sheet}` 不能填写：{}（提示：{}）",
                cause.zh, hint.zh
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_with_a_way_out() {
        let text = || "x".to_owned();
        let words = || Box::new(exchange::Words::from(("English", "中文")));
        for fault in [
            TemplateError::Unreadable(words()),
            TemplateError::NoPlaceholder,
            TemplateError::Unknown {
                sheet: text(),
                cell: text(),
                placeholder: text(),
                hint: words(),
            },
            TemplateError::Obstacle {
                sheet: text(),
                cause: words(),
                hint: words(),
            },
        ] {
            let told = template_fault_in_chinese(&fault);
            assert!(told.contains("（提示：") && told.ends_with('）'), "{told}");
            assert!(!told.contains("English"), "{told}");
        }
    }
}

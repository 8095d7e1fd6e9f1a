//! What keeps a template from being filled, in Chinese.

use exchange::roster::template::TemplateError;

/// Returns the sentence; what an obstacle is stays in the words of the crate that found it.
#[must_use]
pub fn template_fault_in_chinese(fault: &TemplateError) -> String {
    match fault {
        TemplateError::Unreadable(cause) => {
            format!("模板不能读取：{cause}（提示：请用表格软件另存为不带密码的 `.xlsx`）")
        }
        TemplateError::NoPlaceholder => {
            "模板里没有占位符（提示：请在列表的一行中写双花括号和列名，如 `{{姓名}}`）".to_owned()
        }
        TemplateError::Unknown {
            sheet,
            cell,
            placeholder,
            hint,
        } => format!("`{sheet}`!{cell}：`{placeholder}` 不是可用的列名（提示：{hint}）"),
        TemplateError::Obstacle { sheet, cause, hint } => {
            format!("模板 `{sheet}` 不能填写：{cause}（提示：{hint}）")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_is_told_with_a_way_out() {
        let text = || "x".to_owned();
        for fault in [
            TemplateError::Unreadable(text()),
            TemplateError::NoPlaceholder,
            TemplateError::Unknown {
                sheet: text(),
                cell: text(),
                placeholder: text(),
                hint: text(),
            },
            TemplateError::Obstacle {
                sheet: text(),
                cause: text(),
                hint: text(),
            },
        ] {
            let told = template_fault_in_chinese(&fault);
            assert!(told.contains("（提示：") && told.ends_with('）'), "{told}");
        }
    }
}

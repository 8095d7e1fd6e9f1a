//! Numbers of people in texts that are not made for them: there they would stand in the clear, in the database and on pages.

use crate::{Fault, IdentityNumber};

/// The digits of a mobile number.
const MOBILE_DIGITS: usize = 11;
/// The characters of an identity number (GB 11643).
const IDENTITY_CHARS: usize = 18;

/// Tells of an identity number or a mobile number in `text`, which stands at `pointer`. The sentence does not repeat it.
pub(crate) fn fault_of(pointer: impl Into<String>, text: &str) -> Option<Fault> {
    holds_one(text).then(|| {
        Fault::new(
            "number_in_text",
            pointer,
            "an identity number or a telephone number stands in a text that everybody reads (hint: write it in its own field, where it is sealed)",
            "普通文字中有身份证号或电话号码，会被所有人看到（提示：请填写在专门的一栏，那里加密保存）",
        )
    })
}

/// Tells whether a text holds an identity number, its check character right, or a mobile number, also in full width and with
/// blanks or hyphens between its groups.
fn holds_one(text: &str) -> bool {
    let narrow = text.chars().map(|c| match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    });
    let mut run = String::new();
    for c in narrow.chain(['\n']) {
        match c {
            '0'..='9' | 'x' | 'X' => run.push(c),
            ' ' | '-' | '\u{3000}' if !run.is_empty() => {}
            _ if is_number(&run) => return true,
            _ => run.clear(),
        }
    }
    false
}

fn is_number(run: &str) -> bool {
    let is_mobile = run.len() == MOBILE_DIGITS
        && run.bytes().all(|b| b.is_ascii_digit())
        && run.starts_with('1')
        && run.as_bytes().get(1).is_some_and(|second| *second >= b'3');
    is_mobile || (run.len() == IDENTITY_CHARS && IdentityNumber::read(run).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_people_are_found_in_texts_and_others_are_not() {
        for text in [
            "11010519491231002X",
            "身份证 11010519491231002x，",
            "１１０１０５１９４９１２３１００２Ｘ",
            "电话：13909710001",
            "139 0971 0001（办）",
            "民一庭139-0971-0001",
        ] {
            assert!(holds_one(text), "{text}");
        }
        for text in [
            "",
            "青高法〔2019〕7号",
            "110105194912310021",
            "0971-6123456",
            "12345678901",
            "2019-10-14 至 2019-10-24",
            "证书 A20126301050012",
            "139097100012",
        ] {
            assert!(!holds_one(text), "{text}");
        }
    }
}

//! What people ask to have corrected in their own records, and how much of that is shown before somebody asks for it in full.

use serde::{Deserialize, Serialize};

use crate::Fault;
use crate::named_list::named_list;

/// How long each text of a wish may be, in characters.
const MAX_CHARS: usize = 1_000;
/// From this many digits on, a run of them may be a number of a person. A day written with its marks has fewer.
const TELLING_DIGITS: usize = 9;
/// So many digits without a mark between them may be one too.
const TELLING_DIGITS_IN_ONE: usize = 7;
/// How many characters of such a number are shown.
const SHOWN: usize = 4;

named_list! {
    /// The part of a record that is to be corrected.
    CorrectionField {
        /// The names.
        Name = "name", "姓名";
        /// The sex.
        Sex = "sex", "性别";
        /// The ethnic group.
        EthnicGroup = "ethnic_group", "民族";
        /// The day of birth.
        BornOn = "born_on", "出生日期";
        /// The identity number.
        IdentityNumber = "identity_number", "身份证号";
        /// A telephone number.
        Phone = "phone", "电话";
        /// Schools and degrees.
        Education = "education", "学历";
        /// The law qualification.
        LawQualification = "law_qualification", "法律职业资格";
        /// How and when the person came to the courts.
        Entry = "entry", "进入法院的途径";
        /// Posts, ranks and secondments.
        Posts = "posts", "任职";
        /// What the person can do in dialects.
        LanguageSkills = "language_skills", "双语能力";
        /// Pools.
        Pools = "pools", "人才库";
        /// Absences.
        Unavailability = "unavailability", "不可调用的时段";
        /// Trainings, attendance and results.
        Trainings = "trainings", "培训经历";
        /// Anything else.
        Other = "other", "其他";
    }
}

named_list! {
    /// What became of a wish.
    CorrectionState {
        /// Nobody has decided.
        Open = "open", "待处理";
        /// The court corrects the record.
        Accepted = "accepted", "已采纳";
        /// The record stays as it is.
        Refused = "refused", "未采纳";
    }
}

/// What somebody asks: the words that are sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionText {
    /// What the record should say.
    pub wanted: String,
    /// Why, and what shows it.
    pub reason: String,
}

impl CorrectionText {
    /// Returns what is wrong with the texts: each is needed, and has at most 1,000 characters.
    #[must_use]
    pub fn faults(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        for (pointer, text) in [("/wanted", &self.wanted), ("/reason", &self.reason)] {
            let chars = text.chars().count();
            if text.trim().is_empty() {
                faults.push(Fault::new(
                    "text_missing",
                    pointer,
                    "nothing is said here (hint: say what the record should hold, and what shows it)",
                    "此处为空（提示：请写明应当如何登记以及依据）",
                ));
            } else if chars > MAX_CHARS {
                faults.push(Fault::new(
                    "text_too_long",
                    pointer,
                    format!("the text has {chars} characters (hint: say it in at most {MAX_CHARS})"),
                    format!("文字有 {chars} 个字符（提示：请不超过 {MAX_CHARS} 个字符）"),
                ));
            }
        }
        faults
    }

    /// Returns the texts with what may be a number of a person cut to its last four characters.
    #[must_use]
    pub fn masked(&self) -> Self {
        Self {
            wanted: without_numbers(&self.wanted),
            reason: without_numbers(&self.reason),
        }
    }
}

/// Returns `text` with every run of digits that may be an identity or a telephone number cut to its last four characters
/// behind `…`: nine digits with single blanks and hyphens between them, or seven without.
#[must_use]
pub fn without_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(|c| narrow(*c).is_ascii_digit());
    let is_mark = |at: usize| {
        chars
            .get(at)
            .is_some_and(|c| matches!(narrow(*c), ' ' | '-' | '\u{3000}' | '—' | '–'))
    };
    let mut shown = String::with_capacity(text.len());
    let mut at = 0;
    while at < chars.len() {
        let first = at;
        let (mut digits, mut in_one, mut most_in_one) = (0, 0, 0);
        while is_digit(at) || (digits > 0 && is_mark(at) && is_digit(at + 1)) {
            if is_digit(at) {
                digits += 1;
                in_one += 1;
                most_in_one = most_in_one.max(in_one);
            } else {
                in_one = 0;
            }
            at += 1;
        }
        if digits == 0 {
            shown.extend(chars.get(at));
            at += 1;
            continue;
        }
        if chars.get(at).is_some_and(|c| matches!(narrow(*c), 'x' | 'X')) {
            at += 1;
        }
        let run = chars.get(first..at).unwrap_or_default();
        if digits >= TELLING_DIGITS || most_in_one >= TELLING_DIGITS_IN_ONE {
            let mut end: Vec<char> = run
                .iter()
                .rev()
                .filter(|c| narrow(**c).is_ascii_alphanumeric())
                .take(SHOWN)
                .copied()
                .collect();
            end.reverse();
            shown.push('…');
            shown.extend(end);
        } else {
            shown.extend(run);
        }
    }
    shown
}

/// Returns the ASCII form of a full-width character.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::fault;

    #[test]
    fn what_may_be_a_number_of_a_person_is_cut_and_a_day_is_not() {
        for (text, shown) in [
            ("应为 63000019880708001X。", "应为 …001X。"),
            ("６３００００１９８８０７０８００１８", "…００１８"),
            ("电话改为 139-0971 0001", "电话改为 …0001"),
            ("0971-6123456", "…3456"),
            ("6123456 转 12", "…3456 转 12"),
            ("出生日期应为 1988-07-08", "出生日期应为 1988-07-08"),
            ("2015-01-01 至 2018-02-28 任职", "2015-01-01 至 2018-02-28 任职"),
            ("མིང་ནི་བཀྲ་ཤིས་ ༡༢༣", "མིང་ནི་བཀྲ་ཤིས་ ༡༢༣"),
            ("法发〔2020〕30号", "法发〔2020〕30号"),
        ] {
            assert_eq!(without_numbers(text), shown, "{text}");
        }
    }

    #[test]
    fn a_wish_says_what_and_why() {
        let text = |wanted: &str, reason: &str| CorrectionText {
            wanted: wanted.to_owned(),
            reason: reason.to_owned(),
        };
        assert_eq!(text("扎西", "户口簿").faults(), []);
        insta::assert_snapshot!(fault::show(&text(" ", &"长".repeat(1_001)).faults()), @r"
        /wanted text_missing
          nothing is said here (hint: say what the record should hold, and what shows it)
          此处为空（提示：请写明应当如何登记以及依据）
        /reason text_too_long
          the text has 1001 characters (hint: say it in at most 1000)
          文字有 1001 个字符（提示：请不超过 1000 个字符）
        ");
    }

    proptest! {
        #[test]
        fn nothing_that_is_shown_holds_seven_digits_in_a_row(text in "[0-9xX \\-a藏ཀ１]{0,60}") {
            let shown = without_numbers(&text);
            let mut run = 0;
            for c in shown.chars() {
                run = if narrow(c).is_ascii_digit() { run + 1 } else { 0 };
                prop_assert!(run < TELLING_DIGITS_IN_ONE, "{shown}");
            }
            prop_assert_eq!(without_numbers(&shown), shown);
        }
    }
}

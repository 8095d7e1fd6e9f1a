//! Ethnic groups by their numbers in GB/T 3304-1991.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The numbers and names of GB/T 3304-1991, in its order.
const GROUPS: [(&str, &str); 58] = [
    ("01", "汉族"),
    ("02", "蒙古族"),
    ("03", "回族"),
    ("04", "藏族"),
    ("05", "维吾尔族"),
    ("06", "苗族"),
    ("07", "彝族"),
    ("08", "壮族"),
    ("09", "布依族"),
    ("10", "朝鲜族"),
    ("11", "满族"),
    ("12", "侗族"),
    ("13", "瑶族"),
    ("14", "白族"),
    ("15", "土家族"),
    ("16", "哈尼族"),
    ("17", "哈萨克族"),
    ("18", "傣族"),
    ("19", "黎族"),
    ("20", "傈僳族"),
    ("21", "佤族"),
    ("22", "畲族"),
    ("23", "高山族"),
    ("24", "拉祜族"),
    ("25", "水族"),
    ("26", "东乡族"),
    ("27", "纳西族"),
    ("28", "景颇族"),
    ("29", "柯尔克孜族"),
    ("30", "土族"),
    ("31", "达斡尔族"),
    ("32", "仫佬族"),
    ("33", "羌族"),
    ("34", "布朗族"),
    ("35", "撒拉族"),
    ("36", "毛南族"),
    ("37", "仡佬族"),
    ("38", "锡伯族"),
    ("39", "阿昌族"),
    ("40", "普米族"),
    ("41", "塔吉克族"),
    ("42", "怒族"),
    ("43", "乌孜别克族"),
    ("44", "俄罗斯族"),
    ("45", "鄂温克族"),
    ("46", "德昂族"),
    ("47", "保安族"),
    ("48", "裕固族"),
    ("49", "京族"),
    ("50", "塔塔尔族"),
    ("51", "独龙族"),
    ("52", "鄂伦春族"),
    ("53", "赫哲族"),
    ("54", "门巴族"),
    ("55", "珞巴族"),
    ("56", "基诺族"),
    ("97", "其他"),
    ("98", "外国血统中国籍人士"),
];

/// An ethnic group, written by its number of two digits (GB/T 3304-1991).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EthnicGroup(usize);

impl EthnicGroup {
    /// Returns its number, such as `04`.
    #[must_use]
    pub fn code(self) -> &'static str {
        GROUPS.get(self.0).map_or("97", |(code, _)| code)
    }

    /// Returns its name, such as `藏族`.
    #[must_use]
    pub fn zh(self) -> &'static str {
        GROUPS.get(self.0).map_or("其他", |(_, name)| name)
    }

    /// Returns every group, in the order of the numbers.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..GROUPS.len()).map(Self)
    }
}

impl FromStr for EthnicGroup {
    /// What was read.
    type Err = String;

    /// Takes the number, with or without its zero, and the name, with or without 族.
    fn from_str(text: &str) -> Result<Self, String> {
        let typed = text.trim();
        let is_named = |(code, name): &(&str, &str)| {
            let short = name.strip_suffix('族').unwrap_or(name);
            typed == *name || typed == short || typed == *code || Some(typed) == code.strip_prefix('0')
        };
        let found = GROUPS.iter().position(is_named);
        found.map(Self).ok_or_else(|| text.chars().take(40).collect())
    }
}

impl fmt::Display for EthnicGroup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for EthnicGroup {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|text| {
            format!("`{text}` is no ethnic group (hint: write a number of GB/T 3304 or a name)")
        })
    }
}

impl From<EthnicGroup> for String {
    fn from(group: EthnicGroup) -> Self {
        group.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_found_by_its_number_and_by_its_name() {
        for (typed, code, name) in [
            ("04", "04", "藏族"),
            ("4", "04", "藏族"),
            ("藏", "04", "藏族"),
            (" 蒙古族 ", "02", "蒙古族"),
            ("土", "30", "土族"),
            ("土家", "15", "土家族"),
            ("撒拉", "35", "撒拉族"),
            ("其他", "97", "其他"),
        ] {
            let group: EthnicGroup = typed.parse().unwrap();
            assert_eq!((group.code(), group.zh()), (code, name), "{typed}");
        }
        for bad in ["", "0", "57", "藏民", "བོད"] {
            assert!(bad.parse::<EthnicGroup>().is_err(), "{bad}");
        }
    }

    #[test]
    fn each_is_there_once() {
        let all: Vec<EthnicGroup> = EthnicGroup::all().collect();
        assert_eq!(all.len(), 58);
        for group in all {
            assert_eq!(group.code().parse(), Ok(group));
            assert_eq!(group.zh().parse(), Ok(group));
        }
    }
}

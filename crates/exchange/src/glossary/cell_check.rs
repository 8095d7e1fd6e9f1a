//! Whether a cell holds what its language is written in.

use ::glossary::Lang;
use text::script::{Script, contains};

use super::legacy_font;
use crate::codes;
use crate::issue::{Fault, is_invisible};

/// Returns what is wrong with `text` as a term in `lang`: the script, or characters that nobody can see.
pub(crate) fn check_term(lang: Lang, text: &str) -> Option<Fault> {
    check_characters(text, is_invisible).or_else(|| match lang {
        Lang::Zh if contains(text, Script::Tibetan) => Some(chinese_with_tibetan()),
        // An abbreviation such as WTO is a term; a number, a date or a row of full stops is none.
        Lang::Zh => (!text.chars().any(char::is_alphabetic)).then(no_chinese_character),
        Lang::Bo => check_tibetan(text, contains(text, Script::Han)),
        Lang::En => None,
    })
}

/// Returns what is wrong with `text` as running text in `lang`, which may quote the other language.
pub(crate) fn check_running_text(lang: Lang, text: &str) -> Option<Fault> {
    check_characters(text, is_bad_in_running_text).or_else(|| {
        let (han, tibetan) = (contains(text, Script::Han), contains(text, Script::Tibetan));
        match lang {
            Lang::Zh => (tibetan && !han).then(chinese_with_tibetan),
            Lang::Bo if tibetan => None,
            Lang::Bo => check_tibetan(text, han).filter(|fault| fault.code != codes::NO_TIBETAN_LETTER),
            Lang::En => None,
        }
    })
}

/// Returns what is wrong with `text` whatever its language: characters that nobody can see, or that stand for lost ones.
pub(crate) fn check_plain(text: &str) -> Option<Fault> {
    check_characters(text, is_bad_in_running_text)
}

/// Line breaks and tabs lay text out.
fn is_bad_in_running_text(c: char) -> bool {
    is_invisible(c) && !matches!(c, '\n' | '\r' | '\t')
}

fn check_characters(text: &str, is_bad: impl Fn(char) -> bool) -> Option<Fault> {
    if text.contains(char::REPLACEMENT_CHARACTER) {
        let wrong = (
            "holds U+FFFD, which stands where an earlier conversion lost a character",
            "有 U+FFFD，说明以前转换编码时丢失了字符",
        );
        let hint = (
            "go back to the file before that conversion",
            "请找回转换之前的文件",
        );
        return Some(Fault::new(codes::BAD_ENCODING, wrong, hint));
    }
    let bad = text.chars().find(|c| is_bad(*c))?;
    let wrong = (
        format!("holds the control character U+{:04X}", u32::from(bad)),
        format!("有控制字符 U+{:04X}", u32::from(bad)),
    );
    let hint = match bad {
        '\n' | '\r' => (
            "put the term on one line; an open quotation mark can also be the cause",
            "请把词写在一行；也可能是引号没有闭合",
        ),
        _ => ("delete it", "请删去"),
    };
    Some(Fault::new(codes::CONTROL_CHARACTER, wrong, hint))
}

fn check_tibetan(text: &str, has_han: bool) -> Option<Fault> {
    let has_tibetan = contains(text, Script::Tibetan);
    if !has_tibetan && legacy_font::is_likely(text) {
        let wrong = (
            "looks like text of a Tibetan font from before Unicode",
            "像是 Unicode 之前的旧藏文字体编码",
        );
        let hint = (
            "convert it to Unicode in the typesetting program it was made with, such as 同元, 班智达, 方正 or 华光, or ask for the original in Unicode",
            "请用原来的排版软件（如同元、班智达、方正、华光）转为 Unicode，或索取 Unicode 原文",
        );
        return Some(Fault::new(codes::LOOKS_LIKE_LEGACY_TIBETAN_FONT, wrong, hint));
    }
    if has_han {
        let wrong = (
            "holds Chinese characters in a Tibetan cell",
            "在藏文格中，却有汉字",
        );
        let hint = if has_tibetan {
            (
                "move them to the Chinese cell or to the note",
                "请把汉字移到汉文格或备注",
            )
        } else {
            (
                "check whether the columns are in the right order",
                "请检查各列的次序",
            )
        };
        return Some(Fault::new(codes::TIBETAN_CELL_WITH_CHINESE, wrong, hint));
    }
    (!has_tibetan).then(|| {
        let wrong = (
            "holds no Tibetan letter in a Tibetan cell",
            "在藏文格中，却没有藏文字母",
        );
        let hint = (
            "write it in Tibetan script; `shanjar text from-ewts` turns Wylie into it",
            "请用藏文书写；`shanjar text from-ewts` 可把威利转写转为藏文",
        );
        Fault::new(codes::NO_TIBETAN_LETTER, wrong, hint)
    })
}

fn no_chinese_character() -> Fault {
    let wrong = (
        "holds no Chinese character and no letter in a Chinese cell",
        "在汉文格中，却没有汉字或字母",
    );
    let hint = (
        "fill in the term; a number or date belongs in another column",
        "请填写词；编号或日期请写在别的列",
    );
    Fault::new(codes::NO_CHINESE_CHARACTER, wrong, hint)
}

fn chinese_with_tibetan() -> Fault {
    let wrong = (
        "holds Tibetan letters in a Chinese cell",
        "在汉文格中，却有藏文字母",
    );
    let hint = (
        "move the Tibetan to the Tibetan cell, or check whether the columns are in the right order",
        "请把藏文移到藏文格，或检查各列的次序",
    );
    Fault::new(codes::CHINESE_CELL_WITH_TIBETAN, wrong, hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_is_in_the_script_of_its_language() {
        for (lang, text, code) in [
            (Lang::Zh, "人民法院", None),
            (Lang::Zh, "U盘", None),
            (Lang::Zh, "WTO", None),
            (Lang::Zh, "abc", None),
            (Lang::Zh, "。。", Some(codes::NO_CHINESE_CHARACTER)),
            (Lang::Zh, "42", Some(codes::NO_CHINESE_CHARACTER)),
            (Lang::Zh, "2018-10-26", Some(codes::NO_CHINESE_CHARACTER)),
            (Lang::Zh, "２０１８/1/2", Some(codes::NO_CHINESE_CHARACTER)),
            (Lang::Zh, "2018年10月26日", None),
            (Lang::Zh, "法院 ཁྲིམས་ཁང", Some(codes::CHINESE_CELL_WITH_TIBETAN)),
            (Lang::Zh, "法\u{0}院", Some(codes::CONTROL_CHARACTER)),
            (Lang::Zh, "法\n院", Some(codes::CONTROL_CHARACTER)),
            (Lang::Zh, "法\u{202e}院", Some(codes::CONTROL_CHARACTER)),
            (Lang::Zh, "法\u{fffd}院", Some(codes::BAD_ENCODING)),
            (Lang::Bo, "ཁྲིམས་ཁང་", None),
            (Lang::Bo, "ཨང་། 5", None),
            (Lang::Bo, "ཁྲིམས་ཁང（法院）", Some(codes::TIBETAN_CELL_WITH_CHINESE)),
            (Lang::Bo, "法院", Some(codes::TIBETAN_CELL_WITH_CHINESE)),
            (Lang::Bo, "丂丄丅丆", Some(codes::LOOKS_LIKE_LEGACY_TIBETAN_FONT)),
            (
                Lang::Bo,
                "\u{f300}\u{f301}",
                Some(codes::LOOKS_LIKE_LEGACY_TIBETAN_FONT),
            ),
            (Lang::Bo, "khrims khang", Some(codes::NO_TIBETAN_LETTER)),
            (Lang::Bo, "?????", Some(codes::NO_TIBETAN_LETTER)),
        ] {
            assert_eq!(check_term(lang, text).map(|fault| fault.code), code, "{text}");
        }
    }

    #[test]
    fn running_text_may_quote_the_other_language() {
        for (lang, text, code) in [
            (Lang::Zh, "藏文写作 ཁྲིམས་ཁང\n见第三条", None),
            (Lang::Zh, "ཁྲིམས་ཁང", Some(codes::CHINESE_CELL_WITH_TIBETAN)),
            (Lang::Bo, "《刑法》ཡི་དོན་ཚན་", None),
            (
                Lang::Bo,
                "人民法院是国家的审判机关",
                Some(codes::TIBETAN_CELL_WITH_CHINESE),
            ),
            (
                Lang::Bo,
                "丂丄丅丆丏",
                Some(codes::LOOKS_LIKE_LEGACY_TIBETAN_FONT),
            ),
            (Lang::Bo, "—", None),
            (Lang::Bo, "ཀ\u{7}", Some(codes::CONTROL_CHARACTER)),
        ] {
            assert_eq!(
                check_running_text(lang, text).map(|fault| fault.code),
                code,
                "{text}"
            );
        }
        assert_eq!(check_plain("任\t何\n文"), None);
        assert_eq!(
            check_plain("\u{1b}[2J").map(|fault| fault.code),
            Some(codes::CONTROL_CHARACTER)
        );
    }
}

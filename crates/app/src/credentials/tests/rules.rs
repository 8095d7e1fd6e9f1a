//! Which passwords are taken, in both scripts, and what is said about the others.

use proptest::prelude::*;

use super::config;
use crate::credentials::password::{PasswordFault, check_rules};

#[track_caller]
fn check(password: &str, login_name: &str, expected: &[&str]) {
    let faults = check_rules(password, login_name).err().unwrap_or_default();
    let codes: Vec<&str> = faults.iter().map(|fault| fault.code()).collect();
    assert_eq!(codes, expected, "{password:?} of {login_name}");
}

#[test]
fn long_passwords_of_any_script_are_taken() {
    for password in [
        "今天的会议在三楼开始吗",
        "我家门前有两棵苹果树和一只猫",
        "ཡོངས་ཁྱབ་གསལ་བསྒྲགས",
        "correct horse battery staple",
        "三楼 འགྲོ་བ་མི apple",
        "qx7 vnw 33k plm",
        "🐫 走过沙漠的三只骆驼 🐫",
        "Zürich–Lhasa 一路平安",
    ] {
        let expected: &[&str] = match password.chars().count() {
            12.. => &[],
            _ => &["password_too_short"],
        };
        check(password, "tashi", expected);
    }
}

#[test]
fn characters_are_counted_and_not_bytes_after_nfc() {
    let eleven = "门前有两棵苹果树和一只";
    check(eleven, "tashi", &["password_too_short"]);
    check(&format!("{eleven}猫"), "tashi", &[]);
    assert_eq!(
        check_rules(eleven, "tashi"),
        Err(vec![PasswordFault::TooShort { found: 11 }])
    );
    // Twelve as typed, eleven in NFC.
    check(
        "we\u{301} two apples"[..13].trim_end(),
        "tashi",
        &["password_too_short"],
    );
    let words = |count: usize| {
        "门前有两棵苹果树和一只猫"
            .chars()
            .cycle()
            .take(count)
            .collect::<String>()
    };
    check(&words(256), "tashi", &[]);
    check(&words(257), "tashi", &["password_too_long"]);
    check(&"x".repeat(1 << 20), "tashi", &["password_too_long"]);
    assert_eq!(
        PasswordFault::TooShort { found: 11 }.to_string(),
        "it has 11 characters and must have at least 12"
    );
}

#[test]
fn what_many_people_have_had_is_refused_with_what_is_made_of_it() {
    let often: &[&str] = &["password_often_used"];
    for password in [
        "123qweasdzxc",
        "administrator",
        "Administrator2024!",
        "password1234",
        "PASSWORD 1234",
        "P-a-s-s-w-o-r-d-1-2-3-4",
        "ｐａｓｓｗｏｒｄ１２３４",
        "dragondragon",
        "dragon.monkey.",
        "monkeymonkeymonkey",
        "iloveyou5201314",
        "2024football",
        "!!!!!!football!!!!!!",
    ] {
        check(password, "tashi", often);
    }
    check(
        "password",
        "tashi",
        &["password_too_short", "password_often_used"],
    );
    // Three that do not belong together are as good as words.
    check("dragonfootballapple7", "tashi", &[]);
}

#[test]
fn the_login_name_in_it_is_refused() {
    let holds: &[&str] = &["password_holds_login_name"];
    check("we love tashi dearly", "tashi", holds);
    check("we love Ta-Shi dearly", "TASHI", holds);
    check(
        "扎西次仁的口令是这个呀",
        "扎西次仁",
        &["password_too_short", "password_holds_login_name"],
    );
    check("བཀྲ་ཤིས་ཚེ་རིང་འགྲོ་བ་མི", "བཀྲ་ཤིས་ཚེ་རིང་", holds);
    check("zhang.san-nan.zhang", "zhang.san.nan.zhang", holds);
    // A short name stands in many words by chance.
    check("this is life in Lhasa", "li", &[]);
    check("this is life in Lhasa", "", &[]);
    check(
        "l.................i.",
        "li",
        &["password_holds_login_name", "password_repetitive"],
    );
}

#[test]
fn rows_and_repetitions_are_refused() {
    for password in [
        "哈哈哈哈哈哈哈哈哈哈哈哈",
        "ཀཀཀཀཀཀཀཀཀཀཀཀ",
        "            ",
        "好的好的好的好的好的好的",
        "ཀ་ཀ་ཀ་ཀ་ཀ་ཀ་ཀ",
        "ཀ་ཁ་ག་ང་ཅ་ཆ་ཇ་ཉ་",
        "ཨཧསཤལརཡའཟཞཝཛཚཙ",
        "一二三四五六七八九十一二",
        "甲乙丙丁戊己庚辛壬癸子丑",
        "wertyuiopasdf",
        "mnbvcxzlkjhgf",
        "ghijklmnopqrs",
        "zyxwvutsrqponm",
        "vwxyzvwxyzvwxyz",
        "g h i j k l m n",
        "45678901234567",
        "ababbabbabaabab",
    ] {
        let faults = check_rules(password, "tashi").unwrap_err();
        assert!(
            faults.contains(&PasswordFault::Repetitive),
            "{password} {faults:?}"
        );
    }
    // Neighbours in the dictionary are no row.
    check("abominable absence", "tashi", &[]);
}

#[test]
fn control_characters_are_refused() {
    for control in ['\0', '\t', '\n', '\r', '\u{7f}', '\u{85}'] {
        check(
            &format!("门前有两棵苹果树{control}和一只猫"),
            "tashi",
            &["password_control_character"],
        );
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once_and_the_password_is_not() {
    let password = "tashi\t";
    check(
        password,
        "tashi",
        &[
            "password_too_short",
            "password_holds_login_name",
            "password_control_character",
        ],
    );
    for fault in check_rules(password, "tashi").unwrap_err() {
        assert!(!format!("{fault} {fault:?}").contains("tashi"));
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_has_an_answer(text in "\\PC{0,300}", name in "\\PC{0,20}") {
        let answer = check_rules(&text, &name);
        let is_good = answer.is_ok();
        prop_assert!(!is_good || text.chars().count() >= 6);
        let with_a_line_end = format!("{text}\n");
        prop_assert!(!is_good || check_rules(&with_a_line_end, &name).is_err());
    }

    #[test]
    fn what_repeats_a_short_unit_is_never_taken(unit in "[ -~一-龥ཀ-ཧ]{1,2}", times in 1..40_usize) {
        // At most four characters in NFC, where some of these letters are two.
        prop_assert!(check_rules(&unit.repeat(times), "tashi").is_err());
    }
}

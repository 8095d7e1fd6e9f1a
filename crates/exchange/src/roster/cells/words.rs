//! Words of closed lists, with what else people write for them.

use std::str::FromStr;

use registry::{
    Component, CourtLevel, Dialect, EnrolmentState, EntryChannel, EthnicGroup, Evidence, HalfDay, JudgeRank,
    Mode, PostKind, Presence, Sex, Spoken, Written,
};

use super::{bad, narrow};
use crate::issue::Fault;

/// Reads a word of a closed list by either of its names, or by another in `others`.
pub(in crate::roster) fn listed<T>(typed: &str, others: &[(&str, T)]) -> Result<T, Fault>
where
    T: FromStr<Err = &'static [&'static str]> + Copy,
{
    let plain = narrow(typed);
    let found = plain.parse().or_else(|known: T::Err| {
        let lower = plain.to_lowercase();
        let other = others
            .iter()
            .find(|(word, _)| *word == lower)
            .map(|(_, value)| *value);
        other
            .or_else(|| lower.parse().ok())
            .or_else(|| plain.to_uppercase().parse().ok())
            .ok_or(known)
    });
    found.map_err(|known| {
        let (en, zh) = (known.join(", "), known.join("、"));
        bad(
            ("is not one of the words of this column", "不是本列可用的词"),
            (&format!("write one of {en}"), &format!("请写：{zh}")),
        )
    })
}

pub(in crate::roster) fn sex(typed: &str) -> Result<Sex, Fault> {
    let others = [
        ("男性", Sex::Male),
        ("m", Sex::Male),
        ("1", Sex::Male),
        ("女性", Sex::Female),
        ("f", Sex::Female),
        ("2", Sex::Female),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn ethnic_group(typed: &str) -> Result<EthnicGroup, Fault> {
    narrow(typed).replace(' ', "").parse().map_err(|_| {
        bad(
            ("is no ethnic group of GB/T 3304", "不是国标 GB/T 3304 中的民族"),
            (
                "write its name, such as 藏族 or 藏, or its number",
                "请写民族名称，如“藏族”或“藏”，或写代码",
            ),
        )
    })
}

pub(in crate::roster) fn yes_or_no(typed: &str) -> Result<bool, Fault> {
    match narrow(typed).to_lowercase().as_str() {
        "是" | "有" | "√" | "✓" | "✔" | "y" | "yes" | "true" | "1" | "员额" | "入额" | "已入额"
        | "员额法官" | "借调" | "挂职" => Ok(true),
        "否" | "无" | "不是" | "×" | "✗" | "✘" | "n" | "no" | "false" | "0" | "未入额" | "非员额" | "-"
        | "—" | "/" => Ok(false),
        word => super::test_result::passed_word(word).ok_or_else(|| {
            bad(
                ("is neither yes nor no", "既不是“是”，也不是“否”"),
                ("write 是 or 否", "请写“是”或“否”"),
            )
        }),
    }
}

pub(in crate::roster) fn post_kind(typed: &str) -> Result<PostKind, Fault> {
    use PostKind::{Administration, Assistant, Bailiff, Clerk, Interpreter, Judge};
    let others = [
        ("审判员", Judge),
        ("助理审判员", Judge),
        ("助审员", Judge),
        ("员额法官", Judge),
        ("院长", Judge),
        ("副院长", Judge),
        ("庭长", Judge),
        ("副庭长", Judge),
        ("审判长", Judge),
        ("审委会委员", Judge),
        ("审判委员会委员", Judge),
        ("审委会专职委员", Judge),
        ("审判委员会专职委员", Judge),
        ("助理", Assistant),
        ("审判辅助人员", Assistant),
        ("速录员", Clerk),
        ("聘用制书记员", Clerk),
        ("翻译员", Interpreter),
        ("翻译人员", Interpreter),
        ("口译员", Interpreter),
        ("法警", Bailiff),
        ("司法行政", Administration),
        ("行政人员", Administration),
    ];
    listed(typed, &others)
}

/// Reads a rank as it is written in full, without 法官 behind it, or with a digit: 三级法官, 三级高级, 3级法官, 高级法官三级.
pub(in crate::roster) fn rank(typed: &str) -> Result<JudgeRank, Fault> {
    let digits = [('1', '一'), ('2', '二'), ('3', '三'), ('4', '四'), ('5', '五')];
    let chinese = |c: char| {
        digits
            .iter()
            .find(|(digit, _)| *digit == c)
            .map_or(c, |(_, chinese)| *chinese)
    };
    let plain: String = narrow(typed)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(chinese)
        .collect();
    // The codes have digits.
    if let Ok(rank) = plain.parse().or_else(|_| narrow(typed).to_lowercase().parse()) {
        return Ok(rank);
    }
    // 高级法官三级 → 三级高级法官
    let turned = ["高级法官", "大法官", "法官"].iter().find_map(|front| {
        let step = plain.strip_prefix(front)?;
        Some(format!("{step}{front}"))
    });
    let completed = if plain.contains("法官") {
        plain
    } else {
        format!("{plain}法官")
    };
    listed(turned.as_deref().unwrap_or(&completed), &[])
}

pub(in crate::roster) fn dialect(typed: &str) -> Result<Dialect, Fault> {
    let others = [
        ("卫藏方言", Dialect::UTsang),
        ("卫藏语", Dialect::UTsang),
        ("康巴", Dialect::Kham),
        ("康方言", Dialect::Kham),
        ("康巴方言", Dialect::Kham),
        ("康巴语", Dialect::Kham),
        ("安多方言", Dialect::Amdo),
        ("安多语", Dialect::Amdo),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn spoken(typed: &str) -> Result<Spoken, Fault> {
    let others = [
        ("0", Spoken::None),
        ("无", Spoken::None),
        ("日常用语", Spoken::Everyday),
        ("日常交流", Spoken::Everyday),
        ("1", Spoken::Everyday),
        ("能主持庭审", Spoken::Hearing),
        ("庭审", Spoken::Hearing),
        ("2", Spoken::Hearing),
        ("口译", Spoken::Interpreting),
        ("庭审口译", Spoken::Interpreting),
        ("3", Spoken::Interpreting),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn written(typed: &str) -> Result<Written, Fault> {
    let others = [
        ("0", Written::None),
        ("无", Written::None),
        ("阅读", Written::Reading),
        ("1", Written::Reading),
        ("借助工具能翻译", Written::TranslatingWithHelp),
        ("2", Written::TranslatingWithHelp),
        ("能制作裁判文书", Written::DraftingJudgments),
        ("制作文书", Written::DraftingJudgments),
        ("3", Written::DraftingJudgments),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn evidence(typed: &str) -> Result<Evidence, Fault> {
    let others = [
        ("考核", Evidence::Assessment),
        ("测试", Evidence::Examination),
        ("统考", Evidence::Examination),
        ("庭审", Evidence::Hearings),
        ("自述", Evidence::SelfReport),
        ("本人申报", Evidence::SelfReport),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn entry_channel(typed: &str) -> Result<EntryChannel, Fault> {
    let others = [
        ("招考", EntryChannel::Recruited),
        ("考录", EntryChannel::Recruited),
        ("公务员考录", EntryChannel::Recruited),
        ("调动", EntryChannel::Transferred),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn state(typed: &str) -> Result<EnrolmentState, Fault> {
    use EnrolmentState::{
        Attended, Completed, Confirmed, Deferred, Exempt, Failed, Nominated, Waiting, Withdrawn,
    };
    let others = [
        ("等候", Waiting),
        ("推荐", Nominated),
        ("报名", Nominated),
        ("确认", Confirmed),
        ("录取", Confirmed),
        ("参训", Attended),
        ("参加", Attended),
        ("已结业", Completed),
        ("准予结业", Completed),
        ("合格", Completed),
        ("不合格", Failed),
        ("未结业", Failed),
        ("退训", Withdrawn),
        ("取消", Withdrawn),
        ("缓训", Deferred),
        ("免", Exempt),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn half(typed: &str) -> Result<HalfDay, Fault> {
    listed(
        typed,
        &[
            ("上", HalfDay::Morning),
            ("am", HalfDay::Morning),
            ("下", HalfDay::Afternoon),
            ("pm", HalfDay::Afternoon),
        ],
    )
}

/// Reads a mark of an attendance sheet.
pub(in crate::roster) fn presence(typed: &str) -> Result<Presence, Fault> {
    use Presence::{Absent, Excused, Late, Present};
    let others = [
        ("√", Present),
        ("✓", Present),
        ("✔", Present),
        ("☑", Present),
        ("已到", Present),
        ("出勤", Present),
        ("出席", Present),
        ("签到", Present),
        ("已签到", Present),
        ("全勤", Present),
        ("是", Present),
        ("1", Present),
        ("迟", Late),
        ("事假", Excused),
        ("病假", Excused),
        ("公假", Excused),
        ("公差", Excused),
        ("假", Excused),
        ("×", Absent),
        ("x", Absent),
        ("✗", Absent),
        ("✘", Absent),
        ("缺勤", Absent),
        ("缺席", Absent),
        ("旷课", Absent),
        ("未到", Absent),
        ("否", Absent),
        ("0", Absent),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn component(typed: &str) -> Result<Component, Fault> {
    let others = [
        ("模拟法庭", Component::MockTrial),
        ("裁判文书", Component::Document),
        ("文书写作", Component::Document),
        ("卷面", Component::Written),
        ("法庭口译", Component::Interpreting),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn court_level(typed: &str) -> Result<CourtLevel, Fault> {
    let others = [
        ("最高", CourtLevel::Supreme),
        ("最高法院", CourtLevel::Supreme),
        ("高级", CourtLevel::High),
        ("高院", CourtLevel::High),
        ("高级法院", CourtLevel::High),
        ("中级", CourtLevel::Intermediate),
        ("中院", CourtLevel::Intermediate),
        ("中级法院", CourtLevel::Intermediate),
        ("基层", CourtLevel::Basic),
        ("基层法院", CourtLevel::Basic),
        ("法庭", CourtLevel::Tribunal),
    ];
    listed(typed, &others)
}

pub(in crate::roster) fn mode(typed: &str) -> Result<Mode, Fault> {
    let others = [
        ("线下", Mode::Classroom),
        ("集中面授", Mode::Classroom),
        ("集中培训", Mode::Classroom),
        ("网络", Mode::Online),
        ("网络培训", Mode::Online),
        ("视频", Mode::Online),
        ("混合", Mode::Mixed),
        ("线上线下", Mode::Mixed),
    ];
    listed(typed, &others)
}

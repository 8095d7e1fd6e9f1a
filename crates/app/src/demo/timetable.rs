//! Invented timetables: a topic for each half-day.

use registry::{HalfDay, Lesson, Training};

const BILINGUAL: [&str; 10] = [
    "法律术语汉藏对照（一）",
    "法律术语汉藏对照（二）",
    "庭审口译",
    "裁判文书藏文制作",
    "民事案由释义",
    "刑事罪名释义",
    "模拟庭审",
    "文书点评",
    "诉讼文书翻译",
    "结业考核",
];
const OTHERS: [&str; 6] = [
    "审判实务",
    "证据规则",
    "裁判文书写作",
    "诉讼服务",
    "执行实务",
    "职业道德",
];

/// Returns a lesson for each half of each day of `training`.
pub fn lessons(training: &Training, is_bilingual: bool) -> Vec<Lesson> {
    let topics: &[&str] = if is_bilingual { &BILINGUAL } else { &OTHERS };
    let days =
        std::iter::successors(Some(training.from), |day| day.next()).take_while(|day| *day <= training.to);
    let half_days = days.flat_map(|day| HalfDay::ALL.iter().map(move |half| (day, *half)));
    half_days
        .zip(topics.iter().cycle())
        .map(|((day, half), topic)| Lesson {
            day,
            half,
            topic: (*topic).to_owned(),
            lecturer: None,
            lecturer_name: Some("演示讲师".to_owned()),
            venue: None,
            group: None,
            room: None,
        })
        .collect()
}

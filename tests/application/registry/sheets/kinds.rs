//! Every kind of sheet, and a long one.

use app::MessageLanguage;
use app::access::WriteResults;
use app::registry::sheets::roster::RosterKind;

use super::super::{World, coordinator, programme};
use super::{people, shown, skipping};

#[test]
fn of_five_thousand_rows_two_hundred_faulty_ones_are_given_back() {
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let mut file = "姓名,出生日期,所在法院,职务,任职日期\n".to_owned();
    for n in 0..5_000 {
        // No two have a day of birth, so that nobody is asked about.
        let born = format!("{}-{:02}-{:02}", 1950 + n / 336, n / 28 % 12 + 1, n % 28 + 1);
        let name: String = [n / 100, n % 100]
            .map(|part| char::from_u32(0x4e00 + part).unwrap())
            .iter()
            .collect();
        let court = if n % 25 == 7 { "qh-golog" } else { "qh-yushu" };
        file.push_str(&format!("{name},{born},{court},书记员,2015-03-01\n"));
    }
    let import = world.stage(&permit, RosterKind::People, &file);
    let plan = world.plan(&permit, &import);
    assert_eq!((plan.rejected, plan.issues.len()), (200, 200));
    assert_eq!(plan.issues[0].place.to_string(), "花名册.csv:9");
    let applied = world.app().apply_sheet(&permit, &import.id, skipping()).unwrap();
    assert_eq!(
        (applied.rejected, shown(&applied.counts)),
        (200, "person 4800+0+0".to_owned())
    );
    let (_, bytes) = world
        .app()
        .rejected_sheet_rows(&permit, &import.id, MessageLanguage::Zh)
        .unwrap();
    // Corrected, the rows that came back are taken as they are.
    let corrected = String::from_utf8(bytes).unwrap().replace("qh-golog", "qh-yushu");
    let applied = world.apply(&permit, RosterKind::People, &corrected);
    assert_eq!(
        (applied.rejected, shown(&applied.counts)),
        (0, "person 200+0+0".to_owned())
    );
    assert!(world.app().verify(&world.operator()).unwrap().is_sound());
}

#[test]
fn sheets_of_courts_trainings_posts_and_skills_are_taken_in() {
    let world = World::new();
    let operator = world.operator::<WriteResults>();
    let courts = "法院代码,法院名称,级别,上级法院,使用方言\nqh-yushu-cd,称多县人民法院,基层人民法院,玉树州中级人民法院,康\n\
                  qh-golog,果洛州中级人民法院,中级人民法院,qh,安多\nqh,青海省高级人民法院,,qh-yushu-cd,\n";
    let applied = world.apply(&operator, RosterKind::Courts, courts);
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("court 1+1+0".to_owned(), 1)
    );
    assert_eq!(applied.issues[0].code, "above_itself");

    world.apply(&operator, RosterKind::People, &people());
    let posts = "姓名,出生日期,所在法院,职务,任职日期,免职日期\n卓玛,1990-02-03,qh-yushu,书记员,2012-01-01,2015-02-28\n\
                 卓玛,1990-02-03,qh-yushu,书记员,2014-01-01,\n卓玛,1990-02-03,qh-yushu,书记员,2015-03-01,\n";
    let applied = world.apply(&operator, RosterKind::Posts, posts);
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("person 0+1+0".to_owned(), 1)
    );
    assert_eq!(applied.issues[0].code, "posts_overlap");
    let skills = "姓名,出生日期,所在法院,方言,口语等级,评定依据,评定日期\n卓玛,1990-02-03,qh-yushu,康,S2,考试,2024-05-01\n";
    assert_eq!(
        shown(&world.apply(&operator, RosterKind::Skills, skills).counts),
        "person 0+1+0"
    );
    assert_eq!(
        shown(&world.apply(&operator, RosterKind::Skills, skills).counts),
        "person 0+0+1"
    );

    let programme = programme();
    world
        .app()
        .create_programme(&world.operator(), programme, None)
        .unwrap();
    let trainings = "培训项目,期次,培训班,培训开始日期,培训结束日期,培训地点\n双语法官培训,11,,2026-03-02,2026-03-03,西宁\n\
                     双语法官培训,12,第十二期,2026-04-02,2026-04-01,西宁\n没有的项目,1,,2026-04-02,2026-04-03,\n";
    let applied = world.apply(&operator, RosterKind::Trainings, trainings);
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("training 1+0+0".to_owned(), 2)
    );
    let first: String = trainings
        .lines()
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    assert_eq!(
        shown(&world.apply(&operator, RosterKind::Trainings, &first).counts),
        "training 0+0+1"
    );
    let later = first.replace("2026-03-03", "2026-03-05");
    assert_eq!(
        shown(&world.apply(&operator, RosterKind::Trainings, &later).counts),
        "training 0+1+0"
    );
    // Only a coordinator's own tree moves by the hand of that coordinator.
    let yushu = world.permit::<WriteResults>(&coordinator("qh-yushu"));
    let mine = "法院代码,法院名称,使用方言\nqh-yushu-cd,称多县法院,康\nqh-yushu-cd,称多县人民法院,康、安多\nqh-golog,果洛州中级人民法院,康\n";
    let applied = world.apply(&yushu, RosterKind::Courts, mine);
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("court 0+1+0".to_owned(), 2)
    );
}

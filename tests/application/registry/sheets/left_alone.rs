//! What a file leaves as it is: empty cells, faulty rows, files that nobody wants; and one in an old encoding.

use app::access::{ReadRegistry, SeePersonalData, WriteRegistry};
use app::registry::rules::SecretKind;
use app::registry::sheets::roster::RosterKind;
use app::registry::sheets::{SheetApplying, SheetColumns, SheetState};
use app::{Error, MessageLanguage};
use serde_json::json;

use super::super::{World, codes, number, post, programme, training, with_number};
use super::between::entry;
use super::{everybody, shown, skipping, wish};

#[test]
fn empty_and_masked_cells_wipe_nothing_of_anybody() {
    let world = World::new();
    let full = number("63272519800501003");
    let known = json!({
        "name": {"zh": "扎西", "bo": "བཀྲ་ཤིས", "others": ["扎西顿珠"]}, "sex": "male", "ethnic_group": "藏",
        "born_on": "1980-05-01", "education": [{"school": "青海民族大学", "subject": "法学", "degree": "本科"}],
        "law_qualification": {"class": "A", "given_on": "2008-03-01"}, "entry": {"channel": "recruited", "on": "2009-07-01"},
        "posts": [post("qh-yushu", "2010-07-01", None)], "note": "双语",
    });
    let write = world.operator::<WriteRegistry>();
    let mut known = with_number(known, &full);
    known.phones = Some(vec![app::registry::rules::Phone::read("13909710001").unwrap()]);
    let id = world.app().create_person(&write, &known, None).unwrap().id;
    let before = entry(&world, &id);
    assert_eq!(before.secrets.len(), 2);
    let permit = world.results_of("qh-yushu");
    let heading = "人员编号,姓名,藏文姓名,曾用名,性别,民族,出生日期,身份证号,联系电话,学历,专业,毕业院校,法律职业资格类别,进入方式,所在法院,职务,法官等级,备注";
    let last_four = &full[14..];
    for cells in [
        format!("{id},扎西,,,,,,,,,,,,,,,,"),
        format!("{id},,བཀྲ་ཤིས,,,,,,,,,,,,qh-yushu,,,"),
        format!("{id},扎西,,,,,1980年5月,**************{last_four},*******0001,,,,,,玉树州中院,,,"),
    ] {
        let applied = world.apply(&permit, RosterKind::People, &format!("{heading}\n{cells}\n"));
        assert_eq!(
            (shown(&applied.counts), applied.rejected),
            ("person 0+0+1".to_owned(), 0),
            "{cells}"
        );
        assert_eq!(entry(&world, &id), before, "{cells}");
    }
    let see = world.of_court::<SeePersonalData>("qh-yushu");
    let clear = world
        .app()
        .see_secret(&see, &id, SecretKind::IdentityNumber, "核对")
        .unwrap();
    assert_eq!((clear.len(), clear[0].as_str()), (1, full.as_str()));
}

#[test]
fn one_faulty_row_stops_a_roster_and_leaves_it_staged() {
    let world = World::new();
    let write = world.operator::<WriteRegistry>();
    let app = world.app();
    let programme = app.create_programme(&write, programme(), None).unwrap().id;
    let plan = app::registry::rules::Training {
        quotas: Vec::new(),
        number: Some(11),
        ..training(&programme, Some("qh"))
    };
    let id = app.create_training(&write, plan, None).unwrap().id;
    let permit = world.results_of("qh");
    let file = "期次,姓名,藏文姓名,所在法院,职务,参训状态\n11,扎西,བཀྲ་ཤིས,囊谦县人民法院,法官,\n11,卓玛,སྒྲོལ་མ,qh-golog,书记员,结业\n11,多杰,,qh-yushu,法官,\n";
    let import = world.stage(&permit, RosterKind::Enrolments, file);
    let stopped = app.apply_sheet(&permit, &import.id, SheetApplying::default());
    assert_eq!(codes(stopped), ["rows_faulty"]);
    let roster = || {
        app.list_enrolments(&world.operator::<ReadRegistry>(), &id, None)
            .unwrap()
            .len()
    };
    assert_eq!((everybody(&world), roster()), (Vec::new(), 0));
    let found = app.sheet_import(&permit, &import.id).unwrap();
    assert_eq!((found.state, found.counts), (SheetState::Staged, None));
    // Nobody of the stopped try is there, and the same file is written without the row.
    let applied = app.apply_sheet(&permit, &import.id, skipping()).unwrap();
    assert_eq!(
        (shown(&applied.counts), applied.rejected),
        ("person 2+0+0 enrolment 2+0+0".to_owned(), 1)
    );
    assert_eq!(
        (everybody(&world), roster()),
        (vec!["多杰".to_owned(), "扎西".to_owned()], 2)
    );
}

#[test]
fn of_a_discarded_file_nothing_can_be_done_or_read() {
    let world = World::new();
    let app = world.app();
    let permit = world.results_of("qh-yushu");
    let file = "姓名,藏文姓名,出生日期,所在法院,职务,任职日期\n扎西,བཀྲ་ཤིས,1980-05-01,qh-yushu,法官,2010-07-01\n次仁,,,qh-golog,法官,2010-07-01\n";
    let import = world.stage(&permit, RosterKind::People, file);
    assert_eq!(world.plan(&permit, &import).rejected, 1);
    app.discard_sheet(&permit, &import.id).unwrap();
    assert_eq!(codes(app.discard_sheet(&permit, &import.id)), ["not_staged"]);
    assert_eq!(
        codes(app.apply_sheet(&permit, &import.id, skipping())),
        ["not_staged"]
    );
    assert_eq!(codes(app.sheet_questions(&permit, &import.id)), ["not_staged"]);
    assert_eq!(codes(app.answer_sheet(&permit, &import.id, &[])), ["not_staged"]);
    assert_eq!(
        codes(app.restage_sheet(&permit, &import.id, &SheetColumns::default())),
        ["not_staged"]
    );
    assert_eq!(codes(app.undo_sheet(&permit, &import.id)), ["not_applied"]);
    let rejected = app.rejected_sheet_rows(&permit, &import.id, MessageLanguage::Zh);
    assert!(matches!(rejected, Err(Error::NoRejectedRows(_))), "{rejected:?}");
    let found = app.sheet_import(&permit, &import.id).unwrap();
    assert_eq!(
        (found.state, found.reading, found.counts, found.open_until_ms),
        (SheetState::Discarded, None, None, None)
    );
    assert_eq!(everybody(&world), [""; 0]);
    // The same file can come again.
    assert_eq!(
        shown(&world.apply(&permit, RosterKind::People, file).counts),
        "person 1+0+0"
    );
}

#[test]
fn a_file_as_old_programs_write_it_is_read_with_its_tibetan_names() {
    // 姓名,藏文姓名,出生日期,所在法院,职务,任职日期 and 扎西,བཀྲ་ཤིས,1980-05-01,囊谦县人民法院,法官,2010-07-01 in GB18030.
    let bytes = b"\xd0\xd5\xc3\xfb,\xb2\xd8\xce\xc4\xd0\xd5\xc3\xfb,\xb3\xf6\xc9\xfa\xc8\xd5\xc6\xda,\xcb\xf9\xd4\xda\xb7\xa8\xd4\xba,\
        \xd6\xb0\xce\xf1,\xc8\xce\xd6\xb0\xc8\xd5\xc6\xda\n\xd4\xfa\xce\xf7,\x812\xf10\x812\xee8\x812\xfa2\x812\xe95\x812\xf24\x812\xf38\
        \x812\xf26,1980-05-01,\xc4\xd2\xc7\xab\xcf\xd8\xc8\xcb\xc3\xf1\xb7\xa8\xd4\xba,\xb7\xa8\xb9\xd9,2010-07-01\n";
    let world = World::new();
    let permit = world.results_of("qh-yushu");
    let import = world
        .app()
        .stage_sheet(&permit, &wish(RosterKind::People), bytes)
        .unwrap();
    let reading = import.reading.clone().unwrap();
    assert_eq!((reading.encoding, reading.rows), (Some("GB18030"), 1));
    let applied = world
        .app()
        .apply_sheet(&permit, &import.id, SheetApplying::default())
        .unwrap();
    assert_eq!(shown(&applied.counts), "person 1+0+0");
    let read = world.operator::<ReadRegistry>();
    let page = world
        .app()
        .list_people(&read, &Default::default(), None, 9)
        .unwrap();
    let person = entry(&world, &page.lines[0].id).person;
    assert_eq!(
        (
            person.name.zh.as_deref(),
            person.name.bo.as_deref(),
            person.posts[0].court.as_str()
        ),
        (Some("扎西"), Some("བཀྲ་ཤིས"), "qh-yushu-nq")
    );
    // The same in UTF-8 is the same person.
    let again = "姓名,藏文姓名,出生日期,所在法院\n扎西,བཀྲ་ཤིས,1980-05-01,囊谦县人民法院\n";
    assert_eq!(
        shown(&world.apply(&permit, RosterKind::People, again).counts),
        "person 0+0+1"
    );
}

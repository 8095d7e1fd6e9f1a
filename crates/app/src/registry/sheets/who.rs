//! What the rows of a sheet say of a person, as far as it tells one from another.

use exchange::roster::{Birth, RosterRow};

use super::desk::Desk;

/// What rows say of a person.
#[derive(Debug, Clone, Default)]
pub(super) struct Who {
    /// A guest of another province, who is nobody's person.
    pub is_guest: bool,
    pub id: Option<String>,
    pub zh: Option<String>,
    pub bo: Option<String>,
    /// The code of the court, or its words if they mean none.
    pub court: Option<String>,
    pub birth: Option<Birth>,
    pub number: Option<String>,
    pub last_four: Option<String>,
    /// The training, where only those who are on its roster can be meant.
    pub training: Option<String>,
}

impl Who {
    /// Returns the name by which it is told from others.
    pub(super) fn name(&self) -> &str {
        self.zh.as_deref().or(self.bo.as_deref()).unwrap_or_default()
    }

    /// Returns what tells it from all others in a sheet, and finds the answers to the same question again.
    pub(super) fn key(&self) -> String {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        if self.id.is_some() {
            return format!("{}\u{1f}{}", text(&self.id), text(&self.training));
        }
        let guest = if self.is_guest { "guest" } else { "" };
        let birth = self.birth.map(|birth| birth.to_string()).unwrap_or_default();
        [
            text(&self.zh),
            text(&self.bo),
            text(&self.court),
            birth,
            text(&self.number),
            text(&self.last_four),
            text(&self.training),
            guest.to_owned(),
        ]
        .join("\u{1f}")
    }

    /// Tells whether somebody new of the same name in the same sheet is the same: clearly, perhaps, or not.
    pub(super) fn is_in_file(&self, other: &Self) -> Option<bool> {
        let differ = |one: &Option<String>, other: &Option<String>| {
            one.as_ref()
                .zip(other.as_ref())
                .is_some_and(|(one, other)| one != other)
        };
        let births = self.birth.zip(other.birth);
        let is_another = differ(&self.number, &other.number)
            || differ(&self.last_four, &other.last_four)
            || self.court != other.court
            || births.is_some_and(|(one, other)| !fit(one, other));
        (!is_another).then_some(births.is_some())
    }
}

fn fit(one: Birth, other: Birth) -> bool {
    match (one, other) {
        (Birth::On(day), birth) | (birth, Birth::On(day)) => birth.fits(day),
        (one, other) => one == other,
    }
}

/// Returns what a row says of a person; `training` is the one that it names.
pub(super) fn who(desk: &Desk, row: &RosterRow, training: Option<&String>) -> Who {
    let (person, post) = (&row.statement.person, &row.statement.post);
    let key = |name: &Option<String>| {
        let spelling = name.as_deref().and_then(|name| desk.spellings.of(name));
        spelling.map(|spelling| spelling.key.clone())
    };
    let number = person.identity_number.as_ref();
    let court = post.court.as_deref();
    let enrolment = row.statement.enrolment.id.as_ref();
    let enrolled = enrolment.and_then(|id| desk.enrolments.get(id.as_str())?.person());
    Who {
        is_guest: row.statement.enrolment.is_guest == Some(true),
        id: person.id.as_ref().or(enrolled).map(|id| id.as_str().to_owned()),
        zh: key(&person.name.zh),
        bo: key(&person.name.bo),
        court: court.map(|words| desk.courts.find(words).unwrap_or(words).to_owned()),
        birth: person.born.or(number.map(|number| Birth::On(number.born_on()))),
        number: number.map(|number| number.in_full().to_owned()),
        last_four: person.identity_last_four.clone(),
        training: training.filter(|_| desk.is_of_marks()).cloned(),
    }
}

#[cfg(test)]
mod tests {
    use exchange::roster::RosterKind;
    use serde_json::json;

    use super::super::trial::{
        DROLMA, ENROLMENT, TRAINING, ZHAXI, day, desk, enrolment, number, row, stored,
    };
    use super::*;

    fn text(text: &str) -> Option<String> {
        Some(text.to_owned())
    }

    fn zhaxi() -> Who {
        Who {
            zh: text("扎西"),
            bo: text("བཀྲ་ཤིས"),
            court: text("qh-yushu"),
            ..Who::default()
        }
    }

    fn on(text: &str) -> Option<Birth> {
        Some(Birth::On(day(text)))
    }

    fn in_may(year: i16) -> Option<Birth> {
        Some(Birth::In { year, month: 5 })
    }

    fn born(birth: Option<Birth>) -> Who {
        Who { birth, ..zhaxi() }
    }

    #[test]
    fn a_namesake_of_the_file_is_the_same_another_or_unclear() {
        let (may_1, may_2) = (born(on("1980-05-01")), born(on("1980-05-02")));
        let number_of = |number: &str| Who {
            number: text(number),
            ..may_1.clone()
        };
        let last_four = |last_four: &str| Who {
            last_four: text(last_four),
            ..zhaxi()
        };
        let of_court = |court: Option<String>| Who {
            court,
            ..may_1.clone()
        };
        for (one, other, expected) in [
            (&may_1, &may_1, Some(true)),
            (&may_1, &may_2, None),
            (&may_1, &born(in_may(1980)), Some(true)),
            (&may_1, &born(in_may(1981)), None),
            (&born(in_may(1980)), &born(in_may(1980)), Some(true)),
            (&born(in_may(1980)), &born(in_may(1981)), None),
            // Nothing contradicts, and nothing but the name and the court speaks for it.
            (&may_1, &zhaxi(), Some(false)),
            (&zhaxi(), &zhaxi(), Some(false)),
            (&number_of("63272519800501003X"), &may_1, Some(true)),
            (
                &number_of("63272519800501003X"),
                &number_of("632725198005010118"),
                None,
            ),
            (&last_four("003X"), &last_four("0118"), None),
            (&last_four("003X"), &zhaxi(), Some(false)),
            (&may_1, &of_court(text("qh-golog")), None),
            (&may_1, &of_court(None), None),
        ] {
            assert_eq!(one.is_in_file(other), expected, "{one:?} {other:?}");
            assert_eq!(
                other.is_in_file(one),
                expected,
                "the other way: {one:?} {other:?}"
            );
        }
    }

    #[test]
    fn whatever_tells_somebody_from_others_makes_another_key() {
        let different = [
            zhaxi(),
            born(on("1980-05-01")),
            born(in_may(1980)),
            Who { bo: None, ..zhaxi() },
            Who { zh: None, ..zhaxi() },
            Who {
                court: None,
                ..zhaxi()
            },
            Who {
                number: text("63272519800501003X"),
                ..zhaxi()
            },
            Who {
                last_four: text("003X"),
                ..zhaxi()
            },
            Who {
                training: text(TRAINING),
                ..zhaxi()
            },
            Who {
                is_guest: true,
                ..zhaxi()
            },
            Who {
                id: text(ZHAXI),
                ..zhaxi()
            },
            // What stands in one place does not stand in the next.
            Who {
                zh: text("བཀྲ་ཤིས"),
                bo: None,
                court: text("qh-yushu"),
                ..Who::default()
            },
        ];
        for (n, one) in different.iter().enumerate() {
            for other in &different[..n] {
                assert_ne!(one.key(), other.key(), "{one:?} {other:?}");
            }
        }
        // Of whom the id is known, nothing else matters but the roster on which one is looked for.
        let of_id = |who: Who| {
            Who {
                id: text(ZHAXI),
                ..who
            }
            .key()
        };
        assert_eq!(of_id(zhaxi()), of_id(born(on("1980-05-01"))));
        assert_ne!(
            of_id(zhaxi()),
            of_id(Who {
                training: text(TRAINING),
                ..zhaxi()
            })
        );
    }

    #[test]
    fn the_chinese_name_goes_before_the_tibetan_one() {
        assert_eq!(zhaxi().name(), "扎西");
        assert_eq!(Who { zh: None, ..zhaxi() }.name(), "བཀྲ་ཤིས");
        assert_eq!(Who::default().name(), "");
    }

    #[test]
    fn a_row_tells_who_it_is_by_its_cells_and_by_its_enrolment() {
        let mut desk = desk(RosterKind::Results, None);
        desk.enrolments
            .load(stored(ENROLMENT, json!(enrolment(json!({})))));
        for name in ["多杰·才让", "རྡོ་རྗེ།"] {
            desk.spellings.learn(name);
        }
        let training = TRAINING.to_owned();
        let full = number("63272519850312003");
        let heading = "姓名,藏文姓名,身份证号,所在法院,是否外省学员,笔试";
        let cells = format!("多杰·才让,རྡོ་རྗེ།,{full},玉树州中院,,85（合格）");
        let dorje = who(&desk, &row(RosterKind::Results, heading, &cells), Some(&training));
        assert_eq!(
            (dorje.zh.as_deref(), dorje.court.as_deref(), dorje.birth),
            (Some("多杰才让"), Some("qh-yushu"), on("1985-03-12"))
        );
        assert_eq!(
            (dorje.number, dorje.training, dorje.is_guest),
            (Some(full), text(TRAINING), false)
        );
        // A court that is not there is known by its words, and a masked number by its end.
        let cells = "多杰·才让,,**************003X,北京市法院,是,85（合格）";
        let masked = who(&desk, &row(RosterKind::Results, heading, cells), None);
        assert_eq!(
            (
                masked.court.as_deref(),
                masked.number,
                masked.last_four.as_deref(),
                masked.is_guest
            ),
            (Some("北京市法院"), None, Some("003X"), true)
        );
        // The enrolment tells who it is, unless the row says so itself.
        let heading = "报名编号,人员编号,姓名,笔试";
        for (person, expected) in [("", ZHAXI), (DROLMA, DROLMA)] {
            let cells = format!("{ENROLMENT},{person},多杰·才让,85（合格）");
            let found = who(&desk, &row(RosterKind::Results, heading, &cells), None);
            assert_eq!(found.id.as_deref(), Some(expected));
        }
        // Only sheets of marks look on one roster.
        desk.kind = RosterKind::Enrolments;
        let found = who(
            &desk,
            &row(RosterKind::Enrolments, "姓名", "多杰·才让"),
            Some(&training),
        );
        assert_eq!(found.training, None);
    }
}

//! What the rows before have said. A row that says otherwise of the same is refused with the place of the first one: which of
//! the two is right is nothing that the order of a file decides.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use exchange::Place;
use exchange::roster::{RosterKind, RosterRow};
use registry::Fault;

use super::marks::{Mark, Said};
use crate::registry::fault;

/// The rows that were taken in so far.
#[derive(Default)]
pub(super) struct Met {
    rows: HashMap<String, Place>,
    marks: HashMap<(String, Mark), (String, Place)>,
    /// What posts and skills of people were said to be.
    entries: HashMap<(String, String), (String, Place)>,
}

impl Met {
    /// Returns where a record was spoken of first, if that was in another row than this one.
    pub(super) fn before(&self, id: &str) -> Option<&Place> {
        self.rows.get(id)
    }

    /// Notes that a row was taken in that speaks of a record.
    pub(super) fn note(&mut self, id: &str, row: &RosterRow) {
        let place = self.rows.entry(id.to_owned());
        place.or_insert_with(|| row.place.clone());
    }

    /// Refuses a post or a skill of a person that a row before tells otherwise; else notes it.
    pub(super) fn note_entry(
        &mut self,
        kind: RosterKind,
        person: &str,
        row: &RosterRow,
    ) -> Result<(), Fault> {
        let (post, skill) = (&row.statement.post, &row.statement.skill);
        let (which, said, pointer) = match kind {
            RosterKind::Posts => (
                format!("{:?}", (&post.court, post.from, post.is_secondment)),
                format!("{post:?}"),
                "/posts/0/from",
            ),
            RosterKind::Skills => (
                format!("{:?}", (skill.dialect, &skill.sub_dialect, skill.assessed_on)),
                format!("{skill:?}"),
                "/language_skills/0/assessed_on",
            ),
            _ => return Ok(()),
        };
        match self.entries.entry((person.to_owned(), which)) {
            Entry::Occupied(first) if first.get().0 != said => {
                Err(said_otherwise(pointer.to_owned(), &first.get().1))
            }
            Entry::Occupied(_) => Ok(()),
            Entry::Vacant(new) => {
                new.insert((said, row.place.clone()));
                Ok(())
            }
        }
    }

    /// Refuses marks of an enrolment that contradict those of rows before; else notes them.
    pub(super) fn note_marks(
        &mut self,
        enrolment: &str,
        said: &Said,
        row: &RosterRow,
    ) -> Result<(), Vec<Fault>> {
        let mut faults = Vec::new();
        for (mark, pointer, value) in said.each() {
            match self.marks.entry((enrolment.to_owned(), mark)) {
                Entry::Occupied(first) if first.get().0 != value => {
                    faults.push(said_otherwise(pointer, &first.get().1));
                }
                Entry::Occupied(_) => {}
                Entry::Vacant(new) => {
                    new.insert((value, row.place.clone()));
                }
            }
        }
        match faults.is_empty() {
            true => Ok(()),
            false => Err(faults),
        }
    }
}

/// Tells that `first` says otherwise of what the member at `pointer` is about.
pub(super) fn said_otherwise(pointer: String, first: &Place) -> Fault {
    fault(
        "said_otherwise",
        pointer,
        format!(
            "`{first}` says otherwise of the same (hint: leave the right one of the two, or correct what they are about)"
        ),
        format!("与 `{first}` 所说的不一致（提示：请只保留正确的一行，或更正所指的对象）"),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::marks;
    use super::super::trial::{rows, training};
    use super::*;

    /// Takes in the rows of a sheet about one enrolment, and shows what is refused of each.
    fn refused(kind: RosterKind, sheet: &str) -> Vec<String> {
        let mut met = Met::default();
        let mut shown = Vec::new();
        for row in rows(kind, sheet) {
            let Ok(Some(said)) = marks::said(&row, &training(json!({})), None) else {
                panic!("{sheet}");
            };
            let faults = met.note_marks("e-1", &said, &row).err().unwrap_or_default();
            let told = faults
                .iter()
                .map(|fault| format!("{} {}", fault.pointer, fault.message_zh));
            shown.push(told.collect::<Vec<_>>().join("; "));
        }
        shown
    }

    #[test]
    fn of_two_posts_and_of_two_assessments_of_one_day_the_last_one_won() {
        for (kind, sheet, expected) in [
            (
                RosterKind::Posts,
                "姓名,所在法院,职务,任职日期\n扎西,qh,法官,2015-01-01\n扎西,qh,书记员,2015-01-01\n扎西,qh,法官,2016-01-01\n",
                [true, false, true],
            ),
            (
                RosterKind::Skills,
                "姓名,方言,口语,依据,评定日期\nབཀྲ་ཤིས,康,S2,考试,2020-01-01\nབཀྲ་ཤིས,康,S3,考试,2020-01-01\nབཀྲ་ཤིས,安多,S3,考试,2020-01-01\n",
                [true, false, true],
            ),
        ] {
            let mut met = Met::default();
            let taken: Vec<bool> = rows(kind, sheet)
                .iter()
                .map(|row| met.note_entry(kind, "p-1", row).is_ok())
                .collect();
            assert_eq!(taken, expected, "{sheet}");
            // Of somebody else it is no contradiction.
            assert!(met.note_entry(kind, "p-2", &rows(kind, sheet)[1]).is_ok());
        }
    }

    #[test]
    fn of_two_rows_that_contradict_the_last_one_won() {
        let otherwise = |pointer: &str, line: u32| {
            format!("{pointer} 与 `表.csv:{line}` 所说的不一致（提示：请只保留正确的一行，或更正所指的对象）")
        };
        for (kind, sheet, expected) in [
            (
                RosterKind::Attendance,
                "姓名,3月2日上午,3月2日下午\n扎西,√,√\n扎西,√,缺\nབཀྲ་ཤིས,,√\n",
                vec![
                    String::new(),
                    otherwise("/attendance/1/presence", 2),
                    String::new(),
                ],
            ),
            // A day without its half is both halves.
            (
                RosterKind::Attendance,
                "姓名,日期,时段,考勤\n扎西,2026-03-02,下午,√\n扎西,2026-03-02,,迟到\n",
                vec![String::new(), otherwise("/attendance/0/presence", 2)],
            ),
            (
                RosterKind::Results,
                "姓名,笔试,口译\n扎西,59（不合格）,80（合格）\n扎西,91（合格）,80（合格）\n",
                vec![String::new(), otherwise("/results/0/passed", 2)],
            ),
        ] {
            assert_eq!(refused(kind, sheet), expected, "{sheet}");
        }
    }
}

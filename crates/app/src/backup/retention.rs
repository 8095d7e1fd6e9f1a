//! Which nightly backups may go.

use time::PrimitiveDateTime;

use super::name::Name;

/// How long nightly backups are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Keep {
    /// Every backup of so many days, today included.
    pub days: u16,
    /// The first backup of each of so many months, this one included.
    pub months: u16,
}

/// How many go in one night at most. One or two do in the long run; a clock that runs years ahead, or a slip in the
/// configuration, must not take everything away before somebody looks.
const MOST_A_NIGHT: usize = 5;

/// Returns which of the files `found` may go at `now`, the oldest first.
///
/// Only names of the store whose id begins like `store_id` are looked at. The file `verified` stays: it is the last one
/// of which it is known that it can be restored. Where one of ours is from the future, the clock was set back, and
/// nothing goes.
pub(super) fn may_go(
    found: &[String],
    store_id: &str,
    now: PrimitiveDateTime,
    keep: Keep,
    verified: Option<&str>,
) -> Vec<String> {
    let of_now = Name::new(store_id, now);
    let mut ours: Vec<Name> = found
        .iter()
        .filter_map(|text| Name::parse(text))
        .filter(|name| name.store == of_now.store)
        .collect();
    ours.sort();
    if ours.last().is_some_and(|latest| latest.at > now) {
        return Vec::new();
    }
    let mut month_before = None;
    let mut going = Vec::new();
    for name in &ours {
        let month = month_number(name.at);
        let is_first_of_month = month_before.replace(month) != Some(month);
        let days = (now.date() - name.at.date()).whole_days();
        let is_young = days < i64::from(keep.days);
        let is_kept_for_its_month = is_first_of_month && month_number(now) - month < i32::from(keep.months);
        let text = name.written();
        if !is_young && !is_kept_for_its_month && verified != Some(text.as_str()) {
            going.push(text);
        }
    }
    going.truncate(MOST_A_NIGHT);
    going
}

fn month_number(at: PrimitiveDateTime) -> i32 {
    at.year() * 12 + i32::from(u8::from(at.month()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORE: &str = "0a1b2c3d4e5f60718293a4b5c6d7e8f9";

    /// Reads `20261125-0200`.
    fn at(text: &str) -> PrimitiveDateTime {
        Name::parse(&named(text)).unwrap().at
    }

    fn named(at: &str) -> String {
        format!("shanjar-0a1b2c3d-{at}.backup")
    }

    #[test]
    fn only_what_is_old_ours_and_proved_superfluous_goes() {
        // Now; days and months kept; the last verified; the files; those that go.
        let table = "\
            20261125-0200 | 3 0 | -             | 20261125-0200 20261124-0200 20261123-0200 20261122-0200 | 20261122-0200
            20261125-0200 | 3 0 | 20261122-0200 | 20261125-0200 20261123-0200 20261122-0200               | -
            20261125-0200 | 3 2 | -             | 20261101-0200 20261102-0200 20261103-0200               | 20261102-0200 20261103-0200
            20261125-0200 | 3 2 | -             | 20261001-0200 20261101-0200 20260930-0200               | 20260930-0200
            20261125-0200 | 3 1 | -             | 20261001-0200 20261101-0200                             | 20261001-0200
            20261125-0200 | 3 9 | -             | 20261105-0200 20261117-0200 20261118-0200               | 20261117-0200 20261118-0200
            20270101-0200 | 3 2 | -             | 20261201-0200 20261202-0200 20261101-0200               | 20261101-0200 20261202-0200
            20261125-0200 | 1 0 | -             | 20261125-0200 20261125-0100 20261124-2359               | 20261124-2359
            20261125-0200 | 3 0 | -             | 20261126-0200 20261101-0200 20261102-0200               | -
            20261125-0200 | 3 0 | -             | 20261125-0201 20261101-0200                             | -
            20261125-0200 | 3 0 | -             | -                                                       | -
            20991125-0200 | 9 9 | 20261107-0200 | 20261101-0200 20261102-0200 20261103-0200 20261104-0200 20261105-0200 20261106-0200 20261107-0200 | 20261101-0200 20261102-0200 20261103-0200 20261104-0200 20261105-0200";
        for row in table.lines() {
            let cells: Vec<&str> = row.split('|').map(str::trim).collect();
            let (days, months) = cells[1].split_once(' ').unwrap();
            let keep = Keep {
                days: days.parse().unwrap(),
                months: months.parse().unwrap(),
            };
            let list = |cell: &str| -> Vec<String> {
                let words = cell.split_whitespace().filter(|word| *word != "-");
                words.map(named).collect()
            };
            let verified = list(cells[2]).pop();
            let going = may_go(&list(cells[3]), STORE, at(cells[0]), keep, verified.as_deref());
            assert_eq!(going, list(cells[4]), "{row}");
        }
    }

    #[test]
    fn what_is_not_ours_stays() {
        let others = [
            "shanjar-ffffffff-20200101-0200.backup",
            "shanjar-0a1b2c3d-20200101-0200.backup.part",
            "my-own.backup",
            "shanjar-0a1b2c3d-20201301-0200.backup",
            "judgments.docx",
        ];
        let keep = Keep { days: 1, months: 0 };
        let others = others.map(str::to_owned);
        assert!(may_go(&others, STORE, at("20261125-0200"), keep, None).is_empty());
        // One of another store that is from the future says nothing about our clock.
        let mixed = [
            named("20260101-0200"),
            "shanjar-ffffffff-20990101-0200.backup".to_owned(),
        ];
        let going = may_go(&mixed, STORE, at("20261125-0200"), keep, None);
        assert_eq!(going, [named("20260101-0200")]);
    }

    #[test]
    fn in_the_long_run_a_year_of_nights_leaves_a_month_and_a_year_of_firsts() {
        let keep = Keep { days: 30, months: 12 };
        let mut kept: Vec<String> = Vec::new();
        let first = at("20250101-0200");
        for night in 0..800 {
            let now = first + time::Duration::days(night);
            kept.push(Name::new(STORE, now).written());
            let going = may_go(&kept, STORE, now, keep, kept.last().map(String::as_str));
            assert!(going.len() <= 2, "{going:?}");
            kept.retain(|name| !going.contains(name));
        }
        let firsts = kept.iter().filter(|name| name.contains("01-0200")).count();
        assert!((40..=43).contains(&kept.len()), "{}", kept.len());
        assert_eq!(firsts, 12, "{kept:?}");
    }
}

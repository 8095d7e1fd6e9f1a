//! A part of a list: how much of it is asked for, and where the next part begins.

use utoipa::IntoParams;
use utoipa::openapi::schema::Object;

use super::schemas;
use crate::input::{Fields, Members};
use crate::problem::Problem;

const DEFAULT_LIMIT: u64 = 20;

/// Which part of a list.
#[derive(Debug, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PartParams {
    /// At most so many.
    #[param(schema_with = limit_schema)]
    pub limit: u64,
    /// `next_cursor` of the part before.
    pub cursor: Option<String>,
}

impl Members for PartParams {
    const NAMES: &'static [&'static str] = &["limit", "cursor"];

    fn take(fields: &mut Fields) -> Self {
        Self {
            limit: fields
                .number("limit", 1..=schemas::MAX_LIMIT)
                .unwrap_or(DEFAULT_LIMIT),
            cursor: fields.text("cursor"),
        }
    }
}

impl PartParams {
    /// Cuts the part out of `items`, which are all that there are, and tells where the next begins; `id` is what tells an item from all others.
    ///
    /// # Errors
    /// [`Code::BadCursor`](crate::problem::Code::BadCursor) if no item has the id from which the part is to go on.
    pub fn cut<T>(
        self,
        mut items: Vec<T>,
        id: impl Fn(&T) -> &str,
    ) -> Result<(Vec<T>, Option<String>), Problem> {
        if let Some(last) = self.cursor {
            let place = items.iter().position(|item| id(item) == last);
            let place = place.ok_or_else(|| Problem::bad_cursor(&last))?;
            items.drain(..=place);
        }
        let limit = usize::try_from(self.limit).unwrap_or(usize::MAX);
        let is_more = items.len() > limit;
        items.truncate(limit);
        let next = items.last().filter(|_| is_more).map(|item| id(item).to_owned());
        Ok((items, next))
    }
}

fn limit_schema() -> Object {
    schemas::limit(DEFAULT_LIMIT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    fn part(limit: u64, cursor: Option<&str>) -> Result<(Vec<&'static str>, Option<String>), Code> {
        let cursor = cursor.map(str::to_owned);
        let courts = vec!["qh", "qh-golog", "qh-yushu"];
        let cut = PartParams { limit, cursor }.cut(courts, |court| court);
        cut.map_err(|problem| problem.code)
    }

    #[test]
    fn parts_follow_each_other_without_a_gap_and_the_last_names_no_next() {
        for (limit, cursor, items, next) in [
            (20, None, vec!["qh", "qh-golog", "qh-yushu"], None),
            (3, None, vec!["qh", "qh-golog", "qh-yushu"], None),
            (2, None, vec!["qh", "qh-golog"], Some("qh-golog")),
            (2, Some("qh-golog"), vec!["qh-yushu"], None),
            (1, Some("qh"), vec!["qh-golog"], Some("qh-golog")),
            (1, Some("qh-yushu"), vec![], None),
        ] {
            let expected = (items, next.map(str::to_owned));
            assert_eq!(part(limit, cursor), Ok(expected), "{limit} {cursor:?}");
        }
        for gone in ["qh-haixi", "法院", "", "qh'--"] {
            assert_eq!(part(1, Some(gone)), Err(Code::BadCursor), "{gone}");
        }
    }
}

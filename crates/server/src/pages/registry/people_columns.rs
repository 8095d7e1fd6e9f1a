//! `/people/columns`: which columns the list of people has besides those that tell people apart, and what stands in them.

use access::ReadRegistry;
use app::registry::rules::{Day, Dialect, EthnicGroup, Period, Person, Sex};
use app::registry::{PersonColumn, PersonFacts};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use serde::Serialize;

use super::courts::Courts;
use super::person_view::{PostView, SkillView, day, post_view, schooling, skill_view};
use crate::caller::Permitted;
use crate::input::{Fields, FromPageQuery, Members};
use crate::pages::{see_other, way_back};
use crate::problem::Problem;

/// The cookie in which the choice is kept, as the names of the columns with points between them.
const COOKIE: &str = "people-columns";
/// What is shown before anybody has chosen.
const AT_FIRST: [PersonColumn; 2] = [PersonColumn::Post, PersonColumn::Skills];

/// The boxes that are ticked, and the list on which they stand.
#[derive(Debug)]
pub struct ColumnsParams {
    columns: Vec<PersonColumn>,
    back: String,
}

impl Members for ColumnsParams {
    const NAMES: &'static [&'static str] = &[];

    fn take(fields: &mut Fields) -> Self {
        let is_ticked = |column: &&PersonColumn| fields.flag(column.as_str()) == Some(true);
        Self {
            columns: PersonColumn::ALL.iter().filter(is_ticked).copied().collect(),
            back: list_address(fields.text("back")),
        }
    }
}

/// Returns the list that was narrowed as `back` says, else the whole list.
pub fn list_address(back: Option<String>) -> String {
    let list = Some(way_back::or_start(back));
    let list = list.filter(|path| path == "/people" || path.starts_with("/people?"));
    list.unwrap_or_else(|| "/people".to_owned())
}

/// Keeps the choice in the browser and leads back to the list.
pub async fn choose_columns(
    _: Permitted<ReadRegistry>,
    FromPageQuery(params): FromPageQuery<ColumnsParams>,
) -> Result<Response, Problem> {
    let names: Vec<&str> = params.columns.iter().map(|column| column.as_str()).collect();
    let names = names.join(".");
    let cookie = format!("{COOKIE}={names}; Path=/people; Max-Age=31536000; SameSite=Lax; HttpOnly");
    let mut response = see_other(&params.back);
    let cookie = HeaderValue::from_str(&cookie).map_err(Problem::internal)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    Ok(response)
}

/// Returns what was chosen in this browser, in the order of the list; a name that is none any more is left out.
pub fn chosen(headers: &HeaderMap) -> Vec<PersonColumn> {
    let lines = headers.get_all(header::COOKIE).iter();
    let mut pairs = lines
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'));
    let kept = pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE)?.strip_prefix('='));
    let Some(kept) = kept else {
        return AT_FIRST.to_vec();
    };
    let is_kept = |column: &&PersonColumn| kept.split('.').any(|name| name == column.as_str());
    PersonColumn::ALL.iter().filter(is_kept).copied().collect()
}

/// What stands in the columns of one person; what is not known is empty.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FactsView {
    /// The own post, and the one to which the person is lent.
    pub posts: Vec<PostView>,
    pub skills: Vec<SkillView>,
    pub pools: Vec<&'static str>,
    /// How often, and the first day and the title of the last training.
    pub trained: Option<(usize, Option<(String, String)>)>,
    /// Periods and reasons that are not over.
    pub absences: Vec<(String, Option<String>)>,
    pub sex: Option<&'static str>,
    pub ethnic_group: Option<&'static str>,
    pub education: Vec<String>,
    pub law_qualification: Option<(Option<String>, Option<String>)>,
    pub entry: Option<(&'static str, Option<String>)>,
}

impl FactsView {
    /// Shows what was true of somebody on the day `on`.
    pub fn of(facts: PersonFacts, courts: &Courts, on: Day) -> Self {
        let PersonFacts { person, trained } = facts;
        let (own, lent) = person.posts_on(on);
        let posts = [own, lent].into_iter().flatten();
        let skills = Dialect::ALL
            .iter()
            .filter_map(|dialect| person.skill_on(*dialect, on));
        let pools = person.pools.iter().filter(|one| one.period.contains(on));
        let trained =
            trained.map(|(count, last)| (count, last.map(|(from, title)| (from.to_string(), title))));
        Self {
            posts: posts.map(|post| post_view((0, post), courts, on)).collect(),
            skills: skills.map(|skill| skill_view((0, skill), &person, on)).collect(),
            pools: pools.map(|one| one.pool.as_str()).collect(),
            trained,
            absences: absences(&person, on),
            sex: person.sex.map(Sex::as_str),
            ethnic_group: person.ethnic_group.map(EthnicGroup::zh),
            education: last_schooling(&person),
            law_qualification: person
                .law_qualification
                .as_ref()
                .map(|law| (law.class.clone(), day(law.given_on))),
            entry: person
                .entry
                .as_ref()
                .map(|entry| (entry.channel.as_str(), day(entry.on))),
        }
    }
}

fn absences(person: &Person, on: Day) -> Vec<(String, Option<String>)> {
    let is_over = |period: Period| period.to.is_some_and(|to| to < on);
    let ahead = person.unavailability.iter().filter(|one| !is_over(one.period));
    ahead
        .map(|one| (super::person_view::shown(one.period), one.reason.clone()))
        .collect()
}

/// Returns what was studied last: what has no day is taken as the order of the record has it.
fn last_schooling(person: &Person) -> Vec<String> {
    let last = person.education.iter().max_by_key(|one| one.finished_on);
    last.map(schooling).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of_cookie(cookie: &'static str) -> Vec<&'static str> {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static(cookie));
        chosen(&headers).into_iter().map(PersonColumn::as_str).collect()
    }

    #[test]
    fn the_choice_of_a_browser_is_read_back() {
        for (cookie, expected) in [
            ("ui=bo", &["post", "skills"][..]),
            ("ui=bo; people-columns=sex.post", &["post", "sex"]),
            ("people-columns=", &[]),
            ("people-columns=identity_number.pools", &["pools"]),
            ("x-people-columns=sex", &["post", "skills"]),
        ] {
            assert_eq!(of_cookie(cookie), expected, "{cookie}");
        }
    }

    #[test]
    fn columns_hold_what_is_true_on_the_day() {
        let person: Person = serde_json::from_value(serde_json::json!({
            "name": {"zh": "扎西"}, "sex": "male", "ethnic_group": "04",
            "posts": [
                {"court": "qh-yushu", "kind": "clerk", "from": "2010-01-01", "to": "2014-12-31"},
                {"court": "qh-yushu", "kind": "judge", "rank": "judge-3", "in_quota": true, "from": "2015-01-01"},
                {"court": "qh", "kind": "judge", "is_secondment": true, "from": "2019-01-01", "to": "2019-12-31"},
            ],
            "language_skills": [
                {"dialect": "kham", "spoken": "S1", "evidence": "examination", "assessed_on": "2014-05-01"},
                {"dialect": "kham", "spoken": "S3", "evidence": "examination", "assessed_on": "2018-05-01"},
            ],
            "pools": [{"pool": "expert", "from": "2016-01-01", "to": "2018-12-31", "decision": "7号"},
                {"pool": "lecturer", "from": "2018-01-01", "decision": "8号"}],
            "unavailability": [{"from": "2019-03-01", "to": "2019-06-30"}, {"from": "2019-10-01", "to": "2019-11-30", "reason": "产假"}],
            "education": [{"school": "青海民族大学", "finished_on": "2012-07-01"}, {"school": "中学"}],
        }))
        .unwrap();
        let trained = Some((2, Some(("2018-10-14".parse().unwrap(), "第二期".to_owned()))));
        let facts = PersonFacts { person, trained };
        let view = FactsView::of(facts, &Courts::default(), "2019-10-14".parse().unwrap());
        insta::assert_json_snapshot!(view);
    }
}

//! What the use-cases of the registry answer: what a page cannot mend as a problem, everything else beside its form.

use access::Permit;
use app::registry::rules::Fault;
use app::{App, Error, StoreError};
use axum::http::StatusCode;

use crate::handle::Handle;
use crate::pools::Pool;
use crate::problem::{Code, Problem};
use crate::web::Web;
use crate::web::ui::Ui;

/// What is wrong with a form, sentence by sentence, each under the name of its field; under no name it is about the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told(Vec<(String, String)>);

impl Told {
    /// Adds a sentence about the field `name`.
    pub fn add(&mut self, name: impl Into<String>, sentence: impl Into<String>) {
        self.0.push((name.into(), sentence.into()));
    }

    /// Adds the sentence `registry.<key>` about the field `name`.
    pub fn say(&mut self, web: &Web, ui: Ui, name: impl Into<String>, key: &str) {
        self.add(name, web.translations().text(ui, &format!("registry.{key}")));
    }

    /// Tells whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns what is wrong with the field `name`.
    pub fn of_field(&self, name: &str) -> Option<String> {
        let said: Vec<&str> = self
            .0
            .iter()
            .filter(|(field, _)| field == name)
            .map(|(_, s)| s.as_str())
            .collect();
        (!said.is_empty()).then(|| said.join(" "))
    }

    /// Returns every sentence as it stands above a form: the one about a field of `names` also stands beside it and is led
    /// in by the label, since whoever sends a form sees the top of the answer first.
    pub fn above(&self, names: &[&str], (web, ui): (&Web, Ui)) -> Vec<String> {
        let line = |(field, sentence): &(String, String)| match names.contains(&field.as_str()) {
            true => {
                let key = format!("registry.field.{field}");
                format!("{}: {sentence}", web.translations().text(ui, &key))
            }
            false => sentence.clone(),
        };
        self.0.iter().map(line).collect()
    }

    /// Returns every sentence, where none stands beside a field.
    pub fn sentences(&self) -> Vec<String> {
        self.0.iter().map(|(_, sentence)| sentence.clone()).collect()
    }

    /// Returns every sentence with the name of its field.
    pub fn lines(&self) -> &[(String, String)] {
        &self.0
    }

    /// Returns the status of an answer that tells this.
    pub fn status(&self) -> StatusCode {
        match self.0.is_empty() {
            true => StatusCode::OK,
            false => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// Returns the sentence of a fault in the language of the page; whoever reads Tibetan gets the Chinese one.
pub fn sentence(fault: &Fault, ui: Ui) -> String {
    match ui {
        Ui::En => fault.message.clone(),
        Ui::Zh | Ui::Bo => fault.message_zh.clone(),
    }
}

/// Returns what `error` says of a form. `name_of` makes the name of a field of a pointer such as `/posts/1/court`.
///
/// # Errors
/// What a form cannot mend.
pub fn told(error: Error, (web, ui): (&Web, Ui), name_of: impl Fn(&str) -> String) -> Result<Told, Problem> {
    let mut told = Told::default();
    match error {
        Error::Registry(faults) => {
            for fault in &faults {
                told.add(name_of(&fault.pointer), sentence(fault, ui));
            }
        }
        Error::StaleRecord { .. } => told.say(web, ui, "", "stale"),
        Error::ReasonMissing => told.say(web, ui, "reason", "reason_missing"),
        Error::Store(StoreError::OtherRequest { .. }) => told.say(web, ui, "", "sent_before"),
        other => return Err(problem_of(other)),
    }
    Ok(told)
}

/// Returns the problem of an error. What lies outside the courts of whoever asks is not there.
pub fn problem_of(error: Error) -> Problem {
    match error {
        Error::NoSuchRecord(_) | Error::RecordMerged { .. } => Problem::new(Code::NotFound),
        other => Problem::from(other),
    }
}

/// Reads what may be shown to whoever has `permit`; on the pool of writes, where a note stays of who has looked.
///
/// # Errors
/// What `work` answers, and those of the pool.
pub async fn read<A: Send + 'static, T: Send + 'static>(
    handle: &Handle,
    pool: Pool,
    permit: Permit<A>,
    work: impl FnOnce(&App, &Permit<A>) -> Result<T, Error> + Send + 'static,
) -> Result<T, Problem> {
    read_unmapped(handle, pool, permit, work)
        .await?
        .map_err(problem_of)
}

/// As [`read`], for a page that can say what keeps `work` from being done.
///
/// # Errors
/// Of the pool, and the refusal.
pub async fn read_unmapped<A: Send + 'static, T: Send + 'static>(
    handle: &Handle,
    pool: Pool,
    permit: Permit<A>,
    work: impl FnOnce(&App, &Permit<A>) -> Result<T, Error> + Send + 'static,
) -> Result<Result<T, Error>, Problem> {
    let actor = permit.actor().clone();
    match handle.run_unmapped(pool, move |app| work(app, &permit)).await? {
        Err(Error::Refused(refusal)) => Err(handle.refused(&actor, refusal).await),
        outcome => Ok(outcome),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_stands_beside_its_field_and_what_has_none_above() {
        let fault = |pointer: &str| Fault {
            code: "x",
            pointer: pointer.to_owned(),
            message: format!("en {pointer}"),
            message_zh: format!("中 {pointer}"),
        };
        let web = Web::load().unwrap();
        let error = Error::Registry(vec![fault("/posts/1/court"), fault("/name")]);
        let told = told(error, (&web, Ui::En), |pointer| {
            pointer.strip_prefix("/posts/1/").unwrap_or_default().to_owned()
        });
        let told = told.unwrap();
        assert_eq!(told.of_field("court").as_deref(), Some("en /posts/1/court"));
        assert_eq!(
            told.above(&["court"], (&web, Ui::En)),
            ["Court: en /posts/1/court", "en /name"]
        );
        assert_eq!(sentence(&fault("/a"), Ui::Bo), "中 /a");
    }

    #[test]
    fn what_is_not_there_and_what_may_not_be_known_are_one_answer() {
        for error in [
            Error::NoSuchRecord("person"),
            Error::RecordMerged {
                id: "p-1".into(),
                into: "p-2".into(),
            },
        ] {
            assert_eq!(problem_of(error).code, Code::NotFound);
        }
    }
}

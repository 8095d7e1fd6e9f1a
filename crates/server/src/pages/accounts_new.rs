//! `/accounts/new`: makes one account from a form, or many from rows that were copied out of a spreadsheet.

use access::{ManageAccounts, Permit, Role};
use app::Error;
use app::accounts::{MAX_AT_ONCE, NewAccount};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use serde::Serialize;

use super::permitted_form::PermittedForm;
use super::private_page;
use super::slips::slips_page;
use crate::api::account_body::{court_code, login_name};
use crate::caller::Permitted;
use crate::handle::Handle;
use crate::input::{Fields, Members};
use crate::observe::RequestContext;
use crate::problem::{Issue, IssueCode, Problem, account_issue, issue_bodies};
use crate::web::i18n::Translations;
use crate::web::templates::View;
use crate::web::ui::Ui;
use crate::write::Repeating;

/// What the form sends, as it was typed.
#[derive(Default)]
pub struct NewAccountForm {
    login_name: String,
    display_name: String,
    court: String,
    roles: Vec<String>,
    rows: String,
}

/// Things with the lines that they stand on.
type Numbered<T> = Vec<(usize, T)>;

impl Members for NewAccountForm {
    const NAMES: &'static [&'static str] = &["login_name", "display_name", "court", "roles", "rows"];

    fn take(fields: &mut Fields) -> Self {
        let roles = fields.list("roles", Role::ALL.len(), |role| Ok(role.to_owned()));
        let mut text = |name| fields.text(name).unwrap_or_default();
        Self {
            login_name: text("login_name"),
            display_name: text("display_name"),
            court: text("court"),
            roles,
            rows: text("rows"),
        }
    }
}

/// The two forms, with what was typed and what is wrong with it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct NewAccountView {
    pub login_name: String,
    pub display_name: String,
    pub court: String,
    /// Names of the roles that are ticked.
    pub ticked: Vec<String>,
    /// Names of the roles that can be given with a new account.
    pub roles: Vec<&'static str>,
    pub rows: String,
    pub max: usize,
    /// What is wrong: the number of the row, from 1 (0 for the form of one account), and the sentence.
    pub issues: Vec<(usize, String)>,
}

impl View for NewAccountView {
    const TEMPLATE: &'static str = "accounts_new.html";
}

/// Shows the forms. The proof is asked for now, so that nobody types in vain.
pub async fn new_page(
    State(handle): State<Handle>,
    Permitted { caller, .. }: Permitted<ManageAccounts>,
    context: RequestContext,
) -> Result<Response, Problem> {
    let view = NewAccountView::of(NewAccountForm::default(), Vec::new());
    private_page(&handle, &context, &caller, StatusCode::OK, &view)
}

/// Makes the accounts, all of them or none, and shows their slips.
pub async fn create(
    State(handle): State<Handle>,
    context: RequestContext,
    headers: HeaderMap,
    PermittedForm { caller, permit, form }: PermittedForm<ManageAccounts, NewAccountForm>,
) -> Result<Response, Problem> {
    let (wanted, mut issues) = form.read(handle.web().translations());
    if issues.is_empty() {
        let numbers: Vec<usize> = wanted.iter().map(|(number, _)| *number).collect();
        let wanted: Vec<NewAccount> = wanted.into_iter().map(|(_, new)| new).collect();
        let work =
            move |app: &app::App, permit: &Permit<ManageAccounts>| app.create_accounts(permit, &wanted);
        match handle.act_unmapped(permit, Repeating::WritesAgain, work).await? {
            Ok(slips) => return slips_page(&handle, &context, &caller, &headers, &slips),
            Err(Error::Accounts(faults)) => {
                let issue = |(nth, fault): (usize, _)| {
                    let number = numbers.get(nth).copied().unwrap_or_default();
                    (number, account_issue(nth, &fault))
                };
                issues = faults.into_iter().map(issue).collect();
            }
            Err(error) => return Err(error.into()),
        }
    }
    let (numbers, issues): (Vec<usize>, Vec<Issue>) = issues.into_iter().unzip();
    let said = issue_bodies(handle.web(), context.ui, &issues);
    let said = numbers
        .into_iter()
        .zip(said.into_iter().map(|issue| issue.message));
    let view = NewAccountView::of(form, said.collect());
    private_page(
        &handle,
        &context,
        &caller,
        StatusCode::UNPROCESSABLE_ENTITY,
        &view,
    )
}

impl NewAccountView {
    fn of(form: NewAccountForm, issues: Vec<(usize, String)>) -> Self {
        Self {
            login_name: form.login_name,
            display_name: form.display_name,
            court: form.court,
            ticked: form.roles,
            roles: offered().map(Role::as_str).collect(),
            rows: form.rows,
            max: MAX_AT_ONCE,
            issues,
        }
    }
}

impl NewAccountForm {
    /// Reads the accounts with the number of the row of each, and what is wrong with them.
    fn read(&self, translations: &Translations) -> (Numbered<NewAccount>, Numbered<Issue>) {
        let (mut accounts, mut issues) = (Vec::new(), Vec::new());
        let mut take = |number: usize, row: Row<'_>| match row.read(translations) {
            Ok(account) => accounts.push((number, account)),
            Err(found) => issues.extend(found.into_iter().map(|issue| (number, issue))),
        };
        if self.rows.trim().is_empty() {
            take(0, self.as_row());
            return (accounts, issues);
        }
        let rows = (1..)
            .zip(self.rows.lines())
            .filter(|(_, row)| !row.trim().is_empty());
        // One row more than is made at once is enough to refuse.
        for (number, row) in rows.take(MAX_AT_ONCE + 1) {
            take(number, Row::of_line(row));
        }
        (accounts, issues)
    }

    fn as_row(&self) -> Row<'_> {
        Row {
            login_name: self.login_name.trim(),
            display_name: self.display_name.trim(),
            court: self.court.trim(),
            roles: self.roles.iter().map(String::as_str).collect(),
        }
    }
}

/// An account as it was typed.
struct Row<'a> {
    login_name: &'a str,
    display_name: &'a str,
    court: &'a str,
    roles: Vec<&'a str>,
}

impl<'a> Row<'a> {
    /// Takes a row of a spreadsheet: login name, name, court and roles, with tabs between.
    fn of_line(line: &'a str) -> Self {
        let mut cells = line.split('\t').map(str::trim);
        let mut cell = || cells.next().unwrap_or_default();
        let (login_name, display_name, court) = (cell(), cell(), cell());
        let roles = cell().split([' ', ',', '，', '、', ';', '；']);
        Self {
            login_name,
            display_name,
            court,
            roles: roles.map(str::trim).filter(|role| !role.is_empty()).collect(),
        }
    }

    fn read(&self, translations: &Translations) -> Result<NewAccount, Vec<Issue>> {
        let mut issues = Vec::new();
        let mut noted = |issue: Issue| issues.push(issue);
        let name = login_name(self.login_name).map_err(&mut noted).ok();
        let court = match self.court {
            "" => None,
            code => court_code(code).map_err(&mut noted).ok(),
        };
        let mut roles = std::collections::BTreeSet::new();
        for typed in &self.roles {
            match role_named(typed, translations) {
                Some(role) => {
                    roles.insert(role);
                }
                None => noted(
                    Issue::of("roles", IssueCode::UnknownRole)
                        .with("value", crate::input::shortened(typed))
                        .with(
                            "known",
                            offered().map(Role::as_str).collect::<Vec<_>>().join(", "),
                        ),
                ),
            }
        }
        match name {
            Some(login_name) if issues.is_empty() => Ok(NewAccount {
                login_name,
                display_name: self.display_name.to_owned(),
                court,
                roles,
            }),
            _ => Err(issues),
        }
    }
}

/// Returns the role that is called `typed`, by its name or in a language of the interface.
fn role_named(typed: &str, translations: &Translations) -> Option<Role> {
    let is_called = |role: &Role| {
        let key = format!("role.{role}");
        role.as_str() == typed
            || Ui::ALL
                .iter()
                .any(|ui| translations.find(*ui, &key) == Some(typed))
    };
    Role::ALL.into_iter().find(is_called)
}

/// Returns the roles that one person may give.
fn offered() -> impl Iterator<Item = Role> {
    Role::ALL
        .into_iter()
        .filter(|role| access::may_be_given_by_one(*role))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::Web;

    fn rows(text: &str) -> (Vec<String>, Vec<String>) {
        let form = NewAccountForm {
            rows: text.to_owned(),
            ..NewAccountForm::default()
        };
        let web = Web::load().unwrap();
        let (accounts, issues) = form.read(web.translations());
        let account = |(number, new): &(usize, NewAccount)| {
            let court = new.court.as_ref().map_or("-", |court| court.as_str());
            let roles: Vec<_> = new.roles.iter().map(|role| role.as_str()).collect();
            format!(
                "{number} {} {} {court} {}",
                new.login_name,
                new.display_name,
                roles.join("+")
            )
        };
        let issue =
            |(number, issue): &(usize, Issue)| format!("{number} {} {}", issue.pointer, issue.code.as_str());
        (
            accounts.iter().map(account).collect(),
            issues.iter().map(issue).collect(),
        )
    }

    #[test]
    fn rows_of_a_spreadsheet_are_read_with_their_numbers() {
        let (accounts, issues) =
            rows("zhuoma\t卓玛\tqh-yushu\tself, reader\r\n\nབཀྲ་ཤིས\tབཀྲ་ཤིས་\t\t查词者、本人\n法官01\t王法官\n");
        assert_eq!(issues, [""; 0]);
        assert_eq!(
            accounts,
            [
                "1 zhuoma 卓玛 qh-yushu reader+self",
                "3 བཀྲ་ཤིས བཀྲ་ཤིས་ - reader+self",
                "4 法官01 王法官 - "
            ]
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_with_its_row() {
        let (_, issues) = rows("a b\tA\n\nb\tB\t玉树\tjudge\n\tC\n");
        assert_eq!(
            issues,
            [
                "1 /login_name login_name_character",
                "3 /court bad_court_code",
                "3 /roles unknown_role",
                "4 /login_name login_name_empty",
            ]
        );
    }

    #[test]
    fn a_sheet_without_end_is_not_read_whole() {
        let (accounts, _) = rows(&"a\tA\n".repeat(100_000));
        assert_eq!(accounts.len(), MAX_AT_ONCE + 1);
    }
}

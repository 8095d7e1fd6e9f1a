//! Doing what an operator wants, with the application at hand.

use std::collections::BTreeSet;
use std::str::FromStr;

use app::accounts::{AskedRoleChange, LoginName, NewAccount, NewToken};
use app::key_rotation::ResealPlace;
use app::personal_data::KeyId;
use app::{Action, Actor, App, Error, OnError, Permit};

use super::{Answer, Wish};
use crate::clock;
use crate::language::Language;
use crate::messages;

/// A day, in milliseconds.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Does what `wish` says, as the operator; a refusal is an answer too, in `language`.
pub fn perform(app: &App, wish: Wish, language: Language) -> Answer {
    let done = match wish {
        Wish::AddAccount { .. } | Wish::ListAccounts => on_accounts(app, wish, language),
        Wish::ResetAccount { login_name } => of_account(app, &login_name, language).and_then(|id| {
            let slip = app.reset_account(&permit(app, language)?, &id);
            Ok(Answer::Slip(slip.map_err(told(language))?.into()))
        }),
        Wish::SetDisabled {
            login_name,
            is_disabled,
        } => of_account(app, &login_name, language).and_then(|id| {
            let done = app.set_account_disabled(&permit(app, language)?, &id, is_disabled);
            done.map(|()| Answer::Nothing).map_err(told(language))
        }),
        Wish::ChangeRole {
            login_name,
            role,
            is_given,
            reason,
        } => of_account(app, &login_name, language).and_then(|account| {
            let asked = AskedRoleChange {
                account,
                role: role.parse().map_err(|_| messages::no_role(language, &role))?,
                is_given,
                reason,
            };
            let done = app.ask_role_change(&permit(app, language)?, &asked);
            done.map(|_| Answer::Nothing).map_err(told(language))
        }),
        Wish::LinkAccount { login_name, person } => of_account(app, &login_name, language).and_then(|id| {
            let done = app.link_account(&permit(app, language)?, &id, person.as_deref());
            done.map(|()| Answer::Nothing).map_err(told(language))
        }),
        Wish::AddToken { .. } | Wish::ListTokens | Wish::RevokeToken { .. } => on_tokens(app, wish, language),
        Wish::ListKeys
        | Wish::AddKey { .. }
        | Wish::UseKey { .. }
        | Wish::Reseal { .. }
        | Wish::RetireKey { .. } => on_keys(app, wish, language),
        Wish::NoteExport { format, told: what } => permit(app, language).and_then(|permit| {
            let format = format.parse().map_err(|err| format!("{err}"))?;
            let noted = app.note_export(&permit, format, &what);
            noted.map(|()| Answer::Nothing).map_err(told(language))
        }),
        Wish::NoteSheet { kind, told: what } => permit(app, language).and_then(|permit| {
            let kind = kind
                .parse()
                .map_err(|_| format!("`{kind}` is no kind of sheet"))?;
            let noted = app.note_sheet_export(&permit, kind, &what);
            noted.map(|()| Answer::Nothing).map_err(told(language))
        }),
        Wish::ListRetention { years, on } => permit(app, language).and_then(|permit| {
            let on = on.map(|on| messages::registry::day(language, &on)).transpose()?;
            let list = app.retention_due(&permit, &years, on).map_err(told(language))?;
            Ok(list.into())
        }),
        Wish::PutCourts {
            table,
            passes_over,
            is_tried,
        } => permit(app, language).and_then(|permit| {
            let on_error = if passes_over { OnError::Skip } else { OnError::Stop };
            let done = match is_tried {
                true => app.plan_courts(&permit, &table, on_error),
                false => app.put_courts(&permit, &table, on_error),
            };
            let done = done.map_err(told(language))?;
            let passed_over = messages::accounts::court_faults(language, &done.passed_over);
            Ok(Answer::Courts {
                dry_run: is_tried,
                written: done.written,
                unchanged: done.unchanged,
                passed_over,
            })
        }),
    };
    done.unwrap_or_else(|why| Answer::Refused { why })
}

fn on_accounts(app: &App, wish: Wish, language: Language) -> Result<Answer, String> {
    let Wish::AddAccount {
        login_name,
        display_name,
        court,
        roles,
    } = wish
    else {
        let permit = permit(app, language)?;
        let mut accounts = Vec::new();
        let mut after: Option<String> = None;
        loop {
            let page = app
                .list_accounts(&permit, after.as_deref(), 500)
                .map_err(told(language))?;
            let Some(last) = page.last() else { break };
            after = Some(
                LoginName::new(&last.login_name)
                    .map_or_else(|_| last.login_name.clone(), |name| name.key().to_owned()),
            );
            accounts.extend(page.into_iter().map(Into::into));
        }
        return Ok(Answer::Accounts { accounts });
    };
    let new = NewAccount {
        login_name: login_name_of(&login_name, language)?,
        display_name: if display_name.trim().is_empty() {
            login_name
        } else {
            display_name
        },
        court: court.as_deref().map(parsed).transpose()?,
        roles: roles
            .iter()
            .map(|role| role.parse().map_err(|_| messages::no_role(language, role)))
            .collect::<Result<BTreeSet<_>, _>>()?,
    };
    let mut slips = app
        .create_accounts(&permit(app, language)?, &[new])
        .map_err(told(language))?;
    match slips.pop() {
        Some(slip) => Ok(Answer::Slip(slip.into())),
        None => Err("no slip was made".to_owned()),
    }
}

fn on_tokens(app: &App, wish: Wish, language: Language) -> Result<Answer, String> {
    let permit = permit(app, language)?;
    match wish {
        Wish::AddToken {
            name,
            scopes,
            court,
            addresses,
            days,
        } => {
            let new = NewToken {
                name,
                scopes: scopes
                    .iter()
                    .map(|scope| scope.parse().map_err(|_| messages::no_scope(language, scope)))
                    .collect::<Result<_, _>>()?,
                court: court.as_deref().map(parsed).transpose()?,
                addresses: addresses
                    .iter()
                    .map(|range| parsed(range))
                    .collect::<Result<_, _>>()?,
                expires_at_ms: clock::now_ms() + i64::from(days) * DAY_MS,
            };
            let (line, secret) = app.create_token(&permit, &new).map_err(told(language))?;
            Ok(Answer::Token {
                token: line.into(),
                secret: secret.text().to_owned(),
            })
        }
        Wish::RevokeToken { id } => {
            app.revoke_token(&permit, &id).map_err(told(language))?;
            Ok(Answer::Nothing)
        }
        _ => {
            let tokens = app.list_tokens(&permit).map_err(told(language))?;
            Ok(Answer::Tokens {
                tokens: tokens.into_iter().map(Into::into).collect(),
            })
        }
    }
}

fn on_keys(app: &App, wish: Wish, language: Language) -> Result<Answer, String> {
    let permit = permit(app, language)?;
    let done = match wish {
        Wish::AddKey { is_waiting } => app
            .add_key(&permit, is_waiting)
            .map(|(id, is_present)| Answer::Key {
                id: id.to_string(),
                is_present,
            }),
        Wish::UseKey { id } => {
            let id = key_id(&id, language)?;
            app.use_key(&permit, id).map(|()| Answer::Nothing)
        }
        Wish::RetireKey { id, ends_codes } => {
            let id = key_id(&id, language)?;
            app.retire_key(&permit, id, ends_codes).map(|()| Answer::Nothing)
        }
        Wish::Reseal { column, after } => {
            let resealed = app.reseal_some(&permit, &ResealPlace { column, after });
            resealed.map(|done| Answer::Resealed {
                values: done.values,
                closed: done
                    .closed
                    .into_iter()
                    .map(|err| told(language)(err.into()))
                    .collect(),
                next: done.next.map(|place| (place.column, place.after)),
            })
        }
        _ => app.list_keys(&permit).map(|list| Answer::Keys {
            keys: list.keys.into_iter().map(Into::into).collect(),
            values_of_no_key: list.values_of_no_key,
        }),
    };
    done.map_err(told(language))
}

fn key_id(typed: &str, language: Language) -> Result<KeyId, String> {
    KeyId::parse(typed).ok_or_else(|| messages::keys::bad_id(language, typed))
}

/// Returns the id of the account that is called so.
fn of_account(app: &App, login_name: &str, language: Language) -> Result<String, String> {
    let name = login_name_of(login_name, language)?;
    let line = app.find_account_by_login(&permit(app, language)?, &name);
    line.map(|line| line.id).map_err(told(language))
}

fn login_name_of(typed: &str, language: Language) -> Result<LoginName, String> {
    LoginName::new(typed).map_err(|fault| messages::bad_login_name(language, typed, fault))
}

/// Reads a value whose refusal says which values there are.
fn parsed<T: FromStr<Err: ToString>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|fault: T::Err| fault.to_string())
}

fn permit<A: Action>(app: &App, language: Language) -> Result<Permit<A>, String> {
    app.policy()
        .permit(&Actor::Operator)
        .map_err(|refusal| told(language)(refusal.into()))
}

fn told(language: Language) -> impl Fn(Error) -> String {
    move |err| messages::refusal(language, err).to_string()
}

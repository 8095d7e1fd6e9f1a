//! The second factor: six digits of the moment from a phone, or one of ten recovery codes on paper.

use access::{ChangeOwnAccount, Permit};
use store::Purpose;
use store::accounts::Account;
use store::one_time_codes::OneTimeCode as KeptCode;
use store::{Session, accounts, one_time_codes};
use zeroize::Zeroizing;

use super::code_digests::code_digests;
use super::digests::SessionDigest;
use super::events;
use super::login_session::living;
use super::own_account::{expect_proof, own};
use crate::audit::AuditEvent;
use crate::credentials::one_time_code::{OneTimeCode, draw_recovery};
use crate::credentials::totp::TotpSecret;
use crate::credentials::{qr, totp};
use crate::personal_data::{FieldColumn, KeyProvider};
use crate::{App, Error};

/// Where the secret of a phone is kept, sealed.
const SECRET: FieldColumn<'static> = FieldColumn {
    table: "account",
    column: "totp_secret",
};

/// What somebody needs to set a phone up: shown once.
#[derive(Clone)]
pub struct Enrolment {
    /// The secret in Base32, to be typed where no camera is.
    pub secret: Zeroizing<String>,
    /// The same as a picture (SVG).
    pub qr: String,
}

/// What was recognised in a code, not yet used up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Factor {
    /// The time step of six digits.
    Step(u64),
    /// What a recovery code may have been kept as.
    Recovery(Vec<[u8; 32]>),
}

impl App {
    /// Begins to set up a second factor: a new secret that counts once a code of it was given.
    ///
    /// # Errors
    /// [`Error::Refused`] without a fresh password; [`Error::Store`].
    pub fn begin_second_factor(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        account: &str,
    ) -> Result<Enrolment, Error> {
        permit.on(own(account))?;
        expect_proof(permit)?;
        let secret = TotpSecret::draw(&*self.identity.chance)?;
        let place = SECRET.in_row(account);
        let sealed = self
            .identity
            .keys
            .seal(&place, secret.bytes(), &*self.identity.chance)?;
        let now_ms = self.clock.now_ms();
        let id = account.to_owned();
        let entry = self.audit_entry(
            permit.actor(),
            &AuditEvent::done("begin-second-factor").on("account", account),
        )?;
        let login_name = self.write_aside_noted(move |session| {
            let found = accounts::find(session, &id)?.ok_or(Error::NoSuchAccount)?;
            let changed = Account {
                totp_secret: Some(sealed.clone()),
                totp_step: None,
                updated_at_ms: now_ms,
                ..found.clone()
            };
            accounts::update(session, &changed, found.revision)?;
            events::append(session, &entry)?;
            Ok::<_, Error>(found.login_name)
        })?;
        Ok(Enrolment {
            secret: secret.base32(),
            qr: qr::svg(&totp::provisioning_uri(&secret, &login_name), &login_name)
                .map_err(|err| Error::Internal(err.to_string()))?,
        })
    }

    /// Ends setting up a second factor by its first code, and returns ten recovery codes: shown once. Every other session of
    /// the account ends.
    ///
    /// # Errors
    /// [`Error::WrongLogin`] if the code is wrong.
    pub fn confirm_second_factor(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        account: &str,
        code: &str,
        kept: &SessionDigest,
    ) -> Result<Vec<Zeroizing<String>>, Error> {
        permit.on(own(account))?;
        let now_ms = self.clock.now_ms();
        let digest = kept.bytes();
        let found = self.store.read(|session| living(session, &digest, now_ms))?;
        let Some((_, found)) = found.filter(|(_, found)| found.id == account) else {
            return Err(Error::NoSuchAccount);
        };
        let Some(step) = digits(&*self.identity.keys, &found, code, now_ms)? else {
            return Err(Error::WrongLogin);
        };
        let drawn = draw_recovery(&*self.identity.chance)?;
        let keys = &*self.identity.keys;
        let digests: Vec<_> = drawn
            .iter()
            .filter_map(|code| code_digests(keys, code).into_iter().next())
            .collect();
        let event = AuditEvent::done("set-second-factor")
            .on("account", account)
            .fields(&["totp_secret"]);
        let entry = self.audit_entry(permit.actor(), &event)?;
        self.write_aside_noted(move |session| {
            let changed = Account {
                totp_step: Some(step),
                updated_at_ms: now_ms,
                ..found.clone()
            };
            accounts::update(session, &changed, found.revision)?;
            one_time_codes::forget_of(session, &found.id, Purpose::Recovery)?;
            for code in &digests {
                let kept = KeptCode {
                    digest: code.to_vec(),
                    account: found.id.clone(),
                    purpose: Purpose::Recovery,
                    created_at_ms: now_ms,
                    expires_at_ms: None,
                    used_at_ms: None,
                };
                one_time_codes::put(session, &kept)?;
            }
            store::login_sessions::end_all_of(session, &found.id, Some(&digest))?;
            events::append(session, &entry)
        })?;
        Ok(drawn.iter().map(OneTimeCode::shown).collect())
    }

    /// Takes the second factor of one's own account away, with its recovery codes.
    ///
    /// # Errors
    /// [`Error::Refused`] without a fresh password.
    pub fn remove_second_factor(
        &self,
        permit: &Permit<ChangeOwnAccount>,
        account: &str,
    ) -> Result<(), Error> {
        permit.on(own(account))?;
        expect_proof(permit)?;
        let event = AuditEvent::done("remove-second-factor")
            .on("account", account)
            .fields(&["totp_secret"]);
        let entry = self.audit_entry(permit.actor(), &event)?;
        let (id, now_ms) = (account.to_owned(), self.clock.now_ms());
        self.write_aside_noted(move |session| {
            forget(session, &id, now_ms)?;
            events::append(session, &entry)
        })
    }
}

/// Takes phone and recovery codes of an account away.
pub(super) fn forget(session: &mut dyn Session, account: &str, now_ms: i64) -> Result<(), Error> {
    let found = accounts::find(session, account)?.ok_or(Error::NoSuchAccount)?;
    let changed = Account {
        totp_secret: None,
        totp_step: None,
        updated_at_ms: now_ms,
        ..found.clone()
    };
    accounts::update(session, &changed, found.revision)?;
    one_time_codes::forget_of(session, account, Purpose::Recovery)?;
    Ok(())
}

/// Recognises what was typed as the second factor of `account`; `None` if it is neither.
pub(super) fn read(
    keys: &dyn KeyProvider,
    account: &Account,
    typed: &str,
    now_ms: i64,
) -> Result<Option<Factor>, Error> {
    if let Some(step) = digits(keys, account, typed, now_ms)? {
        return Ok(Some(Factor::Step(step)));
    }
    Ok(OneTimeCode::read(typed).map(|code| Factor::Recovery(code_digests(keys, &code))))
}

/// Uses a factor up; tells whether it was still good.
pub(super) fn use_up(
    session: &mut dyn Session,
    account: &str,
    factor: &Factor,
    now_ms: i64,
) -> Result<bool, Error> {
    match factor {
        Factor::Step(step) => Ok(accounts::use_totp_step(session, account, *step)?),
        Factor::Recovery(digests) => {
            for digest in digests {
                let code = one_time_codes::find(session, digest)?;
                let is_own =
                    code.is_some_and(|code| code.account == account && code.purpose == Purpose::Recovery);
                if is_own && one_time_codes::use_once(session, digest, now_ms)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

/// Returns the time step of `typed` if it is a code of the phone that was not used yet.
fn digits(keys: &dyn KeyProvider, account: &Account, typed: &str, now_ms: i64) -> Result<Option<u64>, Error> {
    let Some(sealed) = &account.totp_secret else {
        return Ok(None);
    };
    let clear = keys.open_field(&SECRET.in_row(&account.id), sealed)?;
    let secret = TotpSecret::from_bytes(&clear)
        .ok_or_else(|| Error::Internal("a kept secret of a phone has another length".to_owned()))?;
    Ok(totp::verify(&secret, typed, now_ms, account.totp_step))
}

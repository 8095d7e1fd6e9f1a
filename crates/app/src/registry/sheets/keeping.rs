//! What is kept of an import while it waits and after it: sealed, in pieces, for whoever has staged it.

use access::{EnrolPeople, WriteRegistry, WriteResults};
use exchange::Format;
use exchange::roster::{self, RosterKind};
use serde::{Deserialize, Serialize};
use store::Session;
use store::roster_imports::{self, RosterImport, piece_id};
use zeroize::Zeroizing;

use super::{SheetCount, SheetImport, SheetState};
use crate::personal_data::FieldColumn;
use crate::registry::fault;
use crate::registry::reach::Reach;
use crate::{App, Error, Permit};

/// The part that holds the file.
pub(super) const FILE: &str = "file";
/// The part that holds what was said about it.
pub(super) const WISH: &str = "wish";
/// The part that holds the rows that could not be used.
pub(super) const REJECTED: &str = "rejected";
/// The part that tells what was wrong with them.
pub(super) const ISSUES: &str = "issues";
/// How long a staged file waits, and an applied one can be undone.
pub(super) const OPEN_MS: i64 = 24 * 3_600_000;
/// How long is known what became of an import.
pub(super) const KEPT_MS: i64 = 30 * OPEN_MS;

/// How much is sealed at once; a sealed value has at most 64 KiB.
const PIECE_BYTES: usize = 60 << 10;
const SEALED: FieldColumn<'static> = FieldColumn {
    table: "roster_piece",
    column: "sealed",
};

/// What was said about a file. Its name may hold that of a person, so it is sealed too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptWish {
    pub name: String,
    /// A heading and a member a line.
    pub choices: String,
    pub ignore_extra: bool,
    /// The columns of a file without a header.
    #[serde(default)]
    pub columns: Option<String>,
}

/// What came of an import, as it is kept in clear: numbers alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct KeptCounts {
    pub counts: Vec<SheetCount>,
    pub rejected: usize,
    pub left_out: usize,
}

/// An import with what was said about its file.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub import: RosterImport,
    pub kind: RosterKind,
    pub format: Format,
    pub state: SheetState,
    pub wish: KeptWish,
}

/// What somebody may who takes in a sheet.
#[derive(Debug, Clone)]
pub(super) enum SheetPermit {
    Registry(Permit<WriteRegistry>),
    Results(Permit<WriteResults>),
}

impl SheetPermit {
    /// Returns how far it reaches.
    pub(super) fn reach(&self, session: &mut dyn Session) -> Result<Reach, Error> {
        match self {
            Self::Registry(permit) => Reach::of(session, permit),
            Self::Results(permit) => Reach::of(session, permit),
        }
    }
}

impl App {
    /// Refuses whoever may not write what sheets of a kind speak of.
    pub(super) fn expect_sheet_right(
        &self,
        permit: &Permit<WriteResults>,
        kind: RosterKind,
    ) -> Result<(), Error> {
        if matches!(kind, RosterKind::Attendance | RosterKind::Results) {
            return Ok(());
        }
        let policy = self.policy();
        policy.permit::<WriteRegistry>(permit.actor())?;
        if kind == RosterKind::Enrolments {
            policy.permit::<EnrolPeople>(permit.actor())?;
        }
        Ok(())
    }

    /// Returns the permit by which a sheet of a kind is taken in.
    pub(super) fn sheet_permit(
        &self,
        permit: &Permit<WriteResults>,
        kind: RosterKind,
    ) -> Result<SheetPermit, Error> {
        match kind {
            RosterKind::Attendance | RosterKind::Results => Ok(SheetPermit::Results(permit.clone())),
            _ => Ok(SheetPermit::Registry(self.policy().permit(permit.actor())?)),
        }
    }

    /// Returns an import of the caller's that has not expired.
    ///
    /// # Errors
    /// [`Error::NoSuchImport`]; [`Error::Refused`] if the caller may not write such records any more.
    pub(super) fn kept_sheet(
        &self,
        session: &mut dyn Session,
        permit: &Permit<WriteResults>,
        id: &str,
    ) -> Result<Kept, Error> {
        let missing = || Error::NoSuchImport(id.chars().take(40).collect());
        if id.contains('\0') {
            return Err(missing());
        }
        let import = roster_imports::find(session, id)?.ok_or_else(missing)?;
        let is_over = import.state == "staged" && import.created_at_ms + OPEN_MS < self.now_ms();
        if import.account != permit.actor().name() || is_over {
            return Err(missing());
        }
        let kept = self.kept_of(session, import)?;
        self.expect_sheet_right(permit, kept.kind)?;
        Ok(kept)
    }

    /// Returns a staged import.
    ///
    /// # Errors
    /// As [`kept_sheet`](Self::kept_sheet); [`Error::Registry`] if it is not staged any more.
    pub(super) fn staged_sheet(
        &self,
        session: &mut dyn Session,
        permit: &Permit<WriteResults>,
        id: &str,
    ) -> Result<Kept, Error> {
        let kept = self.kept_sheet(session, permit, id)?;
        expect_state(&kept, SheetState::Staged)?;
        Ok(kept)
    }

    pub(super) fn kept_of(&self, session: &mut dyn Session, import: RosterImport) -> Result<Kept, Error> {
        let broken = |what: &str| Error::Internal(format!("the import `{}` has no {what}", import.id));
        let wish = self.open_part(session, &import.id, WISH)?;
        let wish = wish.ok_or_else(|| broken("wish"))?;
        let wish = serde_json::from_slice(&wish).map_err(|_| broken("wish that can be read"))?;
        Ok(Kept {
            kind: import.kind.parse().map_err(|_| broken("known kind"))?,
            format: import.format.parse()?,
            state: state_of(&import.state).ok_or_else(|| broken("known state"))?,
            wish,
            import,
        })
    }

    /// Seals a part of an import, piece by piece.
    pub(super) fn seal_part(&self, import: &str, part: &str, clear: &[u8]) -> Result<Vec<Vec<u8>>, Error> {
        let (keys, chance) = (&self.identity.keys, &*self.identity.chance);
        let pieces = clear.chunks(PIECE_BYTES).enumerate().map(|(place, piece)| {
            let id = piece_id(import, part, place);
            Ok(keys.seal(&SEALED.in_row(&id), piece, chance)?)
        });
        pieces.collect()
    }

    /// Opens a part of an import; `None` if nothing is kept of it.
    pub(super) fn open_part(
        &self,
        session: &mut dyn Session,
        import: &str,
        part: &str,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, Error> {
        let pieces = roster_imports::pieces(session, import, part)?;
        let room = pieces.iter().map(|piece| piece.sealed.len()).sum();
        let mut clear = Zeroizing::new(Vec::with_capacity(room));
        for (place, piece) in pieces.iter().enumerate() {
            // A piece that was taken out would leave a gap.
            let id = piece_id(import, part, place);
            clear.extend_from_slice(
                &self
                    .identity
                    .keys
                    .open_field(&SEALED.in_row(&id), &piece.sealed)?,
            );
        }
        Ok((!pieces.is_empty()).then_some(clear))
    }
}

/// Refuses an import in another state.
pub(super) fn expect_state(kept: &Kept, state: SheetState) -> Result<(), Error> {
    if kept.state == state {
        return Ok(());
    }
    let found = &kept.import.state;
    let (code, wanted, wanted_zh) = match state {
        SheetState::Applied => ("not_applied", "applied", "已写入"),
        _ => ("not_staged", "staged", "待处理"),
    };
    Err(Error::Registry(vec![fault(
        code,
        "",
        format!("the import is {found}, not {wanted} (hint: send the file again)"),
        format!("该导入不是“{wanted_zh}”状态（提示：请重新上传文件）"),
    )]))
}

/// Returns what is told of an import without its reading.
pub(super) fn told(kept: &Kept) -> SheetImport {
    let import = &kept.import;
    let open_until_ms = match kept.state {
        SheetState::Staged => Some(import.created_at_ms + OPEN_MS),
        SheetState::Applied => import.ended_at_ms.map(|at_ms| at_ms + OPEN_MS),
        SheetState::Undone | SheetState::Discarded => None,
    };
    let counts = import.counts.as_deref();
    let counts = counts.and_then(|json| serde_json::from_str::<KeptCounts>(json).ok());
    let of_rows = |rows: fn(&KeptCounts) -> usize| counts.as_ref().map_or(0, rows);
    SheetImport {
        id: import.id.clone(),
        kind: kept.kind,
        format: kept.format,
        name: roster::shown_name(&kept.wish.name),
        state: kept.state,
        court: import.court.clone(),
        created_at_ms: import.created_at_ms,
        ended_at_ms: import.ended_at_ms,
        open_until_ms,
        reading: None,
        rejected: of_rows(|kept| kept.rejected),
        left_out: of_rows(|kept| kept.left_out),
        counts: counts.map(|kept| kept.counts),
        issues: Vec::new(),
    }
}

pub(super) fn json<T: Serialize>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(value)
        .map_err(|err| Error::Internal(format!("an import cannot be written as JSON: {err}")))
}

fn state_of(name: &str) -> Option<SheetState> {
    match name {
        "staged" => Some(SheetState::Staged),
        "applied" => Some(SheetState::Applied),
        "undone" => Some(SheetState::Undone),
        "discarded" => Some(SheetState::Discarded),
        _ => None,
    }
}

//! The settings of the audit.

use std::path::{Path, PathBuf};

use app::NightTime;
use app::audit::{AuditPlan, head_in};

use super::layers::Layers;
use super::{ConfigError, parse_number, setting};

/// From when on old entries are removed, in minutes after midnight: after the backup and the tidying of a night.
const CUT_AT: u16 = 4 * 60;
/// A hundred years.
const MOST_DAYS: u32 = 36_525;

/// The audit: where its head is, and how long entries are kept.
#[derive(Debug, Clone)]
pub struct Audit {
    /// The plan of the sealer.
    pub plan: AuditPlan,
}

impl Audit {
    pub(super) fn resolve(
        layers: &Layers,
        data_dir: &Path,
        utc_offset_minutes: i16,
    ) -> Result<Self, ConfigError> {
        let head_path = layers.value(&setting::AUDIT_HEAD_PATH, |text| {
            Ok(if text.is_empty() {
                head_in(data_dir)
            } else {
                PathBuf::from(text)
            })
        })?;
        Ok(Self {
            plan: AuditPlan {
                head_path,
                keep_days: layers
                    .value(&setting::AUDIT_KEEP_DAYS, |text| parse_number(text, 0, MOST_DAYS))?,
                cut_at: NightTime {
                    minute_of_day: CUT_AT,
                    utc_offset_minutes,
                },
            },
        })
    }
}

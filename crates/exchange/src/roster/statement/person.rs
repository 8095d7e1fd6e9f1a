//! What a row says of a person.

use registry::{Day, EntryChannel, EthnicGroup, IdentityNumber, PersonId, PersonName, Phone, Sex};

use super::{join, list, listing, put};
use crate::issue::Fault;
use crate::roster::Member;
use crate::roster::cells::{self, Birth, Epoch};

/// A person: enough to be found by number, then by name, court and birth, or to be written down anew.
///
/// It shows no number when it is printed: [`IdentityNumber`] and [`Phone`] mask themselves.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonCells {
    /// The id.
    pub id: Option<PersonId>,
    /// The names, in the form in which they are kept.
    pub name: PersonName,
    /// The sex.
    pub sex: Option<Sex>,
    /// The ethnic group.
    pub ethnic_group: Option<EthnicGroup>,
    /// The birth, to the day or to the month.
    pub born: Option<Birth>,
    /// The identity number, if it stands there in full.
    pub identity_number: Option<IdentityNumber>,
    /// Its last four characters, if it stands there masked. A masked number states nothing; this tells namesakes apart.
    pub identity_last_four: Option<String>,
    /// The telephone numbers.
    pub phones: Vec<Phone>,
    /// The last four digits of one that stands there masked.
    pub phone_last_four: Option<String>,
    /// The degree.
    pub degree: Option<String>,
    /// The subject.
    pub subject: Option<String>,
    /// The school.
    pub school: Option<String>,
    /// When that was finished.
    pub finished_on: Option<Day>,
    /// The class of the legal qualification: A, B or C.
    pub law_class: Option<String>,
    /// When it was given.
    pub law_given_on: Option<Day>,
    /// How the person came into the courts.
    pub entry_channel: Option<EntryChannel>,
    /// When.
    pub entered_on: Option<Day>,
    /// A remark.
    pub note: Option<String>,
}

impl PersonCells {
    /// Tells whether it says anything by which a person can be found.
    #[must_use]
    pub fn names_one(&self) -> bool {
        self.id.is_some()
            || self.identity_number.is_some()
            || self.name.zh.is_some()
            || self.name.bo.is_some()
    }

    pub(super) fn set(&mut self, member: Member, typed: &str, epoch: Epoch) -> Result<(), Fault> {
        match member {
            Member::PersonId => put(&mut self.id, super::id(typed)),
            Member::NameZh => cells::name(typed, false, &mut self.name),
            Member::NameBo => cells::name(typed, true, &mut self.name),
            Member::OtherNames => {
                for other in list(&cells::line(typed)?) {
                    let kept = registry::normalize_name(&other);
                    if !kept.is_empty() && !self.name.others.contains(&kept) {
                        self.name.others.push(kept);
                    }
                }
                Ok(())
            }
            Member::Sex => put(&mut self.sex, cells::sex(typed)),
            Member::EthnicGroup => put(&mut self.ethnic_group, cells::ethnic_group(typed)),
            Member::BornOn => put(&mut self.born, cells::day_or_month(typed, epoch)),
            Member::IdentityNumber if cells::is_masked(typed) => {
                self.identity_last_four = cells::last_four_of(typed);
                Ok(())
            }
            Member::IdentityNumber => put(&mut self.identity_number, cells::identity_number(typed)),
            Member::Phone => {
                self.phones.extend(cells::phones(typed)?);
                if cells::is_masked(typed) {
                    self.phone_last_four = cells::last_four_of(typed);
                }
                Ok(())
            }
            Member::Degree => put(&mut self.degree, cells::line(typed)),
            Member::Subject => put(&mut self.subject, cells::line(typed)),
            Member::School => put(&mut self.school, cells::line(typed)),
            Member::FinishedOn => put(&mut self.finished_on, cells::day(typed, epoch)),
            Member::LawClass => put(&mut self.law_class, cells::line(typed)),
            Member::LawGivenOn => put(&mut self.law_given_on, cells::day(typed, epoch)),
            Member::EntryChannel => put(&mut self.entry_channel, cells::entry_channel(typed)),
            Member::EnteredOn => put(&mut self.entered_on, cells::day(typed, epoch)),
            Member::Note => {
                join(&mut self.note, cells::line(typed)?);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    pub(super) fn text(&self, member: Member) -> Option<String> {
        let day = |day: Option<Day>| day.map(|day| day.to_string());
        match member {
            Member::PersonId => self.id.as_ref().map(ToString::to_string),
            Member::NameZh => self.name.zh.clone(),
            Member::NameBo => self.name.bo.clone(),
            Member::OtherNames => listing(&self.name.others),
            Member::Sex => self.sex.map(|sex| sex.zh().to_owned()),
            Member::EthnicGroup => self.ethnic_group.map(|group| group.zh().to_owned()),
            Member::BornOn => self.born.map(|born| born.to_string()),
            Member::IdentityNumber => match &self.identity_number {
                Some(number) => Some(number.in_full().to_owned()),
                None => self
                    .identity_last_four
                    .as_ref()
                    .map(|end| format!("**************{end}")),
            },
            Member::Phone => {
                let full = self.phones.iter().map(|phone| phone.in_full().to_owned());
                let masked = self.phone_last_four.iter().map(|end| format!("*******{end}"));
                listing(&full.chain(masked).collect::<Vec<_>>())
            }
            Member::Degree => self.degree.clone(),
            Member::Subject => self.subject.clone(),
            Member::School => self.school.clone(),
            Member::FinishedOn => day(self.finished_on),
            Member::LawClass => self.law_class.clone(),
            Member::LawGivenOn => day(self.law_given_on),
            Member::EntryChannel => self.entry_channel.map(|channel| channel.zh().to_owned()),
            Member::EnteredOn => day(self.entered_on),
            Member::Note => self.note.clone(),
            _ => None,
        }
    }
}

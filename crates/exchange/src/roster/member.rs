//! The members that a column of a sheet can stand for, and in which kinds of sheets.

use std::fmt;
use std::str::FromStr;

use super::RosterKind;

/// Declares the members by group, with the name and the usual Chinese heading of each.
macro_rules! members {
    ($($group:ident { $($variant:ident = $name:literal, $zh:literal;)+ })+) => {
        /// A member that a column stands for.
        ///
        /// [`Member::as_str`] is the name that headings, mappings and the interface use; names of two kinds of things are
        /// told apart by their beginning (`post_from`, `training_from`).
        #[expect(missing_docs, reason = "each is described by its name and its heading")]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Member { $($($variant,)+)+ }

        impl Member {
            /// Every member, in the order in which our own sheets have their columns.
            pub const ALL: &[Self] = &[$($(Self::$variant),+),+];

            /// Returns its name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $($(Self::$variant => $name,)+)+ }
            }

            /// Returns the heading under which our own sheets have it.
            #[must_use]
            pub fn zh(self) -> &'static str {
                match self { $($(Self::$variant => $zh,)+)+ }
            }

            pub(crate) fn group(self) -> Group {
                match self { $($(Self::$variant => Group::$group,)+)+ }
            }
        }
    };
}

/// What a member belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Group {
    Court,
    Training,
    Person,
    Post,
    Skill,
    Enrolment,
    Attendance,
    Result,
}

members! {
    Court {
        CourtCode = "court_code", "法院代码";
        CourtNameZh = "court_name_zh", "法院名称";
        CourtNameBo = "court_name_bo", "法院藏文名称";
        CourtNameBoSource = "court_name_bo_source", "藏文名称出处";
        CourtLevel = "level", "法院级别";
        CourtParent = "parent", "上级法院";
        Division = "division", "行政区划代码";
        CourtDialects = "dialects", "使用方言";
    }
    Training {
        TrainingId = "training_id", "培训班编号";
        Programme = "programme", "培训项目";
        TrainingTitle = "training", "培训班";
        Number = "number", "期次";
        NumberInYear = "number_in_year", "年度期次";
        TrainingFrom = "training_from", "培训开始日期";
        TrainingTo = "training_to", "培训结束日期";
        TrainingPeriod = "training_period", "培训时间";
        Mode = "mode", "培训方式";
        Place = "place", "培训地点";
        Organiser = "organiser", "主办单位";
        Base = "base", "培训基地";
        TraineeClass = "trainee_class", "培训对象";
        PlannedHours = "planned_hours", "计划学时";
        DeclaredPersonTimes = "declared_person_times", "申报人次";
        DeclaredPersons = "declared_persons", "申报人数";
        DeclaredHours = "declared_hours", "申报总学时";
        DeclaredSource = "declared_source", "申报依据";
        Documents = "documents", "文件依据";
        TrainingNote = "training_note", "培训班备注";
    }
    Person {
        PersonId = "person_id", "人员编号";
        NameZh = "name_zh", "姓名";
        NameBo = "name_bo", "藏文姓名";
        OtherNames = "other_names", "曾用名";
        Sex = "sex", "性别";
        EthnicGroup = "ethnic_group", "民族";
        BornOn = "born_on", "出生日期";
        IdentityNumber = "identity_number", "身份证号";
        Phone = "phone", "联系电话";
        Degree = "degree", "学历";
        Subject = "subject", "专业";
        School = "school", "毕业院校";
        FinishedOn = "finished_on", "毕业日期";
        LawClass = "law_class", "法律职业资格类别";
        LawGivenOn = "law_given_on", "法律职业资格取得日期";
        EntryChannel = "entry_channel", "进入方式";
        EnteredOn = "entered_on", "进入法院日期";
        Note = "note", "备注";
    }
    Post {
        Court = "court", "所在法院";
        Department = "department", "部门";
        PostKind = "post", "职务";
        Rank = "rank", "法官等级";
        InQuota = "in_quota", "是否员额法官";
        IsSecondment = "is_secondment", "是否借调";
        PostFrom = "post_from", "任职日期";
        PostTo = "post_to", "免职日期";
        PostDocument = "post_document", "任职文号";
    }
    Skill {
        Dialect = "dialect", "方言";
        SubDialect = "sub_dialect", "土语";
        Spoken = "spoken", "口语等级";
        Written = "written", "书面等级";
        Evidence = "evidence", "评定依据";
        SkillAssessor = "assessor", "评定人";
        AssessedOn = "assessed_on", "评定日期";
        ExpiresOn = "expires_on", "有效期至";
    }
    Enrolment {
        EnrolmentId = "enrolment_id", "报名编号";
        State = "state", "参训状态";
        NominatedBy = "nominated_by", "推荐法院";
        IsGuest = "is_guest", "是否外省学员";
        GroupName = "group", "组别";
        Venue = "venue", "会场";
        WaitingPlace = "waiting_place", "候补序号";
        Reason = "reason", "原因说明";
        Credited = "hours", "学时";
    }
    Attendance {
        AttendanceDay = "day", "考勤日期";
        AttendanceHalf = "half", "半天";
        Presence = "presence", "出勤";
    }
    Result {
        Component = "component", "考核科目";
        Attempt = "attempt", "第几次考核";
        Score = "score", "成绩";
        OutOf = "out_of", "满分";
        Passed = "passed", "是否合格";
        ResultOn = "result_on", "考核日期";
        ResultAssessor = "result_assessor", "评分人";
    }
}

impl Member {
    /// Tells whether sheets of `kind` can have it.
    #[must_use]
    pub fn is_of(self, kind: RosterKind) -> bool {
        use RosterKind::{Attendance, Courts, Enrolments, People, Posts, Results, Skills};
        match self.group() {
            Group::Court => kind == Courts,
            Group::Training => kind.is_of_trainings(),
            Group::Person => kind.is_of_people(),
            Group::Post => matches!(kind, People | Posts | Skills | Enrolments | Attendance | Results),
            Group::Skill => kind == Skills,
            Group::Enrolment => matches!(kind, Enrolments | Attendance | Results),
            Group::Attendance => kind == Attendance,
            Group::Result => kind == Results,
        }
    }

    /// Tells whether its values are kept sealed, so that no message may repeat one.
    #[must_use]
    pub fn is_secret(self) -> bool {
        matches!(self, Self::IdentityNumber | Self::Phone)
    }

    /// Tells whether several columns may stand for it, each adding to what the others say.
    pub(crate) fn may_repeat(self) -> bool {
        matches!(
            self,
            Self::Phone | Self::OtherNames | Self::Note | Self::Documents
        )
    }

    /// Returns the member that a JSON pointer into an aggregate of the registry is about, so that a rule that is checked
    /// later can name the cell: `/posts/0/rank` is [`Member::Rank`]. `None` if no column could say it.
    #[must_use]
    pub fn of_pointer(kind: RosterKind, pointer: &str) -> Option<Self> {
        let mut parts = pointer.split('/').skip(1);
        let (first, last) = (parts.next()?, parts.last());
        let named = |names: &[(&str, Self)], name: &str| {
            names
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, member)| *member)
        };
        match (first, last) {
            ("posts", Some(name)) => named(
                &[
                    ("kind", Self::PostKind),
                    ("from", Self::PostFrom),
                    ("to", Self::PostTo),
                    ("document", Self::PostDocument),
                ],
                name,
            )
            .or_else(|| name.parse().ok()),
            ("results", Some(name)) => named(
                &[
                    ("score_tenths", Self::Score),
                    ("of_tenths", Self::OutOf),
                    ("on", Self::ResultOn),
                    ("assessor", Self::ResultAssessor),
                ],
                name,
            )
            .or_else(|| name.parse().ok()),
            ("attendance", Some("venue")) => Some(Self::Venue),
            ("name", Some("bo")) => Some(Self::NameBo),
            ("name", _) => Some(Self::NameZh),
            ("title", _) => Some(Self::TrainingTitle),
            ("from", None) if kind.is_of_trainings() => Some(Self::TrainingFrom),
            ("to", None) if kind.is_of_trainings() => Some(Self::TrainingTo),
            ("credited", _) => Some(Self::Credited),
            ("declared", Some(name)) => format!("declared_{name}").parse().ok(),
            ("entry", Some("on")) => Some(Self::EnteredOn),
            (_, Some(name)) => name.parse().ok(),
            (name, None) => name.parse().ok(),
        }
        .filter(|member: &Self| member.is_of(kind))
    }
}

impl fmt::Display for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Member {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL
            .iter()
            .find(|member| member.as_str() == name)
            .copied()
            .ok_or(())
    }
}

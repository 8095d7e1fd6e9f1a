//! Everything that can be permitted, named once, each with who may do it.

use crate::{Role, Scope};

/// Something that can be permitted.
pub trait Action {
    /// Who may do it.
    const RULE: Rule;
}

/// Who may do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The name of the action in audit entries and messages.
    pub name: &'static str,
    /// Whether signing in is needed at all.
    pub openness: Openness,
    /// The roles that may, and how far each reaches. An account without any of them may not.
    pub roles: &'static [(Role, Reach)],
    /// The scope with which a token may; `None` if no token may.
    pub scope: Option<Scope>,
    /// Whether an account has to have given its password within the last minutes. Tokens have no password.
    pub needs_proof: bool,
    /// Whether the commands on the machine itself may.
    pub by_operator: bool,
}

/// Whether signing in is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Openness {
    /// Nobody needs to sign in where the installation says that the glossary is public.
    WherePublic,
    /// Everybody needs to.
    Closed,
}

/// How far a role reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// To everything.
    Everywhere,
    /// To what belongs to the account's court or to one below it.
    OwnCourts,
    /// To what belongs to the account itself.
    Own,
}

/// Declares the actions. A line is everything that decides about one.
macro_rules! actions {
    ($($(#[$doc:meta])* $action:ident = $name:literal {
        $($member:ident: $value:expr),* $(,)?
    })+) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy)]
            pub struct $action;

            impl Action for $action {
                const RULE: Rule = Rule { $($member: $value,)* ..Rule::named($name) };
            }
        )+

        impl Rule {
            /// The rule of every action, in the order in which they are declared.
            pub const ALL: &'static [Self] = &[$($action::RULE),+];
        }
    };
}

const EVERYBODY: &[(Role, Reach)] = &[
    (Role::Reader, Reach::Everywhere),
    (Role::SelfService, Reach::Everywhere),
    (Role::Terminologist, Reach::Everywhere),
    (Role::Reviewer, Reach::Everywhere),
    (Role::Committee, Reach::Everywhere),
    (Role::Coordinator, Reach::Everywhere),
    (Role::Lecturer, Reach::Everywhere),
    (Role::SystemAdmin, Reach::Everywhere),
    (Role::SecurityAdmin, Reach::Everywhere),
    (Role::Auditor, Reach::Everywhere),
];
const EVERYBODY_FOR_THEMSELVES: &[(Role, Reach)] = &[
    (Role::Reader, Reach::Own),
    (Role::SelfService, Reach::Own),
    (Role::Terminologist, Reach::Own),
    (Role::Reviewer, Reach::Own),
    (Role::Committee, Reach::Own),
    (Role::Coordinator, Reach::Own),
    (Role::Lecturer, Reach::Own),
    (Role::SystemAdmin, Reach::Own),
    (Role::SecurityAdmin, Reach::Own),
    (Role::Auditor, Reach::Own),
];

actions! {
    /// Reading the glossary.
    ReadGlossary = "read-glossary" {
        openness: Openness::WherePublic, roles: EVERYBODY, scope: Some(Scope::GlossaryRead),
    }
    /// Proposing a term, or a change of one.
    Propose = "propose" {
        roles: EVERYBODY, scope: Some(Scope::GlossaryWrite),
    }
    /// Keeping filters of concepts under a name, for oneself or for all who edit.
    KeepFilters = "keep-filters" {
        roles: EVERYBODY, scope: Some(Scope::GlossaryWrite),
    }
    /// Deciding about proposals. A system that proposes does not decide.
    DecideProposals = "decide-proposals" {
        roles: &[
            (Role::Terminologist, Reach::Everywhere),
            (Role::Reviewer, Reach::Everywhere),
            (Role::Committee, Reach::Everywhere),
        ],
    }
    /// Drafting concepts and importing lists.
    WriteGlossary = "write-glossary" {
        roles: &[
            (Role::Terminologist, Reach::Everywhere),
            (Role::Reviewer, Reach::Everywhere),
            (Role::Committee, Reach::Everywhere),
        ],
        scope: Some(Scope::GlossaryWrite),
    }
    /// Reading drafts of what has been authorised before, and notes for editors.
    ReadDrafts = "read-drafts" {
        roles: &[
            (Role::Terminologist, Reach::Everywhere),
            (Role::Reviewer, Reach::Everywhere),
            (Role::Committee, Reach::Everywhere),
        ],
        scope: Some(Scope::GlossaryWrite),
    }
    /// Saying that a draft is right.
    ReviewGlossary = "review-glossary" {
        roles: &[(Role::Reviewer, Reach::Everywhere), (Role::Committee, Reach::Everywhere)],
    }
    /// Authorising terms in a batch.
    AuthoriseGlossary = "authorise-glossary" {
        roles: &[(Role::Committee, Reach::Everywhere)],
    }
    /// Finding terms in documents and checking translations.
    UseDocuments = "use-documents" {
        openness: Openness::WherePublic, roles: EVERYBODY, scope: Some(Scope::Documents),
    }
    /// Reading courts, people and trainings, with personal data masked.
    ReadRegistry = "read-registry" {
        roles: &[(Role::Coordinator, Reach::OwnCourts)],
        scope: Some(Scope::RegistryRead),
    }
    /// Writing courts, people and trainings.
    WriteRegistry = "write-registry" {
        roles: &[(Role::Coordinator, Reach::OwnCourts)],
        scope: Some(Scope::RegistryWrite),
    }
    /// Putting people on the roster of a training.
    EnrolPeople = "enrol-people" {
        roles: &[(Role::Coordinator, Reach::OwnCourts)],
        scope: Some(Scope::RegistryWrite),
    }
    /// Entering attendance and results; a lecturer does it for the own trainings.
    WriteResults = "write-results" {
        roles: &[(Role::Coordinator, Reach::OwnCourts), (Role::Lecturer, Reach::Own)],
        scope: Some(Scope::RegistryWrite),
    }
    /// Seeing an identity number or a phone number in full. No administrator may by being one, nor a command.
    SeePersonalData = "see-personal-data" {
        roles: &[(Role::Coordinator, Reach::OwnCourts), (Role::SelfService, Reach::Own)],
        scope: Some(Scope::RegistryPii), needs_proof: true, by_operator: false,
    }
    /// Erasing somebody from the registry: what is gone cannot be brought back.
    ErasePeople = "erase-people" {
        roles: &[(Role::Coordinator, Reach::OwnCourts)], needs_proof: true,
    }
    /// Reading one's own record of the registry.
    ReadOwnRecord = "read-own-record" {
        roles: &[(Role::SelfService, Reach::Own)], by_operator: false,
    }
    /// Asking for a correction of one's own record of the registry.
    AskCorrection = "ask-correction" {
        roles: &[(Role::SelfService, Reach::Own)], by_operator: false,
    }
    /// Changing one's own password, second factor and login sessions.
    ChangeOwnAccount = "change-own-account" {
        roles: EVERYBODY_FOR_THEMSELVES, by_operator: false,
    }
    /// Reading who has an account.
    ReadAccounts = "read-accounts" {
        roles: &[(Role::SecurityAdmin, Reach::Everywhere), (Role::Coordinator, Reach::OwnCourts)],
    }
    /// Making accounts, resetting and disabling them, and asking for a change of roles.
    ManageAccounts = "manage-accounts" {
        roles: &[(Role::SecurityAdmin, Reach::Everywhere), (Role::Coordinator, Reach::OwnCourts)],
        needs_proof: true,
    }
    /// Reading which changes of roles wait for a decision.
    ReadRoleChanges = "read-role-changes" {
        roles: &[(Role::SecurityAdmin, Reach::Everywhere)],
    }
    /// Deciding on a change of roles that another one has asked for.
    DecideRoleChange = "decide-role-change" {
        roles: &[(Role::SecurityAdmin, Reach::Everywhere)], needs_proof: true, by_operator: false,
    }
    /// Making and revoking the tokens of other systems.
    ManageTokens = "manage-tokens" {
        roles: &[(Role::SecurityAdmin, Reach::Everywhere)], needs_proof: true,
    }
    /// Reading the audit.
    ReadAudit = "read-audit" {
        roles: &[(Role::Auditor, Reach::Everywhere)],
    }
    /// Looking after the installation: index, backups, checks.
    Operate = "operate" {
        roles: &[(Role::SystemAdmin, Reach::Everywhere)], scope: Some(Scope::Admin),
    }
}

impl Rule {
    /// Returns the strictest rule that commands may still follow: what an action does not say, it does not allow.
    const fn named(name: &'static str) -> Self {
        Self {
            name,
            openness: Openness::Closed,
            roles: &[],
            scope: None,
            needs_proof: false,
            by_operator: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write;

    use super::*;

    fn reach(reach: Reach) -> &'static str {
        match reach {
            Reach::Everywhere => "all",
            Reach::OwnCourts => "courts",
            Reach::Own => "own",
        }
    }

    #[test]
    fn the_table_of_rights_is_the_one_that_was_agreed() {
        let mut table = String::new();
        for rule in Rule::ALL {
            let mut roles: Vec<_> = rule
                .roles
                .iter()
                .map(|(role, r)| format!("{role}:{}", reach(*r)))
                .collect();
            if roles.len() == Role::ALL.len() {
                roles = vec![format!("every role:{}", reach(rule.roles[0].1))];
            }
            let scope = rule.scope.map_or("no token", Scope::as_str);
            let mut marks = String::new();
            for (mark, is_set) in [
                (" public", rule.openness == Openness::WherePublic),
                (" proof", rule.needs_proof),
                (" operator", rule.by_operator),
            ] {
                marks.push_str(if is_set { mark } else { "" });
            }
            writeln!(table, "{} | {} | {scope} |{marks}", rule.name, roles.join(" ")).unwrap();
        }
        insta::assert_snapshot!(table, @r"
        read-glossary | every role:all | glossary:read | public operator
        propose | every role:all | glossary:write | operator
        keep-filters | every role:all | glossary:write | operator
        decide-proposals | terminologist:all reviewer:all committee:all | no token | operator
        write-glossary | terminologist:all reviewer:all committee:all | glossary:write | operator
        read-drafts | terminologist:all reviewer:all committee:all | glossary:write | operator
        review-glossary | reviewer:all committee:all | no token | operator
        authorise-glossary | committee:all | no token | operator
        use-documents | every role:all | documents | public operator
        read-registry | coordinator:courts | registry:read | operator
        write-registry | coordinator:courts | registry:write | operator
        enrol-people | coordinator:courts | registry:write | operator
        write-results | coordinator:courts lecturer:own | registry:write | operator
        see-personal-data | coordinator:courts self:own | registry:pii | proof
        erase-people | coordinator:courts | no token | proof operator
        read-own-record | self:own | no token |
        ask-correction | self:own | no token |
        change-own-account | every role:own | no token |
        read-accounts | security_admin:all coordinator:courts | no token | operator
        manage-accounts | security_admin:all coordinator:courts | no token | proof operator
        read-role-changes | security_admin:all | no token | operator
        decide-role-change | security_admin:all | no token | proof
        manage-tokens | security_admin:all | no token | proof operator
        read-audit | auditor:all | no token | operator
        operate | system_admin:all | admin | operator
        ");
    }

    #[test]
    fn names_are_never_given_twice() {
        for (nth, rule) in Rule::ALL.iter().enumerate() {
            assert!(Rule::ALL[..nth].iter().all(|other| other.name != rule.name));
        }
    }

    #[test]
    fn no_administrator_sees_personal_data_by_being_one() {
        for rule in Rule::ALL {
            let of_people = [
                "see-personal-data",
                "read-registry",
                "write-registry",
                "enrol-people",
                "write-results",
                "erase-people",
            ];
            if of_people.contains(&rule.name) {
                assert!(
                    rule.roles.iter().all(|(role, _)| !role.is_administrative()),
                    "{}",
                    rule.name
                );
            }
        }
    }
}

//! Which roles go together, who may give them, and whose account one may manage.

use std::collections::BTreeSet;

use thiserror::Error;

use crate::Role;

/// Two roles that are never in one hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("`{0}` and `{1}` are never in one hand")]
pub struct RoleConflict(
    /// The first of the two, in the order of [`Role::ALL`].
    pub Role,
    /// The second.
    pub Role,
);

/// What a coordinator may give alone, and whose accounts a coordinator may reset: nothing that decides about others.
const BY_A_COORDINATOR: [Role; 3] = [Role::Reader, Role::SelfService, Role::Lecturer];

/// What nobody needs a second person for: it shows no more than what belongs to the account itself.
const BY_ONE: [Role; 2] = [Role::Reader, Role::SelfService];

/// Returns two of `roles` that are never in one hand.
///
/// The three administrators exclude each other: GB/T 22239-2019, 8.1.4.2 d) and 8.1.5. Whoever gives rights and whoever
/// looks on hold nothing else at all, so that no one can give himself a right or watch over himself.
#[must_use]
pub fn conflict_of(roles: &BTreeSet<Role>) -> Option<RoleConflict> {
    let is_alone = |role: &Role| matches!(role, Role::SecurityAdmin | Role::Auditor);
    let others = |one: Role| {
        roles.iter().copied().find(move |&other| {
            let is_harmless = BY_ONE.contains(&other);
            let excludes = is_alone(&one) || other.is_administrative();
            other != one && !is_harmless && excludes
        })
    };
    let administrative = roles.iter().copied().filter(|role| role.is_administrative());
    let (one, other) = administrative
        .filter_map(|role| Some((role, others(role)?)))
        .next()?;
    Some(RoleConflict(one.min(other), one.max(other)))
}

/// Tells whether one person may give or take `role`; every other change of roles needs two.
#[must_use]
pub fn may_be_given_by_one(role: Role) -> bool {
    BY_ONE.contains(&role)
}

/// Tells whether somebody with `roles` may reset, disable or re-create an account that has `theirs`: never one of a higher
/// role. How far that reaches over courts is another question.
#[must_use]
pub fn may_manage(roles: &BTreeSet<Role>, theirs: &BTreeSet<Role>) -> bool {
    roles.contains(&Role::SecurityAdmin)
        || (roles.contains(&Role::Coordinator) && theirs.iter().all(|role| BY_A_COORDINATOR.contains(role)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(roles: &[Role]) -> BTreeSet<Role> {
        roles.iter().copied().collect()
    }

    #[test]
    fn the_three_administrators_are_three_people() {
        use Role::{
            Auditor, Coordinator, Reader, Reviewer, SecurityAdmin, SelfService, SystemAdmin, Terminologist,
        };
        for (roles, conflict) in [
            (
                set(&[SystemAdmin, SecurityAdmin]),
                Some((SystemAdmin, SecurityAdmin)),
            ),
            (set(&[SystemAdmin, Auditor]), Some((SystemAdmin, Auditor))),
            (
                set(&[Reader, SecurityAdmin, Auditor]),
                Some((SecurityAdmin, Auditor)),
            ),
            (
                set(&[Coordinator, SecurityAdmin]),
                Some((Coordinator, SecurityAdmin)),
            ),
            (set(&[Reviewer, Auditor]), Some((Reviewer, Auditor))),
            (set(&[Reader, SelfService, Auditor]), None),
            (set(&[SystemAdmin, Terminologist]), None),
            (set(&[Coordinator, Reviewer, Terminologist]), None),
            (set(&[]), None),
        ] {
            assert_eq!(conflict_of(&roles).map(|c| (c.0, c.1)), conflict, "{roles:?}");
        }
    }

    #[test]
    fn a_coordinator_manages_no_higher_account_and_nobody_else_any() {
        let coordinator = set(&[Role::Coordinator]);
        assert!(may_manage(&coordinator, &set(&[Role::Reader, Role::Lecturer])));
        assert!(may_manage(&coordinator, &set(&[])));
        for higher in Role::ALL
            .into_iter()
            .filter(|role| !BY_A_COORDINATOR.contains(role))
        {
            assert!(
                !may_manage(&coordinator, &set(&[Role::Reader, higher])),
                "{higher}"
            );
            assert!(may_manage(&set(&[Role::SecurityAdmin]), &set(&[higher])));
        }
        for role in Role::ALL {
            let manages = matches!(role, Role::Coordinator | Role::SecurityAdmin);
            assert_eq!(
                may_manage(&set(&[role]), &set(&[Role::Reader])),
                manages,
                "{role}"
            );
        }
    }

    #[test]
    fn what_decides_about_others_needs_two_people() {
        for role in Role::ALL {
            let is_harmless = matches!(role, Role::Reader | Role::SelfService);
            assert_eq!(may_be_given_by_one(role), is_harmless, "{role}");
        }
    }
}

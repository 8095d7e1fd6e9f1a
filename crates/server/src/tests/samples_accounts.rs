//! One view of every page about accounts in every state, with names that are markup, long, and in three scripts.

use access::{Role, Scope};

use crate::pages::account::{AccountView, DONE, SessionView};
use crate::pages::account_managed::{self, ManagedView};
use crate::pages::accounts::{AccountRow, AccountsView};
use crate::pages::accounts_new::NewAccountView;
use crate::pages::audit::{AuditQuestion, AuditRow, AuditView};
use crate::pages::audit_verification::VerificationView;
use crate::pages::faults::{CODES, FaultView};
use crate::pages::login::LoginView;
use crate::pages::login_code::LoginCodeView;
use crate::pages::login_first::LoginFirstView;
use crate::pages::proof::ProofView;
use crate::pages::role_changes::{RoleChangeRow, RoleChangesView};
use crate::pages::second_factor::{EnrolmentView, RecoveryView, SecretView};
use crate::pages::slips::{SlipView, SlipsView};
use crate::pages::tokens::{TokenMadeView, TokenRow, TokensView};

/// A name that is markup, in three scripts.
pub const NAME: &str = "<b>卓玛</b> བསྒྲུབས་།། \"&'";

/// A name as long as one may be, without a place to break it.
pub fn long_name() -> String {
    "法".repeat(32) + &"a".repeat(32)
}

fn faults() -> Vec<FaultView> {
    let fault = |code| FaultView { code, seconds: 7 };
    CODES.into_iter().map(fault).collect()
}

fn roles() -> Vec<String> {
    let names = Role::ALL.map(|role| role.to_string());
    let mut names = names.to_vec();
    // A role of a later version is shown by its name.
    names.push("ཀ-later".to_owned());
    names
}

fn picture() -> String {
    app::credentials::qr::svg("https://example.cn/login/first", NAME).unwrap()
}

pub fn logins() -> Vec<LoginView> {
    let plain = LoginView {
        next: "/?q=<法>&a".into(),
        ..LoginView::default()
    };
    vec![
        LoginView {
            login_name: NAME.into(),
            faults: faults(),
            ..plain.clone()
        },
        LoginView {
            has_set_password: true,
            ..plain.clone()
        },
        LoginView {
            is_open: true,
            ..plain.clone()
        },
        plain,
    ]
}

pub fn codes() -> Vec<LoginCodeView> {
    let with = |faults| LoginCodeView {
        login_name: NAME.into(),
        next: "/".into(),
        faults,
    };
    vec![with(faults()), with(vec![])]
}

pub fn firsts() -> Vec<LoginFirstView> {
    let with = |faults, is_open| LoginFirstView {
        login_name: NAME.into(),
        faults,
        is_open,
    };
    vec![
        with(faults(), false),
        with(vec![], true),
        LoginFirstView::default(),
    ]
}

pub fn proofs() -> Vec<ProofView> {
    let wrong = ProofView {
        faults: faults(),
        ..ProofView::of("/tokens")
    };
    let sent = vec![("rows".to_owned(), format!("zhuoma\t{NAME}\n"))];
    vec![
        ProofView::of("/?q=<法>"),
        wrong,
        ProofView::in_between("/accounts/new", sent),
    ]
}

pub fn own() -> Vec<AccountView> {
    let session = SessionView {
        created_at: "2026-11-18 19:06".into(),
        seen_at: "2026-11-18 19:07".into(),
        address: "192.0.2.1".into(),
        agent: NAME.into(),
        is_this_one: true,
    };
    let rich = AccountView {
        login_name: long_name(),
        display_name: NAME.into(),
        roles: roles(),
        court: Some("qh-yushu".into()),
        has_second_factor: true,
        recovery_codes_left: 9,
        password_at: Some("2026-11-18 19:06".into()),
        sessions: vec![session, SessionView::default()],
        pages: vec![
            ("/accounts", "accounts"),
            ("/role-changes", "role_changes"),
            ("/tokens", "tokens"),
        ],
        done: None,
        faults: faults(),
    };
    let done = DONE.into_iter().map(|word| AccountView {
        done: Some(word),
        ..AccountView::default()
    });
    done.chain([rich]).collect()
}

pub fn enrolments() -> Vec<EnrolmentView> {
    let secret = SecretView {
        secret: "ABCD EFGH".into(),
        qr: picture(),
    };
    vec![
        EnrolmentView {
            enrolment: Some(secret),
            faults: vec![],
        },
        EnrolmentView {
            enrolment: None,
            faults: faults(),
        },
    ]
}

pub fn recovery() -> Vec<RecoveryView> {
    vec![RecoveryView {
        login_name: NAME.into(),
        codes: vec!["7KQ4-9M2X-HT3V".into(); 10],
    }]
}

pub fn row() -> AccountRow {
    AccountRow {
        id: "a-<1>/".into(),
        login_name: long_name(),
        display_name: NAME.into(),
        court: Some("qh-yushu".into()),
        person: Some("p-0123456789abcdef01234567".into()),
        roles: roles(),
        is_disabled: false,
        has_password: true,
        has_second_factor: true,
    }
}

pub fn lists() -> Vec<AccountsView> {
    let rows = vec![
        row(),
        AccountRow {
            is_disabled: true,
            ..AccountRow::default()
        },
        AccountRow::default(),
    ];
    vec![
        AccountsView::default(),
        AccountsView {
            rows,
            next: Some("6f".into()),
            is_continued: true,
        },
    ]
}

pub fn managed() -> Vec<ManagedView> {
    let plain = ManagedView {
        account: row(),
        roles: Role::ALL.map(Role::as_str).to_vec(),
        may_change_roles: true,
        is_own: false,
        no_person: None,
        done: None,
    };
    let mut views: Vec<_> = account_managed::DONE
        .into_iter()
        .map(|word| ManagedView {
            done: Some(word),
            ..plain.clone()
        })
        .collect();
    views.push(ManagedView {
        is_own: true,
        ..plain.clone()
    });
    views.push(ManagedView {
        no_person: Some(NAME.into()),
        ..plain.clone()
    });
    views.push(ManagedView {
        account: AccountRow {
            is_disabled: true,
            ..AccountRow::default()
        },
        may_change_roles: false,
        ..plain
    });
    views
}

pub fn new_accounts() -> Vec<NewAccountView> {
    let plain = NewAccountView {
        roles: vec!["reader", "self"],
        max: 500,
        ..NewAccountView::default()
    };
    let wrong = NewAccountView {
        login_name: NAME.into(),
        display_name: NAME.into(),
        court: "<玉树>".into(),
        ticked: vec!["self".into()],
        rows: "</textarea><法>\tཀ།།".into(),
        issues: vec![(0, "“<法>”不对 ཀ".into()), (3, "`<x>` is wrong".into())],
        ..plain.clone()
    };
    vec![plain, wrong]
}

pub fn slips() -> Vec<SlipsView> {
    let slip = |name: &str| SlipView {
        login_name: name.to_owned(),
        display_name: NAME.into(),
        code: "7KQ4-9M2X-HT3V".into(),
        expires_at: "2026-11-25 19:06".into(),
        qr: Some(picture()),
    };
    let without_picture = SlipView {
        qr: None,
        ..slip(&long_name())
    };
    vec![SlipsView {
        address: "https://example.cn/login/first".into(),
        slips: vec![slip("བཀྲ་ཤིས"), slip(&long_name()), without_picture],
    }]
}

pub fn role_changes() -> Vec<RoleChangesView> {
    let row = RoleChangeRow {
        id: "r-1".into(),
        login_name: long_name(),
        role: "committee".into(),
        is_given: true,
        reason: NAME.into(),
        asked_by: NAME.into(),
        asked_at: "2026-11-18 19:06".into(),
        is_for_reader: true,
    };
    let other = RoleChangeRow {
        is_given: false,
        is_for_reader: false,
        role: "later".into(),
        ..row.clone()
    };
    vec![
        RoleChangesView::default(),
        RoleChangesView {
            rows: vec![row, other],
        },
    ]
}

fn token(state: &'static str) -> TokenRow {
    TokenRow {
        id: "t-1".into(),
        name: NAME.into(),
        scopes: Scope::ALL.map(|scope| scope.to_string()).to_vec(),
        court: Some("qh".into()),
        addresses: vec!["192.0.2.0/24".into(), "2001:db8::/32".into()],
        created_by: NAME.into(),
        expires_at: "2026-11-18 19:06".into(),
        last_used: Some("2026-11-18 19:06".into()),
        last_used_from: Some("192.0.2.7".into()),
        state,
        is_usable: state == "good",
    }
}

/// The states of a token.
pub const STATES: [&str; 4] = ["good", "ends_soon", "ended", "revoked"];

pub fn tokens() -> Vec<TokensView> {
    let plain = TokensView {
        scopes: Scope::ALL.map(Scope::as_str).to_vec(),
        ..TokensView::default()
    };
    let mut rows: Vec<_> = STATES.into_iter().map(token).collect();
    rows.push(TokenRow {
        state: "good",
        ..TokenRow::default()
    });
    let wrong = TokensView {
        rows,
        name: NAME.into(),
        ticked: vec!["documents".into()],
        court: "<玉树>".into(),
        addresses: "<x>".into(),
        expires_on: "<soon>".into(),
        issues: vec!["“<法>”不对 ཀ".into()],
        ..plain.clone()
    };
    vec![plain, wrong]
}

pub fn tokens_made() -> Vec<TokenMadeView> {
    vec![TokenMadeView {
        token: token("good"),
        secret: "sjt_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into(),
    }]
}

pub fn audits() -> Vec<AuditView> {
    let row = AuditRow {
        number: Some(7),
        at: "2026-11-18 19:06".into(),
        actor_name: NAME.into(),
        address: Some("192.0.2.7".into()),
        action: "log-in".into(),
        outcome: "refused".into(),
        object_kind: Some("account".into()),
        object_id: Some("<b>法".into()),
        fields: "password, totp_secret".into(),
        reason: Some(NAME.into()),
        detail: Some(NAME.into()),
    };
    let tampered = AuditRow {
        outcome: "<法>".into(),
        ..AuditRow::default()
    };
    let question = AuditQuestion {
        actor: NAME.into(),
        object: "<法>".into(),
        from: "<x>".into(),
        ..AuditQuestion::default()
    };
    vec![
        AuditView::default(),
        AuditView {
            question,
            rows: vec![row, tampered],
            next: Some("/audit?cursor=1".into()),
            first: Some("/audit?".into()),
        },
    ]
}

pub fn verifications() -> Vec<VerificationView> {
    let sound = VerificationView {
        is_sound: true,
        head: "agrees",
        ..VerificationView::default()
    };
    let faults = app::audit::FAULTS.iter().map(|fault| VerificationView {
        first_bad: Some((7, fault)),
        head: "behind",
        head_number: Some(6),
        ..VerificationView::default()
    });
    let heads = app::audit::HEAD_STATES.iter().map(|head| VerificationView {
        head,
        strays: app::audit::STRAYS.map(|what| (what, "<b>法".to_owned())).to_vec(),
        ..VerificationView::default()
    });
    std::iter::once(sound).chain(faults).chain(heads).collect()
}

//! Who may do what: one row a route, written from the rules of the house.
//!
//! Long because it is one table with its words.
//!
//! An account of one role sees what its role opens; a coordinator does so within the courts below the own one, and
//! what lies outside looks like what is not there. Accounts, roles and tokens are `security_admin`'s, the audit is
//! `auditor`'s, and `system_admin` has neither. Personal matters are no token's.

use serde_json::json;

use super::super::http::Request;
use super::super::town::{COURT_A, COURT_B, ROLES};
use super::callers::{Caller, Kind};
use super::objects::{Object, Objects};
use super::verdict::Verdict;

/// A route, who may use it, and what is sent to it.
pub struct Route {
    method: &'static str,
    path: &'static str,
    open_to: OpenTo,
    body: Body,
}

/// Who may use a route.
#[derive(Debug, Clone, Copy)]
pub(super) enum OpenTo {
    Everybody,
    /// Everybody, with a password or a code that is wrong here.
    Triers,
    /// Everybody where the glossary is public; else every account, and tokens with the scope `glossary:read`.
    ReadersOfGlossary,
    /// These roles, and tokens with the scope `glossary:write` if they may too: a concept belongs to no court.
    EditorsOfGlossary {
        roles: &'static [&'static str],
        tokens: bool,
    },
    /// The same for these roles, on pages that show what they are about: of a token, both scopes are asked for.
    EditorsReading(&'static [&'static str]),
    /// The same for these roles, by a form that is too long to be typed twice.
    EditorsTyping(&'static [&'static str]),
    /// The same, and no token.
    PeopleTyping(&'static [&'static str]),
    /// Everybody where the glossary is public and else nobody: the frame in pages of others takes no credentials.
    Strangers,
    /// Whoever has logged in, whatever the role; about the own account.
    Accounts,
    /// The same, with a password that is wrong here.
    AccountsTrying,
    /// Who is in goes out; who is out stays out.
    Leaving,
    /// These roles, wherever the object is; no token.
    Roles(&'static [&'static str]),
    /// These roles anywhere, and coordinators for what lies below their court; no token.
    RolesAndCoordinators(&'static [&'static str]),
    /// Pages of the registry: coordinators for what lies below their court, and tokens with the scope `registry:read`.
    RegistryReading,
    /// Pages that write it and show it again: coordinators; of a token, both scopes are asked for.
    RegistryWriting {
        is_kept: bool,
    },
    /// One's own record: people for themselves, and no token; no account here is linked with anybody.
    OwnRecord {
        is_kept: bool,
    },
    /// One import, of the glossary or of a sheet: for whoever writes the registry alone, one of the glossary is not there.
    OneImport,
    /// What is sealed: coordinators, people for themselves, and tokens with the scope `registry:pii`.
    RegistrySeeing,
}

/// What is sent.
#[derive(Debug, Clone, Copy)]
pub(super) enum Body {
    Nothing,
    /// Nothing, under an address that needs a query.
    Query(&'static str),
    Json(&'static str),
    Form(&'static [(&'static str, &'static str)]),
    /// A new account of the object's court, by the API or by the form.
    NewAccount,
    NewAccountForm,
    NewToken,
    NewTokenForm,
    /// Somebody with a post in the object's court.
    NewPersonForm,
}

use Body::{Form, Json, NewAccount, NewAccountForm, NewPersonForm, NewToken, NewTokenForm, Nothing, Query};
use OpenTo::{
    Accounts, AccountsTrying, Everybody, Leaving, ReadersOfGlossary, Roles, RolesAndCoordinators, Strangers,
    Triers,
};

pub(super) const WRITERS: OpenTo = OpenTo::EditorsOfGlossary {
    roles: &["terminologist", "reviewer", "committee"],
    tokens: true,
};
const WRITERS_READING: OpenTo = OpenTo::EditorsReading(&["terminologist", "reviewer", "committee"]);
const WRITERS_KEPT: OpenTo = OpenTo::EditorsTyping(&["terminologist", "reviewer", "committee"]);
const READERS: OpenTo = OpenTo::ReadersOfGlossary;
pub const REVIEWERS: OpenTo = OpenTo::EditorsOfGlossary {
    roles: &["reviewer", "committee"],
    tokens: false,
};
/// Whoever may propose: every role, and systems that may write the glossary.
pub(super) const PROPOSERS: OpenTo = OpenTo::EditorsOfGlossary {
    roles: &ROLES,
    tokens: true,
};
const DECIDERS: OpenTo = OpenTo::EditorsOfGlossary {
    roles: &["terminologist", "reviewer", "committee"],
    tokens: false,
};
const COMMITTEE: OpenTo = OpenTo::EditorsOfGlossary {
    roles: &["committee"],
    tokens: false,
};
/// In a form: a name that nobody has, another one each time.
const FRESH: &str = "FRESH";
pub(super) const SECURITY: &[&str] = &["security_admin"];
const AUDIT: &[&str] = &["auditor"];

pub(super) const fn row(method: &'static str, path: &'static str, open_to: OpenTo, body: Body) -> Route {
    Route {
        method,
        path,
        open_to,
        body,
    }
}

/// Every route besides those of `proposing_pages.rs` and `registry_pages.rs`. The one that ends login sessions comes last.
pub const ROUTES: &[Route] = &[
    // The glossary.
    row("GET", "/api/v1/search", ReadersOfGlossary, Query("q=a")),
    row("POST", "/api/v1/search", ReadersOfGlossary, Json(r#"{"q":"a"}"#)),
    row(
        "POST",
        "/api/v1/search/batch",
        ReadersOfGlossary,
        Json(r#"{"queries":["a"]}"#),
    ),
    row("GET", "/api/v1/suggest", ReadersOfGlossary, Query("q=a")),
    row("GET", "/api/v1/browse", ReadersOfGlossary, Query("lang=bo")),
    row("GET", "/api/v1/concepts", ReadersOfGlossary, Nothing),
    row(
        "POST",
        "/api/v1/concepts/get",
        ReadersOfGlossary,
        Json(r#"{"ids":["c-000001"]}"#),
    ),
    row("GET", "/api/v1/concepts/{id}", ReadersOfGlossary, Nothing),
    row("GET", "/api/v1/concepts/{id}/revisions", READERS, Nothing),
    row("GET", "/api/v1/changes", ReadersOfGlossary, Query("since=0")),
    row("GET", "/api/v1/changes/stream", READERS, Query("since=9999999")),
    row("GET", "/api/v1/editions", ReadersOfGlossary, Nothing),
    row("GET", "/api/v1/editions/{n}/diff/{m}", ReadersOfGlossary, Nothing),
    row(
        "GET",
        "/api/v1/exports/glossary",
        ReadersOfGlossary,
        Query("format=jsonl"),
    ),
    // Writing it. Without a revision nothing is written, whoever may.
    row("POST", "/api/v1/concepts", WRITERS, Json("{}")),
    row("PUT", "/api/v1/concepts/{id}", WRITERS, Json("{}")),
    row("DELETE", "/api/v1/concepts/{id}", WRITERS, Nothing),
    row("POST", "/api/v1/concepts/{id}/restore", WRITERS, Json("{}")),
    row("POST", "/api/v1/concepts/{id}/transitions", WRITERS, Json("{}")),
    row("POST", "/api/v1/concepts/{id}/merge", WRITERS, Json("{}")),
    row("GET", "/api/v1/batches", WRITERS, Nothing),
    row("GET", "/api/v1/batches/{id}", WRITERS, Nothing),
    row("GET", "/api/v1/batches/{id}/concepts", WRITERS, Nothing),
    row("POST", "/api/v1/batches", REVIEWERS, Json("{}")),
    row("PUT", "/api/v1/batches/{id}", REVIEWERS, Json("{}")),
    row("POST", "/api/v1/batches/{id}/concepts", REVIEWERS, Json("{}")),
    row(
        "DELETE",
        "/api/v1/batches/{id}/concepts/{concept}",
        REVIEWERS,
        Nothing,
    ),
    row("POST", "/api/v1/batches/{id}/authorise", COMMITTEE, Nothing),
    row("POST", "/api/v1/editions", COMMITTEE, Json("{}")),
    // What readers wish for.
    row("GET", "/api/v1/proposals", PROPOSERS, Nothing),
    row("POST", "/api/v1/proposals", PROPOSERS, Json("{}")),
    row("GET", "/api/v1/proposals/{id}", PROPOSERS, Nothing),
    row("DELETE", "/api/v1/proposals/{id}", PROPOSERS, Nothing),
    row("POST", "/api/v1/proposals/{id}/decision", DECIDERS, Json("{}")),
    row("GET", "/api/v1/coverage", ReadersOfGlossary, Nothing),
    row("GET", "/api/v1/subject-fields", ReadersOfGlossary, Nothing),
    row("PUT", "/api/v1/subject-fields/{code}", WRITERS, Json("{}")),
    row("DELETE", "/api/v1/subject-fields/{code}", WRITERS, Nothing),
    row("GET", "/api/v1/lookups/unanswered", WRITERS, Nothing),
    row(
        "POST",
        "/api/v1/lookups/unanswered/{key}/proposal",
        WRITERS,
        Nothing,
    ),
    row("DELETE", "/api/v1/lookups/unanswered/{key}", WRITERS, Nothing),
    row("GET", "/api/v1/lookups/tibetan-requests", WRITERS, Nothing),
    row(
        "POST",
        "/api/v1/concepts/{id}/tibetan-requests",
        ReadersOfGlossary,
        Nothing,
    ),
    // Files that come in. One without a format is taken from nobody.
    row("GET", "/api/v1/batches/{id}/scan", WRITERS, Nothing),
    row("PUT", "/api/v1/batches/{id}/scan", REVIEWERS, Nothing),
    row("POST", "/api/v1/imports/glossary", WRITERS, Nothing),
    row("GET", "/api/v1/imports", WRITERS, Nothing),
    row("GET", "/api/v1/imports/{id}", OpenTo::OneImport, Nothing),
    row("DELETE", "/api/v1/imports/{id}", OpenTo::OneImport, Nothing),
    row("GET", "/api/v1/imports/{id}/rejected", OpenTo::OneImport, Nothing),
    // The pages on which it is written. A form without its fields is refused to whoever may send it.
    row("GET", "/editing", WRITERS, Nothing),
    row("GET", "/concepts/new", WRITERS, Nothing),
    row("POST", "/concepts/new", WRITERS_KEPT, Form(&[])),
    row("GET", "/c/{id}/edit", WRITERS_READING, Nothing),
    row("POST", "/c/{id}/edit", WRITERS_KEPT, Form(&[])),
    row("GET", "/c/{id}/history", ReadersOfGlossary, Nothing),
    row("POST", "/c/{id}/restore", WRITERS, Form(&[])),
    row("POST", "/c/{id}/transitions", WRITERS, Form(&[])),
    row("POST", "/c/{id}/batch", REVIEWERS, Form(&[])),
    row("GET", "/c/{id}/merge", WRITERS_READING, Nothing),
    row("POST", "/c/{id}/merge", WRITERS, Form(&[])),
    row("GET", "/batches", WRITERS, Nothing),
    row("GET", "/batches/new", REVIEWERS, Nothing),
    row("POST", "/batches/new", REVIEWERS, Form(&[])),
    row("GET", "/batches/{id}", WRITERS_READING, Nothing),
    row("POST", "/batches/{id}/text", REVIEWERS, Form(&[])),
    row("POST", "/batches/{id}/put", REVIEWERS, Form(&[])),
    row("POST", "/batches/{id}/take", REVIEWERS, Form(&[])),
    row("POST", "/batches/{id}/authorise", COMMITTEE, Form(&[])),
    row("GET", "/editions", ReadersOfGlossary, Nothing),
    row("POST", "/editions", COMMITTEE, Form(&[])),
    row("GET", "/editions/{n}", ReadersOfGlossary, Nothing),
    row("GET", "/editions/{n}/diff/{m}", ReadersOfGlossary, Nothing),
    row("GET", "/", ReadersOfGlossary, Query("q=a")),
    row("GET", "/c/{id}", ReadersOfGlossary, Nothing),
    row("GET", "/browse", ReadersOfGlossary, Nothing),
    row("GET", "/batch", ReadersOfGlossary, Nothing),
    row("POST", "/batch", ReadersOfGlossary, Form(&[("terms", "a")])),
    row("GET", "/lookup", Strangers, Query("q=a")),
    // For everybody.
    row("GET", "/api/v1/openapi.json", Everybody, Nothing),
    row("GET", "/healthz", Everybody, Nothing),
    row("GET", "/readyz", Everybody, Nothing),
    row("GET", "/metrics", Everybody, Nothing),
    row("GET", "/about", ReadersOfGlossary, Nothing),
    row("GET", "/ui", Everybody, Query("to=en&back=/")),
    row("GET", "/problems/{code}", Everybody, Nothing),
    row("GET", "/assets/{hash}/{*path}", Everybody, Nothing),
    row("GET", "/api/v1/me", Everybody, Nothing),
    row("GET", "/api/v1/certificates/verify/{code}", Everybody, Nothing),
    row("GET", "/login", Everybody, Nothing),
    row(
        "POST",
        "/login",
        Triers,
        Form(&[
            ("login_name", FRESH),
            ("password", "no such password"),
            ("next", "/"),
        ]),
    ),
    row("GET", "/login/code", Triers, Nothing),
    row("POST", "/login/code", Triers, Form(&[("code", "000000")])),
    row("GET", "/login/first", Everybody, Nothing),
    row(
        "POST",
        "/login/first",
        Triers,
        Form(&[
            ("login_name", FRESH),
            ("code", "0000-0000-0000"),
            ("password", "x"),
            ("password_again", "x"),
        ]),
    ),
    // The own account.
    row("GET", "/account", Accounts, Nothing),
    row(
        "POST",
        "/account/prove",
        AccountsTrying,
        Form(&[("password", ""), ("next", "/account")]),
    ),
    row(
        "POST",
        "/account/password",
        AccountsTrying,
        Form(&[("present", ""), ("password", "x"), ("password_again", "x")]),
    ),
    row("POST", "/account/second-factor", Accounts, Form(&[])),
    row(
        "POST",
        "/account/second-factor/confirm",
        AccountsTrying,
        Form(&[("code", "")]),
    ),
    row("POST", "/account/second-factor/remove", Accounts, Form(&[])),
    row("POST", "/account/sessions/end", Accounts, Form(&[])),
    // Accounts of others.
    row("GET", "/api/v1/accounts", RolesAndCoordinators(SECURITY), Nothing),
    row(
        "POST",
        "/api/v1/accounts",
        RolesAndCoordinators(SECURITY),
        NewAccount,
    ),
    row(
        "GET",
        "/api/v1/accounts/{id}",
        RolesAndCoordinators(SECURITY),
        Nothing,
    ),
    row(
        "POST",
        "/api/v1/accounts/{id}/reset",
        RolesAndCoordinators(SECURITY),
        Json("{}"),
    ),
    row(
        "POST",
        "/api/v1/accounts/{id}/disable",
        RolesAndCoordinators(SECURITY),
        Json("{}"),
    ),
    row(
        "POST",
        "/api/v1/accounts/{id}/enable",
        RolesAndCoordinators(SECURITY),
        Json("{}"),
    ),
    row("GET", "/accounts", RolesAndCoordinators(SECURITY), Nothing),
    row("GET", "/accounts/new", RolesAndCoordinators(SECURITY), Nothing),
    row(
        "POST",
        "/accounts/new",
        RolesAndCoordinators(SECURITY),
        NewAccountForm,
    ),
    row("GET", "/accounts/{id}", RolesAndCoordinators(SECURITY), Nothing),
    row(
        "POST",
        "/accounts/{id}/reset",
        RolesAndCoordinators(SECURITY),
        Form(&[]),
    ),
    row(
        "POST",
        "/accounts/{id}/disable",
        RolesAndCoordinators(SECURITY),
        Form(&[]),
    ),
    row(
        "POST",
        "/accounts/{id}/enable",
        RolesAndCoordinators(SECURITY),
        Form(&[]),
    ),
    // Roles.
    row(
        "POST",
        "/api/v1/accounts/{id}/roles",
        Roles(SECURITY),
        Json(r#"{"role":"terminologist","op":"grant","reason":"matrix"}"#),
    ),
    row(
        "POST",
        "/accounts/{id}/roles",
        Roles(SECURITY),
        Form(&[("role", "lecturer"), ("op", "grant"), ("reason", "matrix")]),
    ),
    row("GET", "/api/v1/role-changes", Roles(SECURITY), Nothing),
    row(
        "POST",
        "/api/v1/role-changes/{id}/decision",
        Roles(SECURITY),
        Json(r#"{"approve":false}"#),
    ),
    row("GET", "/role-changes", Roles(SECURITY), Nothing),
    row(
        "POST",
        "/role-changes/{id}",
        Roles(SECURITY),
        Form(&[("decision", "refuse")]),
    ),
    // Tokens.
    row("GET", "/api/v1/tokens", Roles(SECURITY), Nothing),
    row("POST", "/api/v1/tokens", Roles(SECURITY), NewToken),
    row("DELETE", "/api/v1/tokens/{id}", Roles(SECURITY), Nothing),
    row("GET", "/tokens", Roles(SECURITY), Nothing),
    row("POST", "/tokens", Roles(SECURITY), NewTokenForm),
    row("POST", "/tokens/{id}/revoke", Roles(SECURITY), Form(&[])),
    // The audit.
    row("GET", "/api/v1/audit", Roles(AUDIT), Nothing),
    row("GET", "/api/v1/audit/verification", Roles(AUDIT), Nothing),
    row("GET", "/audit", Roles(AUDIT), Nothing),
    row("GET", "/audit/verification", Roles(AUDIT), Nothing),
    row("POST", "/logout", Leaving, Form(&[])),
];

impl Route {
    /// Such as `GET /api/v1/search`.
    pub fn label(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    pub fn is_page(&self) -> bool {
        super::is_page(self.path)
    }

    /// Whether it is about something that belongs to a court.
    pub fn has_object(&self) -> bool {
        let is_named = matches!(
            self.path.split('/').rfind(|part| part.starts_with('{')),
            Some("{id}")
        );
        let is_glossary = matches!(
            self.open_to,
            ReadersOfGlossary
                | OpenTo::EditorsOfGlossary { .. }
                | OpenTo::EditorsReading(_)
                | OpenTo::EditorsTyping(_)
                | OpenTo::PeopleTyping(_)
                | OpenTo::OneImport
        );
        (is_named && !is_glossary) || matches!(self.body, NewAccount | NewAccountForm | NewPersonForm)
    }

    /// Returns what has to come of it.
    pub fn verdict(&self, caller: &Caller, object: Object, is_public: bool) -> Verdict {
        let in_body = matches!(self.body, NewAccount | NewAccountForm | NewPersonForm);
        let reached = match (object, in_body) {
            (Object::None, false) => Verdict::Missing,
            (Object::None, true) => Verdict::Outside,
            _ => Verdict::Through,
        };
        let outside = if in_body {
            Verdict::Outside
        } else {
            Verdict::Missing
        };
        let looks = self.path.starts_with("/api/v1/") && !self.path.ends_with("openapi.json");
        match (caller.kind, self.open_to) {
            (Kind::DeadToken | Kind::Both | Kind::Scope(_), Everybody | Triers) if !looks => {
                Verdict::NotLookedAt
            }
            (_, Strangers) if is_public => Verdict::Through,
            (_, Strangers) => Verdict::SignIn,
            (Kind::Role(_), Leaving) => Verdict::Through,
            (_, Leaving) => Verdict::NotLookedAt,
            (_, Triers) => Verdict::Tried,
            (Kind::DeadToken, _) => Verdict::BadToken,
            (Kind::Both, _) => Verdict::Ambiguous,
            (_, Everybody) => Verdict::Through,
            (_, ReadersOfGlossary) if is_public => Verdict::Through,
            (
                Kind::Anonymous | Kind::DeadCookie,
                OpenTo::EditorsTyping(_)
                | OpenTo::PeopleTyping(_)
                | OpenTo::RegistryWriting { is_kept: true }
                | OpenTo::OwnRecord { is_kept: true },
            ) => Verdict::ComesBack,
            (Kind::Anonymous | Kind::DeadCookie, _) => Verdict::SignIn,
            (Kind::Scope("glossary:read"), ReadersOfGlossary) => Verdict::Through,
            (
                Kind::Scope("glossary:write"),
                OpenTo::EditorsOfGlossary { tokens: true, .. } | OpenTo::EditorsTyping(_),
            ) => Verdict::Through,
            (Kind::Scope("glossary:write"), OpenTo::EditorsReading(_)) if is_public => Verdict::Through,
            (Kind::Scope("glossary:write"), OpenTo::OneImport)
            | (Kind::Role("terminologist" | "reviewer" | "committee"), OpenTo::OneImport) => Verdict::Through,
            (Kind::Scope("registry:write"), OpenTo::OneImport)
            | (Kind::Role("coordinator" | "lecturer"), OpenTo::OneImport) => Verdict::Missing,
            (Kind::Scope("registry:read"), OpenTo::RegistryReading)
            | (Kind::Scope("registry:pii"), OpenTo::RegistrySeeing) => reached,
            (Kind::Scope(_), _) => Verdict::Forbidden,
            // That there is a training is no secret, who is on its roster is.
            (Kind::Role("coordinator"), OpenTo::RegistryReading) if self.path.starts_with("/trainings") => {
                reached
            }
            (Kind::Role("coordinator"), OpenTo::RegistryWriting { .. })
                if object == Object::Other && self.path.starts_with("/trainings") =>
            {
                Verdict::Outside
            }
            (
                Kind::Role("coordinator"),
                OpenTo::RegistryReading | OpenTo::RegistryWriting { .. } | OpenTo::RegistrySeeing,
            ) if object == Object::Other => outside,
            (
                Kind::Role("coordinator"),
                OpenTo::RegistryReading | OpenTo::RegistryWriting { .. } | OpenTo::RegistrySeeing,
            ) => reached,
            (Kind::Role("self"), OpenTo::RegistrySeeing | OpenTo::OwnRecord { .. }) => Verdict::Missing,
            (Kind::Role(_), ReadersOfGlossary | Accounts) => Verdict::Through,
            (
                Kind::Role(role),
                OpenTo::EditorsOfGlossary { roles, .. }
                | OpenTo::EditorsReading(roles)
                | OpenTo::EditorsTyping(roles)
                | OpenTo::PeopleTyping(roles),
            ) if roles.contains(&role) => Verdict::Through,
            (Kind::Role(_), AccountsTrying) => Verdict::Tried,
            (Kind::Role(role), Roles(roles) | RolesAndCoordinators(roles)) if roles.contains(&role) => {
                reached
            }
            (Kind::Role("coordinator"), RolesAndCoordinators(_)) if object == Object::Other => outside,
            (Kind::Role("coordinator"), RolesAndCoordinators(_)) => reached,
            // Whatever a role is not named for.
            (Kind::Role(_), _) => Verdict::Forbidden,
        }
    }

    /// Returns the request about `object`.
    pub fn request(&self, object: Object, objects: &mut Objects<'_>) -> Request {
        let path = self.path_for(object, objects);
        let court = match object {
            Object::Own => COURT_A,
            Object::Other => COURT_B,
            Object::None => "no-such-court",
        };
        let name = objects.fresh_name();
        let request = Request::new(self.method, &path);
        match self.body {
            Nothing => request,
            Query(query) => Request::new(self.method, &format!("{path}?{query}")),
            Json(text) => request.body("application/json", text),
            Form(fields) => {
                let written = |(field, value): &(&'static str, &'static str)| match *value {
                    FRESH => (*field, name.clone()),
                    value => (*field, value.to_owned()),
                };
                let fields: Vec<_> = fields.iter().map(written).collect();
                request.form(&fields.iter().map(|(f, v)| (*f, v.as_str())).collect::<Vec<_>>())
            }
            NewAccount => {
                let account = json!({"login_name": name, "display_name": "新法官", "court": court, "roles": ["reader"]});
                request.json(&json!({"accounts": [account]}))
            }
            NewAccountForm => {
                let fields = [
                    ("login_name", &*name),
                    ("display_name", "新法官"),
                    ("court", court),
                    ("roles", "reader"),
                ];
                request.form(&fields)
            }
            NewPersonForm => request.form(&[
                ("name_zh", &*name),
                ("court", court),
                ("kind", "judge"),
                ("from", "2015-01-01"),
            ]),
            NewToken => {
                let end = objects.end_of_tokens();
                request.json(&json!({"name": name, "scopes": ["glossary:read"], "expires_at": end}))
            }
            NewTokenForm => {
                let end = objects.end_of_tokens();
                // A form names a day.
                let day = end.get(..10).unwrap_or_default();
                request.form(&[("name", &name), ("scopes", "glossary:read"), ("expires_on", day)])
            }
        }
    }

    fn path_for(&self, object: Object, objects: &mut Objects<'_>) -> String {
        let id = match self
            .path
            .split('/')
            .find(|part| ["accounts", "role-changes", "tokens", "people", "trainings"].contains(part))
        {
            _ if !self.path.contains("{id}") => String::new(),
            Some("accounts") => objects.account(object),
            Some("role-changes") => objects.role_change(object),
            Some("tokens") => objects.token(object),
            Some("people") => objects.registered(object),
            Some("trainings") => objects.training(object),
            _ => "c-000001".to_owned(),
        };
        self.path
            .replace("{id}", &id)
            .replace("{concept}", "c-000001")
            .replace("{sheet}", "roster")
            .replace("{n}", "1")
            .replace("{m}", "1")
            .replace("{code}", "not-found")
            .replace("{hash}/{*path}", "nothing/here.css")
    }
}

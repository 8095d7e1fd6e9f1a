//! What the API's document says of who may call a route: the credentials that do, and the action it asks for.

use access::{Openness, Rule};
use serde_json::json;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Components, SecurityRequirement};

use crate::router::Needs;

/// The token of another system.
const TOKEN: &str = "token";
/// The login session of a browser.
const SESSION: &str = "session";

/// Declares the two ways to say who one is.
pub fn declare_schemes(components: &mut Components) {
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("sjt_ and 43 letters of base64url")
        .description(Some(
            "The token of another system. Where an operation names scopes, the token must have them.",
        ))
        .build();
    let session = ApiKeyValue::with_description(
        "__Host-shanjar",
        "The login session of a browser, from `POST /login`. Without TLS, on the machine itself, the cookie is \
         `shanjar-dev`.",
    );
    let schemes = &mut components.security_schemes;
    schemes.insert(TOKEN.to_owned(), SecurityScheme::Http(token).into());
    schemes.insert(
        SESSION.to_owned(),
        SecurityScheme::ApiKey(ApiKey::Cookie(session)).into(),
    );
}

/// Declares what a route needs. `x-action` names the action of the audit; `x-roles` says which accounts may, and how far
/// each role reaches; `x-needs-proof` that the password has to have been given within five minutes; `x-public` that
/// nobody needs to sign in where the installation says that its glossary is public. Where one of two actions is enough,
/// because what is asked for can be of two kinds, `x-or-action` names the other one, and `x-roles` has the roles of both.
pub fn declare(operation: &mut Operation, needs: &Needs) {
    let none = Vec::<String>::new;
    let session = SecurityRequirement::new(SESSION, none());
    operation.security = Some(match needs {
        Needs::Nothing => return,
        Needs::Caller => vec![
            SecurityRequirement::default(),
            SecurityRequirement::new(TOKEN, none()),
            session,
        ],
        Needs::Right(rule) => required(&[rule], session),
        Needs::EitherRight(rule, other) => required(&[rule, other], session),
    });
    let (rule, other) = match needs {
        Needs::Right(rule) => (rule, None),
        Needs::EitherRight(rule, other) => (rule, Some(other)),
        Needs::Nothing | Needs::Caller => return,
    };
    let roles = other
        .into_iter()
        .chain([rule])
        .flat_map(|rule| rule.roles)
        .map(|(role, reach)| {
            let reach = match reach {
                access::Reach::Everywhere => "everywhere",
                access::Reach::OwnCourts => "own-courts",
                access::Reach::Own => "own",
            };
            (role.as_str().to_owned(), json!(reach))
        });
    let said = [
        ("x-action", json!(rule.name)),
        ("x-roles", serde_json::Value::Object(roles.collect())),
        ("x-needs-proof", json!(rule.needs_proof)),
        ("x-public", json!(is_open(rule))),
    ];
    let or = other.map(|other| ("x-or-action", json!(other.name)));
    operation.extensions = Some(said.into_iter().chain(or).collect());
}

/// Returns the credentials by which one of `rules` is met; each stands for itself.
fn required(rules: &[&Rule], session: SecurityRequirement) -> Vec<SecurityRequirement> {
    let open = rules
        .iter()
        .any(|rule| is_open(rule))
        .then(SecurityRequirement::default);
    let tokens = rules.iter().filter_map(|rule| rule.scope);
    let tokens = tokens.map(|scope| SecurityRequirement::new(TOKEN, [scope.as_str()]));
    open.into_iter().chain(tokens).chain([session]).collect()
}

fn is_open(rule: &Rule) -> bool {
    rule.openness == Openness::WherePublic
}

//! The login page does not tell which names there are.

use super::super::browser::Browser;
use super::super::http::Answer;
use super::super::world::World;

/// Returns what can be seen of an answer, without the name that was typed and what is drawn anew each time.
fn seen(answer: &Answer, login_name: &str) -> String {
    let mut lines = vec![answer.status.to_string()];
    let own = [
        "date",
        "x-request-id",
        "content-length",
        "set-cookie",
        "server-timing",
    ];
    for (name, value) in &answer.headers {
        if !own.contains(&name.to_lowercase().as_str()) {
            lines.push(format!("{name}: {value}"));
        }
    }
    let text = answer.text().replace(login_name, "NAME");
    lines.push(without_random(&text));
    lines.join("\n")
}

/// Blanks request ids, nonces and tokens of forms: runs of hexadecimal digits and dashes, and values of hidden fields.
fn without_random(text: &str) -> String {
    let mut result = String::new();
    for word in text.split_inclusive(|c: char| !(c.is_ascii_alphanumeric() || c == '-' || c == '_')) {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if digits >= 4 && word.len() >= 16 {
            result.push('#')
        } else {
            result.push_str(word)
        }
    }
    result
}

#[test]
fn an_unknown_name_and_a_wrong_password_look_the_same() {
    // attack 16
    let world = World::start();
    // A disabled account is no different either.
    let known = ["reader-a", "disabled-a", "security-admin-b"];
    for name in known {
        let of_known = Browser::new(&world).log_in(name, "no such password at all");
        let unknown = "nobody-here";
        let of_unknown = Browser::new(&world).log_in(unknown, "no such password at all");
        assert_eq!(seen(&of_known, name), seen(&of_unknown, unknown), "{name}");
        let cookies = |answer: &Answer| answer.all("set-cookie").count();
        assert_eq!(cookies(&of_known), cookies(&of_unknown), "{name}");
    }
}

#[test]
fn the_right_password_of_a_disabled_account_looks_like_a_wrong_one() {
    // attack 16
    let world = World::start();
    let disabled = world.person("disabled-a").clone();
    let right = Browser::new(&world).log_in("disabled-a", &disabled.password);
    let wrong = Browser::new(&world).log_in("nobody-here", "no such password at all");
    assert_eq!(seen(&right, "disabled-a"), seen(&wrong, "nobody-here"));
}

#[test]
fn the_limit_speaks_of_unknown_names_as_of_known_ones() {
    // attack 16
    let world = World::start();
    let last_of = |name: &str| {
        let answers = (0..30).map(|n| Browser::new(&world).log_in(name, &format!("wrong password {n}")));
        let answers: Vec<_> = answers.collect();
        assert_eq!(answers[0].status, 401, "{name}");
        answers.last().unwrap().status
    };
    assert_eq!(last_of("reader-a"), 429);
    assert_eq!(last_of("nobody-here"), 429);
}

#[test]
fn a_code_of_an_unknown_name_looks_like_a_wrong_code() {
    // attack 16
    let world = World::start();
    let ask = |name: &str| {
        let password = "a password for this 12";
        let fields = [
            ("login_name", name),
            ("code", "7KQ4-9M2X-HT3V"),
            ("password", password),
            ("password_again", password),
        ];
        Browser::new(&world).post("/login/first", &fields)
    };
    assert_eq!(
        seen(&ask("reader-a"), "reader-a"),
        seen(&ask("nobody-here"), "nobody-here")
    );
}

#[test]
fn what_is_seen_of_an_answer_leaves_out_what_is_random() {
    assert_eq!(without_random("id 1a215e00bce-000165, v=12"), "id # v=12");
}

//! Whether the time of a refused login tells that there is such an account: names that are known and names that are not,
//! in turn, each with a wrong password.
//!
//! `cargo bench --workspace --bench login` by itself. No limit of tries is measured: each try comes from an address of its
//! own, and a quarter of an hour by the application's clock after the one before.
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has failed")]

use std::net::{IpAddr, Ipv4Addr};
use std::time::{Duration, Instant};

use app::access::{Actor, ManageAccounts, Origin, Role};
use app::accounts::{Login, LoginName, NewAccount};
use app::{Error, Permit};
use testkit::Application;

/// How often each of the two is tried.
const TRIES: u32 = 200;
/// How many accounts there are; each is tried as often as the others.
const ACCOUNTS: u32 = 10;
/// How far the medians may be apart, in percent of the shorter.
const WANTED_PERCENT: f64 = 5.0;
/// What a try is after the one before: longer than any count of tries lasts.
const BETWEEN_MS: i64 = 20 * 60 * 1_000;
const PASSWORD: &str = "门前有两棵苹果树和一只猫";

fn main() {
    // `cargo test --benches` only wants to know that this runs.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let application = Application::empty();
    for nth in 0..ACCOUNTS {
        begin_account(&application, &known(nth));
    }
    // What is done for the first time, by either.
    for nth in 0..ACCOUNTS {
        refused(&application, &known(nth), nth);
        refused(&application, &unknown(nth), nth);
    }
    let (mut of_known, mut of_unknown) = (Vec::new(), Vec::new());
    for nth in 0..TRIES {
        let name = (known(nth % ACCOUNTS), unknown(ACCOUNTS + nth));
        // Who comes first takes turns too.
        if nth % 2 == 0 {
            of_known.push(refused(&application, &name.0, nth));
            of_unknown.push(refused(&application, &name.1, nth));
        } else {
            of_unknown.push(refused(&application, &name.1, nth));
            of_known.push(refused(&application, &name.0, nth));
        }
    }
    print_table(of_known, of_unknown);
}

fn known(nth: u32) -> String {
    format!("zhuoma-{nth:04}")
}

fn unknown(nth: u32) -> String {
    format!("nobody-{nth:04}")
}

/// Makes an account with a password.
fn begin_account(application: &Application, login_name: &str) {
    let permit: Permit<ManageAccounts> = application.app.policy().permit(&Actor::Operator).unwrap();
    let new = NewAccount {
        login_name: LoginName::new(login_name).unwrap(),
        display_name: login_name.to_owned(),
        court: None,
        roles: [Role::Reader].into(),
    };
    let slip = application
        .app
        .create_accounts(&permit, &[new])
        .unwrap()
        .pop()
        .unwrap();
    application.clock.advance_ms(BETWEEN_MS);
    let redeemed = application
        .app
        .redeem_code(login_name, &slip.code, PASSWORD, &Origin::default());
    redeemed.unwrap();
}

/// Tries to log in with a wrong password, and returns how long the refusal took.
fn refused(application: &Application, login_name: &str, nth: u32) -> Duration {
    application.clock.advance_ms(BETWEEN_MS);
    let origin = Origin {
        address: Some(IpAddr::V4(Ipv4Addr::from(0x0A00_0000 + nth))),
        request_id: None,
    };
    let login = Login {
        login_name,
        password: "门前有两棵苹果树和一只狗",
        origin: &origin,
        agent: "bench",
        before: None,
    };
    let start = Instant::now();
    let outcome = application.app.log_in(&login);
    let took = start.elapsed();
    assert!(matches!(outcome, Err(Error::WrongLogin)), "{outcome:?}");
    took
}

#[expect(clippy::print_stdout, reason = "the table is what this is for")]
fn print_table(mut of_known: Vec<Duration>, mut of_unknown: Vec<Duration>) {
    println!("| a login that is refused | tries | median, ms | fastest, ms | 90th percentile, ms |");
    println!("|---|---|---|---|---|");
    let mut medians = Vec::new();
    for (what, took) in [
        ("wrong password of an account", &mut of_known),
        ("a name that nobody has", &mut of_unknown),
    ] {
        took.sort_unstable();
        let ms = |at: usize| took[at].as_secs_f64() * 1e3;
        let (median, n) = (ms(took.len() / 2), took.len());
        println!(
            "| {what} | {n} | {median:.2} | {:.2} | {:.2} |",
            ms(0),
            ms(n * 9 / 10)
        );
        medians.push(median);
    }
    let apart = 100.0 * (medians[0] - medians[1]).abs() / medians[0].min(medians[1]);
    let verdict = if apart <= WANTED_PERCENT { "within" } else { "OVER" };
    println!();
    println!("login timing: the medians are {apart:.2} % apart, {verdict} {WANTED_PERCENT} %");
}

//! Asks every contestant every query, one query at a time.

use testkit::Query;
use testkit::judgements::Judgement;

use super::building::Built;
use super::contestant::Found;
use super::stopwatch::{Account, Stopwatch, Taken};

/// A query with its kind, and the judgement if it has one.
pub struct Asked {
    /// The kind under which it is counted.
    pub kind: String,
    /// What is typed.
    pub typed: String,
    /// What is right.
    pub judgement: Option<Judgement>,
}

/// What a contestant did with a query.
pub struct Answered {
    /// The hits of the last round.
    pub hits: Vec<Found>,
    /// Nanoseconds from asking to having the hits, the median of the rounds.
    pub wall: u64,
    /// Nanoseconds of processor time, in this process and in the one that answers, the median of the rounds.
    pub processor: u64,
    /// Nanoseconds that the program says it worked, of the last round.
    pub own: Option<u64>,
}

impl Asked {
    /// A judged query.
    pub fn judged(judgement: Judgement) -> Self {
        Self {
            kind: judgement.kind.clone(),
            typed: judgement.query.clone(),
            judgement: Some(judgement),
        }
    }

    /// A query of the mix.
    pub fn generated(query: Query) -> Self {
        Self {
            kind: format!("{:?}", query.kind),
            typed: query.text,
            judgement: None,
        }
    }
}

/// Returns for each contestant what it did with each query.
pub fn ask_all(contestants: &mut [Built], queries: &[Asked], rounds: usize) -> Vec<Vec<Answered>> {
    let stopwatch = Stopwatch::of_this_thread();
    let accounts: Vec<Option<Account>> = contestants
        .iter()
        .map(|built| built.contestant.server().map(Account::of))
        .collect();
    let mut answered: Vec<Vec<Answered>> = contestants.iter().map(|_| Vec::new()).collect();
    warm(contestants, queries);
    for query in queries {
        let mut taken: Vec<Vec<Taken>> = contestants.iter().map(|_| Vec::new()).collect();
        let mut last: Vec<Option<(Vec<Found>, Option<u64>)>> = contestants.iter().map(|_| None).collect();
        for round in 0..rounds {
            let before: Vec<u64> = accounts.iter().map(served).collect();
            for turn in 0..contestants.len() {
                // Nobody is always the one who comes after the slowest.
                let at = (turn + round + answered[0].len()) % contestants.len();
                let contestant = &mut contestants[at].contestant;
                let _ = contestant.own_ns();
                let (hits, time) = stopwatch.time(|| contestant.look_up(&query.typed));
                taken[at].push(time);
                last[at] = Some((hits, contestant.own_ns()));
            }
            for (at, account) in accounts.iter().enumerate() {
                let time = taken[at].last_mut().unwrap();
                time.processor += served(account) - before[at];
            }
        }
        for (at, (hits, own)) in last.into_iter().map(Option::unwrap).enumerate() {
            answered[at].push(Answered {
                hits,
                own,
                wall: median(taken[at].iter().map(|time| time.wall)),
                processor: median(taken[at].iter().map(|time| time.processor)),
            });
        }
    }
    answered
}

/// Every tenth query once: statements are prepared, pages are in memory.
fn warm(contestants: &mut [Built], queries: &[Asked]) {
    for query in queries.iter().step_by(10) {
        for built in contestants.iter_mut() {
            built.contestant.look_up(&query.typed);
        }
    }
}

fn served(account: &Option<Account>) -> u64 {
    account.as_ref().map_or(0, Account::processor)
}

fn median(times: impl Iterator<Item = u64>) -> u64 {
    let mut times: Vec<u64> = times.collect();
    times.sort_unstable();
    times[times.len() / 2]
}

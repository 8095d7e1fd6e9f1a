//! Whoever is slow takes a place and nobody's time: the others are answered meanwhile.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Barrier;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

use super::super::browser::fresh_address;
use super::super::http::{Request, connect, send};
use super::super::world::World;

/// How many connections of each slow kind there are at once.
const SLOW_OF_A_KIND: usize = 150;
/// How many connections that say nothing.
const IDLE: usize = 600;
/// How many requests a reader sends meanwhile.
const REQUESTS: usize = 2_000;

/// What is sent at first, and then byte by byte; nothing, for somebody who reads slowly or says nothing.
struct Slow {
    what: &'static str,
    start: String,
    drip: &'static [u8],
    n: usize,
}

/// Returns the address of a style sheet, which costs the server nothing but the sending.
fn style_sheet(world: &World) -> String {
    let page = world.send(&Request::get("/login")).expect(200).text();
    let start = page.find("/assets/").unwrap();
    let end = page[start..].find('"').unwrap();
    page[start..start + end].to_owned()
}

fn slow_kinds(address: &str, style_sheet: &str) -> Vec<Slow> {
    let post =
        format!("POST /api/v1/search HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n");
    let slow = |what, start, drip, n| Slow { what, start, drip, n };
    vec![
        slow(
            "slow headers",
            format!("GET / HTTP/1.1\r\nHost: {address}\r\nX-A: "),
            b"a",
            SLOW_OF_A_KIND,
        ),
        slow(
            "slow body",
            format!("{post}Content-Length: 60000\r\n\r\n{{\"q\":\""),
            b"a",
            SLOW_OF_A_KIND,
        ),
        slow(
            "slow body in chunks",
            format!("{post}Transfer-Encoding: chunked\r\n\r\n6\r\n{{\"q\":\"\r\n"),
            b"1\r\na\r\n",
            SLOW_OF_A_KIND,
        ),
        // Hundreds of answers are asked for, and none is taken. What asking so much costs is another limit's matter.
        slow(
            "slow reader",
            format!("GET {style_sheet} HTTP/1.1\r\nHost: {address}\r\n\r\n").repeat(200),
            b"",
            SLOW_OF_A_KIND,
        ),
        slow("idle", String::new(), b"", IDLE),
    ]
}

/// Opens slow connections, and sends a drop on each whenever the reader has been answered; returns how many the server has
/// not sent away by the end.
fn be_slow(address: &str, slow: &Slow, all_are_open: &Barrier, answers: &Receiver<()>) -> usize {
    let open = |_| {
        let mut stream = connect(fresh_address(), address);
        stream.set_nonblocking(true).unwrap();
        let _ = stream.write(slow.start.as_bytes());
        stream
    };
    let mut streams: Vec<TcpStream> = (0..slow.n).map(open).collect();
    all_are_open.wait();
    // Not to all of them each time, or it would be a flood.
    let mut nth = 0;
    while answers.recv().is_ok() {
        if let Some(stream) = streams.get_mut(nth % slow.n) {
            let _ = stream.write(slow.drip);
        }
        nth += 1;
    }
    let is_open = |stream: &mut TcpStream| !matches!(stream.read(&mut [0; 1]), Ok(0));
    streams
        .iter_mut()
        .filter_map(|stream| is_open(stream).then_some(()))
        .count()
}

/// Asks as a reader does, tells the slow ones of each answer, and returns how long each took.
fn read_on(address: &str, slow: &[Sender<()>]) -> Vec<Duration> {
    let paths = [
        "/api/v1/search?q=%E6%B3%95%E9%99%A2",
        "/?q=%E0%BD%81%E0%BE%B2%E0%BD%B2%E0%BD%98%E0%BD%A6",
        "/browse",
        "/login",
    ];
    let from = fresh_address();
    let ask = |nth: usize| {
        let start = Instant::now();
        // It has to come within what the client waits at most.
        send(address, &Request::get(paths[nth % paths.len()]).from(from)).expect(200);
        let took = start.elapsed();
        for one in slow {
            // One that has failed says so where it is waited for.
            let _ = one.send(());
        }
        took
    };
    (0..REQUESTS).map(ask).collect()
}

fn percentile_ms(took: &mut [Duration], percent: usize) -> f64 {
    took.sort_unstable();
    took[(took.len() * percent / 100).min(took.len() - 1)].as_secs_f64() * 1e3
}

#[test]
fn readers_are_answered_while_a_thousand_others_are_slow() {
    // attack 57
    let world = World::start();
    let address = world.address().to_owned();
    let mut alone = read_on(&address, &[]);
    let kinds = slow_kinds(&address, &style_sheet(&world));
    let all_are_open = Barrier::new(kinds.len() + 1);
    let (mut meanwhile, open) = std::thread::scope(|scope| {
        let (senders, slow): (Vec<_>, Vec<_>) = kinds
            .iter()
            .map(|kind| {
                let (sender, answers) = channel();
                let (address, all_are_open) = (&address, &all_are_open);
                (
                    sender,
                    scope.spawn(move || be_slow(address, kind, all_are_open, &answers)),
                )
            })
            .unzip();
        all_are_open.wait();
        let meanwhile = read_on(&address, &senders);
        drop(senders);
        let open: Vec<usize> = slow.into_iter().map(|slow| slow.join().unwrap()).collect();
        (meanwhile, open)
    });
    for (kind, open) in kinds.iter().zip(open) {
        println!(
            "slow clients: {} × {}, {open} still there at the end",
            kind.n, kind.what
        );
    }
    println!(
        "slow clients: {REQUESTS} requests of a reader, all answered; p50 {:.1} ms, p99 {:.1} ms, slowest {:.1} ms \
         (alone {:.1}, {:.1} and {:.1} ms)",
        percentile_ms(&mut meanwhile, 50),
        percentile_ms(&mut meanwhile, 99),
        percentile_ms(&mut meanwhile, 100),
        percentile_ms(&mut alone, 50),
        percentile_ms(&mut alone, 99),
        percentile_ms(&mut alone, 100),
    );
    assert_eq!(meanwhile.len(), REQUESTS);
    // Somebody signs in too.
    world.logged_in("reader-a");
}

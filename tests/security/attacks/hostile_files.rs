//! Files made to do harm: each is refused with a place or a reason, nothing of it is written, and the server that has read
//! it needed little memory for that.

use std::fs;
use std::thread;

use serde_json::Value;

use super::super::http::Request;
use super::super::world::World;
use super::hostile_workbooks as workbooks;

/// What the whole server may grow by while it reads one of them, in KiB.
const GROWTH_KIB_MAX: u64 = 64 * 1024;

struct HostileFile {
    what: &'static str,
    format: &'static str,
    bytes: Vec<u8>,
    /// What the refusal says: place or limit, and reason.
    told: &'static [&'static str],
}

fn entry(inside: &str) -> String {
    let pair = "<langSec xml:lang=\"zh\"><termSec><term>法院</term></termSec></langSec>";
    format!("<conceptEntry>{inside}{pair}</conceptEntry>")
}

fn tbx(before: &str, body: &str) -> Vec<u8> {
    let begin = "<tbx type=\"TBX-Basic\" style=\"dca\" xml:lang=\"zh\" xmlns=\"urn:iso:std:iso:30042:ed-2\"><text><body>\n";
    format!("{before}{begin}{body}</body></text></tbx>").into_bytes()
}

fn markup(what: &'static str, bytes: Vec<u8>, told: &'static [&'static str]) -> HostileFile {
    HostileFile {
        what,
        format: "tbx",
        bytes,
        told,
    }
}

fn of_markup() -> Vec<HostileFile> {
    let laughs: String = (1..10)
        .map(|n| format!("<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10)))
        .collect();
    let laughs = format!("<!DOCTYPE tbx [<!ENTITY a0 \"ha\">{laughs}]>\n");
    let outside = "<!DOCTYPE tbx [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>\n";
    let attributes: String = (0..10_000).map(|n| format!(" a{n}=\"x\"")).collect();
    let many: String = (0..5).map(|_| entry(&"<a/>".repeat(60_000))).collect();
    let big5 = [
        b"<?xml version=\"1.0\" encoding=\"Big5\"?><tbx>".as_slice(),
        &b"\xaa\xa8\xb5\xdf".repeat(1 << 18),
        b"</tbx>",
    ];
    vec![
        markup(
            "entities inside",
            tbx(&laughs, &entry("&a9;")),
            &["xml_entity", "\"line\":1"],
        ),
        markup(
            "an entity outside",
            tbx(outside, &entry("&a;")),
            &["xml_entity", "\"line\":1"],
        ),
        markup(
            "depth 100,000",
            tbx("", &entry(&"<a>".repeat(100_000))),
            &["xml_limit", "\"line\":2"],
        ),
        markup(
            "10,000 attributes",
            tbx("", &format!("<conceptEntry{attributes}/>")),
            &["xml_limit", "\"line\":2"],
        ),
        markup(
            "a wrong label",
            big5.concat(),
            &["bad_encoding", "\"line\":1", "Big5"],
        ),
        markup(
            "entries without end",
            tbx("", &many),
            &["line_too_long", "\"line\":2"],
        ),
        markup(
            "one text of 3 MiB",
            tbx("", &entry(&format!("<note>{}</note>", "x".repeat(3 << 20)))),
            &["line_too_long", "\"line\":2"],
        ),
        markup(
            "a broken dialect without a term",
            tbx("", "<conceptEntry><termSec/></conceptEntry>"),
            &["empty_term", "\"line\":2", "dialect_rule"],
        ),
    ]
}

fn workbook(what: &'static str, bytes: Vec<u8>, told: &'static [&'static str]) -> HostileFile {
    HostileFile {
        what,
        format: "xlsx",
        bytes,
        told,
    }
}

fn of_workbooks() -> Vec<HostileFile> {
    vec![
        workbook(
            "a bomb of 400 MiB",
            workbooks::bomb(400 << 20, 400 << 20),
            &["bytes once unpacked"],
        ),
        workbook(
            "a bomb that calls itself small",
            workbooks::bomb(400 << 20, 1_000),
            &["cannot be read as a workbook"],
        ),
        workbook(
            "a sheet that calls itself large",
            workbooks::bomb(1_000, 2 << 30),
            &["bytes once unpacked"],
        ),
        workbook(
            "a text that is repeated",
            workbooks::repeated_text(5_000),
            &["bytes of text"],
        ),
        workbook("cells far to the right", workbooks::far_cells(20_000), &["cells"]),
    ]
}

/// Reads a line of what the system says of the process, in KiB.
fn kib(process: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find(|line| line.starts_with(name)).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

fn last_seq(world: &World, token: &str) -> Value {
    let request = Request::get("/api/v1/changes?since=0&limit=1").bearer(token);
    world.send(&request).expect(200).json()["last_seq"].clone()
}

/// Has the file imported, and returns what is told of it in the end.
fn imported(world: &World, token: &str, file: &HostileFile) -> Value {
    let target = format!("/api/v1/imports/glossary?mode=apply&format={}", file.format);
    let request = Request::post(&target).bearer(token);
    let asked = world
        .send(&request.body("application/octet-stream", file.bytes.clone()))
        .expect(202);
    let target = format!("/api/v1/imports/{}", asked.json()["id"].as_str().unwrap());
    loop {
        let request = Request::get(&target)
            .bearer(token)
            .header("Accept-Language", "en");
        let job = world.send(&request).expect(200).json();
        if job["finished_at"].is_string() {
            return job;
        }
        thread::yield_now();
    }
}

#[test]
fn files_made_to_do_harm_are_refused_and_cost_little_memory() {
    let world = World::start();
    let token = world.token("glossary:write").secret.clone();
    let process = world.process();
    // What is needed the first time is not what a file costs.
    let good = HostileFile {
        told: &[],
        ..markup("a good file", tbx("", "<conceptEntry/>"), &[])
    };
    imported(&world, &token, &good);
    let seq = last_seq(&world, &token);
    for file in of_markup().into_iter().chain(of_workbooks()) {
        // From here on the system counts the peak anew.
        fs::write(format!("/proc/{process}/clear_refs"), "5").unwrap();
        let before = kib(process, "VmHWM:");
        let job = imported(&world, &token, &file);
        let growth = kib(process, "VmHWM:").saturating_sub(before);
        println!(
            "{}: {} KiB read, grown by {growth} KiB",
            file.what,
            file.bytes.len() / 1024
        );
        let told = job.to_string();
        for part in file.told {
            assert!(told.contains(part), "{}: no `{part}` in {told:.2000}", file.what);
        }
        assert_eq!(
            (&job["created"], &job["updated"]),
            (&Value::from(0), &Value::from(0)),
            "{}",
            file.what
        );
        assert!(growth < GROWTH_KIB_MAX, "{}: {growth} KiB", file.what);
        assert_eq!(last_seq(&world, &token), seq, "{}", file.what);
    }
}

//! A running server on a copy of the town; when it goes, its files and its log are searched for every secret it saw.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use super::browser::{Browser, fresh_address};
use super::http::{Answer, Request, encoded, send};
use super::town::{Person, Token, Town};
use crate::cli::program::{Place, Serving};

/// Tables that reading and being refused may write to: that it happened, when somebody was last seen, who does what.
pub const TRACES: &[&str] = &[
    "audit_entry",
    "audit_unsealed",
    "audit_link",
    "audit_anchor",
    "login_session",
    "login_counter",
    "job",
    "sqlite_sequence",
];

/// A server with everybody who may ask it something.
pub struct World {
    place: Place,
    serving: Option<Serving>,
    address: String,
    town: Arc<Town>,
    /// What must never lie in a file in the clear: what it is, and its text.
    secrets: Mutex<Vec<(String, String)>>,
}

impl World {
    /// Starts a server whose glossary everybody may read; how much one address may ask is limited in one test alone.
    pub fn start() -> Self {
        Self::start_with(&[])
    }

    /// Starts a server with more arguments.
    pub fn start_with(args: &[&str]) -> Self {
        Self::prepared(args, |_| ())
    }

    /// Starts a server that takes this machine for a proxy before it, which says who asks and whether it was by TLS.
    pub fn behind_proxy() -> Self {
        Self::prepared(&[], |place| {
            add_setting(place, "trusted_proxies = [\"127.0.0.1\"]\n")
        })
    }

    /// Starts a server after `prepare` has worked on the data directory.
    pub fn prepared(args: &[&str], prepare: impl FnOnce(&Place)) -> Self {
        let town = Town::get();
        let place = Place::with_database_file();
        town.copy_to(&place);
        add_setting(&place, "[http]\nrate_limit.per_minute = 0\n");
        prepare(&place);
        let serving = Serving::start(&place, args);
        let address = serving.url().trim_start_matches("http://").to_owned();
        let mut secrets = Vec::new();
        for person in &town.people {
            secrets.push((
                format!("the password of {}", person.login_name),
                person.password.clone(),
            ));
            let session = person.cookie.split_once('=').unwrap().1;
            secrets.push((
                format!("the session of {}", person.login_name),
                session.to_owned(),
            ));
        }
        secrets.extend(
            town.tokens
                .iter()
                .map(|t| (format!("the token {}", t.name), t.secret.clone())),
        );
        secrets.extend(
            town.used_codes
                .iter()
                .map(|code| ("a one-use code".to_owned(), code.clone())),
        );
        Self {
            place,
            serving: Some(serving),
            address,
            town,
            secrets: Mutex::new(secrets),
        }
    }

    /// Stops the server, lets `change` work on the data directory, and starts it again.
    pub fn restart(&mut self, change: impl FnOnce(&Place)) {
        let serving = self.serving.take().unwrap();
        serving.signal("TERM");
        assert!(serving.wait().success());
        // Each start begins its log anew, and the end is searched as well.
        let log = std::fs::read_to_string(self.log_file()).unwrap();
        std::fs::write(self.place.path().join(format!("serve-{}.log", log.len())), &log).unwrap();
        change(&self.place);
        let serving = Serving::start(&self.place, &[]);
        self.address = serving.url().trim_start_matches("http://").to_owned();
        self.serving = Some(serving);
    }

    /// Host and port.
    pub fn address(&self) -> &str {
        &self.address
    }

    pub fn place(&self) -> &Place {
        &self.place
    }

    /// The process of the server.
    pub fn process(&self) -> u32 {
        self.serving.as_ref().unwrap().process()
    }

    /// Returns what the server has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap()
    }

    fn log_file(&self) -> PathBuf {
        self.place.path().join("serve.log")
    }

    /// Returns the seconds since 1970, as the machine writes them on a file: tests read no clock.
    pub fn now_seconds(&self) -> u64 {
        let file = self.place.path().join("now");
        std::fs::write(&file, "").unwrap();
        let modified = std::fs::metadata(&file).unwrap().modified().unwrap();
        modified.duration_since(std::time::UNIX_EPOCH).unwrap().as_secs()
    }

    /// Returns the moment in so many days as the API writes it.
    pub fn in_days(&self, days: u64) -> String {
        let seconds = self.now_seconds() + days * 24 * 60 * 60;
        let moment = time::OffsetDateTime::from_unix_timestamp(seconds as i64).unwrap();
        moment
            .format(&time::format_description::well_known::Rfc3339)
            .unwrap()
    }

    /// Notes a text that must not be found in any file.
    pub fn keep_secret(&self, what: &str, secret: &str) {
        let mut secrets = self.secrets.lock().unwrap();
        // A shorter one would be found by chance.
        if secret.len() >= 6 && secrets.iter().all(|(_, kept)| kept != secret) {
            secrets.push((what.to_owned(), secret.to_owned()));
        }
    }

    /// Returns every secret seen so far.
    pub fn secrets(&self) -> Vec<(String, String)> {
        self.secrets.lock().unwrap().clone()
    }

    #[track_caller]
    pub fn person(&self, login_name: &str) -> &Person {
        let found = self
            .town
            .people
            .iter()
            .find(|person| person.login_name == login_name);
        found.unwrap_or_else(|| panic!("nobody is called {login_name}"))
    }

    #[track_caller]
    pub fn token(&self, name: &str) -> &Token {
        self.town.tokens.iter().find(|token| token.name == name).unwrap()
    }

    /// Returns a browser with the login session that `login_name` has from the first login.
    pub fn browser_of(&self, login_name: &str) -> Browser<'_> {
        let (name, value) = self.person(login_name).cookie.split_once('=').unwrap();
        let mut browser = Browser::new(self);
        browser.cookies.insert(name.to_owned(), value.to_owned());
        browser
    }

    /// Returns a browser that has just logged in as `login_name`.
    #[track_caller]
    pub fn logged_in(&self, login_name: &str) -> Browser<'_> {
        let mut browser = Browser::new(self);
        browser
            .log_in(login_name, &self.person(login_name).password)
            .expect(303);
        browser
    }

    /// Sends a request from an address that was never used before, with nothing else added.
    #[track_caller]
    pub fn send(&self, request: &Request) -> Answer {
        send(&self.address, &request.clone().from(fresh_address()))
    }

    /// Returns all rows of all tables but `except`, as text: equal before and after what must change nothing.
    pub fn rows(&self, except: &[&str]) -> Vec<String> {
        let database = rusqlite::Connection::open(self.place.data_dir().join("shanjar.db")).unwrap();
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
        let mut names = database.prepare(names).unwrap();
        let tables: Vec<String> = names
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        let mut rows = Vec::new();
        for table in tables.iter().filter(|table| !except.contains(&table.as_str())) {
            let mut read = database.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
            let n_columns = read.column_count();
            let mut found = read.query([]).unwrap();
            while let Some(row) = found.next().unwrap() {
                let values: Vec<String> = (0..n_columns)
                    .map(|at| format!("{:?}", row.get_ref(at).unwrap()))
                    .collect();
                rows.push(format!("{table}: {}", values.join(" ")));
            }
        }
        rows
    }
}

/// Writes more into the file of settings.
pub fn add_setting(place: &Place, lines: &str) {
    let file = place.data_dir().join("shanjar.toml");
    let settings = std::fs::read_to_string(&file).unwrap_or_default();
    std::fs::write(file, settings + lines).unwrap();
}

impl Drop for World {
    fn drop(&mut self) {
        drop(self.serving.take());
        if !std::thread::panicking() {
            let found = clear_text(self.place.path(), &self.secrets());
            assert!(found.is_empty(), "in the clear: {found:?}");
        }
    }
}

/// Returns where secrets lie in the clear in the files below `folder`; the folder of keys is passed over.
pub fn clear_text(folder: &Path, secrets: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for path in files_below(folder) {
        // A running server removes files of its own while we look.
        let bytes = std::fs::read(&path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        for (what, secret) in secrets {
            if text.contains(secret) || text.contains(&encoded(secret)) {
                found.push(format!("{what} in {}", path.display()));
            }
        }
    }
    found
}

/// Returns every file below `folder` but keys: database, write-ahead log, index, logs, backups.
pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let (path, kind) = (entry.path(), entry.file_type().unwrap());
        if kind.is_dir() && !path.ends_with("keys") {
            files.extend(files_below(&path));
        }
        // A socket keeps nothing.
        if kind.is_file() {
            files.push(path);
        }
    }
    files
}

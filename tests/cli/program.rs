//! Starts the program on a directory of its own, with nothing of the surrounding environment.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// The built program.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_shanjar");

/// A directory to work in. The data directory is `data` in it.
pub struct Place {
    directory: TempDir,
    /// The address of a database on a server, if the tests run on one.
    database: Option<String>,
    /// Whether every data directory here takes its keys from one file, because they stand before one database.
    shares_keys: bool,
}

/// How a run ended.
#[derive(Debug)]
pub struct Ran {
    /// The exit status; -1 if a signal ended it.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Place {
    /// On the backend that `SHANJAR_TEST_DATABASE` chooses.
    pub fn new() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            database: testkit::chosen_database(),
            shares_keys: false,
        }
    }

    /// On the database of the data directory, whatever `SHANJAR_TEST_DATABASE` says: for what holds of that file alone.
    pub fn with_database_file() -> Self {
        Self {
            directory: tempfile::tempdir().unwrap(),
            database: None,
            shares_keys: false,
        }
    }

    /// Lets every data directory take its keys from one file, as nodes of one database have to.
    pub fn sharing_keys(self) -> Self {
        Self {
            shares_keys: true,
            ..self
        }
    }

    /// Keeps everything in the database at the address `url`.
    pub fn on_database(self, url: &str) -> Self {
        Self {
            database: Some(url.to_owned()),
            ..self
        }
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    pub fn data_dir(&self) -> PathBuf {
        self.path().join("data")
    }

    /// Writes a file to import.
    pub fn with_file(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.path().join(name), content).unwrap();
        self
    }

    /// Returns the program with an English environment of its own.
    pub fn command<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = Command::new(PROGRAM);
        command.args(args).current_dir(self.path()).env_clear();
        command
            .env("LANG", "C.UTF-8")
            .env("SHANJAR_DATA_DIR", "data")
            .stdin(Stdio::null());
        if let Some(url) = &self.database {
            command.env("SHANJAR_DATABASE", url);
        }
        if self.shares_keys {
            // Tests of several nodes ask faster than any reader.
            command.env("SHANJAR_RATE_LIMIT_PER_MINUTE", "0");
        }
        if self.shares_keys || self.database.is_some() {
            command.env("SHANJAR_KEYS_FILE", testkit::shared_keys());
        }
        command
    }

    /// Runs to the end.
    pub fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Ran {
        Ran::of(&mut self.command(args))
    }

    /// Runs to the end with `input` on standard input.
    pub fn run_with_input(&self, args: &[&str], input: &[u8]) -> Ran {
        let mut command = self.command(args);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Written from a thread of its own: the program answers before it has read everything.
        let input = input.to_owned();
        let writer = std::thread::spawn(move || stdin.write_all(&input));
        let output = child.wait_with_output().unwrap();
        // The program may have ended before it read everything.
        let _ = writer.join().unwrap();
        Ran::from(output)
    }
}

impl Ran {
    pub fn of(command: &mut Command) -> Self {
        Self::from(command.output().unwrap())
    }

    /// Returns standard output of a run that must have done its work.
    #[track_caller]
    pub fn done(self) -> String {
        assert_eq!(self.status, 0, "{}{}", self.stdout, self.stderr);
        self.stdout
    }

    /// Returns standard error of a run that must have failed with `status`, without having printed a backtrace.
    #[track_caller]
    pub fn refused(self, status: i32) -> String {
        assert_eq!(self.status, status, "{}{}", self.stdout, self.stderr);
        for noise in ["Error:", "panicked", "stack backtrace", "Caused by"] {
            assert!(!self.stderr.contains(noise), "{}", self.stderr);
        }
        self.stderr
    }

    /// Returns the JSON document that is all of standard output.
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|err| panic!("{err}: {}{}", self.stdout, self.stderr))
    }
}

impl From<std::process::Output> for Ran {
    fn from(output: std::process::Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

/// A running server; ended when dropped.
pub struct Serving {
    child: Child,
    /// What it printed first, without the line end.
    pub first_line: String,
}

/// How long a server may take to stop before the test calls it hung. The promise is ten seconds.
const STOP_LIMIT: Duration = Duration::from_secs(10);

impl Serving {
    /// Starts a server on a free port and waits until it answers; its log goes to `serve.log`.
    pub fn start(place: &Place, args: &[&str]) -> Self {
        let log = std::fs::File::create(place.path().join("serve.log")).unwrap();
        let mut command = place.command(["serve", "--listen", "127.0.0.1:0"].iter().chain(args));
        let mut child = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut first_line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut first_line)
            .unwrap();
        let first_line = first_line.trim_end().to_owned();
        Self { child, first_line }
    }

    /// Returns the address that it printed, such as `http://127.0.0.1:34567`.
    pub fn url(&self) -> &str {
        self.first_line.strip_prefix("listening on ").unwrap()
    }

    /// Returns the number of its process.
    pub fn process(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal such as `TERM`.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("sh")
            .arg("-c")
            .arg(format!("kill -{name} {}", self.child.id()))
            .status();
        assert!(sent.unwrap().success());
    }

    /// Waits for the end.
    #[track_caller]
    pub fn wait(mut self) -> ExitStatus {
        let deadline = Instant::now() + STOP_LIMIT;
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            assert!(Instant::now() < deadline, "the server did not stop");
            #[expect(
                clippy::disallowed_methods,
                reason = "a process that ends wakes nobody who waits with a limit"
            )]
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        // Both fail when it has ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

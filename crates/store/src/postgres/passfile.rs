//! Passwords in a file of their own, in the form that PostgreSQL's programs share: `host:port:database:user:password`.

use std::fs;
use std::path::Path;

use super::address::Host;
use crate::Error;

/// Returns the password of the first line that fits, or `None` if none does.
///
/// # Errors
/// [`Error::Address`] if the file cannot be read, or others than its owner can read it.
pub(super) fn look_up(path: &Path, host: &Host, database: &str, user: &str) -> Result<Option<String>, Error> {
    let refused = |what: String| Error::Address {
        reason: format!("`passfile` `{}` {what}", path.display()),
    };
    let text = fs::read_to_string(path).map_err(|err| refused(format!("cannot be read: {err}")))?;
    if is_open_to_others(path) {
        return Err(refused("can be read by others (hint: `chmod 600`)".to_owned()));
    }
    // Sockets stand under this name, as in every such file.
    let name = if host.is_socket() {
        "localhost"
    } else {
        host.name.as_str()
    };
    Ok(find(&text, &[name, &host.port.to_string(), database, user]))
}

fn find(text: &str, wanted: &[&str; 4]) -> Option<String> {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(fields)
        .find_map(|fields| match fields.split_at_checked(4) {
            Some((places, [password])) => {
                let fits = places
                    .iter()
                    .zip(wanted)
                    .all(|(place, wanted)| place == "*" || place == wanted);
                fits.then(|| password.clone())
            }
            _ => None,
        })
}

/// Parts a line at its colons; a backslash takes the next character as it is.
fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        let taken = match c {
            ':' => {
                fields.push(String::new());
                continue;
            }
            '\\' => chars.next().unwrap_or('\\'),
            other => other,
        };
        if let Some(last) = fields.last_mut() {
            last.push(taken);
        }
    }
    fields
}

#[cfg(unix)]
fn is_open_to_others(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|file| file.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn is_open_to_others(_path: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# the cluster\n\
        db1:5432:terms:shanjar:first\n\
        db1:5432:terms\n\
        *:*:terms:other\\:user:se\\\\cr\\:et\n\
        localhost:5433:*:shanjar:密\n";

    fn check(host: &str, port: &str, database: &str, user: &str, expected: Option<&str>) {
        assert_eq!(
            find(FILE, &[host, port, database, user]).as_deref(),
            expected,
            "{host} {user}"
        );
    }

    #[test]
    fn the_first_line_that_fits_gives_the_password() {
        check("db1", "5432", "terms", "shanjar", Some("first"));
        check("db2", "9", "terms", "other:user", Some("se\\cr:et"));
        check("localhost", "5433", "anything", "shanjar", Some("密"));
        check("db2", "5432", "terms", "shanjar", None);
        check("db1", "5432", "others", "shanjar", None);
    }

    #[test]
    fn a_file_that_others_can_read_is_refused() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("pass");
        let host = Host {
            name: "/run/postgresql".to_owned(),
            port: 5433,
        };
        let found = || look_up(&path, &host, "terms", "shanjar").map_err(|err| err.to_string());
        assert!(found().unwrap_err().contains("cannot be read"));
        fs::write(&path, FILE).unwrap();
        let set = |mode| {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
        };
        set(0o640);
        assert!(found().unwrap_err().contains("can be read by others"));
        set(0o600);
        assert_eq!(
            found().unwrap().as_deref(),
            Some("密"),
            "a socket stands as localhost"
        );
    }
}

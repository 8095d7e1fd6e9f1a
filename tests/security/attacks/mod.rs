//! The list of attacks, line by line, against the running program; `// attack N` names the line.

mod audit;
mod cross_origin;
mod cross_site;
mod errors;
mod first_run;
mod flood;
mod foreign_objects;
mod guessing;
mod headers;
mod http_level;
mod injected_script;
mod keys;
mod lockout;
mod log_injection;
mod members;
mod names_of_users;
mod one_time_codes;
mod passwords;
mod personal_pages;
mod proxies;
mod reading;
mod redirects;
mod roles;
mod second_factor;
mod sessions;
mod tokens;

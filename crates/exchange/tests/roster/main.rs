//! Rosters as coordinators send them, read from their bytes.

// `cfg(test)` marks the helpers beside the tests as test code for the lints, too.
#[cfg(test)]
mod cells;
#[cfg(test)]
mod column_list;
#[cfg(test)]
mod faults;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fuzzed;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod names;
#[cfg(test)]
mod rejected;
#[cfg(test)]
mod round_trip;
#[cfg(test)]
mod template;
#[cfg(test)]
mod workbooks;

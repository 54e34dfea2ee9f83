//! `cargo xtask public-api`: the public API of the engine as text, committed; the tests compare it with the crate.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::steps::{cargo, read_text, root, run, target, write_text};

/// The root of the crate has the types that nearly every program names; what else there is stands in modules.
const NAMES_AT_THE_ROOT: usize = 12;

fn file() -> PathBuf {
    root().join("core").join("public-api.txt")
}

/// Writes the API.
pub(crate) fn write_chore() -> Result<(), String> {
    write_text(&file(), &text()?)
}

/// The committed API is that of the crate, and few names stand at its root.
pub(crate) fn check() -> Result<(), String> {
    let committed = read_text(&file())?;
    let now = text()?;
    if let Some(difference) = difference(&committed, &now) {
        return Err(format!(
            "core/public-api.txt is not the API of the crate. If the change is meant, run `cargo xtask public-api`, and commit \
             the file with it:\n{difference}"
        ));
    }
    let names = at_the_root(&now);
    if names.len() > NAMES_AT_THE_ROOT {
        return Err(format!(
            "{} names at the root of the crate instead of at most {NAMES_AT_THE_ROOT}: {}",
            names.len(),
            names.join(", ")
        ));
    }
    println!(
        "{} public items as committed; at the root of the crate: {}",
        now.lines().count(),
        names.join(", ")
    );
    Ok(())
}

/// One item a line, in order; without what every type has by itself.
fn text() -> Result<String, String> {
    // A folder of its own: the switch changes what other crates are built with.
    let folder = target().join("public-api");
    let mut rustdoc = cargo(&["rustdoc", "--package", "akkoord", "--lib", "--locked"]);
    rustdoc.arg("--target-dir").arg(&folder);
    rustdoc.args(["--", "-Z", "unstable-options", "--output-format", "json"]);
    // Only a compiler from the nightly channel writes JSON without being asked to in this way. The API is read from it, nothing
    // that is built with it is kept.
    run(rustdoc.env("RUSTC_BOOTSTRAP", "1").env("RUSTDOCFLAGS", ""))?;
    let json = folder.join("doc").join("akkoord.json");
    let api = public_api::Builder::from_rustdoc_json(&json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .map_err(|error| format!("{}: {error}", json.display()))?;
    Ok(api.to_string())
}

/// The lines that one text has and the other does not; none if they are the same.
fn difference(committed: &str, now: &str) -> Option<String> {
    if committed == now {
        return None;
    }
    let mut told = String::new();
    for (sign, from, other) in [('-', committed, now), ('+', now, committed)] {
        let others: BTreeSet<&str> = other.lines().collect();
        for line in from.lines().filter(|line| !others.contains(line)) {
            let _ = writeln!(told, "{sign} {line}");
        }
    }
    if told.is_empty() {
        told.push_str("the same lines, in another order or not as often\n");
    }
    Some(told)
}

/// The names of types and functions that stand at the root.
fn at_the_root(api: &str) -> Vec<&str> {
    api.lines().filter_map(name_at_the_root).collect()
}

fn name_at_the_root(line: &str) -> Option<&str> {
    const KINDS: [&str; 7] = ["struct", "enum", "fn", "trait", "const", "type", "macro"];
    // An attribute may stand before it.
    let item = match line.split_once("] pub ") {
        Some((attribute, item)) if attribute.starts_with("#[") => item,
        _ => line.strip_prefix("pub ")?,
    };
    let (kind, path) = item.split_once(' ')?;
    let path = path.strip_prefix("akkoord::")?;
    let is_of_a_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let rest = path.trim_start_matches(is_of_a_name);
    (KINDS.contains(&kind) && !rest.starts_with("::"))
        .then(|| path.strip_suffix(rest))
        .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    const API: &str = "pub mod akkoord\npub mod akkoord::profile\npub struct akkoord::profile::Choice\n\
                       pub struct akkoord::Engine(_)\npub fn akkoord::Engine::mitz() -> Self\npub enum akkoord::Lang\n\
                       #[repr(u8)] pub enum akkoord::Reason\n";

    #[test]
    fn names_at_the_root_are_no_modules_and_no_methods() {
        assert_eq!(at_the_root(API), ["Engine", "Lang", "Reason"]);
    }

    #[test]
    fn a_difference_names_what_came_and_what_went() {
        assert_eq!(difference(API, API), None);
        let fewer = API.replace("pub enum akkoord::Lang\n", "pub enum akkoord::Tongue\n");
        let told = difference(API, &fewer).expect("one line is another");
        assert_eq!(
            told,
            "- pub enum akkoord::Lang\n+ pub enum akkoord::Tongue\n"
        );
    }
}

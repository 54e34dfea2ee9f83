//! The fields by which JavaScript writes a document are those that the engine reads: a name that JavaScript did not know would
//! be written without its value, and one that the engine does not know would be an error.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const FIELDS: &str = include_str!("../js/fields.js");

/// The names in the `fields!` of a source file: `required "name"`, `optional "name"`.
fn read_by(source: &str) -> impl Iterator<Item = &str> {
    source.lines().filter_map(|line| {
        let line = line.trim_start();
        let rest = line
            .strip_prefix("required \"")
            .or_else(|| line.strip_prefix("optional \""))?;
        rest.split('"').next()
    })
}

fn gather(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, names);
        } else if path.extension().is_some_and(|kind| kind == "rs") {
            let source = fs::read_to_string(&path).unwrap();
            names.extend(read_by(&source).map(str::to_owned));
        }
    }
}

/// The names in js/fields.js: words in quotes, and keys of objects.
fn written_by_javascript() -> BTreeSet<String> {
    let (_, tables) = FIELDS.split_once("const PROVIDER").unwrap();
    let is_name = |letter: char| letter.is_ascii_lowercase() || letter == '_';
    let mut names = BTreeSet::new();
    for quoted in tables.split('"').skip(1).step_by(2) {
        names.extend(quoted.split(' ').map(str::to_owned));
    }
    for part in tables.split(':') {
        let start = part.rfind(|letter| !is_name(letter)).map_or(0, |at| at + 1);
        let name = &part[start..];
        if !name.is_empty() {
            names.insert(name.to_owned());
        }
    }
    names
}

#[test]
fn javascript_writes_every_field_that_the_engine_reads_and_no_other() {
    let mut read = BTreeSet::new();
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    gather(&core, &mut read);
    // The whole line; its parts are written one by one.
    read.remove("profile");
    assert!(read.len() > 60, "{} names", read.len());
    assert_eq!(written_by_javascript(), read);
}

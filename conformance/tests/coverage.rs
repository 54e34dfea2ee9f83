//! `docs/coverage.md` tells of every function of the seed texts, and every test that it names exists.

use std::fs;
use std::path::Path;

#[test]
fn every_function_has_a_row_and_every_test_that_a_row_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let text = fs::read_to_string(root.join("docs/coverage.md")).unwrap();
    let rows: Vec<&str> = text
        .lines()
        .filter(|line| line.starts_with("| F"))
        .collect();
    assert_eq!(rows.len(), 78);
    for (number, row) in (1..).zip(rows) {
        assert!(row.starts_with(&format!("| F{number:02} |")), "{row}");
        let quoted = row.split('`').skip(1).step_by(2);
        let tests: Vec<(&str, &str)> = quoted.filter_map(|name| name.split_once("::")).collect();
        let tests = tests.iter().filter(|(file, _)| file.contains("/tests/"));
        let mut count = 0;
        for (file, test) in tests {
            let code =
                fs::read_to_string(root.join(file)).unwrap_or_else(|_| panic!("{file} in {row}"));
            assert!(code.contains(&format!("fn {test}(")), "{file}::{test}");
            count += 1;
        }
        assert!(count > 0, "{row}");
    }
}

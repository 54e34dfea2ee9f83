//! `akkoord catalogue`: what a patient can answer.

use crate::common::{file, json, run};

#[test]
fn the_matrix_has_every_option_and_fits_100_columns() {
    let document = json(&run(&["catalogue", "--json"]).out);
    for lang in ["nl", "en"] {
        let ran = run(&["catalogue", "--lang", lang]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        assert!(
            ran.out.lines().all(|line| line.chars().count() <= 100),
            "{}",
            ran.out
        );
        let cells: Vec<&str> = ran.out.split_whitespace().collect();
        for option in document["options"].as_array().unwrap() {
            assert!(cells.contains(&option["id"].as_str().unwrap()), "{option}");
        }
    }
}

#[test]
fn a_merged_option_stands_in_each_of_its_columns() {
    let out = run(&["catalogue"]).out;
    let row = out
        .lines()
        .find(|line| line.contains("verpleging en verzorging"))
        .unwrap();
    assert_eq!(row.matches("4.1").count(), 4);
}

#[test]
fn the_types_have_their_categories_and_remarks_and_fit_100_columns() {
    let ran = run(&["catalogue", "--types", "--lang", "en"]);
    assert_eq!(ran.status, 0);
    assert!(ran.out.lines().all(|line| line.chars().count() <= 100));
    let z3 = ran
        .out
        .lines()
        .find(|line| line.starts_with("│ Z3 "))
        .unwrap();
    assert!(
        z3.contains("GP practice")
            && z3.contains("huisartsen")
            && z3.contains("HA")
            && z3.contains("Beware")
    );
}

#[test]
fn an_option_that_was_added_later_is_marked_with_its_date() {
    let later = run(&["catalogue", "--json"]).out.replacen(
        r#"{"id":"1.1","#,
        r#"{"id":"1.1","since":"2027-01-01T00:00:00Z","#,
        1,
    );
    // The built-in catalogue is the only one with its id.
    let later = later.replacen("mitz-3960100", "trial-2027", 1);
    let path = file("later-catalogue.json", later.as_bytes());
    let ran = run(&["catalogue", "--catalogue-file", &path, "--lang", "en"]);
    assert!(
        ran.out.contains("1.1*: since 2027-01-01T00:00:00Z"),
        "{}{}",
        ran.out,
        ran.err
    );
}

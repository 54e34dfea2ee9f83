//! A catalogue whose rows do not fit together is refused, row by row (R1-R3).

use akkoord::Catalogue;
use akkoord::error::ErrorCode;
use serde_json::{Value, json};

use crate::common::*;

/// A change of the Mitz catalogue, and what is told of it.
type Change = (fn(&mut Value), &'static str, &'static str);

const CHANGES: &[Change] = &[
    (
        |c| c["data_categories"][2]["code"] = json!("GGC012"),
        "duplicate_code",
        "data_categories[2].code",
    ),
    (
        |c| c["holder_categories"][6]["id"] = json!("ggz"),
        "duplicate_code",
        "holder_categories[6].id",
    ),
    (
        |c| c["consulting_categories"][1]["code"] = json!("RPZAC001"),
        "duplicate_code",
        "consulting_categories[1].code",
    ),
    (
        |c| c["options"][33]["id"] = json!("1.1"),
        "duplicate_code",
        "options[33].id",
    ),
    (
        |c| c["provider_types"][3]["code"] = json!("Z3"),
        "type_mapped_twice",
        "provider_types[3].code",
    ),
    (
        |c| c["data_categories"][1]["parent"] = json!("GGC001"),
        "unknown_data_category",
        "data_categories[1].parent",
    ),
    (
        |c| c["data_categories"][0]["parent"] = json!("GGC002"),
        "hierarchy_cycle",
        "data_categories[0].parent",
    ),
    (
        |c| c["data_categories"][0]["parent"] = json!("GGC013"),
        "hierarchy_cycle",
        "data_categories[0].parent",
    ),
    (
        |c| c["provider_types"][0]["holder_category"] = json!("gp"),
        "unknown_holder_category",
        "provider_types[0].holder_category",
    ),
    (
        |c| c["provider_types"][4]["consulting_category"] = json!("RPZAC999"),
        "unknown_consulting_category",
        "provider_types[4].consulting_category",
    ),
    (
        |c| c["options"][7]["holder_category"] = json!("gp"),
        "option_without_holder",
        "options[7].holder_category",
    ),
    (
        |c| c["options"][8]["data"] = json!("GGC014"),
        "unknown_data_category",
        "options[8].data",
    ),
    (
        |c| c["options"][18]["consulting_categories"][2] = json!("RPZAC999"),
        "unknown_consulting_category",
        "options[18].consulting_categories[2]",
    ),
    (
        |c| c["options"][1]["consulting_categories"] = json!(["RPZAC200", "RPZAC001"]),
        "overlapping_options",
        "options[1].consulting_categories[1]",
    ),
    (
        |c| c["options"][0]["consulting_categories"] = json!(["RPZAC001", "RPZAC001"]),
        "overlapping_options",
        "options[0].consulting_categories[1]",
    ),
    (
        |c| c["options"][0]["consulting_categories"] = json!([]),
        "empty_list",
        "options[0].consulting_categories",
    ),
    (
        |c| c["options"][0]["since"] = json!("2026-06-01"),
        "invalid_instant",
        "options[0].since",
    ),
    (
        |c| c["options"][0]["sinds"] = json!("x"),
        "unknown_field",
        "options[0].sinds",
    ),
    (|c| c["date"] = json!("2026-13-01"), "invalid_date", "date"),
    (|c| c["id"] = json!(""), "empty_string", "id"),
    (
        |c| c["version"] = json!("3960101"),
        "catalogue_id_taken",
        "id",
    ),
    (
        |c| c["source"] = json!("elsewhere"),
        "catalogue_id_taken",
        "id",
    ),
    (
        |c| c["provider_types"][0]["holder_category"] = json!("ggz"),
        "catalogue_id_taken",
        "id",
    ),
    (
        |c| drop(c["options"].as_array_mut().unwrap().pop()),
        "catalogue_id_taken",
        "id",
    ),
    (
        |c| c["provider_types"][0]["code"] = json!(""),
        "empty_string",
        "provider_types[0].code",
    ),
    (
        |c| drop(c.as_object_mut().unwrap().remove("options")),
        "missing_field",
        "options",
    ),
    (
        |c| drop(c["options"][5].as_object_mut().unwrap().remove("data")),
        "missing_field",
        "options[5].data",
    ),
    (
        |c| c["options"] = many("options", 129),
        "too_many_options",
        "options",
    ),
    (
        |c| c["provider_types"] = many("provider_types", 1_025),
        "too_many_rows",
        "provider_types",
    ),
    (
        |c| c["data_categories"] = many("data_categories", 129),
        "too_many_rows",
        "data_categories",
    ),
    (
        |c| c["holder_categories"] = many("holder_categories", 129),
        "too_many_rows",
        "holder_categories",
    ),
    (
        |c| c["consulting_categories"] = many("consulting_categories", 129),
        "too_many_rows",
        "consulting_categories",
    ),
    (
        |c| c["situations"][1]["id"] = json!("SIT001"),
        "duplicate_code",
        "situations[1].id",
    ),
    (
        |c| c["situations"][1]["holder_category"] = json!("gp"),
        "unknown_holder_category",
        "situations[1].holder_category",
    ),
    (
        |c| c["situations"][1]["holder_category"] = json!("huisartsen"),
        "duplicate_code",
        "situations[1].holder_category",
    ),
    (
        |c| c["situations"][0]["options"][1] = json!("1.5"),
        "unknown_option",
        "situations[0].options[1]",
    ),
    (
        |c| c["situations"][0]["options"][2] = json!("3.1"),
        "foreign_option",
        "situations[0].options[2]",
    ),
    (
        |c| c["situations"][0]["options"] = json!([]),
        "empty_list",
        "situations[0].options",
    ),
];

fn document() -> Value {
    serde_json::from_str(&mitz().catalogue().to_json()).unwrap()
}

/// The first row of a table so many times, each with a code of its own.
fn many(table: &str, count: usize) -> Value {
    let row = document()[table][0].clone();
    let key = if row.get("code").is_some() {
        "code"
    } else {
        "id"
    };
    (0..count)
        .map(|number| {
            let mut row = row.clone();
            row[key] = json!(format!("x{number}"));
            row
        })
        .collect()
}

pub(crate) fn told() -> Vec<String> {
    CHANGES
        .iter()
        .map(|(change, code, path)| {
            let mut changed = document();
            change(&mut changed);
            let error = Catalogue::from_json(&changed.to_string()).unwrap_err();
            assert_eq!((error.code().name(), error.path()), (*code, *path));
            (*code).to_owned()
        })
        .collect()
}

#[test]
fn a_catalogue_that_does_not_fit_together_is_refused_at_its_row() {
    told();
}

#[test]
fn a_catalogue_of_ones_own_has_an_id_of_its_own_and_a_digest_of_its_content() {
    let mut changed = document();
    changed["options"].as_array_mut().unwrap().pop();
    let faults = Catalogue::check(&changed.to_string());
    assert_eq!(faults.len(), 1, "{faults:?}");
    assert_eq!(faults[0].code(), ErrorCode::CatalogueIdTaken);
    changed["id"] = json!("trial-1");
    let own = Catalogue::from_json(&changed.to_string()).unwrap();
    assert_eq!(own.digest().len(), 16);
    assert_ne!(own.digest(), mitz().catalogue().digest());
    changed["options"].as_array_mut().unwrap().pop();
    let other = Catalogue::from_json(&changed.to_string()).unwrap();
    assert_eq!(own.id(), other.id());
    assert_ne!(own.digest(), other.digest());
}

#[test]
fn a_catalogue_is_read_from_what_it_writes() {
    let read = Catalogue::from_json(&document().to_string()).unwrap();
    assert_eq!(&read, mitz().catalogue());
    assert_eq!(read.to_json(), mitz().catalogue().to_json());
    assert!(Catalogue::check(&document().to_string()).is_empty());
    let since = layered_document();
    assert_eq!(
        serde_json::from_str::<Value>(&layered().catalogue().to_json()).unwrap(),
        since
    );
}

#[test]
fn a_check_of_a_catalogue_lists_its_faults_in_order() {
    let mut changed = document();
    changed["options"][33]["id"] = json!("1.1");
    changed["provider_types"][0]["holder_category"] = json!("gp");
    changed["options"][8]["data"] = json!("GGC014");
    changed["data_categories"][1]["parent"] = json!("GGC001");
    let faults = Catalogue::check(&changed.to_string());
    let told: Vec<(ErrorCode, &str)> = faults
        .iter()
        .map(|error| (error.code(), error.path()))
        .collect();
    assert_eq!(
        told,
        [
            (ErrorCode::DuplicateCode, "options[33].id"),
            (ErrorCode::UnknownDataCategory, "data_categories[1].parent"),
            (
                ErrorCode::UnknownHolderCategory,
                "provider_types[0].holder_category"
            ),
            (ErrorCode::UnknownDataCategory, "options[8].data"),
        ]
    );
}

#[test]
fn a_circle_in_the_hierarchy_is_told_at_each_of_its_rows_and_at_no_other() {
    let row = |code: &str, parent: &str| json!({"code": code, "nl": "x", "en": "x", "parent": parent, "source": "test"});
    let mut changed = document();
    // A leads into the circle of B, C and D; GGC002 stands by itself.
    changed["data_categories"].as_array_mut().unwrap().extend([
        row("A", "B"),
        row("B", "C"),
        row("C", "D"),
        row("D", "B"),
        row("E", "E"),
    ]);
    let faults = Catalogue::check(&changed.to_string());
    assert!(
        faults
            .iter()
            .all(|error| error.code() == ErrorCode::HierarchyCycle)
    );
    let paths: Vec<&str> = faults.iter().map(|error| error.path()).collect();
    assert_eq!(
        paths,
        [4, 5, 6, 7].map(|row| format!("data_categories[{row}].parent"))
    );
}

#[test]
fn the_largest_catalogue_loads() {
    let mut changed = document();
    changed["id"] = json!("largest");
    changed["provider_types"]
        .as_array_mut()
        .unwrap()
        .extend(many("provider_types", 993).as_array().unwrap().clone());
    changed["data_categories"]
        .as_array_mut()
        .unwrap()
        .extend(many("data_categories", 125).as_array().unwrap().clone());
    let catalogue = Catalogue::from_json(&changed.to_string()).unwrap();
    assert_eq!(
        (
            catalogue.provider_types().len(),
            catalogue.data_categories().len()
        ),
        (1_024, 128)
    );
    assert_eq!(
        catalogue
            .provider_type("x992")
            .map(|kind| kind.holder_category()),
        Some("huisartsen")
    );
    assert!(catalogue.provider_type("x993").is_none());
}

#[test]
fn catalogues_that_differ_in_one_word_are_different_catalogues() {
    let mut changed = document();
    changed["id"] = json!("trial-1");
    let one = Catalogue::from_json(&changed.to_string()).unwrap();
    changed["options"][0]["remark"] = json!("another remark");
    let other = Catalogue::from_json(&changed.to_string()).unwrap();
    assert_ne!(one, other);
    let engine = |catalogue| akkoord::Engine::new(catalogue, akkoord::RuleSet::mitz());
    let profile = World::of([yes("c1")]).under(&engine(one)).profile();
    let error = engine(other)
        .decide(&profile, &ask(&GP, &POST, "2026-02-01"))
        .unwrap_err();
    assert_eq!(error.code(), ErrorCode::CatalogueMismatch);
}

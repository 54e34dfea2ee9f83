//! In every place of every document: what is unknown, absent, null or of another type is told there.

use akkoord::error::ErrorCode;
use akkoord::query::{Connection, Purpose, TreatmentRelationship};
use akkoord::{Catalogue, Error, Query, RuleSet};
use serde_json::{Value, json};

use crate::common::*;
use crate::strictness::{PROFILE, QUERY, RULES};

/// A kind of document: a good one, and how it is read.
pub(crate) struct Kind {
    pub(crate) name: &'static str,
    pub(crate) document: Value,
    pub(crate) read: fn(&str) -> Option<Error>,
}

/// Every kind of document, with every field that it can have.
pub(crate) fn kinds() -> Vec<Kind> {
    let emergency = json!({
        "id": "c2", "answer": "no", "channel": "raadplegersknop",
        "scope": {"level": "emergency", "holders": ["ura:90000017"], "consulter": {"id": "ura:90000033", "type": "N6"}},
        "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z",
    });
    let categorical = json!({
        "id": "c3", "answer": "no", "channel": "mijn_mitz", "scope": {"level": "categorical", "holder_category": "ggz"},
        "decided_at": "2026-01-02T10:00:00Z", "recorded_at": "2026-01-02T10:00:00Z",
    });
    let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap();
    let mut profile = parsed(PROFILE);
    profile["choices"]
        .as_array_mut()
        .unwrap()
        .extend([emergency, categorical]);
    let line = json!({"profile": profile.clone(), "query": parsed(QUERY)});
    let mut catalogue = layered_document();
    catalogue["options"][0]["remark"] = json!("a remark");
    catalogue["situations"] = json!([
        {"id": "SIT001", "holder_category": "huisartsen", "options": ["h.1"], "source": "test", "remark": "a remark"}
    ]);
    vec![
        Kind {
            name: "profile",
            document: profile,
            read: |json| mitz().read_profile(json).err(),
        },
        Kind {
            name: "query",
            document: parsed(QUERY),
            read: |json| mitz().read_query(json).err(),
        },
        Kind {
            name: "line",
            document: line,
            read: |json| mitz().read_line(json).err(),
        },
        Kind {
            name: "rule set",
            document: parsed(RULES),
            read: |json| RuleSet::from_json(json).err(),
        },
        Kind {
            name: "catalogue",
            document: catalogue,
            read: |json| Catalogue::from_json(json).err(),
        },
    ]
}

/// Every place of a document: its JSON pointer and its path in an error.
pub(crate) fn places(value: &Value) -> Vec<(String, String)> {
    let mut found = vec![(String::new(), String::new())];
    let below: Vec<(String, String, &Value)> = match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (format!("/{key}"), key.clone(), value))
            .collect(),
        Value::Array(entries) => entries
            .iter()
            .enumerate()
            .map(|(row, value)| (format!("/{row}"), format!("[{row}]"), value))
            .collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    };
    for (pointer, step, value) in below {
        found.extend(places(value).into_iter().map(|(inner_pointer, inner)| {
            let dot = if inner.is_empty() || inner.starts_with('[') {
                ""
            } else {
                "."
            };
            (
                format!("{pointer}{inner_pointer}"),
                format!("{step}{dot}{inner}"),
            )
        }));
    }
    found
}

fn objects(document: &Value) -> Vec<(String, String)> {
    let mut places = places(document);
    places.retain(|(pointer, _)| document.pointer(pointer).unwrap().is_object());
    places
}

fn field_of(path: &str, field: &str) -> String {
    if path.is_empty() {
        field.to_owned()
    } else {
        format!("{path}.{field}")
    }
}

#[test]
fn the_documents_themselves_are_good() {
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        assert_eq!(read(&document.to_string()), None, "{name}");
    }
}

/// A key is named if it is a word of the format, or if it is a misspelt field of its place (the wire format's example is
/// `query.holder.typ`); any other key may be data, and its path has its place instead, counted from 0.
#[test]
fn every_object_refuses_a_field_that_it_does_not_know_and_names_it_only_if_the_format_has_that_word()
 {
    let named = ["region", "sex", "valid_until"];
    let placed = [
        "unlisted",
        "_x9",
        "",
        "id ",
        "9lives",
        "999990019",
        "p999990019",
        "bsn_999_990_019",
        "line123",
        "Jansen",
        "jansen",
        "J. Jansen",
        "de-vries",
        "naïef",
        "a.b",
        "a[0]",
        "{0}",
        "\u{0}",
        "`",
    ];
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        for (pointer, path) in objects(&document) {
            for key in named.into_iter().chain(placed) {
                let mut broken = document.clone();
                let object = broken
                    .pointer_mut(&pointer)
                    .unwrap()
                    .as_object_mut()
                    .unwrap();
                object.insert(key.to_owned(), json!("x"));
                let place = object.keys().position(|other| other == key).unwrap();
                let shown = if named.contains(&key) {
                    key.to_owned()
                } else {
                    format!("{{{place}}}")
                };
                let error =
                    read(&broken.to_string()).unwrap_or_else(|| panic!("{name} {path} {key}"));
                assert_eq!(
                    fault(&error),
                    (ErrorCode::UnknownField, field_of(&path, &shown)),
                    "{name}"
                );
            }
        }
    }
}

#[test]
fn a_misspelt_field_is_named_where_it_belongs_and_nowhere_else() {
    let paths = |patient: &str| -> Vec<String> {
        let profile = format!("{{\"patient\":{patient},\"choices\":[]}}");
        let faults = mitz().check_profile(&profile);
        faults.iter().map(|error| error.path().to_owned()).collect()
    };
    assert_eq!(
        paths(r#"{"ID":"p","bron":"2000-01-01"}"#)[..2],
        ["patient.ID", "patient.bron"]
    );
    assert_eq!(paths(r#"{"id":"p","typ":1}"#), ["patient.{1}"]);
}

#[test]
fn keys_that_were_let_pass_are_counted_with_the_others() {
    let faults = mitz().check_profile(
        r#"{"patient":{"Jansen":1,"id":"p","id":"q","born":"2000-01-01","de Vries":2},"choices":[]}"#,
    );
    let paths: Vec<&str> = faults.iter().map(|error| error.path()).collect();
    assert_eq!(paths, ["patient.{0}", "patient.id", "patient.{4}"]);
}

/// Every field that some document has, as the code declares it: if one is added, it is a word that a path may have.
#[test]
fn every_field_of_every_document_may_be_named_in_a_wrong_place() {
    fn fields(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                fields(&path, found);
            } else {
                for line in std::fs::read_to_string(path).unwrap().lines() {
                    let line = line.trim_start();
                    let declared = line
                        .strip_prefix("required \"")
                        .or(line.strip_prefix("optional \""));
                    found.extend(
                        declared
                            .and_then(|rest| rest.split('"').next())
                            .map(str::to_owned),
                    );
                }
            }
        }
    }
    let mut found = Vec::new();
    fields(
        std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")),
        &mut found,
    );
    assert!(found.len() > 100, "{}", found.len());
    for field in found {
        let document =
            format!(r#"{{"patient":{{"id":"p"}},"choices":[{{"confirmation":{{"{field}":1}}}}]}}"#);
        let faults = mitz().check_profile(&document);
        let path = format!("choices[0].confirmation.{field}");
        assert_eq!(faults[0].path(), path);
    }
}

#[test]
fn every_field_is_optional_or_told_as_missing_at_its_path() {
    let mut missing = 0;
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        for (pointer, path) in objects(&document) {
            for field in document
                .pointer(&pointer)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
            {
                let mut broken = document.clone();
                broken
                    .pointer_mut(&pointer)
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .remove(field);
                if let Some(error) = read(&broken.to_string()) {
                    assert_eq!(
                        fault(&error),
                        (ErrorCode::MissingField, field_of(&path, field)),
                        "{name}"
                    );
                    missing += 1;
                }
            }
        }
    }
    assert!(missing > 100, "{missing}");
}

#[test]
fn the_fields_that_may_be_left_out_are_those_of_the_wire_format() {
    let optional = |name: &str| {
        let kind = kinds().into_iter().find(|kind| kind.name == name).unwrap();
        let mut optional: Vec<String> = Vec::new();
        for (pointer, path) in objects(&kind.document) {
            for field in kind
                .document
                .pointer(&pointer)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
            {
                let mut without = kind.document.clone();
                without
                    .pointer_mut(&pointer)
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .remove(field);
                if (kind.read)(&without.to_string()).is_none() {
                    optional.push(field_of(&path, field));
                }
            }
        }
        optional.sort();
        optional.join(" ")
    };
    assert_eq!(
        optional("profile"),
        "catalogue choices[0].confirmation choices[0].recorded_by choices[0].scope.options choices[0].withdrawn_at \
         patient.born patient.deceased"
    );
    assert_eq!(
        optional("query"),
        "explain holder.connected purpose treatment_relationship"
    );
    assert_eq!(optional("line").split(' ').count(), 7 + 4);
}

#[test]
fn null_is_a_wrong_type_in_every_place() {
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        for (pointer, path) in places(&document) {
            let mut broken = document.clone();
            *broken.pointer_mut(&pointer).unwrap() = Value::Null;
            let error = read(&broken.to_string()).unwrap_or_else(|| panic!("{name} {path}"));
            assert_eq!(fault(&error), (ErrorCode::WrongType, path), "{name}");
        }
    }
}

#[test]
fn a_value_of_another_type_is_told_in_every_place() {
    let others = [
        json!("x"),
        json!(true),
        json!(-1),
        json!(1.5),
        json!([]),
        json!({}),
    ];
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        for (pointer, path) in places(&document) {
            let original = document.pointer(&pointer).unwrap();
            let same_type =
                |other: &Value| std::mem::discriminant(other) == std::mem::discriminant(original);
            for other in others.iter().filter(|other| !same_type(other)) {
                // One data code may stand without its list.
                if path.ends_with("data") && other.is_string() {
                    continue;
                }
                let mut broken = document.clone();
                *broken.pointer_mut(&pointer).unwrap() = other.clone();
                let error =
                    read(&broken.to_string()).unwrap_or_else(|| panic!("{name} {path} {other}"));
                assert_eq!(
                    fault(&error),
                    (ErrorCode::WrongType, path.clone()),
                    "{name} {other}"
                );
            }
        }
    }
}

#[test]
fn a_key_that_stands_twice_is_told_in_every_object() {
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        for (pointer, path) in objects(&document) {
            let object = document.pointer(&pointer).unwrap();
            // A mark in the place of the object, and its text with the first key once more in the place of the mark.
            let mut marked = document.clone();
            *marked.pointer_mut(&pointer).unwrap() = json!("MARK");
            let (key, value) = object.as_object().unwrap().iter().next().unwrap();
            let text = object.to_string();
            let doubled = format!("{},\"{key}\":{value}}}", &text[..text.len() - 1]);
            let broken = marked.to_string().replace("\"MARK\"", &doubled);
            let error = read(&broken).unwrap_or_else(|| panic!("{name} {path}"));
            assert_eq!(
                fault(&error),
                (ErrorCode::DuplicateKey, field_of(&path, key)),
                "{name}"
            );
        }
    }
}

#[test]
fn something_after_the_document_is_no_json() {
    for Kind {
        name,
        document,
        read,
    } in kinds()
    {
        for tail in ["x", "{}", ",", "\u{0}", "}", "null"] {
            let error =
                read(&format!("{document}{tail}")).unwrap_or_else(|| panic!("{name} {tail}"));
            assert_eq!(
                fault(&error),
                (ErrorCode::InvalidJson, String::new()),
                "{name} {tail}"
            );
        }
        assert_eq!(read(&format!(" \r\n\t{document}\n \t\r")), None, "{name}");
        for whole in ["", " ", "\u{feff}{}"] {
            assert_eq!(
                read(whole).unwrap().code(),
                ErrorCode::InvalidJson,
                "{name} {whole:?}"
            );
        }
    }
}

#[test]
fn the_order_of_the_fields_is_free() {
    for text in [PROFILE, QUERY] {
        // serde_json writes the fields in the order of their names, which is another one.
        let sorted = serde_json::from_str::<Value>(text).unwrap().to_string();
        if text == PROFILE {
            assert_eq!(
                mitz().read_profile(&sorted).unwrap(),
                mitz().read_profile(text).unwrap()
            );
        } else {
            assert_eq!(
                mitz().read_query(&sorted).unwrap(),
                mitz().read_query(text).unwrap()
            );
        }
    }
}

#[test]
fn a_question_is_read_as_it_was_built() {
    for connection in [Connection::Connected, Connection::NotConnected] {
        for purpose in ["TREAT", "COC", "RESEARCH"].map(Purpose::from) {
            for treatment_relationship in [
                TreatmentRelationship::Asserted,
                TreatmentRelationship::Denied,
                TreatmentRelationship::NotAsserted,
            ] {
                let mut query = ask(&GP, &HOSPITAL, "2026-02-01");
                query.holder.connection = connection;
                query.data.push("GGC013".into());
                let query = Query {
                    purpose: purpose.clone(),
                    treatment_relationship,
                    ..query
                };
                assert_eq!(mitz().read_query(&query_json(&query)).unwrap(), query);
            }
        }
    }
}

#[test]
fn a_question_that_leaves_out_what_it_may_has_the_defaults() {
    let least = r#"{"holder": {"id": "ura:90000017", "type": "Z3"}, "consulter": {"id": "ura:90000041", "type": "V4"},
        "data": "GGC002", "at": "2026-02-01T13:00:00+01:00"}"#;
    let treatment_relationship = TreatmentRelationship::NotAsserted;
    let expected = Query {
        treatment_relationship,
        ..ask(&GP, &HOSPITAL, "2026-02-01")
    };
    assert_eq!(mitz().read_query(least).unwrap(), expected);
}

//! The ten questions of the knowledge test (S1 "Kennistoets"), answered with the command line.

use crate::common::{PATIENT, json, run_with};
use serde_json::{Value, json};

const AT: &str = "2026-02-20T19:00:00Z";

fn gp() -> Value {
    json!({"id": "ura:90000201", "type": "Z3"})
}

fn pharmacy() -> Value {
    json!({"id": "ura:90000301", "type": "J8"})
}

fn post() -> Value {
    json!({"id": "ura:90000101", "type": "N6"})
}

fn choice(id: &str, answer: &str, scope: Value, channel: &str) -> Value {
    let at = "2026-02-20T18:00:00Z";
    json!({"id": id, "answer": answer, "scope": scope, "channel": channel, "decided_at": at, "recorded_at": at})
}

fn individual(holders: &[&str]) -> Value {
    json!({"level": "individual", "holders": holders})
}

fn emergency() -> Value {
    json!({"level": "emergency", "holders": ["ura:90000201", "ura:90000301"], "consulter": post()})
}

/// The answer of `akkoord COMMAND - --json` to a question about these choices.
fn ask(command: &str, key: &str, born: Option<&str>, choices: &[Value], question: Value) -> Value {
    let mut patient = json!({"id": PATIENT});
    if let Some(born) = born {
        patient["born"] = born.into();
    }
    let document = json!({"profile": {"patient": patient, "choices": choices}, key: question});
    let ran = run_with(&[command, "-", "--json"], document.to_string().as_bytes());
    assert!(!ran.out.contains(PATIENT) && !ran.err.contains(PATIENT));
    let mut answer = json(&ran.out);
    assert_eq!(ran.status, i32::from(answer.get("error").is_some()));
    if answer.get(key).is_some() {
        answer = answer[key].take();
    }
    answer
}

fn subscriptions() -> Value {
    json!([{"holder": gp()}, {"holder": pharmacy()}])
}

/// The ids of the holders that may disclose to the out-of-hours post.
fn open(born: Option<&str>, choices: &[Value]) -> Vec<String> {
    let question = json!({"subscriptions": subscriptions(), "consulter": post(), "treatment_relationship": true, "at": AT});
    let answer = ask("open", "open_query", born, choices, question);
    let holders = answer["holders"].as_array().unwrap().iter();
    holders
        .map(|one| one["holder"]["id"].as_str().unwrap().to_owned())
        .collect()
}

/// How many decisions would change to permit if this choice were added.
fn would_permit(born: Option<&str>, choices: &[Value], added: Value) -> usize {
    let question = json!({"subscriptions": subscriptions(), "change": {"add": added}, "at": AT});
    let answer = ask("whatif", "what_if", born, choices, question);
    let changes = answer["changes"].as_array().unwrap().iter();
    changes
        .filter(|one| one["after"]["decision"] == "permit")
        .count()
}

fn register(born: Option<&str>, button: Value) -> Value {
    let question = json!({"command": {"raadplegersknop": button}, "now": AT});
    ask("register", "register", born, &[], question)
}

fn button(identity: Option<&str>, enrolled: bool) -> Value {
    let mut button = json!({
        "choice": {"id": "b1", "answer": "yes", "decided_at": AT}, "consulter": post(),
        "holders": [gp(), pharmacy()], "emergency": true, "enrolled": enrolled,
    });
    if let Some(identity) = identity {
        button["identity"] = identity.into();
    }
    button
}

#[test]
fn question_01_a_care_worker_who_treats_may_ask_and_what_comes_depends_on_the_choices() {
    assert!(open(None, &[]).is_empty());
    let yes = choice("c1", "yes", json!({"level": "blanket"}), "mijn_mitz");
    assert_eq!(open(None, &[yes]), ["ura:90000201", "ura:90000301"]);
}

#[test]
fn question_02_the_gp_as_holder_needs_the_consent_and_not_the_post_that_asks() {
    let to_holder = choice("c1", "yes", individual(&["ura:90000201"]), "mijn_mitz");
    assert_eq!(open(None, &[to_holder]), ["ura:90000201"]);
    let to_post = choice("c1", "yes", individual(&["ura:90000101"]), "mijn_mitz");
    assert!(open(None, &[to_post]).is_empty());
}

#[test]
fn question_03_the_data_come_by_another_system_for_an_answer_holds_no_data() {
    let yes = choice("c1", "yes", json!({"level": "blanket"}), "mijn_mitz");
    let question = json!({"subscriptions": subscriptions(), "consulter": post(), "treatment_relationship": true, "at": AT});
    let answer = ask("open", "open_query", None, &[yes], question);
    let fields: Vec<&String> = answer["holders"][0].as_object().unwrap().keys().collect();
    assert_eq!(fields, ["data", "holder", "valid_until"]);
    assert_eq!(answer["holders"][0]["data"], "GGC002");
}

#[test]
fn question_04_patients_go_to_mijnmitz_nl() {
    let button = choice(
        "c1",
        "no",
        individual(&["ura:90000201"]),
        "dossierhoudersknop",
    );
    let after = json!({"patient": {"id": PATIENT}, "choices": [button]});
    let question = json!({"after": after, "subscriptions": [], "at": AT, "email": true});
    let answer = ask("notices", "notices", None, &[], question);
    assert!(
        answer["email"]["nl"]
            .as_str()
            .unwrap()
            .contains("MijnMitz.nl")
    );
}

#[test]
fn question_05_the_raadplegersknop_helps_on_the_spot() {
    assert!(open(None, &[]).is_empty());
    let added = choice(
        "c1",
        "yes",
        individual(&["ura:90000201", "ura:90000301"]),
        "raadplegersknop",
    );
    assert!(would_permit(None, &[], added) > 0);
    let effects = &register(None, button(Some("in_person"), true))["effects"];
    assert_eq!(effects[0]["effect"], "recorded");
}

#[test]
fn question_06_for_a_child_of_8_a_parent_confirms_and_until_then_nothing_changes() {
    let born = Some("2017-06-01");
    let pharmacies = choice("m1", "yes", individual(&["ura:90000301"]), "migration");
    assert_eq!(
        open(born, std::slice::from_ref(&pharmacies)),
        ["ura:90000301"]
    );
    let mut proposal = choice("c1", "yes", individual(&["ura:90000201"]), "mijn_mitz");
    assert_eq!(
        would_permit(born, std::slice::from_ref(&pharmacies), proposal.clone()),
        0
    );
    proposal["confirmation"] =
        json!({"answer": "approved", "at": "2026-02-20T18:10:00Z", "by": "guardian-1"});
    assert!(would_permit(born, &[pharmacies], proposal) > 0);
}

#[test]
fn question_07_without_digid_the_raadplegersknop_works_for_a_child_too() {
    let added = choice(
        "c1",
        "yes",
        individual(&["ura:90000201"]),
        "raadplegersknop",
    );
    assert!(would_permit(Some("2017-06-01"), &[], added) > 0);
}

#[test]
fn question_08_at_13_a_temporary_yes_when_nothing_is_registered_for_72_hours() {
    let born = Some("2012-06-01");
    let effects = &register(born, button(Some("in_person"), true))["effects"];
    assert_eq!(effects[0]["effect"], "recorded");
    let question = json!({"holder": gp(), "consulter": post(), "data": "GGC002", "treatment_relationship": true,
        "from": "2026-02-20T12:00:00Z", "until": "2026-02-28T12:00:00Z"});
    let choices = [choice("e1", "yes", emergency(), "raadplegersknop")];
    let answer = ask("timeline", "timeline", born, &choices, question);
    let permitted = &answer["timelines"][0]["intervals"][1];
    assert_eq!(permitted["reason"], "emergency_yes");
    assert_eq!(permitted["until"], "2026-02-23T18:00:00Z");
}

#[test]
fn question_09_an_empty_answer_in_spite_of_a_temporary_yes_has_three_causes() {
    let choices = [
        choice(
            "c1",
            "no",
            individual(&["ura:90000201"]),
            "dossierhoudersknop",
        ),
        choice("e1", "yes", emergency(), "raadplegersknop"),
    ];
    let mut holder = gp();
    holder["connected"] = false.into();
    let question = json!({"subscriptions": [], "holder": holder, "consulter": post(), "data": "GGC002",
        "treatment_relationship": true, "at": AT});
    let answer = ask("why", "why_empty", Some("2012-06-01"), &choices, question);
    let causes = answer["answers"][0]["causes"].as_array().unwrap().iter();
    let causes: Vec<&Value> = causes.map(|cause| &cause["cause"]).collect();
    assert_eq!(causes, ["not_connected", "no_subscription", "objection"]);
}

#[test]
fn question_10_by_telephone_once_the_identity_is_established_and_the_patient_enrolled() {
    let refused = |answer: Value| answer["error"]["code"].clone();
    assert_eq!(
        refused(register(None, button(None, true))),
        "identity_not_established"
    );
    assert_eq!(
        refused(register(None, button(Some("telephone"), false))),
        "not_enrolled"
    );
    let effects = &register(None, button(Some("telephone"), true))["effects"];
    assert_eq!(effects[0]["effect"], "recorded");
}

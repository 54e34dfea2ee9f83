//! Where the rulebook leaves room: the readings that were taken (conformance/README.md), each with a test that names it.

use akkoord::Instant;
use akkoord::error::ErrorCode;

use crate::common::*;

#[test]
fn reading_an_offset_of_minus_zero_says_that_the_offset_is_unknown_and_is_refused() {
    assert_eq!(
        "2026-01-05T12:00:00-00:00"
            .parse::<Instant>()
            .unwrap_err()
            .code(),
        ErrorCode::InvalidInstant
    );
    assert!("2026-01-05T12:00:00+00:00".parse::<Instant>().is_ok());
    let world = World::of([]);
    let line = world
        .line(&ask(&GP, &POST, "2026-01-05"))
        .replace("12:00:00Z", "12:00:00-00:00");
    let answer = world.engine.evaluate_json(&line);
    assert!(
        answer.contains(r#""code":"invalid_instant""#) && answer.contains(r#""path":"query.at""#),
        "{answer}"
    );
}

#[test]
fn reading_nothing_of_an_instant_is_cut_so_a_seventh_digit_is_refused() {
    assert_eq!(
        t("2026-01-05T12:00:00.123456Z").to_string(),
        "2026-01-05T12:00:00.123456Z"
    );
    for text in [
        "2026-01-05T12:00:00.1234567Z",
        "2026-01-05T12:00:00.1234560Z",
        "2026-01-05T12:00:00.Z",
    ] {
        assert_eq!(
            text.parse::<Instant>().unwrap_err().code(),
            ErrorCode::InvalidInstant,
            "{text}"
        );
    }
}

#[test]
fn reading_who_is_born_on_29_february_is_16_on_29_february_of_a_leap_year() {
    let on = |instant| World::of([yes("c1").on(instant)]).born("2012-02-29");
    let query = ask(&GP, &POST, "2029-01-01");
    assert_eq!(on("2028-02-28T23:59:59.999999Z").says(&query), "no_choice");
    assert_eq!(on("2028-02-29T00:00:00Z").says(&query), "blanket_yes by c1");
}

#[test]
fn reading_who_is_born_on_29_february_is_16_on_1_march_of_a_common_year() {
    let on = |instant| World::of([yes("c1").on(instant)]).born("2084-02-29");
    let query = ask(&GP, &POST, "2101-01-01");
    assert_eq!(on("2100-02-28T23:59:59.999999Z").says(&query), "no_choice");
    assert_eq!(on("2100-03-01T00:00:00Z").says(&query), "blanket_yes by c1");
}

#[test]
fn reading_an_emergency_no_is_ended_by_a_later_yes_that_was_itself_overwritten_since() {
    let world = World::of([
        no("c1").in_emergency(&GP, &POST).on("2026-01-05"),
        yes("c2").for_category("huisartsen").on("2026-01-06"),
        no("c3").for_category("huisartsen").on("2026-01-07"),
    ]);
    let query = ask(&GP, &POST, "2026-01-07");
    assert_eq!(world.says(&query), "categorical_no by c3");
    assert_eq!(world.outweighed(&query), "c2 R9, c1 R19");
}

#[test]
fn reading_a_proposal_that_is_withdrawn_before_its_confirmation_empties_its_cell_at_the_confirmation()
 {
    let world = World::of([
        yes("c1").on("2026-01-02").approved("2026-01-03"),
        no("c2")
            .on("2026-01-05")
            .withdrawn("2026-01-06")
            .approved("2026-01-08"),
    ])
    .born("2012-06-15");
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-01-07")),
        "blanket_yes by c1"
    );
    assert_eq!(
        world.until(&ask(&GP, &POST, "2026-01-07")),
        "2026-01-08T12:00:00Z"
    );
    assert_eq!(world.says(&ask(&GP, &POST, "2026-01-08")), "no_choice");
}

#[test]
fn reading_valid_until_counts_a_change_of_ground_and_not_only_of_outcome() {
    let another_choice = World::of([yes("c1").on("2026-01-02"), yes("c2").on("2026-01-10")]);
    assert_eq!(
        another_choice.until(&ask(&GP, &POST, "2026-01-05")),
        "2026-01-10T12:00:00Z"
    );
    let another_reason = World::of([no("c1").on("2026-01-02").withdrawn("2026-01-10")]);
    assert_eq!(
        another_reason.until(&ask(&GP, &POST, "2026-01-05")),
        "2026-01-10T12:00:00Z"
    );
    let another_option = World::of([
        yes("c1")
            .for_holder(&GP)
            .only(&["h.1", "h.2"])
            .on("2026-01-02"),
        no("c2")
            .for_holder(&GP)
            .only(&["h.2"])
            .on("2026-01-10")
            .withdrawn("2026-01-10"),
    ]);
    let query = ask_for("GGC013", &GP, &POST, "2026-01-05");
    assert_eq!(
        another_option.clone().under(&layered()).until(&query),
        "2026-01-10T12:00:00Z"
    );
    let after =
        another_option
            .under(&layered())
            .decide(&ask_for("GGC013", &GP, &POST, "2026-01-10"));
    assert_eq!(
        (said(&after).as_str(), option(&after)),
        ("individual_yes by c1", "h.1")
    );
}

#[test]
fn reading_valid_until_does_not_count_a_change_in_what_was_outweighed() {
    let world = World::of([
        yes("c1").for_holder(&GP).on("2026-01-02"),
        no("c2")
            .for_category("huisartsen")
            .on("2026-01-10")
            .withdrawn("2026-01-20"),
    ]);
    assert_eq!(world.until(&ask(&GP, &POST, "2026-01-05")), "for ever");
    assert_eq!(world.outweighed(&ask(&GP, &POST, "2026-01-10")), "c2 R18");
}

#[test]
fn reading_emergencies_and_standing_choices_rank_in_the_full_order_of_r8() {
    let query = ask(&GP, &POST, "2026-01-06");
    let at_once = |standing: Draft, answer: Draft| {
        let standing = standing.on("2026-01-05").withdrawn("2026-01-05T18:00:00Z");
        World::of([standing, answer.in_emergency(&GP, &POST).on("2026-01-05")]).says(&query)
    };
    // At the same instant a no ranks higher than a yes: it ends the emergency yes for good.
    assert_eq!(at_once(no("c1"), yes("c2")), "no_choice");
    assert_eq!(at_once(no("z"), yes("c2")), "no_choice", "whatever its id");
    // A yes ranks lower than a narrower yes, and lower than any no.
    assert_eq!(at_once(yes("c1"), yes("c2")), "emergency_yes by c2");
    assert_eq!(
        at_once(yes("c1").for_holder(&GP), yes("c2")),
        "emergency_yes by c2"
    );
    let not_ended = [
        yes("c1").on("2026-01-05"),
        no("c2").in_emergency(&GP, &POST).on("2026-01-05"),
    ];
    assert_eq!(World::of(not_ended).says(&query), "emergency_no by c2");
    // Between two emergency choices of the same instant: the no.
    let both = ["c1", "c2"].map(|id| if id == "c1" { yes(id) } else { no(id) });
    let both = both.map(|answer| answer.in_emergency(&GP, &POST).on("2026-01-05"));
    assert_eq!(World::of(both).says(&query), "emergency_no by c2");
}

#[test]
fn reading_null_is_a_wrong_type_and_not_an_absent_field() {
    let profile = |patient: &str| format!(r#"{{"patient": {patient}, "choices": []}}"#);
    let read = |json: &str| mitz().read_profile(json).map_err(|error| fault(&error));
    let born = read(&profile(r#"{"id": "999990019", "born": null}"#));
    assert_eq!(
        born.unwrap_err(),
        (ErrorCode::WrongType, "patient.born".to_owned())
    );
    assert_eq!(
        read("null").unwrap_err(),
        (ErrorCode::WrongType, String::new())
    );
    assert!(read(&profile(r#"{"id": "999990019"}"#)).is_ok());
}

#[test]
fn reading_an_unknown_option_in_a_list_is_an_error_at_its_place() {
    let line = |options: &str| {
        format!(
            r#"{{"patient": {{"id": "999990019"}}, "choices": [{{"id": "c1", "answer": "yes",
                "scope": {{"level": "blanket", "options": {options}}}, "channel": "mijn_mitz",
                "decided_at": "2026-01-01T12:00:00Z", "recorded_at": "2026-01-01T12:00:00Z"}}]}}"#
        )
    };
    let error = mitz().read_profile(&line(r#"["1.1", "1.5"]"#)).unwrap_err();
    assert_eq!(
        fault(&error),
        (
            ErrorCode::UnknownOption,
            "choices[0].scope.options[1]".to_owned()
        )
    );
    assert!(
        mitz().read_profile(&line(r#"["1.1", "1.1"]"#)).is_ok(),
        "named twice is named"
    );
    let built = yes("c1")
        .only(&["1.1", "9.9"])
        .build(mitz().catalogue())
        .unwrap_err();
    assert_eq!(
        fault(&built),
        (ErrorCode::UnknownOption, "scope.options[1]".to_owned())
    );
}

#[test]
fn reading_a_categorical_choice_with_options_of_another_category_covers_nothing() {
    let world = World::of([
        yes("c1").for_category("huisartsen").on("2026-01-02"),
        no("c2")
            .for_category("huisartsen")
            .only(&["2.1", "2.2"])
            .on("2026-01-05"),
    ]);
    assert_eq!(
        world.says(&ask(&GP, &POST, "2026-02-01")),
        "categorical_yes by c1"
    );
    assert_eq!(
        world.says(&ask(&PHARMACY, &POST, "2026-02-01")),
        "no_choice"
    );
}

#[test]
fn reading_an_emergency_that_would_end_after_the_last_instant_lives_until_then() {
    for (answer, says) in [
        (yes("c1"), "emergency_yes by c1"),
        (no("c1"), "emergency_no by c1"),
    ] {
        let world = World::of([answer.in_emergency(&GP, &POST).on("9999-12-30")]);
        let query = ask(&GP, &POST, "9999-12-31T23:59:59.999999Z");
        assert_eq!(
            (world.says(&query).as_str(), world.until(&query).as_str()),
            (says, "for ever")
        );
        assert_eq!(world.until(&ask(&GP, &POST, "9999-12-30")), "for ever");
    }
}

#[test]
fn reading_what_happens_at_an_instant_has_happened() {
    let query = ask(&GP, &POST, "2026-01-05");
    assert_eq!(
        World::of([yes("c1").on("2026-01-05")]).says(&query),
        "blanket_yes by c1"
    );
    assert_eq!(
        World::of([yes("c1").on("2026-01-02").withdrawn("2026-01-05")]).says(&query),
        "no_choice"
    );
    assert_eq!(
        World::of([yes("c1").on("2026-01-05").withdrawn("2026-01-05")]).says(&query),
        "no_choice"
    );
}

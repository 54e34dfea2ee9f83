//! What a path may tell of a key that the format does not know.
//!
//! A document may have anything for a key, also the name or the number of a patient. So a path names a key only if it is a
//! word of the format, a misspelt field of its own place, or one of a few words that people add; any other key is told by
//! its place. This is how the wire format's example `query.holder.typ` and the privacy of an error go together.

use alloc::format;
use alloc::string::String;

use super::FieldName;
use crate::nearness::distance;

/// Fields that the formats have somewhere, and the words that the conformance vectors name.
const WORDS: &str = "\
    add after answer answers at audience before blanket_no_silences_individual_yes \
    blanket_yes_lifts_individual_no born by care_worker catalogue causes cells change changes channel choice \
    choices code colour command confirm confirmation connected consulter consulters consulting_categories \
    consulting_category data data_categories date deceased deceased_means decided_at decided_by decision \
    dossierhoudersknop effects email emergency emergency_hours emergency_overrides_objection emergency_yes_binds \
    en end_dates enrolled expire expires_at explain explanation from guardian guardian_records_until_age \
    guardian_until_age holder holder_categories holder_category holders id identity in_app intervals last_seen \
    level matrix migration mijn_mitz name named_consulters nl no_choice_means note notices now open_query option \
    options outcomes outweighed parameters parent patient profile provider_types purpose query raadplegersknop \
    reason record recorded_at recorded_by records region register remark rule rules ruleset samen_naar_mijn_mitz \
    scope sex show_patient since situations smallest_change source subscriptions timeline timelines \
    treatment_relationship type until urgent valid_until version what_if why_empty withdraw withdrawn_at";

/// A key as it may stand in a path: itself, or `{2}`, its place among the keys of its object, counted from 0.
pub(super) fn presentable(key: &str, names: &[FieldName], place: usize) -> String {
    let is_misspelt = |field: &FieldName| is_near(key, field.name);
    let is_word = WORDS.split_ascii_whitespace().any(|word| word == key);
    if is_word || names.iter().any(is_misspelt) {
        String::from(key)
    } else {
        format!("{{{place}}}")
    }
}

/// Whether a key is a field with a slip of the keyboard in it: in capitals; or one letter amiss in a name of three or more;
/// or two in a name of five or more, if the first one is right.
fn is_near(key: &str, field: &str) -> bool {
    if key.eq_ignore_ascii_case(field) {
        return true;
    }
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
    let is_first_right = key.as_bytes().first() == field.as_bytes().first();
    let most = match field.len() {
        0..3 => return false,
        5.. if is_first_right => 2,
        3.. => 1,
    };
    key.bytes().all(is_plain) && distance(key, field, most).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_near_and_a_name_or_a_number_is_not() {
        for (key, field) in [
            ("AT", "at"),
            ("typ", "type"),
            ("anwser", "answer"),
            ("sinds", "since"),
            ("desided_at", "decided_at"),
            ("Holder", "holder"),
        ] {
            assert!(is_near(key, field), "{key} {field}");
        }
        for (key, field) in [
            ("ida", "id"),
            ("Dana", "data"),
            ("hanne", "channel"),
            ("jansen", "answer"),
            ("born1", "born"),
            ("999990019", "id"),
            ("", "id"),
        ] {
            assert!(!is_near(key, field), "{key} {field}");
        }
    }
}

//! Numbers of the header that belong together are an enum, or what a language has for one.

use super::read::{Header, Number};

pub(super) enum Kind {
    /// A later version may have more of them: what is not known is no fault.
    Grows,
    /// All that there will be, as an answer.
    Answer,
    /// All that there will be, for who asks.
    Given,
}

pub(super) struct Group {
    /// What the names in the header begin with, after `AKKOORD_`.
    prefix: &'static str,
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) kind: Kind,
}

const fn group(prefix: &'static str, name: &'static str, about: &'static str, kind: Kind) -> Group {
    Group {
        prefix,
        name,
        about,
        kind,
    }
}

const GROUPS: [Group; 6] = [
    group(
        "OUTCOME_",
        "Outcome",
        "What is decided (R22). Whoever enforces treats every outcome but a permit as no.",
        Kind::Answer,
    ),
    group(
        "TREATMENT_",
        "Treatment",
        "R13: whether the caller asserts a treatment relationship.",
        Kind::Given,
    ),
    group(
        "LANG_",
        "Lang",
        "The language of an explanation.",
        Kind::Given,
    ),
    group(
        "AUDIENCE_",
        "Audience",
        "R24: who reads an explanation.",
        Kind::Given,
    ),
    group(
        "REASON_",
        "Reason",
        "Why it is decided so (R23). A later version of the library may have more of them; the name is always told.",
        Kind::Grows,
    ),
    group(
        "ERROR_",
        "ResultCode",
        "What became of a call. A later version of the library may have more of them; numbers are added, never changed.",
        Kind::Grows,
    ),
];

/// A group, and its numbers by the names that they have in it.
pub(super) type Grouped<'a> = (&'static Group, Vec<(&'a str, &'a Number)>);

/// The groups, and the numbers of none. A binding has no version of its own: it is compared by the number of the ABI.
pub(super) fn grouped(header: &Header) -> (Vec<Grouped<'_>>, Vec<&Number>) {
    let name_in = |group: &Group, number: &'_ Number| -> Option<usize> {
        if group.prefix == "ERROR_" && number.name == "OK" {
            return Some(0);
        }
        number
            .name
            .starts_with(group.prefix)
            .then_some(group.prefix.len())
    };
    let of = |group: &'static Group| {
        let numbers = header.numbers.iter();
        let numbers = numbers.filter_map(|number| {
            let start = name_in(group, number)?;
            Some((number.name.get(start..)?, number))
        });
        (group, numbers.collect())
    };
    let groups: Vec<Grouped<'_>> = GROUPS.iter().map(of).collect();
    let alone = |number: &&Number| {
        GROUPS.iter().all(|group| name_in(group, number).is_none())
            && !number.name.starts_with("VERSION_")
    };
    (groups, header.numbers.iter().filter(alone).collect())
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::SMALL;
    use super::*;

    #[test]
    fn every_number_is_in_one_group_or_alone() {
        let more = SMALL.replace(
            "#define AKKOORD_OK 0",
            "#define AKKOORD_OK 0\n#define AKKOORD_ABI_VERSION 3\n#define AKKOORD_VERSION_MAJOR 0\n#define AKKOORD_ERROR_X 7",
        );
        let header = Header::read(&more).unwrap();
        let (groups, alone) = grouped(&header);
        let names: Vec<(&str, Vec<&str>)> = groups
            .iter()
            .filter(|(_, numbers)| !numbers.is_empty())
            .map(|(group, numbers)| (group.name, numbers.iter().map(|(name, _)| *name).collect()))
            .collect();
        assert_eq!(
            names,
            [("Outcome", vec!["DENY"]), ("ResultCode", vec!["OK", "X"])]
        );
        let alone: Vec<&str> = alone.iter().map(|number| &*number.name).collect();
        assert_eq!(alone, ["ABI_VERSION"]);
    }
}

//! How much two words differ: to tell a misspelt word from another one.

use alloc::vec::Vec;

/// Longer words are not compared: nothing that the engine knows is so long.
const LONGEST: usize = 64;

/// How many letters are to be put in, left out, changed, or swapped with a neighbour, to make one word of another; `None` for
/// more than `most`.
pub(crate) fn distance(one: &str, other: &str, most: usize) -> Option<usize> {
    let (one, other) = (letters(one)?, letters(other)?);
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let at = |row: &[usize], place: usize| row.get(place).copied().unwrap_or(usize::MAX);
    // A row for each letter of one word: how far its beginning is from each beginning of the other word.
    let mut before: Vec<usize> = Vec::new();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    let mut last = None;
    for (place, letter) in one.iter().enumerate() {
        let mut next = Vec::with_capacity(row.len());
        next.push(place.saturating_add(1));
        let mut last_of_other = None;
        for (column, of_other) in other.iter().enumerate() {
            let changed = at(&row, column).saturating_add(usize::from(letter != of_other));
            let left_out = at(&row, column.saturating_add(1)).saturating_add(1);
            let put_in = at(&next, column).saturating_add(1);
            let mut least = changed.min(left_out).min(put_in);
            let is_swap = last == Some(of_other) && last_of_other == Some(letter);
            if let Some(column) = column.checked_sub(1).filter(|_| is_swap) {
                least = least.min(at(&before, column).saturating_add(1));
            }
            next.push(least);
            last_of_other = Some(of_other);
        }
        (before, row) = (row, next);
        last = Some(letter);
    }
    row.last().copied().filter(|distance| *distance <= most)
}

fn letters(word: &str) -> Option<Vec<char>> {
    let letters: Vec<char> = word.chars().take(LONGEST.saturating_add(1)).collect();
    (letters.len() <= LONGEST).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn letters_put_in_left_out_changed_or_swapped_count_one_each() {
        for (one, other, far) in [
            ("type", "type", 0),
            ("type", "typ", 1),
            ("typ", "type", 1),
            ("type", "tipe", 1),
            ("answer", "anwser", 1),
            ("since", "sinds", 2),
            ("", "ab", 2),
            ("ï", "i", 1),
        ] {
            assert_eq!(distance(one, other, 2), Some(far), "{one} {other}");
        }
        assert_eq!(distance("kitten", "sitting", 3), Some(3));
    }

    #[test]
    fn what_is_farther_than_asked_is_not_told() {
        assert_eq!(distance("kitten", "sitting", 2), None);
        assert_eq!(distance("a", "abcd", 2), None);
        assert_eq!(distance(&"a".repeat(65), &"a".repeat(65), 2), None);
    }
}

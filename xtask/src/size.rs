//! How much `target/` takes, which a contributor pays for with disk space.

use std::process::Command;

use crate::steps::{Steps, in_ci, output, target};

/// The most that a whole `cargo xtask test` may leave, in megabytes.
const MOST: u64 = 6_000;

/// The step: how much there is, and what takes most of it. In CI, where nothing else is built, too much is a failure.
pub(crate) fn add_step(steps: &mut Steps) -> Result<(), String> {
    let sized = steps.step("the size of target/", || {
        // A file with two names, as cargo makes them, counts once. What a build beside this one takes away meanwhile is no fault.
        let mut du = Command::new("sh");
        du.arg("-c")
            .arg("du -B 1000000 -d 2 \"$1\" || true")
            .arg("du")
            .arg(target());
        let told = output(&mut du)?;
        let mut parts = read(&told);
        parts.sort_unstable_by(|one, other| other.cmp(one));
        let all = parts.first().ok_or("du says nothing")?.0;
        for (megabytes, part) in parts.iter().take(12) {
            println!("{megabytes:>8} MB  {part}");
        }
        verdict(all, in_ci())?;
        Ok(all)
    });
    if let Ok(all) = sized {
        steps.note(format!(
            "target/ takes {all} MB; a whole run from a fresh clone takes at most {MOST} MB"
        ));
    }
    Ok(())
}

/// The lines of du.
fn read(told: &str) -> Vec<(u64, &str)> {
    let lines = told.lines().filter_map(|line| line.split_once('\t'));
    lines
        .filter_map(|(size, part)| Some((size.parse().ok()?, part)))
        .collect()
}

/// Elsewhere than in CI other builds may be there too.
fn verdict(all: u64, in_ci: bool) -> Result<(), String> {
    if in_ci && all > MOST {
        return Err(format!("{all} MB, more than {MOST}"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_fails_in_ci_alone() {
        assert_eq!(verdict(MOST, true), Ok(()));
        assert!(verdict(MOST + 1, true).is_err());
        assert_eq!(verdict(MOST + 1, false), Ok(()));
        let told = "12\t/t/debug\n6001\t/t\n";
        assert_eq!(read(told), [(12, "/t/debug"), (6_001, "/t")]);
    }
}

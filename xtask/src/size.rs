//! How much `target/` takes, which a contributor pays for with disk space.

use std::collections::HashSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use crate::steps::{Steps, in_ci, target};

/// The most that a whole `cargo xtask test` may leave, in bytes.
const MOST: u64 = 6_000_000_000;

/// The step: how much there is, and what takes most of it. In CI, where nothing else is built, too much is a failure.
pub(crate) fn add_step(steps: &mut Steps) -> Result<(), String> {
    let sized = steps.step("the size of target/", || {
        let folder = target();
        let mut parts: Vec<(u64, PathBuf)> = Vec::new();
        let mut seen = HashSet::new();
        for part in folders(&folder) {
            let bytes = taken(&part, &mut seen);
            parts.push((bytes, part));
        }
        parts.sort_unstable_by(|one, other| other.cmp(one));
        for (bytes, part) in parts.iter().take(12) {
            let name = part.strip_prefix(&folder).unwrap_or(part);
            println!("{:>8} MB  {}", bytes / 1_000_000, name.display());
        }
        let all: u64 = parts.iter().map(|(bytes, _)| bytes).sum();
        verdict(all, in_ci())?;
        Ok(all)
    });
    if let Ok(bytes) = sized {
        steps.note(format!(
            "target/ takes {} MB; a whole run from a fresh clone takes at most {} MB",
            bytes / 1_000_000,
            MOST / 1_000_000
        ));
    }
    Ok(())
}

/// Elsewhere than in CI other builds may be there too.
fn verdict(bytes: u64, in_ci: bool) -> Result<(), String> {
    if in_ci && bytes > MOST {
        return Err(format!(
            "{} MB, more than {}",
            bytes / 1_000_000,
            MOST / 1_000_000
        ));
    }
    Ok(())
}

/// The folders of `target/`, those of a profile by their own folders, and the files beside them.
fn folders(folder: &Path) -> Vec<PathBuf> {
    let inside = |folder: &Path| -> Vec<PathBuf> {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.path()).collect()
    };
    inside(folder)
        .into_iter()
        .flat_map(|part| {
            if part.is_dir() {
                inside(&part)
            } else {
                vec![part]
            }
        })
        .collect()
}

/// What a file or a folder takes. A file with two names, as cargo makes them, counts once.
fn taken(path: &Path, seen: &mut HashSet<(u64, u64)>) -> u64 {
    let Ok(data) = fs::symlink_metadata(path) else {
        return 0;
    };
    if !data.is_dir() {
        return of_file(&data, seen);
    }
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    entries.map(|entry| taken(&entry.path(), seen)).sum()
}

#[cfg(unix)]
fn of_file(data: &Metadata, seen: &mut HashSet<(u64, u64)>) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let is_new = data.nlink() == 1 || seen.insert((data.dev(), data.ino()));
    if is_new { data.blocks() * 512 } else { 0 }
}

#[cfg(not(unix))]
fn of_file(data: &Metadata, _: &mut HashSet<(u64, u64)>) -> u64 {
    data.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_fails_in_ci_alone() {
        assert_eq!(verdict(MOST, true), Ok(()));
        assert!(verdict(MOST + 1, true).is_err());
        assert_eq!(verdict(MOST + 1, false), Ok(()));
    }

    #[test]
    fn a_file_with_two_names_counts_once() {
        let folder = std::env::temp_dir().join(format!("akkoord-size-{}", std::process::id()));
        fs::create_dir_all(folder.join("deeper")).unwrap();
        let file = folder.join("one");
        fs::write(&file, vec![7; 100_000]).unwrap();
        fs::hard_link(&file, folder.join("deeper").join("two")).unwrap();
        let bytes = taken(&folder, &mut HashSet::new());
        fs::remove_dir_all(&folder).unwrap();
        assert!((100_000..150_000).contains(&bytes), "{bytes}");
    }
}

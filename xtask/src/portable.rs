//! A library that runs elsewhere than on the machine that built it: for an old glibc, and without a path of this machine.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::python::tools::Python;
use crate::steps::{output, root, target};

/// The glibc that the library for Linux is linked for: every Linux since 2014 has it. The Python wheel is built for the same.
pub(crate) const GLIBC: &str = "2.17";

/// zig as a linker for that glibc.
pub(crate) struct Zig {
    /// The compiler's name of the target.
    pub(crate) target: String,
    linker: PathBuf,
}

impl Zig {
    /// zig of the environment that builds the Python wheel.
    pub(crate) fn ready() -> Result<Self, String> {
        let tools = Python::found()?.with("build")?;
        let about = output(Command::new("rustc").arg("-vV"))?;
        let target = about.lines().find_map(|line| line.strip_prefix("host: "));
        let target = target.ok_or("rustc does not tell its host")?.to_owned();
        let (machine, rest) = target.split_once('-').unwrap_or((&target, ""));
        if rest != "unknown-linux-gnu" {
            return Err(format!(
                "zig links here for Linux with glibc, not for {target}: say --system-linker"
            ));
        }
        let linker = crate::steps::target().join("dist").join("zig-cc");
        let script = format!(
            "#!/bin/sh\nexec \"{}\" -P -m ziglang cc -target {machine}-linux-gnu.{GLIBC} \"$@\"\n",
            tools.place("python").display()
        );
        let told = |error: std::io::Error| format!("{}: {error}", linker.display());
        if let Some(folder) = linker.parent() {
            fs::create_dir_all(folder).map_err(told)?;
        }
        fs::write(&linker, script).map_err(told)?;
        crate::steps::run(Command::new("chmod").arg("+x").arg(&linker))?;
        Ok(Zig { target, linker })
    }

    /// Lets a command of cargo link with it.
    pub(crate) fn link_with(&self, command: &mut Command) {
        let name = self.target.to_uppercase().replace('-', "_");
        command.args(["--target", &self.target]);
        command.env(format!("CARGO_TARGET_{name}_LINKER"), &self.linker);
    }
}

/// The folders of this machine that a compiler may write into what it makes, from the widest to the narrowest, and what is written instead.
fn folders() -> Vec<(String, &'static str)> {
    let home = env::var("HOME").unwrap_or_default();
    let cargo = env::var("CARGO_HOME").unwrap_or_else(|_| format!("{home}/.cargo"));
    let mut folders = vec![
        (home, "/home"),
        (cargo, "/cargo"),
        (root().display().to_string(), "/akkoord"),
        (target().display().to_string(), "/target"),
    ];
    folders.retain(|(folder, _)| folder.len() > 1 && folder.starts_with('/'));
    folders
}

/// Lets a command of cargo leave out where its sources stand.
pub(crate) fn without_paths(command: &mut Command) {
    let flags = folders()
        .into_iter()
        .map(|(folder, instead)| format!("--remap-path-prefix={folder}={instead}"));
    let given = env::var("CARGO_ENCODED_RUSTFLAGS").ok();
    let flags: Vec<String> = given.into_iter().chain(flags).collect();
    command.env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"));
}

/// No file below a folder holds a path of this machine.
pub(crate) fn has_no_paths(folder: &Path) -> Result<(), String> {
    let needles: Vec<String> = folders()
        .into_iter()
        .map(|(folder, _)| format!("{}/", folder.trim_end_matches('/')))
        .collect();
    let mut count = 0;
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = fs::read_dir(&folder).map_err(|error| told(&folder, &error))?;
        for entry in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            if entry.is_symlink() {
                continue;
            }
            if entry.is_dir() {
                open.push(entry);
                continue;
            }
            let bytes = fs::read(&entry).map_err(|error| told(&entry, &error))?;
            if let Some(found) = path_in(&bytes, &needles) {
                return Err(format!("{} holds {found:?}", entry.display()));
            }
            count += 1;
        }
    }
    println!("{count} files, none with {}", needles.join(", "));
    Ok(())
}

/// The first of some texts that stands in bytes, with what follows it.
fn path_in(bytes: &[u8], needles: &[String]) -> Option<String> {
    needles.iter().find_map(|needle| {
        let mut windows = bytes.windows(needle.len());
        let place = windows.position(|window| window == needle.as_bytes())?;
        let shown = bytes.get(place..).unwrap_or_default();
        let shown = shown.get(..80).unwrap_or(shown);
        Some(String::from_utf8_lossy(shown).into_owned())
    })
}

/// The newest version of glibc that a shared library asks for: `2.17`.
pub(crate) fn glibc_of(library: &Path) -> Result<String, String> {
    let told = output(Command::new("objdump").arg("-T").arg(library))?;
    newest_glibc(&told).ok_or_else(|| format!("{} asks for no glibc", library.display()))
}

fn newest_glibc(symbols: &str) -> Option<String> {
    let words =
        symbols.split(|letter: char| !(letter.is_ascii_alphanumeric() || "._".contains(letter)));
    let versions = words.filter_map(|word| word.strip_prefix("GLIBC_"));
    versions
        .max_by_key(|version| numbers(version))
        .map(str::to_owned)
}

fn numbers(version: &str) -> Vec<u32> {
    version
        .split('.')
        .filter_map(|part| part.parse().ok())
        .collect()
}

/// Whether a glibc is no newer than another.
pub(crate) fn is_at_most(version: &str, most: &str) -> bool {
    numbers(version) <= numbers(most)
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_glibc_is_found_by_its_numbers() {
        let symbols = "0000 w   D  *UND*  0000 (GLIBC_2.2.5) strlen\n0000      DF *UND*  0000 (GLIBC_2.17) clock\n(GLIBC_2.4) x";
        assert_eq!(newest_glibc(symbols).as_deref(), Some("2.17"));
        assert_eq!(newest_glibc("0000 g DF .text akkoord_version"), None);
        assert!(is_at_most("2.14", GLIBC) && is_at_most("2.17", GLIBC));
        assert!(!is_at_most("2.34", GLIBC));
    }

    #[test]
    fn a_path_of_this_machine_is_found_in_bytes() {
        let needles = ["/home/somebody/".to_owned()];
        assert!(path_in(b"\0\0/home/somebody/akkoord/src/x.rs\0", &needles).is_some());
        assert!(path_in(b"\0\0/akkoord/ffi/src/x.rs\0", &needles).is_none());
    }
}

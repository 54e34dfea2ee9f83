//! `cargo xtask package` and `release-check`: what RELEASING.md asks for. None is part of `cargo xtask test`, since the
//! tools take minutes to build; what can be checked in a moment is in the tests below.

use std::process::{Command, Stdio};

use clap::ValueEnum;

use crate::steps::{Made, Missing, Steps, cargo, output, root, run};

/// What is published as crates, in the order in which they need each other.
const CRATES: [(&str, &str); 4] = [
    ("core", "akkoord"),
    ("arrow", "akkoord-arrow"),
    ("cli", "akkoord-cli"),
    ("ffi", "akkoord-ffi"),
];

/// The workspaces, each with a lock file.
const WORKSPACES: [&str; 3] = ["", "benches", "fuzz"];

/// What `release-check` looks at.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Part {
    /// Every crate that is published can be packaged, and is built from its package.
    Packages,
    /// Licences, bans, sources and advisories, by cargo-deny.
    Dependencies,
    /// The API beside that of the last version, by cargo-semver-checks.
    Api,
    /// The crates are built with the oldest compiler that they promise.
    OldestCompiler,
}

/// The parts that are named, or all.
pub(crate) fn check(parts: &[Part]) -> Result<(), String> {
    let mut steps = Steps::default();
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    if wanted(Part::Packages) {
        let _ = steps.step("every crate can be packaged", package);
    }
    if wanted(Part::Dependencies) {
        let deny = tool("cargo-deny", "");
        for workspace in WORKSPACES {
            let name = format!("licences, bans, sources: /{workspace}");
            let _ = steps.after(&name, deny.as_ref(), |()| {
                denied(workspace, &["licenses", "bans", "sources"])
            });
        }
        for workspace in WORKSPACES {
            let name = format!("advisories: /{workspace}");
            let _ = steps.after(&name, deny.as_ref(), |()| {
                denied(workspace, &["advisories"])
            });
        }
    }
    if wanted(Part::Api) {
        let checks = tool("cargo-semver-checks", "");
        let _ = steps.after("the API beside the last version", checks.as_ref(), |()| {
            api()
        });
    }
    if wanted(Part::OldestCompiler) {
        let oldest = env!("CARGO_PKG_RUST_VERSION");
        let name = format!("the crates are built with Rust {oldest}");
        let compiler = toolchain(oldest);
        let _ = steps.after(&name, compiler.as_ref(), |()| built_with(oldest));
    }
    steps.finish()
}

/// Packages the crates and builds each from its package.
pub(crate) fn package() -> Result<(), String> {
    run(&mut packaging(&[]))
}

fn packaging(more: &[&str]) -> Command {
    let mut command = cargo(&["package", "--locked"]);
    for (_, name) in CRATES {
        command.args(["-p", name]);
    }
    command.args(more);
    command
}

/// A tool that cargo installs, with these words more.
fn tool(name: &str, more: &str) -> Made<()> {
    let found = Command::new(name)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if found {
        Ok(())
    } else {
        Err(Missing::LeftOut(format!(
            "cargo install {name} --locked{more}"
        )))
    }
}

fn denied(workspace: &str, what: &[&str]) -> Result<(), String> {
    let root = root();
    let mut command = Command::new("cargo-deny");
    command
        .arg("--manifest-path")
        .arg(root.join(workspace).join("Cargo.toml"))
        .args(["--locked", "--config"])
        .arg(root.join("deny.toml"))
        .arg("check")
        .args(what);
    run(&mut command)
}

/// Beside the last tag of a version; before the first there is nothing to compare with.
fn api() -> Result<(), String> {
    let mut tags = Command::new("git");
    tags.current_dir(root());
    tags.args([
        "tag",
        "--list",
        "v*",
        "--sort=-version:refname",
        "--no-contains",
        "HEAD",
    ]);
    let tags = output(&mut tags)?;
    let Some(last) = tags.lines().next() else {
        println!("no version was released yet");
        return Ok(());
    };
    let mut command = Command::new("cargo-semver-checks");
    command.current_dir(root());
    command.args(["semver-checks", "--baseline-rev", last]);
    for (_, name) in CRATES.iter().filter(|(_, name)| *name != "akkoord-cli") {
        command.args(["-p", name]);
    }
    run(&mut command)
}

fn toolchain(version: &str) -> Made<()> {
    let listed = Command::new("rustup").args(["toolchain", "list"]).output();
    let listed = listed.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    if listed
        .unwrap_or_default()
        .lines()
        .any(|line| line.starts_with(version))
    {
        Ok(())
    } else {
        let remedy = format!("rustup toolchain install {version} --profile minimal");
        Err(Missing::LeftOut(remedy))
    }
}

fn built_with(version: &str) -> Result<(), String> {
    let mut command = Command::new("rustup");
    command
        .current_dir(root())
        // Those of the compiler that built this chore.
        .env_remove("CARGO")
        .env_remove("RUSTC")
        .env_remove("RUSTUP_TOOLCHAIN")
        .args(["run", version, "cargo", "check", "--locked", "--target-dir"])
        .arg(crate::steps::target().join("oldest-compiler"));
    for (_, name) in CRATES {
        command.args(["-p", name]);
    }
    run(&mut command)
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::steps::read_text;

    fn packages() -> Vec<Value> {
        let words = ["metadata", "--no-deps", "--locked", "--format-version", "1"];
        let text = output(&mut cargo(&words)).unwrap();
        let metadata: Value = serde_json::from_str(&text).unwrap();
        metadata["packages"].as_array().unwrap().clone()
    }

    #[test]
    fn a_crate_that_is_published_says_what_it_is_and_no_other_can_be_published() {
        let mut published = Vec::new();
        for package in packages() {
            let name = package["name"].as_str().unwrap().to_owned();
            if package["publish"].as_array().is_some_and(Vec::is_empty) {
                continue;
            }
            for text in ["description", "license", "readme", "rust_version"] {
                assert!(package[text].is_string(), "{name}: {text}");
            }
            for list in ["keywords", "categories"] {
                let length = package[list].as_array().unwrap().len();
                assert!((1..=5).contains(&length), "{name}: {list}");
            }
            for dependency in package["dependencies"].as_array().unwrap() {
                let is_ours = dependency["path"].is_string() && dependency["kind"].is_null();
                let is_any = dependency["req"] == "*";
                assert!(!(is_ours && is_any), "{name}: {}", dependency["name"]);
            }
            published.push(name);
        }
        published.sort_unstable();
        let mut ours = CRATES.map(|(_, name)| name);
        ours.sort_unstable();
        assert_eq!(published, ours);
    }

    /// Each file of a package that the source includes is in it; `cargo xtask package` builds from it.
    #[test]
    fn a_package_has_its_licences_its_readme_and_what_its_source_includes() {
        for (folder, name) in CRATES {
            let words = ["package", "--list", "--allow-dirty", "--locked", "-p", name];
            let list = output(&mut cargo(&words)).unwrap();
            let has = |file: &str| list.lines().any(|line| line == file);
            for file in ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "Cargo.toml"] {
                assert!(has(file), "{name}: {file}");
            }
            let data: &[&str] = match folder {
                "core" => &["data/mitz-3960100.json", "data/ruleset-mitz-2026-11.json"],
                "cli" => &["cases/01-stolwijk.json", "src/main.rs"],
                "ffi" => &["build.rs", "include/akkoord.h", "include/akkoord.hpp"],
                _ => &["src/lib.rs"],
            };
            for file in data {
                assert!(has(file), "{name}: {file}");
            }
            let foreign = list.lines().find(|line| line.starts_with("tests/"));
            assert_eq!(foreign, None, "{name}");
        }
    }

    #[test]
    fn the_changelog_has_what_is_coming_above_what_was_and_each_under_a_heading_of_its_kind() {
        let text = read_text(&root().join("CHANGELOG.md")).unwrap();
        let mut versions = text.lines().filter_map(|line| line.strip_prefix("## "));
        assert_eq!(versions.next(), Some("[Unreleased]"));
        let version = format!("[{}] - ", env!("CARGO_PKG_VERSION"));
        assert!(
            versions
                .next()
                .is_some_and(|next| next.starts_with(&version))
        );
        let kinds = [
            "Added",
            "Changed",
            "Deprecated",
            "Removed",
            "Fixed",
            "Security",
        ];
        let headings = text.lines().filter_map(|line| line.strip_prefix("### "));
        for heading in headings {
            assert!(kinds.contains(&heading), "{heading}");
        }
    }

    #[test]
    fn a_tool_that_is_missing_is_named_with_the_command_that_gets_it() {
        let remedy = "cargo install cargo-no-such-tool --locked --features cli";
        assert_eq!(
            tool("cargo-no-such-tool", " --features cli"),
            Err(Missing::LeftOut(remedy.to_owned()))
        );
        assert_eq!(tool("cargo", ""), Ok(()));
    }
}

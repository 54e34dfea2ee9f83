//! Builds the npm package: compile, bind, shrink, put together, weigh.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wasm_bindgen_cli_support::Bindgen;

use super::order;
use crate::steps::{Made, Steps, both, cargo, root, run, target};
use crate::toolchain::{self, Toolchain, WASM};

/// What a page may have to load at most, gzipped: the engine, with its explanations in two languages, and what starts it. With the
/// std that we build, which is the smallest and that of a release: as it is now, with little to spare. The goal is 120,000; the
/// limits, the near-linear questions and the stricter documents took more than that.
const CEILING: u64 = 157_500;

/// The same with the std of a toolchain, whose panics carry the code that writes their messages.
const OTHER_CEILING: u64 = 220_000;

/// The features that the module may use: those that browsers have had since 2022, and nothing that is merely coming.
const FEATURES: [&str; 8] = [
    "--mvp-features",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Only what is small moves into its one caller. Without this nearly every question ends up in one function of 70 kB, and the
/// package is 11 kB larger: code that is alike packs best where it stands in functions that are alike.
const INLINING: [&str; 2] = ["--one-caller-inline-max-function-size", "20"];

/// What else makes it smaller: constants that are the same at every place, then everything once more.
const MORE: [&str; 2] = ["--gufa-optimizing", "-Oz"];

/// The files of the package that are written by hand.
const FILES: [&str; 10] = [
    "document.js",
    "engine.js",
    "error.js",
    "fields.js",
    "index.d.ts",
    "inline.js",
    "inside.js",
    "node.js",
    "web.js",
    "workerd.js",
];

/// What a page loads that fetches the module.
const LOADED: [&str; 7] = [
    "akkoord.wasm",
    "glue.js",
    "document.js",
    "engine.js",
    "error.js",
    "fields.js",
    "web.js",
];

/// The folder of the package.
pub(crate) fn folder() -> PathBuf {
    root().join("bindings-wasm")
}

/// Builds the package.
pub(crate) fn build(steps: &mut Steps) -> Made<()> {
    let found = steps.step("a compiler for wasm32", || toolchain::ready(&WASM));
    let engine = steps.after("the engine as WebAssembly", found.as_ref(), |toolchain| {
        let mut command = cargo(&["build", "--locked", "--profile", "wasm", "-p"]);
        command.args(["akkoord-wasm", "--lib", "--target", WASM.target]);
        toolchain.build_with(&mut command);
        run(&mut command)?;
        Ok(toolchain)
    });
    let npm = steps.step("npm packages", || npm_ci(&folder()));
    let needs = both(engine.as_ref(), npm.as_ref());
    let package = steps.after("the package: dist/", needs, |(toolchain, ())| {
        put_together(&toolchain.target)?;
        Ok(Std::of(toolchain))
    });
    // A package that is too large works all the same.
    let _ = steps.after("its size", package.as_ref(), |std| weigh(*std));
    package.map(|_| ())
}

/// The packages of a lock file, unless they are there already.
pub(crate) fn npm_ci(folder: &Path) -> Result<(), String> {
    let changed = |file: &str| {
        let data = fs::metadata(folder.join(file)).ok()?;
        data.modified().ok()
    };
    let installed = changed("node_modules/.package-lock.json");
    if installed.is_some() && installed >= changed("package-lock.json") {
        println!("{}: as in its lock file", folder.display());
        return Ok(());
    }
    run(npm(folder).arg("ci"))
}

/// npm in a folder.
pub(crate) fn npm(folder: &Path) -> Command {
    let mut command = Command::new("npm");
    command.current_dir(folder);
    command
}

fn put_together(built: &Path) -> Result<(), String> {
    let (package, dist) = (folder(), folder().join("dist"));
    let bound = target().join("wasm-bindgen");
    let _ = fs::remove_dir_all(&bound);
    let _ = fs::remove_dir_all(&dist);
    fs::create_dir_all(&dist).map_err(|error| format!("{}: {error}", dist.display()))?;
    let built = built
        .join(WASM.target)
        .join("wasm")
        .join("akkoord_wasm.wasm");
    bind(&built, &bound).map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    shorten(&bound.join("akkoord.js"), &dist.join("glue.js"))?;

    let wasm = dist.join("akkoord.wasm");
    let mut shrink = Command::new("node");
    shrink
        .arg(package.join("node_modules/binaryen/bin/wasm-opt"))
        .args(FEATURES)
        .args(["-Oz", "--strip-producers"])
        .args(INLINING)
        .args(MORE)
        .arg(bound.join("akkoord_bg.wasm"))
        .arg("-o")
        .arg(&wasm);
    run(&mut shrink)?;
    let shrunk = fs::read(&wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
    fs::write(&wasm, order::packing_well(&shrunk)?)
        .map_err(|error| format!("{}: {error}", wasm.display()))?;
    for file in FILES {
        let (from, to) = (package.join("js").join(file), dist.join(file));
        if file.ends_with(".d.ts") {
            copy(&from, &to)?;
        } else {
            shorten(&from, &to)?;
        }
    }
    let bytes = fs::read(&wasm).map_err(|error| format!("{}: {error}", wasm.display()))?;
    let module = format!("export default \"{}\";\n", STANDARD.encode(&bytes));
    let file = dist.join("base64.js");
    fs::write(&file, module).map_err(|error| format!("{}: {error}", file.display()))?;
    for licence in ["LICENSE-APACHE", "LICENSE-MIT"] {
        copy(&root().join(licence), &package.join(licence))?;
    }
    Ok(())
}

fn bind(built: &Path, into: &Path) -> Result<(), Box<dyn std::error::Error>> {
    Bindgen::new()
        .input_path(built)
        .web(true)?
        .out_name("akkoord")
        .typescript(false)
        // The entries say where the module is: the same code starts it from a file, an address or a text.
        .omit_default_module_path(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(into)?;
    Ok(())
}

/// Writes a script without comments and with short names inside: a page without a bundler loads it as it is.
fn shorten(from: &Path, to: &Path) -> Result<(), String> {
    let mut terser = Command::new("node");
    terser
        .arg(folder().join("node_modules/terser/bin/terser"))
        .args(["--module", "--compress", "--mangle", "--output"])
        .args([to, from]);
    run(&mut terser)
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| format!("{}: {error}", from.display()))
}

/// Which std is in the module.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Std {
    /// Built by us, as small as can be: what CI builds, and what is released.
    Own,
    /// That of the toolchain on this machine, whose size is not ours.
    Toolchains,
}

impl Std {
    fn of(toolchain: &Toolchain) -> Self {
        if toolchain.rustc.is_some() {
            Std::Own
        } else {
            Std::Toolchains
        }
    }

    /// What is weighed.
    fn told(self) -> &'static str {
        match self {
            Std::Own => "as it is released, with the small std of our own",
            Std::Toolchains => {
                "with the std of a plain toolchain, as rustup gives it: larger than what is released"
            }
        }
    }

    /// The most that a page may have to load, and what that is.
    fn limit(self) -> (u64, &'static str) {
        match self {
            Std::Own => (CEILING, "the ceiling of the release"),
            Std::Toolchains => (
                OTHER_CEILING,
                "the ceiling with the std of a plain toolchain (the release has its own)",
            ),
        }
    }
}

/// Tells what a page has to load, and fails above the ceiling of its std.
fn weigh(std: Std) -> Result<(), String> {
    let dist = folder().join("dist");
    let mut all = 0_u64;
    println!("what a page loads, {}:", std.told());
    for file in LOADED {
        let path = dist.join(file);
        let plain = fs::metadata(&path)
            .map_err(|error| format!("{}: {error}", path.display()))?
            .len();
        let mut gzip = Command::new("gzip");
        let packed = gzip
            .args(["-9", "--no-name", "--stdout"])
            .arg(&path)
            .output();
        let packed = packed.map_err(|error| format!("gzip: {error}"))?.stdout;
        let packed = packed.len() as u64;
        println!("{file:>14} {plain:>9} bytes, {packed:>7} gzipped");
        all += packed;
    }
    println!("{:>14} {all:>25} gzipped", "in all");
    within(all, std)
}

fn within(all: u64, std: Std) -> Result<(), String> {
    let (most, whose) = std.limit();
    if all > most {
        return Err(format!(
            "a page would have to load {all} bytes, more than {most}, {whose}"
        ));
    }
    println!("at most {most}, {whose}: met");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CEILING, OTHER_CEILING, Std, within};

    #[test]
    fn a_size_is_held_against_the_ceiling_of_its_own_std() {
        assert_eq!(within(CEILING, Std::Own), Ok(()));
        assert!(within(CEILING + 1, Std::Own).is_err());
        assert_eq!(within(CEILING + 1, Std::Toolchains), Ok(()));
        assert!(within(OTHER_CEILING + 1, Std::Toolchains).is_err());
    }
}

//! A compiler that can build for another platform, on any machine: an installed target, else one that rustup adds,
//! else Debian's compiler for the web, with a std for the platform built from Debian's sources.
//!
//! With `AKKOORD_WASM_TOOLCHAIN=debian` (or `AKKOORD_WINDOWS_TOOLCHAIN`) or `CI=true` it is Debian's, and rustup is never asked.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::UNIX_EPOCH;

use crate::steps::{cargo, in_ci, output, run, target};

/// What is built for, and how its std is built where none is to be had.
pub(crate) struct Platform {
    pub(crate) target: &'static str,
    /// The variable that asks for Debian's compiler when it says `debian`.
    variable: &'static str,
    /// The folder in the user's cache; also of what is built with it, below `target/`.
    name: &'static str,
    /// Marks a folder as ours, so that no other is ever deleted; with `-ok` it is complete.
    mark: &'static str,
    /// How cargo builds std.
    std: &'static [&'static str],
    /// With which flags std and all else is built.
    flags: &'static str,
    /// Whether it is linked with rust-lld; else with a compiler for C that finds itself.
    is_linked_by_lld: bool,
}

/// The browser's. A panic (there is none in the engine) stops at once: no message, and none of the code that would write it.
/// The std that we build is built so, and only with such a std can the engine be.
pub(crate) const WASM: Platform = Platform {
    target: "wasm32-unknown-unknown",
    variable: "AKKOORD_WASM_TOOLCHAIN",
    name: "wasm-rust-panic-stops",
    mark: ".akkoord-wasm-rust",
    // A page loads it: where std has a small and a fast way (to sort, say), the small one.
    std: &[
        "-Zbuild-std=std,panic_abort",
        "-Zbuild-std-features=optimize_for_size",
    ],
    flags: "-Zunstable-options -Cpanic=immediate-abort",
    is_linked_by_lld: true,
};

/// Windows, for the C face. A panic unwinds: every entry catches it.
pub(crate) const WINDOWS: Platform = Platform {
    target: "x86_64-pc-windows-gnu",
    variable: "AKKOORD_WINDOWS_TOOLCHAIN",
    name: "windows-rust",
    mark: ".akkoord-windows-rust",
    std: &["-Zbuild-std=std,panic_unwind"],
    flags: "",
    is_linked_by_lld: false,
};

/// What builds for a platform.
pub(crate) struct Toolchain {
    /// The compiler; `None`: the one that cargo uses anyway.
    pub(crate) rustc: Option<PathBuf>,
    /// Where to build. What was built with a std of our own has a folder of its own: cargo cannot tell two stds apart.
    pub(crate) target: PathBuf,
    flags: &'static str,
}

impl Toolchain {
    /// Lets a command of cargo build with it.
    pub(crate) fn build_with(&self, command: &mut Command) {
        command.arg("--target-dir").arg(&self.target);
        if let Some(rustc) = &self.rustc {
            command
                .env("RUSTC", rustc)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTFLAGS", self.flags)
                .env_remove("CARGO_ENCODED_RUSTFLAGS");
        }
    }
}

/// Finds or makes what builds for a platform.
pub(crate) fn ready(platform: &Platform) -> Result<Toolchain, String> {
    let wanted = platform.target;
    let usual = Toolchain {
        rustc: None,
        target: target(),
        flags: "",
    };
    let ours = env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    let only_debian = in_ci() || env::var(platform.variable).is_ok_and(|value| value == "debian");
    if !only_debian && has_std(&ours, wanted) {
        println!("std for {wanted} is installed");
        return Ok(usual);
    }
    if !only_debian && starts("rustup") {
        let added = run(Command::new("rustup").args(["target", "add", wanted]));
        if added.is_ok() && has_std(&ours, wanted) {
            return Ok(usual);
        }
        println!("rustup could not add {wanted}");
    }
    if !(starts("apt-get") && starts("apt-cache") && starts("dpkg-deb")) {
        return Err(format!("rustup target add {wanted}"));
    }
    debian(platform)
}

/// `apt-get update`, as root: the lists of a fresh machine may be empty or old.
fn update_lists() -> Result<(), String> {
    let is_root = Command::new("id")
        .arg("-u")
        .output()
        .is_ok_and(|output| output.stdout.trim_ascii() == b"0");
    let mut command = Command::new(if is_root { "apt-get" } else { "sudo" });
    if !is_root {
        command.args(["-n", "apt-get"]);
    }
    run(command.args(["update", "-qq"]))
}

fn has_std(rustc: &Path, target: &str) -> bool {
    let folder = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", target])
        .stderr(Stdio::null())
        .output();
    let Ok(folder) = folder else { return false };
    let folder = String::from_utf8_lossy(&folder.stdout).trim().to_owned();
    find(Path::new(&folder), "libstd-", ".rlib").is_some()
}

fn starts(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// The file of a folder whose name begins and ends so.
fn find(folder: &Path, begins: &str, ends: &str) -> Option<PathBuf> {
    let entries = fs::read_dir(folder).ok()?;
    let mut paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    paths.find(|path| {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        name.starts_with(begins) && name.ends_with(ends)
    })
}

/// Debian's rustc for the web, unpacked in the user's cache (nothing is installed), with a std for the platform.
fn debian(platform: &Platform) -> Result<Toolchain, String> {
    let cache = env::var_os("XDG_CACHE_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(PathBuf::from(env::var_os("HOME")?).join(".cache")))
        .ok_or("neither XDG_CACHE_HOME nor HOME is set")?;
    let home = cache.join(format!("akkoord-{}", platform.name));
    let complete = home.join(format!("{}-ok", platform.mark));
    let rustc = home.join("bin").join("rustc");
    if !complete.exists() {
        if home.exists() && !home.join(platform.mark).exists() {
            return Err(format!("{} exists and is not ours", home.display()));
        }
        let _ = fs::remove_dir_all(&home);
        made(&home.join("bin"))?;
        write(&home.join(platform.mark), "")?;
        unpack(&home, platform.target)?;
        wrap(&home, &rustc)?;
        if platform.is_linked_by_lld {
            link_linker(&home, &rustc)?;
        }
        build_std(&home, &rustc, platform)?;
        write(&complete, "")?;
    }
    let version = output(Command::new(&rustc).arg("--version"))?;
    println!("Debian's {} in {}", version.trim(), home.display());
    Ok(Toolchain {
        rustc: Some(rustc),
        target: target().join(format!("{}-{}", platform.name, made_at(&complete)?)),
        flags: platform.flags,
    })
}

/// When a file was made, in seconds: a std that was built anew is another std.
fn made_at(file: &Path) -> Result<u64, String> {
    let made = fs::metadata(file).and_then(|data| data.modified());
    let made = made.map_err(|error| told(file, &error))?;
    let since = made.duration_since(UNIX_EPOCH);
    Ok(since.map_or(0, |since| since.as_secs()))
}

/// The newest version of a package that apt knows.
fn candidate(package: &str) -> Result<Option<String>, String> {
    let policy = output(Command::new("apt-cache").args(["policy", package]))?;
    let version = policy
        .lines()
        .find_map(|line| line.trim().strip_prefix("Candidate:"));
    Ok(version
        .map(str::trim)
        .filter(|version| *version != "(none)")
        .map(str::to_owned))
}

/// Whether a version of Debian's compiler is new enough for this workspace.
fn is_new_enough(version: &str) -> bool {
    let numbers = |text: &str| -> Vec<u32> {
        let parts = text.split(['.', '+', '~', '-']);
        parts.map_while(|part| part.parse().ok()).take(2).collect()
    };
    numbers(version) >= numbers(env!("CARGO_PKG_RUST_VERSION"))
}

/// Downloads compiler, host std, std sources and LLVM of the very same version, and unpacks what is needed.
fn unpack(home: &Path, target: &str) -> Result<(), String> {
    let _one_at_a_time = crate::debian::alone();
    let mut version = candidate("rust-web-src")?.filter(|version| is_new_enough(version));
    if version.is_none() {
        update_lists()?;
        version = candidate("rust-web-src")?.filter(|version| is_new_enough(version));
    }
    let version = version.ok_or_else(|| {
        format!(
            "apt has no rust-web-src of at least {}; install the target {target} by hand",
            env!("CARGO_PKG_RUST_VERSION")
        )
    })?;
    let depends = |package: &str, on: &str| -> Result<String, String> {
        let shown = output(
            Command::new("apt-cache")
                .arg("show")
                .arg(format!("{package}={version}")),
        )?;
        let words = shown.split(|letter: char| !letter.is_alphanumeric() && !"-.".contains(letter));
        let digits = |rest: &str| rest.starts_with(|letter: char| letter.is_ascii_digit());
        let mut names = words.filter(|word| word.strip_prefix(on).is_some_and(digits));
        let found = names.next().map(str::to_owned);
        found.ok_or_else(|| format!("{package} {version} does not depend on {on}…"))
    };
    let host_std = depends("libstd-rust-web-dev", "libstd-rust-web-")?;
    let llvm = depends(&host_std, "libllvm")?;
    let debs = home.join("debs");
    made(&debs)?;
    let mut download = Command::new("apt-get");
    download.current_dir(&debs).args(["download", "-qq"]);
    for package in [
        "rustc-web",
        "rust-web-src",
        "libstd-rust-web-dev",
        &host_std,
    ] {
        download.arg(format!("{package}={version}"));
    }
    run(download.arg(llvm))?;
    let entries = fs::read_dir(&debs).map_err(|error| told(&debs, &error))?;
    for deb in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        run(Command::new("dpkg-deb").arg("-x").arg(&deb).arg(home))?;
    }
    fs::remove_dir_all(&debs).map_err(|error| told(&debs, &error))
}

/// A `rustc` that finds its own libraries without being installed.
fn wrap(home: &Path, rustc: &Path) -> Result<(), String> {
    let lib = home.join("usr").join("lib");
    let mut folders = vec![lib.clone()];
    let entries = fs::read_dir(&lib).map_err(|error| told(&lib, &error))?;
    folders.extend(entries.filter_map(|entry| Some(entry.ok()?.path())));
    let driver = folders
        .iter()
        .find(|folder| find(folder, "librustc_driver-", ".so").is_some())
        .ok_or("Debian's package has no librustc_driver")?;
    let script = format!(
        "#!/bin/sh\nLD_LIBRARY_PATH=\"{}${{LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}}\" exec \"{}\" \"$@\"\n",
        driver.display(),
        home.join("usr").join("bin").join("rustc").display()
    );
    write(rustc, &script)?;
    run(Command::new("chmod").arg("+x").arg(rustc))
}

/// The linker: the default toolchain's rust-lld, else an installed lld.
fn link_linker(home: &Path, rustc: &Path) -> Result<(), String> {
    let about = output(Command::new(rustc).arg("-vV"))?;
    let host = about
        .lines()
        .find_map(|line| line.strip_prefix("host: "))
        .ok_or("Debian's rustc does not tell its host")?;
    let below = Path::new("lib").join("rustlib").join(host).join("bin");
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let own = Path::new(sysroot.trim()).join(&below).join("rust-lld");
    let linker = if own.exists() {
        own
    } else {
        let bin = Path::new("/usr/bin");
        let installed = find(bin, "rust-lld", "").or_else(|| find(bin, "wasm-ld", ""));
        installed.ok_or("no rust-lld or wasm-ld: apt-get install lld")?
    };
    let folder = home.join("usr").join(&below);
    made(&folder)?;
    run(Command::new("ln")
        .arg("-sfn")
        .arg(linker)
        .arg(folder.join("rust-lld")))
}

/// Builds std from the sources, and puts it where the compiler looks for it.
fn build_std(home: &Path, rustc: &Path, platform: &Platform) -> Result<(), String> {
    let build = home.join("build");
    made(&build.join("src"))?;
    write(&build.join("src").join("lib.rs"), "")?;
    write(
        &build.join("Cargo.toml"),
        "[package]\nname = \"sysroot\"\nversion = \"0.0.0\"\nedition = \"2021\"\n[workspace]\n[profile.release]\ncodegen-units = 1\n",
    )?;
    let mut command = cargo(&["build", "--quiet", "--release", "--target", platform.target]);
    command
        .current_dir(&build)
        .args(platform.std)
        .args(["--target-dir", "t"])
        .env("RUSTC", rustc)
        .env("RUSTC_BOOTSTRAP", "1")
        // Object code and bitcode in the rlibs, as in the official std: it links with lto and without.
        .env(
            "RUSTFLAGS",
            format!("-Cembed-bitcode=yes {}", platform.flags),
        );
    for name in [
        "CARGO_BUILD_TARGET",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_TARGET_DIR",
    ] {
        command.env_remove(name);
    }
    run(&mut command)?;
    let built = build
        .join("t")
        .join(platform.target)
        .join("release")
        .join("deps");
    let rustlib = home.join("usr").join("lib").join("rustlib");
    let folder = rustlib.join(platform.target).join("lib");
    made(&folder)?;
    let entries = fs::read_dir(&built).map_err(|error| told(&built, &error))?;
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if name.ends_with(".rlib") && !name.starts_with("libsysroot-") {
            fs::copy(&path, folder.join(&*name)).map_err(|error| told(&path, &error))?;
        }
    }
    for spent in [build, home.join("usr").join("src"), rustlib.join("src")] {
        let _ = fs::remove_dir_all(spent);
    }
    Ok(())
}

fn made(folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| told(folder, &error))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    fs::write(file, text).map_err(|error| told(file, &error))
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::is_new_enough;

    #[test]
    fn an_old_compiler_of_debian_is_not_taken() {
        assert!(is_new_enough("1.96.0+dfsg1-1~deb12u2"));
        assert!(is_new_enough("2.0.0"));
        assert!(!is_new_enough("1.85.0+dfsg3-1~deb12u3"));
        assert!(!is_new_enough("1.9.0"));
        assert!(!is_new_enough(""));
    }
}

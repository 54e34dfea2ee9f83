//! A compiler that can build for another platform, on any machine: an installed target, else one that rustup adds,
//! else Debian's compiler for the web, with a std for the platform built from Debian's sources (.ci/rust-std.sh).
//!
//! With `AKKOORD_WASM_TOOLCHAIN=debian` (or `AKKOORD_WINDOWS_TOOLCHAIN`) or `CI=true` it is Debian's, and rustup is never asked.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::steps::{in_ci, output, root, run, target};

/// What is built for. How its std is built where none is to be had is for .ci/rust-std.sh to say.
pub(crate) struct Platform {
    pub(crate) target: &'static str,
    /// The variable that asks for Debian's compiler when it says `debian`.
    variable: &'static str,
}

/// The browser's.
pub(crate) const WASM: Platform = Platform {
    target: "wasm32-unknown-unknown",
    variable: "AKKOORD_WASM_TOOLCHAIN",
};

/// Windows, for the C face.
pub(crate) const WINDOWS: Platform = Platform {
    target: "x86_64-pc-windows-gnu",
    variable: "AKKOORD_WINDOWS_TOOLCHAIN",
};

/// What builds for a platform.
pub(crate) struct Toolchain {
    /// The compiler; `None`: the one that cargo uses anyway.
    pub(crate) rustc: Option<PathBuf>,
    /// Where to build. What was built with a std of our own has a folder of its own: cargo cannot tell two stds apart.
    pub(crate) target: PathBuf,
    flags: String,
}

impl Toolchain {
    /// Lets a command of cargo build with it.
    pub(crate) fn build_with(&self, command: &mut Command) {
        command.arg("--target-dir").arg(&self.target);
        if let Some(rustc) = &self.rustc {
            command
                .env("RUSTC", rustc)
                .env("RUSTC_BOOTSTRAP", "1")
                .env("RUSTFLAGS", &self.flags)
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
        flags: String::new(),
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

fn has_std(rustc: &Path, target: &str) -> bool {
    let folder = Command::new(rustc)
        .args(["--print", "target-libdir", "--target", target])
        .stderr(Stdio::null())
        .output();
    let Ok(folder) = folder else { return false };
    let folder = String::from_utf8_lossy(&folder.stdout).trim().to_owned();
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name()).any(|name| {
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn starts(program: &str) -> bool {
    Command::new(program)
        .arg("--version")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok()
}

/// Debian's rustc for the web, with a std for the platform.
fn debian(platform: &Platform) -> Result<Toolchain, String> {
    fs::create_dir_all(target()).map_err(|error| error.to_string())?;
    let mut script = Command::new(root().join(".ci").join("rust-std.sh"));
    script
        .args([platform.target, env!("CARGO_PKG_RUST_VERSION")])
        .arg(crate::debian::lock_file())
        .stdin(Stdio::null());
    let told = output(&mut script)?;
    let [rustc, flags, made] = told.lines().collect::<Vec<_>>()[..] else {
        return Err(format!("rust-std.sh says {told:?}"));
    };
    Ok(Toolchain {
        rustc: Some(PathBuf::from(rustc)),
        // A std that was built anew is another std.
        target: target().join(format!("{}-{made}", platform.target)),
        flags: flags.to_owned(),
    })
}

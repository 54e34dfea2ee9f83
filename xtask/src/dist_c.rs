//! `cargo xtask dist-c`: the folder that a vendor unpacks, and the archive of it.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::header;
use crate::portable::{self, Zig};
use crate::steps::{Steps, cargo, output, root, run, target};
use crate::toolchain::{self, Toolchain, WINDOWS};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The tools that make a DLL and its import libraries elsewhere than on Windows.
pub(crate) const WINDOWS_TOOLS: [&str; 4] = [
    "x86_64-w64-mingw32-gcc",
    "x86_64-w64-mingw32-dlltool",
    "x86_64-w64-mingw32-strip",
    "llvm-dlltool",
];

/// Which system the library is for.
pub(crate) enum Goal {
    /// The one that this chore runs on, with its own linker.
    Here,
    /// Linux with an old glibc, on a Linux with a newer one.
    OldLinux(Zig),
    /// Windows, by mingw, and what builds for it.
    Windows(Toolchain),
}

impl Goal {
    /// By the name of a target of the compiler.
    fn of(wanted: Option<&str>, system_linker: bool) -> Result<Self, String> {
        match wanted {
            None if system_linker => Ok(Goal::Here),
            None => Goal::usual(),
            Some(name) if name == WINDOWS.target => Goal::windows(),
            Some(name) => Err(format!(
                "--target {name}: only {} is built elsewhere than on its own system; there, leave out --target",
                WINDOWS.target
            )),
        }
    }

    /// What a package is made for where nothing else is said.
    pub(crate) fn usual() -> Result<Self, String> {
        if cfg!(all(target_os = "linux", target_env = "gnu")) {
            Ok(Goal::OldLinux(Zig::ready()?))
        } else {
            Ok(Goal::Here)
        }
    }

    pub(crate) fn windows() -> Result<Self, String> {
        for tool in WINDOWS_TOOLS {
            let mut asked = Command::new(tool);
            if asked.arg("--version").output().is_err() {
                return Err(format!(
                    "{tool} is not on the path; on Debian: apt-get install gcc-mingw-w64-x86-64-posix llvm"
                ));
            }
        }
        Ok(Goal::Windows(toolchain::ready(&WINDOWS)?))
    }

    fn system(&self) -> (&'static str, &'static str) {
        match self {
            Goal::Here | Goal::OldLinux(_) => (env::consts::OS, env::consts::ARCH),
            Goal::Windows(_) => ("windows", "x86_64"),
        }
    }

    /// The name of the target, if it is not that of this machine.
    fn target(&self) -> Option<&'static str> {
        match self {
            Goal::Here | Goal::OldLinux(_) => None,
            Goal::Windows(_) => Some(WINDOWS.target),
        }
    }

    /// Builds the library, for release; with these features.
    pub(crate) fn build(&self, features: &[&str]) -> Result<(), String> {
        // Without the library for Rust, which the manifest has beside these: beside it cargo optimises nothing at link time.
        let mut command = cargo(&[
            "rustc",
            "--release",
            "--locked",
            "-p",
            "akkoord-ffi",
            "--lib",
            "--crate-type",
            "cdylib,staticlib",
        ]);
        for feature in features {
            command.args(["--features", feature]);
        }
        match self {
            Goal::Here => {}
            Goal::OldLinux(zig) => zig.link_with(&mut command),
            Goal::Windows(toolchain) => {
                command.args(["--target", WINDOWS.target]);
                toolchain.build_with(&mut command);
            }
        }
        portable::without_paths(&mut command);
        run(&mut command)
    }

    /// The folder that cargo builds into.
    pub(crate) fn built(&self) -> PathBuf {
        match self {
            Goal::Here => target().join("release"),
            Goal::OldLinux(zig) => target().join(&zig.target).join("release"),
            Goal::Windows(toolchain) => toolchain.target.join(WINDOWS.target).join("release"),
        }
    }
}

pub(crate) fn run_chore(wanted: Option<&str>, system_linker: bool) -> Result<(), String> {
    let mut steps = Steps::default();
    steps.step("the header is what the crate says", header::check)?;
    steps.step("the folder and its archive", || {
        let dist = make(&Goal::of(wanted, system_linker)?)?;
        println!("{}\n{}", dist.folder.display(), dist.archive.display());
        Ok(())
    })?;
    steps.finish()
}

/// What was made.
pub(crate) struct Dist {
    pub(crate) folder: PathBuf,
    pub(crate) archive: PathBuf,
}

/// The name of the folder: `akkoord-c-0.1.0-linux-x86_64`.
fn name(goal: &Goal) -> String {
    let (os, arch) = goal.system();
    format!("akkoord-c-{VERSION}-{os}-{arch}")
}

/// Builds the library and puts the folder together.
pub(crate) fn make(goal: &Goal) -> Result<Dist, String> {
    goal.build(&[])?;
    let dist = target().join("dist");
    let name = name(goal);
    let folder = dist.join(&name);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| told(&folder, &error))?;
    }
    let ffi = root().join("ffi");
    copy_tree(&ffi.join("include"), &folder.join("include"))?;
    let lib = folder.join("lib");
    // A linker of Windows makes an import library from it.
    write(&lib.join("akkoord.def"), &definitions(&[])?)?;
    libraries(goal, &lib)?;
    for (template, place) in [
        ("akkoord.pc.in", "lib/pkgconfig/akkoord.pc"),
        (
            "akkoord-config.cmake.in",
            "lib/cmake/akkoord/akkoord-config.cmake",
        ),
        (
            "akkoord-config-version.cmake.in",
            "lib/cmake/akkoord/akkoord-config-version.cmake",
        ),
    ] {
        let text = read(&ffi.join("dist").join(template))?;
        write(&folder.join(place), &filled_in(&text, goal)?)?;
    }
    let documents = ffi.join("dist").join("docs");
    copy_tree(&documents, &folder)?;
    let readme = folder.join("README.md");
    write(
        &readme,
        &read(&readme)?.replace("@NEEDS@", &needs(goal, &lib)?),
    )?;
    for language in ["c", "cpp", "csharp", "java", "pascal"] {
        let examples = root().join("examples").join(language);
        copy_tree(&examples, &folder.join("examples").join(language))?;
    }
    for bindings in ["bindings-csharp", "bindings-java", "bindings-pascal"] {
        copy_tree(&root().join(bindings), &folder.join(bindings))?;
    }
    for license in ["LICENSE-MIT", "LICENSE-APACHE"] {
        write(&folder.join(license), &read(&root().join(license))?)?;
    }
    write(
        &folder.join("THIRD-PARTY-LICENSES.txt"),
        &third_parties_for("akkoord-ffi", goal.target())?,
    )?;
    portable::has_no_paths(&folder)?;
    let archive = archived(&dist, &name)?;
    Ok(Dist { folder, archive })
}

/// The archive of a folder: the same bytes for the same files, whenever and by whomever they were made.
fn archived(dist: &Path, name: &str) -> Result<PathBuf, String> {
    let (plain, archive) = (
        dist.join(format!("{name}.tar")),
        dist.join(format!("{name}.tar.gz")),
    );
    let mut tar = Command::new("tar");
    if cfg!(target_os = "linux") {
        tar.args([
            "--sort=name",
            "--format=ustar",
            "--mtime=1980-01-01 00:00:00Z",
        ]);
        tar.args(["--owner=0", "--group=0", "--numeric-owner"]);
        tar.arg("--mode=u=rwX,go=rX");
    }
    run(tar.arg("-cf").arg(&plain).arg("-C").arg(dist).arg(name))?;
    // Without the name and the time of what it packs.
    run(Command::new("gzip").args(["-9", "-n", "-f"]).arg(&plain))?;
    Ok(archive)
}

/// What the system must have, as its own README says it; of Linux as the library itself says it.
fn needs(goal: &Goal, lib: &Path) -> Result<String, String> {
    let library = lib.join("libakkoord.so");
    match goal {
        Goal::Windows(_) => Ok("This one needs Windows 10 or later, of 64 bits.".to_owned()),
        Goal::Here if !cfg!(all(target_os = "linux", target_env = "gnu")) => Ok(format!(
            "This one needs the {} that it was built on, or a later one.",
            env::consts::OS
        )),
        Goal::Here | Goal::OldLinux(_) => {
            let glibc = portable::glibc_of(&library)?;
            println!("{}: glibc {glibc}", library.display());
            if matches!(goal, Goal::OldLinux(_)) && !portable::is_at_most(&glibc, portable::GLIBC) {
                return Err(format!(
                    "the library asks for glibc {glibc}, and was linked for {}",
                    portable::GLIBC
                ));
            }
            Ok(format!(
                "This one needs Linux with glibc {glibc} or later: the newest version that `objdump -T lib/libakkoord.so` shows. Not musl."
            ))
        }
    }
}

/// The number in the name of the shared library: what a program is compiled for.
pub(crate) fn abi() -> Result<String, String> {
    let source = read(&root().join("ffi").join("src").join("version.rs"))?;
    source
        .split_once("AKKOORD_ABI_VERSION: u32 = ")
        .and_then(|(_, rest)| rest.split(';').next())
        .map(str::to_owned)
        .ok_or_else(|| "version.rs does not say AKKOORD_ABI_VERSION".to_owned())
}

/// The product by its own name: cargo names it after the crate.
fn libraries(goal: &Goal, lib: &Path) -> Result<(), String> {
    let built = goal.built();
    let abi = abi()?;
    let copy = |from: &str, to: &str| {
        let from = built.join(from);
        fs::copy(&from, lib.join(to)).map_err(|error| told(&from, &error))
    };
    if let Goal::Windows(_) = goal {
        copy("akkoord_ffi.dll", "akkoord.dll")?;
        copy("libakkoord_ffi.a", "libakkoord.a")?;
        let strip = "x86_64-w64-mingw32-strip";
        stripped(strip, "--strip-unneeded", &lib.join("akkoord.dll"))?;
        stripped(strip, "--strip-debug", &lib.join("libakkoord.a"))?;
        import_libraries(lib)?;
    } else if cfg!(target_os = "windows") {
        copy("akkoord_ffi.dll", "akkoord.dll")?;
        copy("akkoord_ffi.lib", "akkoord_static.lib")?;
    } else if cfg!(target_os = "macos") {
        copy("libakkoord_ffi.dylib", &format!("libakkoord.{abi}.dylib"))?;
        link(
            &format!("libakkoord.{abi}.dylib"),
            &lib.join("libakkoord.dylib"),
        )?;
        copy("libakkoord_ffi.a", "libakkoord.a")?;
    } else {
        let full = format!("libakkoord.so.{VERSION}");
        let by_abi = format!("libakkoord.so.{abi}");
        copy("libakkoord_ffi.so", &full)?;
        link(&full, &lib.join(&by_abi))?;
        link(&by_abi, &lib.join("libakkoord.so"))?;
        copy("libakkoord_ffi.a", "libakkoord.a")?;
        // Names and debugging of std are a third of it; what is exported stays.
        stripped("strip", "--strip-unneeded", &lib.join(&full))?;
        stripped("strip", "--strip-debug", &lib.join("libakkoord.a"))?;
    }
    Ok(())
}

/// Leaves out of a library what nobody needs. One that this strip cannot read is kept as it is: rustup's std for Windows has import
/// objects that the strip of mingw does not know.
fn stripped(strip: &str, how: &str, library: &Path) -> Result<(), String> {
    let smaller = library.with_extension("stripped");
    let mut command = Command::new(strip);
    command.arg(how).arg("-o").arg(&smaller).arg(library);
    if run(&mut command).is_ok() {
        return fs::rename(&smaller, library).map_err(|error| told(library, &error));
    }
    let _ = fs::remove_file(&smaller);
    println!(
        "{strip} cannot read {}: it is kept whole",
        library.display()
    );
    Ok(())
}

/// What programs are linked with instead of `akkoord.dll`: one for mingw, and one as MSVC makes it.
pub(crate) fn import_libraries(lib: &Path) -> Result<(), String> {
    let definitions = lib.join("akkoord.def");
    run(Command::new("x86_64-w64-mingw32-dlltool")
        .arg("-d")
        .arg(&definitions)
        .arg("-l")
        .arg(lib.join("libakkoord.dll.a")))?;
    run(Command::new("llvm-dlltool")
        .args(["-m", "i386:x86-64", "-d"])
        .arg(&definitions)
        .arg("-l")
        .arg(lib.join("akkoord.lib")))
}

#[cfg(unix)]
fn link(original: &str, link: &Path) -> Result<(), String> {
    std::os::unix::fs::symlink(original, link).map_err(|error| told(link, &error))
}

#[cfg(not(unix))]
fn link(original: &str, link: &Path) -> Result<(), String> {
    let from = link.with_file_name(original);
    fs::copy(&from, link)
        .map(|_| ())
        .map_err(|error| told(&from, &error))
}

/// The system libraries that a program needs beside the static library, as the compiler says: those of std, since no package
/// below akkoord links any.
pub(crate) fn system_libraries(goal: &Goal) -> Result<String, String> {
    let usual = || env::var_os("RUSTC").map_or_else(|| PathBuf::from("rustc"), PathBuf::from);
    let mut command = match goal {
        Goal::Here | Goal::OldLinux(_) => Command::new(usual()),
        Goal::Windows(toolchain) => {
            let mut command = Command::new(toolchain.rustc.clone().unwrap_or_else(usual));
            command.args(["--target", WINDOWS.target]);
            command
        }
    };
    let scratch = target().join("dist").join("system-libraries.a");
    let source = scratch.with_extension("rs");
    write(&source, "")?;
    command.args([
        "--crate-type",
        "staticlib",
        "--print",
        "native-static-libs",
        "-o",
    ]);
    let output = command
        .arg(&scratch)
        .arg(&source)
        .output()
        .map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stderr);
    told.lines()
        .find_map(|line| line.split_once("native-static-libs: "))
        .map(|(_, libraries)| libraries.trim().to_owned())
        .ok_or_else(|| format!("rustc does not say which system libraries are needed:\n{told}"))
}

fn filled_in(template: &str, goal: &Goal) -> Result<String, String> {
    let mut text = template
        .replace("@VERSION@", VERSION)
        .replace("@ABI@", &abi()?);
    let libraries = system_libraries(goal)?;
    text = text.replace("@SYSTEM_LIBRARIES@", &libraries);
    // CMake keeps a list by semicolons.
    text = text.replace("@SYSTEM_LIBRARIES_LIST@", &libraries.replace(' ', ";"));
    Ok(text)
}

/// What a linker of Windows makes an import library from: the committed symbols, and more that a test asks for.
pub(crate) fn definitions(more: &[&str]) -> Result<String, String> {
    let mut text = String::from("LIBRARY akkoord.dll\nEXPORTS\n");
    text.push_str(&read(&root().join("ffi").join("symbols.txt"))?);
    for symbol in more {
        text.push_str(symbol);
        text.push('\n');
    }
    Ok(text)
}

/// The licences of everything that is linked into the library of this crate, word for word.
pub(crate) fn third_parties(library: &str) -> Result<String, String> {
    third_parties_for(library, None)
}

/// The same for another platform than this one: other packages may be linked there.
fn third_parties_for(library: &str, platform: Option<&str>) -> Result<String, String> {
    let mut tree = cargo(&[
        "tree", "--locked", "-p", library, "--edges", "normal", "--prefix", "none", "--format",
        "{p}",
    ]);
    if let Some(platform) = platform {
        tree.args(["--target", platform]);
    }
    let linked = output(&mut tree)?;
    let linked: Vec<&str> = linked
        .lines()
        .filter_map(|line| line.split(' ').next())
        .collect();
    let metadata = output(&mut cargo(&[
        "metadata",
        "--locked",
        "--format-version",
        "1",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|error| error.to_string())?;
    let mut text = String::from(
        "akkoord is licensed under MIT or Apache-2.0, at your option. The library also contains the Rust standard library\n\
         (MIT or Apache-2.0, https://github.com/rust-lang/rust) and these packages:\n",
    );
    let mut packages = BTreeMap::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = package["name"].as_str().unwrap_or_default();
        if linked.contains(&name) && package["source"].is_string() {
            packages.insert(name, package);
        }
    }
    if packages.is_empty() {
        return Err("no package seems to be linked".to_owned());
    }
    for (name, package) in &packages {
        let field = |field: &str| package[field].as_str().unwrap_or_default().to_owned();
        // A string takes all text.
        let _ = writeln!(
            text,
            "\n{}\n{name} {} - {} - {}\n",
            "=".repeat(100),
            field("version"),
            field("license"),
            field("repository")
        );
        let folder = PathBuf::from(field("manifest_path"));
        for license in licenses(folder.parent().unwrap_or(&folder)) {
            text.push_str(&read(&license)?);
            text.push('\n');
        }
    }
    println!("licences of {} packages", packages.len());
    Ok(text)
}

fn licenses(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            path.is_file() && (name.starts_with("LICENSE") || name.starts_with("COPYING"))
        })
        .collect();
    files.sort();
    files
}

fn copy_tree(from: &Path, to: &Path) -> Result<(), String> {
    fs::create_dir_all(to).map_err(|error| told(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| told(from, &error))? {
        let path = entry.map_err(|error| told(from, &error))?.path();
        let place = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_tree(&path, &place)?;
        } else {
            fs::copy(&path, &place).map_err(|error| told(&path, &error))?;
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| told(file, &error))
}

fn write(file: &Path, text: &str) -> Result<(), String> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder).map_err(|error| told(folder, &error))?;
    }
    fs::write(file, text).map_err(|error| told(file, &error))
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{}: {error}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(name: &str) -> PathBuf {
        let place = target().join("tmp").join("dist-c").join(name);
        let _ = fs::remove_dir_all(&place);
        place
    }

    #[test]
    fn what_strip_cannot_read_is_kept_as_it_is() {
        let library = place("strip").join("libakkoord.a");
        write(&library, "no archive").unwrap();
        stripped("strip", "--strip-debug", &library).unwrap();
        assert_eq!(read(&library).unwrap(), "no archive");
        stripped("there-is-no-such-strip", "--strip-debug", &library).unwrap();
        assert_eq!(read(&library).unwrap(), "no archive");
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn the_archive_of_the_same_files_is_the_same() {
        let bytes = |name: &str, order: [&str; 2], mode: &str| {
            let dist = place(name);
            for file in order {
                write(&dist.join("akkoord-c").join(file), file).unwrap();
            }
            run(Command::new("chmod")
                .arg(mode)
                .arg(dist.join("akkoord-c").join("a")))
            .unwrap();
            fs::read(archived(&dist, "akkoord-c").unwrap()).unwrap()
        };
        let first = bytes("first", ["a", "b"], "640");
        // Of another second, and written in another order by somebody who shares less.
        run(Command::new("sleep").arg("1.1")).unwrap();
        assert_eq!(first, bytes("second", ["b", "a"], "600"));
    }
}

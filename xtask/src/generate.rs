//! `cargo xtask assets`: what the program generates about itself.

use std::fs;

use crate::steps::{Steps, cargo, output, root, run};

pub(crate) fn assets() -> Result<(), String> {
    let mut steps = Steps::default();
    let folder = root().join("target").join("assets");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let program = [
        "run",
        "--release",
        "--locked",
        "--quiet",
        "-p",
        "akkoord-cli",
        "--",
    ];
    steps.step("shell completions", || {
        for (shell, file) in [
            ("bash", "akkoord.bash"),
            ("zsh", "_akkoord"),
            ("fish", "akkoord.fish"),
        ] {
            let mut command = cargo(&program);
            let text = output(command.args(["completions", shell]))?;
            fs::write(folder.join(file), text).map_err(|error| format!("{file}: {error}"))?;
        }
        Ok(())
    })?;
    steps.step("man pages", || {
        let mut command = cargo(&program);
        run(command.args(["man", "--out"]).arg(&folder))
    })?;
    println!("\nwritten to {}", folder.display());
    steps.finish()
}

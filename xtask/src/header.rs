//! `cargo xtask header`: the C header, made from the crate `akkoord-ffi`, and the raw layers of the bindings, made from the header; the
//! tests compare them with what is committed.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::steps::{read_text, root, run, write_text};
use crate::{bindings, c};

/// Writes the header, and what is made from it.
pub(crate) fn write_chore() -> Result<(), String> {
    write_text(&c::header_file(), &header()?)?;
    bindings::write_raw_layers()
}

/// The committed header is what would be written now, and every function in it is described in full.
pub(crate) fn check() -> Result<(), String> {
    let committed = read_text(&c::header_file())?;
    if committed != header()? {
        return Err(
            "ffi/include/akkoord.h is not what the crate says: run `cargo xtask header`".to_owned(),
        );
    }
    let functions = described(&committed)?;
    println!("the header is up to date; {functions} functions, each described in full");
    Ok(())
}

/// Doxygen reads both headers without a complaint: what is there is described, in a form that it understands.
pub(crate) fn read_by_doxygen(work: &Path) -> Result<(), String> {
    // Of the short functions of C++ the names of the parameters tell enough.
    for (name, each_parameter) in [("akkoord.h", "YES"), ("akkoord.hpp", "NO")] {
        let include = root().join("ffi").join("include");
        let settings = work.join(format!("{name}.doxyfile"));
        // The structs of Arrow are as Arrow gives them.
        let text = format!(
            "INPUT = \"{}\"\nOUTPUT_DIRECTORY = \"{}\"\nGENERATE_LATEX = NO\nHAVE_DOT = NO\nQUIET = YES\n\
             OPTIMIZE_OUTPUT_FOR_C = {each_parameter}\nWARN_NO_PARAMDOC = {each_parameter}\n\
             WARN_AS_ERROR = FAIL_ON_WARNINGS\nPREDEFINED = ARROW_C_DATA_INTERFACE AKKOORD_MUST_CHECK=\n\
             EXCLUDE_SYMBOLS = akkoord::detail*\n",
            include.join(name).display(),
            work.join(format!("{name}.doxygen")).display(),
        );
        fs::write(&settings, text).map_err(|error| format!("{}: {error}", settings.display()))?;
        run(Command::new("doxygen").arg(&settings))?;
    }
    Ok(())
}

fn header() -> Result<String, String> {
    let folder = root().join("ffi");
    let config = cbindgen::Config::from_file(folder.join("cbindgen.toml"))?;
    let bindings = cbindgen::Builder::new()
        .with_crate(&folder)
        .with_config(config)
        .generate()
        .map_err(|error| error.to_string())?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    String::from_utf8(text).map_err(|error| error.to_string())
}

/// Every function tells of each of its parameters, what it returns, about threads and what it costs; answers how many there are.
fn described(header: &str) -> Result<usize, String> {
    let mut functions = 0;
    let mut comment = String::new();
    let mut lines = header.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("/**") {
            comment.clear();
        }
        if line.starts_with("/**") || line.starts_with(" *") {
            comment.push_str(line);
            comment.push('\n');
            continue;
        }
        // What is indented belongs to a struct.
        let declares =
            line.contains("akkoord_") && line.contains('(') && !line.starts_with(['#', ' ']);
        if !declares {
            continue;
        }
        let mut declaration = line.to_owned();
        while !declaration.ends_with(';') {
            declaration.push_str(lines.next().unwrap_or(";").trim());
        }
        functions += 1;
        for needed in needed(&declaration) {
            if !comment.contains(&needed) {
                return Err(format!("`{declaration}` does not say {needed:?}"));
            }
        }
        comment.clear();
    }
    Ok(functions)
}

/// What the description of a function must have.
fn needed(declaration: &str) -> Vec<String> {
    let (start, parameters) = declaration.split_once('(').unwrap_or((declaration, ""));
    let parameters = parameters.trim_end_matches([')', ';']);
    let names = parameters
        .split(',')
        .filter_map(|parameter| parameter.rsplit([' ', '*']).next())
        .filter(|name| *name != "void");
    let mut needed: Vec<String> = names.map(|name| format!("@param {name} ")).collect();
    needed.extend(["@par Threads ".to_owned(), "@par Cost ".to_owned()]);
    if !start.starts_with("void") {
        needed.push("@return ".to_owned());
    }
    needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_that_is_not_described_is_noticed() {
        let good = "/**\n * Asks.\n * @param a  first\n * @return b\n * @par Threads any\n * @par Cost none\n */\nuint32_t akkoord_ask(const char *a);\n";
        assert_eq!(described(good), Ok(1));
        assert!(described(&good.replace("@param a", "@param b")).is_err());
        assert!(described(&good.replace("@par Cost", "Cost")).is_err());
        assert!(described(&good.replace("@return", "gives")).is_err());
    }
}

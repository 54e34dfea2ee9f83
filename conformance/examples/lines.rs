//! Writes what the vectors ask as files of lines, and what the engine answers, for the programs in other languages:
//! `cargo run -p akkoord-conformance --example lines -- FOLDER`. That the answers are right is what `tests/vectors.rs` is about.

use std::error::Error;
use std::path::PathBuf;
use std::{env, fs};

use akkoord::Engine;
use akkoord::line::Line;
use akkoord_conformance::vectors;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("a folder must be named")?);
    fs::create_dir_all(&folder)?;
    let engine = Engine::mitz();
    let (other, closed): (Vec<_>, Vec<_>) = vectors()?
        .into_iter()
        .partition(akkoord_conformance::Vector::asks_another_question);
    for (name, vectors) in [("evaluate", closed), ("answer", other)] {
        let mut lines = String::new();
        let mut answers = String::new();
        for (vector, number) in vectors.iter().zip(1..) {
            let line = vector.line();
            let answer = match name {
                "evaluate" => engine.evaluate_json(Line::from(&line).number(number)),
                _ => engine.answer_json(Line::from(&line).number(number)),
            };
            lines.push_str(&line);
            lines.push('\n');
            answers.push_str(&answer);
            answers.push('\n');
        }
        fs::write(folder.join(format!("{name}.ndjson")), lines)?;
        fs::write(folder.join(format!("{name}.expected")), answers)?;
        println!("{} vectors to {name}", vectors.len());
    }
    Ok(())
}

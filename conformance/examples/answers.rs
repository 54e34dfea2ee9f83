//! Writes what the native engine answers to every vector: `{"id", "line", "entry", "answer"}`, one a line. Other surfaces compare
//! their bytes with it.

use akkoord::Engine;
use akkoord_conformance::vectors;
use serde_json::json;

fn main() -> Result<(), String> {
    let engine = Engine::mitz();
    for vector in vectors()? {
        let line = vector.line();
        let (entry, answer) = if vector.asks_another_question() {
            ("answer", engine.answer_json(&line))
        } else {
            ("evaluate", engine.evaluate_json(&line))
        };
        let told = json!({"id": vector.id, "line": line, "entry": entry, "answer": answer});
        println!("{told}");
    }
    Ok(())
}

//! How long the native engine takes for a line of standard input: nanoseconds, the median of rounds. For `cargo xtask bench-wasm`.

#![expect(
    clippy::disallowed_methods,
    reason = "a bench reads a clock; the engine does not"
)]

use std::hint::black_box;
use std::io::read_to_string;
use std::time::Instant;

use akkoord::Engine;

const ROUNDS: u32 = 21;
const CALLS: u32 = 2_000;

fn main() -> Result<(), std::io::Error> {
    let text = read_to_string(std::io::stdin())?;
    let (line, engine) = (text.trim_end(), Engine::mitz());
    let mut rounds: Vec<u128> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..CALLS {
                black_box(engine.evaluate_json(black_box(line)));
            }
            start.elapsed().as_nanos() / u128::from(CALLS)
        })
        .collect();
    rounds.sort_unstable();
    println!(
        "{}",
        rounds.get(rounds.len() / 2).copied().unwrap_or_default()
    );
    Ok(())
}

//! Writes signed console images for tests and the example consoles: `console-image DOCUMENT INSTANT DAYS SEQUENCE SEED OUT`.
//! SEED is one byte, in decimal, that the whole seed consists of: no secret, for images that matter to nobody. Prints the key
//! to check the signature with, in hexadecimal digits.

use std::process::ExitCode;
use vestibule::image::{ImageSpec, SigningKey};
use vestibule::{Building, Instant};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match write(&arguments) {
        Ok(key) => {
            println!("{key}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("console-image: {error}");
            ExitCode::FAILURE
        }
    }
}

fn write(arguments: &[String]) -> Result<String, Box<dyn std::error::Error>> {
    let [document, instant, days, sequence, seed, out] = arguments else {
        return Err("takes DOCUMENT INSTANT DAYS SEQUENCE SEED OUT".into());
    };
    let building = Building::from_json(&std::fs::read_to_string(document)?)?;
    let at = Instant::parse(instant).ok_or("INSTANT is an instant: 2026-05-14T18:00:00Z")?;
    let key = SigningKey::from_seed([seed.parse()?; 32]).ok_or("SEED must not be 0")?;
    let spec = ImageSpec::starting(&building, at, days.parse()?, sequence.parse()?);
    std::fs::write(out, building.console_image(&spec)?.sign(&key))?;
    Ok(key.verifying_key().0.iter().map(|byte| format!("{byte:02x}")).collect())
}

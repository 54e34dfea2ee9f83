//! Names the shared library for who links it: `libakkoord.so.<ABI version>`, `akkoord.dll`.

use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The same number as `AKKOORD_ABI_VERSION`; a test compares them.
    let abi = 0;
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libakkoord.{abi}.dylib")
        }
        // Here one linker takes a second file of definitions: it gives the name. That of MSVC names a DLL after its file.
        Ok("windows") if env::var("CARGO_CFG_TARGET_ENV").is_ok_and(|own| own == "gnu") => {
            let folder = env::var_os("OUT_DIR").unwrap_or_default();
            let name = Path::new(&folder).join("name.def");
            if let Err(error) = fs::write(&name, "LIBRARY akkoord.dll\n") {
                println!("cargo::error={}: {error}", name.display());
            }
            println!("cargo::rustc-cdylib-link-arg={}", name.display());
        }
        Ok("windows") | Err(_) => {}
        Ok(_) => println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libakkoord.so.{abi}"),
    }
}

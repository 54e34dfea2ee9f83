//! Names the shared library for who links it: `libakkoord.so.<ABI version>`.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // The same number as `AKKOORD_ABI_VERSION`; a test compares them.
    let abi = 0;
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("macos") => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libakkoord.{abi}.dylib")
        }
        // A DLL has the name of its file.
        Ok("windows") | Err(_) => {}
        Ok(_) => println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libakkoord.so.{abi}"),
    }
}

//! Versions: of the header that was compiled with, and of the library that runs.

use crate::entry::{entry, out};
use crate::text::Text;

/// The version of this header: `0` of 0.1.0.
pub const AKKOORD_VERSION_MAJOR: u32 = 0;
/// The version of this header: `1` of 0.1.0.
pub const AKKOORD_VERSION_MINOR: u32 = 1;
/// The version of this header: the last `0` of 0.1.0.
pub const AKKOORD_VERSION_PATCH: u32 = 0;
/// The version of this header as one number: major x 1,000,000 + minor x 1,000 + patch.
pub const AKKOORD_VERSION_NUMBER: u32 = 1000;
/// What a program was compiled for. It grows when a program must be compiled anew; the shared library is called after it.
pub const AKKOORD_ABI_VERSION: u32 = 0;

/// The version of the library that runs, as one number like AKKOORD_VERSION_NUMBER.
///
/// @return major x 1,000,000 + minor x 1,000 + patch
/// @par Threads Any number at once.
/// @par Cost None.
#[unsafe(no_mangle)]
pub extern "C" fn akkoord_version() -> u32 {
    AKKOORD_VERSION_NUMBER
}

/// The ABI of the library that runs. Use it only if this equals the AKKOORD_ABI_VERSION that you were compiled with.
///
/// @return the number
/// @par Threads Any number at once.
/// @par Cost None.
#[unsafe(no_mangle)]
pub extern "C" fn akkoord_abi_version() -> u32 {
    AKKOORD_ABI_VERSION
}

/// The version of the library that runs, as text: `0.1.0`.
///
/// @param out_text on success a view that is valid for ever
/// @return AKKOORD_OK, or AKKOORD_ERROR_NULL_POINTER
/// @par Threads Any number at once.
/// @par Cost Nothing is copied.
#[unsafe(no_mangle)]
#[must_use]
pub unsafe extern "C" fn akkoord_version_text(out_text: *mut Text) -> u32 {
    let work = || {
        // SAFETY: what the header asks of the caller.
        unsafe { out(out_text, "out_text") }?.put(Text::of(env!("CARGO_PKG_VERSION")));
        Ok(())
    };
    // SAFETY: what the header asks of the caller.
    unsafe { entry(out_text, work) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_says_the_version_of_the_crate() {
        let text =
            format!("{AKKOORD_VERSION_MAJOR}.{AKKOORD_VERSION_MINOR}.{AKKOORD_VERSION_PATCH}");
        assert_eq!(text, env!("CARGO_PKG_VERSION"));
        let number = AKKOORD_VERSION_MAJOR * 1_000_000
            + AKKOORD_VERSION_MINOR * 1_000
            + AKKOORD_VERSION_PATCH;
        assert_eq!(AKKOORD_VERSION_NUMBER, number);
        assert_eq!(akkoord_version(), number);
    }

    #[test]
    fn the_shared_library_is_called_after_the_abi() {
        let abi = format!("let abi = {AKKOORD_ABI_VERSION};");
        assert!(include_str!("../build.rs").contains(&abi));
        assert_eq!(akkoord_abi_version(), AKKOORD_ABI_VERSION);
    }
}

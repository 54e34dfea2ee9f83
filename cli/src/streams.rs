//! The standard streams: whether input and output are there, and what is told on standard error.
//!
//! Before `main` begins, Rust opens `/dev/null` for each standard stream that is closed, and afterwards it takes a stream that
//! cannot be written for one that took everything. So a batch whose output is closed would end with status 0 and no answers.
//! Whether they are there is looked up before that, while the program is loaded.

use std::io::Write;

/// A standard stream that a command needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stream {
    /// To read from.
    Input,
    /// To write to.
    Output,
}

impl Stream {
    /// Whether it was open for this when the program was started. Only Unix tells; elsewhere it is taken to be.
    pub(crate) fn is_there(self) -> bool {
        #[cfg(unix)]
        return early::was_there(self);
        #[cfg(not(unix))]
        return true;
    }
}

/// Writes a line on standard error, without its colours if that is no terminal or `NO_COLOR` is set.
pub(crate) fn tell(line: &str) {
    // If even this cannot be written, the status is all that is left to tell it by.
    writeln!(anstream::stderr().lock(), "{line}").unwrap_or_default();
}

#[cfg(unix)]
mod early {
    use std::sync::atomic::{AtomicBool, Ordering};

    use rustix::fs::{OFlags, fcntl_getfl};

    use super::Stream;

    static INPUT: AtomicBool = AtomicBool::new(true);
    static OUTPUT: AtomicBool = AtomicBool::new(true);

    pub(super) fn was_there(stream: Stream) -> bool {
        match stream {
            Stream::Input => INPUT.load(Ordering::Relaxed),
            Stream::Output => OUTPUT.load(Ordering::Relaxed),
        }
    }

    extern "C" fn look() {
        let input = fcntl_getfl(rustix::stdio::stdin());
        let output = fcntl_getfl(rustix::stdio::stdout());
        let is_open = |flags: rustix::io::Result<OFlags>, wrong: OFlags| {
            flags.is_ok_and(|flags| flags & OFlags::ACCMODE != wrong)
        };
        INPUT.store(is_open(input, OFlags::WRONLY), Ordering::Relaxed);
        OUTPUT.store(is_open(output, OFlags::RDONLY), Ordering::Relaxed);
    }

    /// The loader calls it before Rust's own start.
    // The attribute is the one unsafe thing here: in this section must be functions that take nothing and do not unwind.
    #[expect(
        unsafe_code,
        reason = "only what runs before `main` sees that a stream is closed"
    )]
    #[used]
    #[cfg_attr(
        target_vendor = "apple",
        unsafe(link_section = "__DATA,__mod_init_func")
    )]
    #[cfg_attr(not(target_vendor = "apple"), unsafe(link_section = ".init_array"))]
    static LOOK: extern "C" fn() = look;
}

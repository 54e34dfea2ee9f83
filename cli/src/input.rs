//! Where documents come from: a file or standard input.

use std::ffi::OsString;
use std::fmt;
use std::fs::{self, File};
use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{self, Read};
use std::path::PathBuf;

use akkoord::error::ErrorCode;
use akkoord::limits::Limits;
use akkoord::{Catalogue, Engine, RuleSet};

use crate::args::LawArgs;
use crate::failure::Failure;
use crate::fault::Fault;
use crate::streams::Stream;

/// The largest document, in bytes (wire format).
pub(crate) const MAX_DOCUMENT: usize = 32 << 20;

/// A file, or standard input for `-`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Stdin,
    File(PathBuf),
}

/// An open source, and its size where that is known.
pub(crate) struct Opened {
    pub(crate) reader: Box<dyn Read + Send>,
    pub(crate) size: Option<u64>,
}

impl From<OsString> for Source {
    fn from(given: OsString) -> Self {
        if given == "-" {
            Source::Stdin
        } else {
            Source::File(given.into())
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Source::Stdin => f.write_str("standard input"),
            Source::File(path) => write!(f, "{}", path.display()),
        }
    }
}

impl Source {
    /// Opens it.
    pub(crate) fn open(&self) -> Result<Opened, Failure> {
        let path = match self {
            Source::Stdin if !Stream::Input.is_there() => return Err(Failure::NoInput),
            Source::Stdin => {
                return Ok(Opened {
                    reader: Box::new(io::stdin()),
                    size: None,
                });
            }
            Source::File(path) => path,
        };
        let cannot = |cause| Failure::Open {
            name: self.to_string(),
            cause,
        };
        let about = fs::metadata(path).map_err(cannot)?;
        if about.is_dir() {
            return Err(Failure::Directory {
                name: self.to_string(),
            });
        }
        Ok(Opened {
            reader: Box::new(File::open(path).map_err(cannot)?),
            size: about.is_file().then_some(about.len()),
        })
    }

    /// Reads it as one document. The outer error stops the program, the inner one is about the document.
    pub(crate) fn document(&self) -> Result<Result<String, Fault>, Failure> {
        let mut bytes = Vec::new();
        let one_more = u64::try_from(MAX_DOCUMENT)
            .unwrap_or(u64::MAX)
            .saturating_add(1);
        let read = self.open()?.reader.take(one_more).read_to_end(&mut bytes);
        read.map_err(|cause| Failure::Read {
            name: self.to_string(),
            cause,
        })?;
        Ok(utf8(bytes))
    }
}

fn utf8(bytes: Vec<u8>) -> Result<String, Fault> {
    if bytes.len() > MAX_DOCUMENT {
        return Err(Fault::whole(ErrorCode::DocumentTooLarge, 1));
    }
    String::from_utf8(bytes).map_err(|error| {
        let good = error.utf8_error().valid_up_to();
        let lines_before = memchr::memchr_iter(b'\n', error.as_bytes().split_at(good).0).count();
        Fault::whole(
            ErrorCode::InvalidUtf8,
            u64::try_from(lines_before).unwrap_or(0) + 1,
        )
    })
}

/// The catalogue: the embedded one, or the one that was asked for.
pub(crate) fn catalogue(law: &LawArgs) -> Result<Catalogue, Failure> {
    law.catalogue_file.as_ref().map_or_else(
        || Ok(Catalogue::mitz()),
        |file| load(file, "catalogue", Catalogue::from_json),
    )
}

/// The engine with the catalogue, the rule set and the limits that were asked for.
pub(crate) fn engine(law: &LawArgs, limits: impl Into<Limits>) -> Result<Engine, Failure> {
    let rules = law.ruleset_file.as_ref().map_or_else(
        || Ok(RuleSet::mitz()),
        |file| load(file, "ruleset", RuleSet::from_json),
    )?;
    let engine = Engine::new(catalogue(law)?, rules).with_limits(limits.into());
    // Whoever chooses ids cannot make their hashes collide. No answer depends on it (R26).
    Ok(engine.with_seed(RandomState::new().build_hasher().finish()))
}

fn load<T>(
    file: &Source,
    kind: &'static str,
    read: impl FnOnce(&str) -> Result<T, akkoord::Error>,
) -> Result<T, Failure> {
    file.document()?
        .and_then(|text| read(&text).map_err(|error| Fault::from(&error)))
        .map_err(|fault| Failure::Law {
            name: file.to_string(),
            kind,
            fault,
        })
}

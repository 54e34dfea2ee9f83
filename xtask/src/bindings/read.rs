//! The C header, read: what the raw layers of the bindings are made from. cbindgen writes it, so that it has one form.

/// What a parameter or a field is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Base {
    U32,
    U64,
    I64,
    Size,
    Char,
    /// A handle: `akkoord_engine`, without `akkoord_`.
    Handle(String),
    /// A struct whose fields the caller sees: `akkoord_query`, without `akkoord_`.
    Struct(String),
    /// `ArrowArray` or `ArrowSchema`.
    Arrow(String),
}

/// A parameter or a field.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) name: String,
    pub(super) base: Base,
    pub(super) is_const: bool,
    /// How many `*` there are.
    pub(super) pointers: usize,
    pub(super) about: String,
}

/// A number, without `AKKOORD_` before its name.
pub(super) struct Number {
    pub(super) name: String,
    pub(super) value: u64,
    pub(super) about: String,
}

/// A handle, without `akkoord_` before its name.
pub(super) struct Handle {
    pub(super) name: String,
    pub(super) about: String,
}

/// A struct, without `akkoord_` before its name.
pub(super) struct Struct {
    pub(super) name: String,
    pub(super) about: String,
    pub(super) fields: Vec<Place>,
}

pub(super) struct Function {
    pub(super) name: String,
    pub(super) about: String,
    /// Whether it gives a `uint32_t`, or nothing.
    pub(super) gives: bool,
    pub(super) parameters: Vec<Place>,
}

impl Function {
    /// Structs stand one behind the other where their count is given.
    pub(super) fn has_rows(&self) -> bool {
        self.parameters.iter().any(|place| place.name == "count")
    }
}

#[derive(Default)]
pub(super) struct Header {
    pub(super) numbers: Vec<Number>,
    pub(super) handles: Vec<Handle>,
    pub(super) structs: Vec<Struct>,
    pub(super) functions: Vec<Function>,
}

impl Header {
    /// Reads all of it; a line that it does not understand is an error.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        // Before them stand macros, and the structs of Arrow as Arrow gives them.
        let start = text
            .find("#endif /* ARROW_C_DATA_INTERFACE */")
            .ok_or("the header has no structs of Arrow")?;
        let mut header = Header::default();
        let mut about = String::new();
        let mut lines = text.get(start..).unwrap_or_default().lines().skip(1);
        while let Some(line) = lines.next() {
            let trimmed = line.trim();
            if trimmed == "/**" {
                about = comment(&mut lines);
            } else if let Some(rest) = line.strip_prefix("#define AKKOORD_") {
                let (name, value) = rest.split_once(' ').ok_or_else(|| unread(line))?;
                // A macro of the header's own is for C alone.
                if let Ok(value) = value.parse() {
                    header.numbers.push(Number {
                        name: name.to_owned(),
                        value,
                        about: std::mem::take(&mut about),
                    });
                }
            } else if let Some(rest) = line.strip_prefix("typedef struct akkoord_") {
                let about = std::mem::take(&mut about);
                if let Some(name) = rest.strip_suffix(" {") {
                    let fields = fields(&mut lines)?;
                    header.structs.push(Struct {
                        name: name.to_owned(),
                        about,
                        fields,
                    });
                } else {
                    let name = rest.split(' ').next().unwrap_or_default().to_owned();
                    header.handles.push(Handle { name, about });
                }
            } else if line.contains("akkoord_") && line.contains('(') && !line.starts_with('#') {
                let mut declared = trimmed.to_owned();
                while !declared.ends_with(';') {
                    declared.push(' ');
                    declared.push_str(lines.next().ok_or_else(|| unread(line))?.trim());
                }
                let about = std::mem::take(&mut about);
                header.functions.push(function(&declared, about)?);
            } else if !is_for_c_alone(trimmed) {
                return Err(unread(line));
            }
        }
        header.name_handles();
        if header.numbers.is_empty() || header.structs.is_empty() || header.functions.is_empty() {
            return Err("the header has no numbers, structs or functions".to_owned());
        }
        Ok(header)
    }

    /// A type is read as a struct until it is known which of them are handles.
    fn name_handles(&mut self) {
        let handles: Vec<&str> = self.handles.iter().map(|handle| &*handle.name).collect();
        let fields = self.structs.iter_mut().flat_map(|one| &mut one.fields);
        let parameters = self
            .functions
            .iter_mut()
            .flat_map(|one| &mut one.parameters);
        for place in fields.chain(parameters) {
            if let Base::Struct(name) = &place.base
                && handles.contains(&&**name)
            {
                place.base = Base::Handle(name.clone());
            }
        }
    }

    /// Size and alignment of a place, on 64 bits.
    fn size(&self, place: &Place) -> Result<(u64, u64), String> {
        match &place.base {
            _ if place.pointers > 0 => Ok((8, 8)),
            Base::U32 => Ok((4, 4)),
            Base::U64 | Base::I64 | Base::Size => Ok((8, 8)),
            Base::Struct(name) => {
                let one = self.structs.iter().find(|one| one.name == *name);
                let one = one.ok_or_else(|| format!("no struct {name}"))?;
                let (_, size) = self.layout(one)?;
                Ok((size, 8))
            }
            Base::Char | Base::Handle(_) | Base::Arrow(_) => {
                Err(format!("{} stands for itself", place.name))
            }
        }
    }

    /// Where each field of a struct is, and how large the struct is, on 64 bits.
    pub(super) fn layout(&self, one: &Struct) -> Result<(Vec<u64>, u64), String> {
        let mut end = 0_u64;
        let mut places = Vec::new();
        for field in &one.fields {
            let (size, alignment) = self.size(field)?;
            let start = end.next_multiple_of(alignment);
            places.push(start);
            end = start + size;
        }
        Ok((places, end.next_multiple_of(8)))
    }
}

fn unread(line: &str) -> String {
    format!("akkoord.h: {line:?} is not understood")
}

fn is_for_c_alone(line: &str) -> bool {
    line.is_empty()
        || line.starts_with('#')
        || line.starts_with("//")
        || line == "AKKOORD_MUST_CHECK"
        || line == "extern \"C\" {"
        || line.starts_with("}  // extern")
}

/// The first paragraph of a comment, as one line.
fn comment<'a>(lines: &mut impl Iterator<Item = &'a str>) -> String {
    let lines = lines.map(|line| line.trim().trim_start_matches('*'));
    let all: Vec<&str> = lines.take_while(|line| *line != "/").collect();
    let mut first = all.iter().map(|line| line.trim());
    let first: Vec<&str> = first
        .by_ref()
        .take_while(|line| !line.is_empty() && !line.starts_with('@'))
        .collect();
    first.join(" ")
}

fn fields<'a>(lines: &mut impl Iterator<Item = &'a str>) -> Result<Vec<Place>, String> {
    let mut fields = Vec::new();
    let mut about = String::new();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if trimmed == "/**" {
            about = comment(lines);
        } else if let Some(declared) = trimmed.strip_suffix(';') {
            if declared.starts_with('}') {
                return Ok(fields);
            }
            fields.push(place(declared, std::mem::take(&mut about))?);
        }
    }
    Err("a struct does not end".to_owned())
}

fn function(declared: &str, about: String) -> Result<Function, String> {
    let declared = declared.trim_start_matches("AKKOORD_MUST_CHECK").trim();
    let (start, parameters) = declared.split_once('(').ok_or_else(|| unread(declared))?;
    let parameters = parameters.trim_end_matches(';').trim_end_matches(')');
    let (gives, name) = match start.split_once(' ') {
        Some(("uint32_t", name)) => (true, name),
        Some(("void", name)) => (false, name),
        _ => return Err(unread(declared)),
    };
    let parameters = parameters.split(',').map(str::trim);
    let parameters = parameters
        .filter(|parameter| *parameter != "void")
        .map(|parameter| place(parameter, String::new()))
        .collect::<Result<_, _>>()?;
    Ok(Function {
        name: name.to_owned(),
        about,
        gives,
        parameters,
    })
}

fn place(declared: &str, about: String) -> Result<Place, String> {
    let (words, name) = declared
        .rsplit_once([' ', '*'])
        .ok_or_else(|| unread(declared))?;
    let pointers = declared.matches('*').count();
    let words = words.trim_end_matches('*').trim();
    let base = words.trim_start_matches("const ").trim();
    let base = base.trim_start_matches("struct ");
    Ok(Place {
        name: name.to_owned(),
        is_const: words.starts_with("const "),
        pointers,
        about,
        base: match base {
            "uint32_t" => Base::U32,
            "uint64_t" => Base::U64,
            "int64_t" => Base::I64,
            "size_t" => Base::Size,
            "char" => Base::Char,
            "ArrowArray" | "ArrowSchema" => Base::Arrow(base.to_owned()),
            _ => {
                let name = base
                    .strip_prefix("akkoord_")
                    .ok_or_else(|| unread(declared))?;
                Base::Struct(name.to_owned())
            }
        },
    })
}

/// `out_engine` as `OutEngine`.
pub(super) fn pascal_case(name: &str) -> String {
    let words = name.split('_');
    words
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{}{}", first.to_uppercase(), rest.to_lowercase())
        })
        .collect()
}

/// `out_engine` as `outEngine`.
pub(super) fn camel_case(name: &str) -> String {
    let all = pascal_case(name);
    let (first, rest) = all.split_at(all.len().min(1));
    format!("{}{rest}", first.to_lowercase())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The header in small.
    pub(crate) const SMALL: &str = "\
#endif /* ARROW_C_DATA_INTERFACE */

/**
 * Done.
 */
#define AKKOORD_OK 0

/**
 * R22: the holder may
 * not disclose.
 *
 * More of it.
 */
#define AKKOORD_OUTCOME_DENY 0

/**
 * The rules engine.
 */
typedef struct akkoord_engine akkoord_engine;

/**
 * A text.
 */
typedef struct akkoord_text {
    /**
     * The first byte.
     */
    const char *data;
    /**
     * How many.
     */
    size_t length;
} akkoord_text;

typedef struct akkoord_row {
    uint32_t one;
    struct akkoord_text text;
    const struct akkoord_engine *engine;
    uint32_t last;
} akkoord_row;

#ifdef __cplusplus
extern \"C\" {
#endif // __cplusplus

/**
 * Asks.
 *
 * @param engine borrowed
 */
AKKOORD_MUST_CHECK
uint32_t akkoord_engine_ask(const struct akkoord_engine *engine,
                            const char *text,
                            size_t length,
                            struct akkoord_engine **out_engine);

AKKOORD_MUST_CHECK uint32_t akkoord_rows(const struct akkoord_row *rows, size_t count, struct akkoord_row *out_rows);

void akkoord_engine_free(struct akkoord_engine *engine);

uint32_t akkoord_version(void);

#ifdef __cplusplus
}  // extern \"C\"
#endif  // __cplusplus
";

    #[test]
    fn all_of_a_header_is_read() {
        let header = Header::read(SMALL).unwrap();
        let names: Vec<&str> = header.functions.iter().map(|one| &*one.name).collect();
        assert_eq!(
            names,
            [
                "akkoord_engine_ask",
                "akkoord_rows",
                "akkoord_engine_free",
                "akkoord_version"
            ]
        );
        let ask = &header.functions[0];
        assert!(ask.gives && !header.functions[2].gives);
        assert_eq!(ask.about, "Asks.");
        let engine = Base::Handle("engine".to_owned());
        let of = |place: &Place| (place.base.clone(), place.is_const, place.pointers);
        let told: Vec<_> = ask.parameters.iter().map(of).collect();
        assert_eq!(
            told,
            [
                (engine.clone(), true, 1),
                (Base::Char, true, 1),
                (Base::Size, false, 0),
                (engine, false, 2)
            ]
        );
        assert!(header.functions[1].has_rows() && !ask.has_rows());
        assert!(header.functions[3].parameters.is_empty());
        assert_eq!(header.numbers[1].about, "R22: the holder may not disclose.");
        assert_eq!(header.structs[0].fields[1].about, "How many.");
    }

    #[test]
    fn the_layout_is_that_of_c() {
        let header = Header::read(SMALL).unwrap();
        assert_eq!(header.layout(&header.structs[0]), Ok((vec![0, 8], 16)));
        assert_eq!(
            header.layout(&header.structs[1]),
            Ok((vec![0, 8, 24, 32], 40))
        );
    }

    #[test]
    fn a_line_that_is_not_understood_is_an_error() {
        for (from, to) in [
            (
                "uint32_t akkoord_version(void);",
                "double akkoord_version(void);",
            ),
            ("    uint32_t one;", "    float one;"),
            ("#ifdef __cplusplus\nextern", "union akkoord;\nextern"),
        ] {
            assert!(SMALL.contains(from));
            assert!(Header::read(&SMALL.replacen(from, to, 1)).is_err(), "{to}");
        }
    }
}

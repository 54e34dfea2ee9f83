//! The raw layer for Pascal: numbers, handles, structs and functions of `akkoord.h`, for the interface of the unit.

use std::fmt::Write as _;

use super::read::{Base, Function, Header, Place, pascal_case};

pub(super) const FILE: &str = "bindings-pascal/akkoord_h.inc";

pub(super) fn raw(header: &Header) -> Result<String, String> {
    let mut text = String::from(
        "// Made by `cargo xtask header` from akkoord.h: do not edit. A part of the unit akkoord.\n\nconst\n",
    );
    for number in &header.numbers {
        if number.name.starts_with("VERSION_") {
            continue;
        }
        let name = match &*number.name {
            // Pascal takes capitals for small letters, and there is a function akkoord_abi_version.
            "ABI_VERSION" => "ABI",
            name => name,
        };
        text += &about(&number.about, "  ");
        let _ = writeln!(text, "  AKKOORD_{name} = {};", number.value);
    }
    text += "\ntype\n";
    for handle in &header.handles {
        text += &about(&handle.about, "  ");
        let _ = writeln!(
            text,
            "  TAkkoord{} = type Pointer;",
            pascal_case(&handle.name)
        );
    }
    for one in &header.structs {
        let name = pascal_case(&one.name);
        text += "\n";
        text += &about(&one.about, "  ");
        let _ = writeln!(text, "  TAkkoord{name} = record");
        for field in &one.fields {
            text += &about(&field.about, "    ");
            let _ = writeln!(
                text,
                "    {}: {};",
                pascal_case(&field.name),
                by_value(field)
            );
        }
        let _ = writeln!(text, "  end;\n  PAkkoord{name} = ^TAkkoord{name};");
    }
    for one in &header.functions {
        text += "\n";
        text += &about(&one.about, "");
        text += &function(one);
    }
    Ok(text)
}

fn about(words: &str, indent: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!("{indent}// {words}\n")
}

fn function(one: &Function) -> String {
    let parameters: Vec<String> = one
        .parameters
        .iter()
        .map(|place| parameter(one, place))
        .collect();
    let parameters = if parameters.is_empty() {
        String::new()
    } else {
        format!("({})", parameters.join("; "))
    };
    let (kind, gives) = if one.gives {
        ("function", ": Cardinal")
    } else {
        ("procedure", "")
    };
    format!(
        "{kind} {}{parameters}{gives}; cdecl; external AKKOORD_LIBRARY;\n",
        one.name
    )
}

/// The type of a field, or of what a pointer points to.
fn by_value(place: &Place) -> String {
    match &place.base {
        Base::U32 => "Cardinal".to_owned(),
        Base::U64 => "UInt64".to_owned(),
        Base::I64 => "Int64".to_owned(),
        Base::Size => "NativeUInt".to_owned(),
        Base::Char => "PAnsiChar".to_owned(),
        Base::Handle(name) | Base::Struct(name) => format!("TAkkoord{}", pascal_case(name)),
        Base::Arrow(name) => format!("P{name}"),
    }
}

fn parameter(function: &Function, place: &Place) -> String {
    let name = pascal_case(&place.name);
    let base = by_value(place);
    match &place.base {
        _ if place.pointers == 0 => format!("{name}: {base}"),
        Base::Handle(_) if place.pointers == 2 => format!("out {name}: {base}"),
        Base::Handle(_) | Base::Char | Base::Arrow(_) => format!("{name}: {base}"),
        Base::Struct(of) if place.is_const || function.has_rows() => {
            format!("{name}: PAkkoord{}", pascal_case(of))
        }
        Base::Struct(_) | Base::U32 | Base::U64 | Base::I64 | Base::Size => {
            format!("out {name}: {base}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::SMALL;
    use super::*;

    #[test]
    fn the_raw_layer_is_pascal() {
        let text = raw(&Header::read(SMALL).unwrap()).unwrap();
        for expected in [
            "  // R22: the holder may not disclose.\n  AKKOORD_OUTCOME_DENY = 0;\n",
            "  // The rules engine.\n  TAkkoordEngine = type Pointer;\n",
            "    Text: TAkkoordText;\n    Engine: TAkkoordEngine;\n    Last: Cardinal;\n  end;\n  PAkkoordRow = ^TAkkoordRow;\n",
            "// Asks.\nfunction akkoord_engine_ask(Engine: TAkkoordEngine; Text: PAnsiChar; Length: NativeUInt; out OutEngine: TAkkoordEngine): \
             Cardinal; cdecl; external AKKOORD_LIBRARY;\n",
            "function akkoord_rows(Rows: PAkkoordRow; Count: NativeUInt; OutRows: PAkkoordRow): Cardinal; cdecl;",
            "procedure akkoord_engine_free(Engine: TAkkoordEngine); cdecl;",
            "function akkoord_version: Cardinal; cdecl;",
        ] {
            assert!(text.contains(expected), "{expected}");
        }
    }
}

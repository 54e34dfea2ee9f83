//! The raw layer for C#: enums, handles, structs and functions of `akkoord.h`.

use std::fmt::Write as _;

use super::groups::grouped;
use super::read::{Base, Function, Header, Place, camel_case, pascal_case};

pub(super) const FILE: &str = "bindings-csharp/Native.cs";

pub(super) fn raw(header: &Header) -> Result<String, String> {
    let mut text = String::from(
        "// Made by `cargo xtask header` from akkoord.h: do not edit. The layer to call is Akkoord.cs.\n\
         using System;\nusing System.Runtime.InteropServices;\n\nnamespace Akkoord\n{\n",
    );
    let (groups, rest) = grouped(header);
    for (group, numbers) in groups {
        text += &about(group.about, "    ");
        let _ = writeln!(text, "    public enum {} : uint\n    {{", group.name);
        for (name, number) in numbers {
            text += &about(&number.about, "        ");
            let _ = writeln!(text, "        {} = {},", pascal_case(name), number.value);
        }
        text += "    }\n\n";
    }
    for handle in &header.handles {
        let name = pascal_case(&handle.name);
        text += &about(&handle.about, "    ");
        let _ = writeln!(
            text,
            "    internal sealed class {name}Handle : Owned\n    {{\n        protected override bool ReleaseHandle()\n        {{\n            \
             Native.akkoord_{}_free(handle);\n            return true;\n        }}\n    }}\n",
            handle.name
        );
    }
    text += "    /// akkoord.h, word for word.\n    internal static partial class Native\n    {\n";
    text += "        private const string Library = \"akkoord\";\n\n";
    for number in rest {
        let kind = if u32::try_from(number.value).is_ok() {
            "uint"
        } else {
            "long"
        };
        text += &about(&number.about, "        ");
        let _ = writeln!(
            text,
            "        internal const {kind} {} = {};\n",
            pascal_case(&number.name),
            number.value
        );
    }
    for one in &header.structs {
        text += &about(&one.about, "        ");
        text += "        [StructLayout(LayoutKind.Sequential)]\n";
        let _ = writeln!(
            text,
            "        internal partial struct {}Struct\n        {{",
            pascal_case(&one.name)
        );
        for field in &one.fields {
            text += &about(&field.about, "            ");
            let _ = writeln!(
                text,
                "            internal {} {};",
                by_value(field),
                pascal_case(&field.name)
            );
        }
        text += "        }\n\n";
    }
    let functions: Vec<String> = header.functions.iter().map(function).collect();
    text += &functions.join("\n");
    text += "    }\n}\n";
    Ok(text)
}

fn about(words: &str, indent: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    format!("{indent}/// {words}\n")
}

fn function(one: &Function) -> String {
    let gives = if one.gives { "uint" } else { "void" };
    let parameters: Vec<String> = one
        .parameters
        .iter()
        .map(|place| {
            let name = camel_case(&place.name);
            format!("{} {name}", parameter(one, place))
        })
        .collect();
    format!(
        "        [DllImport(Library, CallingConvention = CallingConvention.Cdecl)]\n        internal static extern {gives} {}({});\n",
        one.name,
        parameters.join(", ")
    )
}

/// The type of a field, or of what a pointer points to.
fn by_value(place: &Place) -> String {
    match &place.base {
        Base::U32 => "uint".to_owned(),
        Base::U64 => "ulong".to_owned(),
        Base::I64 => "long".to_owned(),
        Base::Size => "UIntPtr".to_owned(),
        Base::Struct(name) if place.pointers == 0 => format!("{}Struct", pascal_case(name)),
        Base::Struct(_) | Base::Char | Base::Handle(_) | Base::Arrow(_) => "IntPtr".to_owned(),
    }
}

fn parameter(function: &Function, place: &Place) -> String {
    if place.pointers == 0 {
        return by_value(place);
    }
    match &place.base {
        Base::Char if place.is_const => "byte[]".to_owned(),
        Base::Char => "[Out] byte[]".to_owned(),
        // The one call that gives a handle up, which the object itself makes.
        Base::Handle(_) if !function.gives => "IntPtr".to_owned(),
        Base::Handle(name) if place.pointers == 2 => format!("out {}Handle", pascal_case(name)),
        Base::Handle(name) => format!("{}Handle", pascal_case(name)),
        Base::Struct(name) => {
            let name = format!("{}Struct", pascal_case(name));
            match (function.has_rows(), place.is_const) {
                (true, true) => format!("{name}[]"),
                (true, false) => format!("[Out] {name}[]"),
                (false, true) => format!("ref {name}"),
                (false, false) => format!("out {name}"),
            }
        }
        Base::Arrow(_) => "IntPtr".to_owned(),
        Base::U32 | Base::U64 | Base::I64 | Base::Size => format!("out {}", by_value(place)),
    }
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::SMALL;
    use super::*;

    #[test]
    fn the_raw_layer_is_csharp() {
        let text = raw(&Header::read(SMALL).unwrap()).unwrap();
        for expected in [
            "    public enum ResultCode : uint\n    {\n        /// Done.\n        Ok = 0,\n",
            "        /// R22: the holder may not disclose.\n        Deny = 0,\n",
            "            Native.akkoord_engine_free(handle);\n",
            "            internal TextStruct Text;\n            internal IntPtr Engine;\n            internal uint Last;\n",
            "extern uint akkoord_engine_ask(EngineHandle engine, byte[] text, UIntPtr length, out EngineHandle outEngine);\n",
            "extern uint akkoord_rows(RowStruct[] rows, UIntPtr count, [Out] RowStruct[] outRows);\n",
            "extern void akkoord_engine_free(IntPtr engine);\n",
            "extern uint akkoord_version();\n",
        ] {
            assert!(text.contains(expected), "{expected}");
        }
    }
}

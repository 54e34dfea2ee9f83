//! The raw layers for Java: numbers and layouts, and the functions of `akkoord.h` twice, for JNA and for the foreign function API.

use std::fmt::Write as _;

use super::groups::{Group, Grouped, Kind, grouped};
use super::read::{Base, Function, Header, Place, camel_case};

const MADE: &str =
    "// Made by `cargo xtask header` from akkoord.h: do not edit.\npackage nl.akkoord;\n\n";

/// Each file and its text.
pub(super) fn raw(header: &Header) -> Result<Vec<(String, String)>, String> {
    let source =
        |folder: &str, name: &str| format!("bindings-java/{folder}/nl/akkoord/{name}.java");
    let (groups, _) = grouped(header);
    let mut files: Vec<(String, String)> = groups
        .iter()
        .map(|group| {
            let text = match group.0.kind {
                Kind::Grows => numbers(group),
                Kind::Answer | Kind::Given => enumeration(group),
            };
            (source("src", group.0.name), text)
        })
        .collect();
    files.push((source("src", "Header"), layouts(header)?));
    files.push((source("jna", "NativeJna"), jna(header)));
    files.push((source("ffm", "NativeFfm"), ffm(header)));
    Ok(files)
}

fn about(words: &str, indent: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let words = words.replace('&', "&amp;").replace('<', "&lt;");
    let parts = words.split('`').enumerate();
    let words: String = parts
        .map(|(place, part)| {
            if place % 2 == 1 {
                format!("{{@code {part}}}")
            } else {
                part.to_owned()
            }
        })
        .collect();
    format!("{indent}/** {words} */\n")
}

/// All of its numbers are known: an enum.
fn enumeration((group, numbers): &Grouped<'_>) -> String {
    let name = group.name;
    let constants: Vec<String> = numbers
        .iter()
        .map(|(name, number)| {
            let about = about(&number.about, "    ");
            format!("{about}    {name}({})", number.value)
        })
        .collect();
    let mut text = format!(
        "{MADE}{}public enum {name} {{\n{};\n\n",
        about(group.about, ""),
        constants.join(",\n")
    );
    let _ = write!(
        text,
        "    private final int number;\n\n    {name}(int number) {{\n        this.number = number;\n    }}\n\n    \
         /** Its number in akkoord.h. */\n    public int number() {{\n        return number;\n    }}\n"
    );
    if matches!(group.kind, Kind::Answer) {
        let _ = write!(
            text,
            "\n    /** By its number in akkoord.h; for one that this version does not know it throws. */\n    \
             static {name} of(int number) {{\n        for ({name} one : values()) {{\n            \
             if (one.number == number) {{\n                return one;\n            }}\n        }}\n        \
             throw new IllegalArgumentException(\"no {name} has the number \" + number);\n    }}\n"
        );
    }
    text += "}\n";
    text
}

/// A later version may have more of them: numbers.
fn numbers((group, numbers): &Grouped<'_>) -> String {
    let Group {
        name, about: words, ..
    } = group;
    let mut text = format!(
        "{MADE}{}public final class {name} {{\n    private {name}() {{}}\n",
        about(words, "")
    );
    for (name, number) in numbers {
        let _ = write!(
            text,
            "\n{}    public static final int {name} = {};\n",
            about(&number.about, "    "),
            number.value
        );
    }
    text += "}\n";
    text
}

fn layouts(header: &Header) -> Result<String, String> {
    let mut text = format!(
        "{MADE}/** Numbers of akkoord.h, and where the fields of its structs are, on 64 bits. */\nfinal class Header {{\n    private Header() {{}}\n"
    );
    let (_, alone) = grouped(header);
    for number in alone {
        let (kind, end) = if i32::try_from(number.value).is_ok() {
            ("int", "")
        } else {
            ("long", "L")
        };
        let _ = write!(
            text,
            "\n{}    static final {kind} {} = {}{end};\n",
            about(&number.about, "    "),
            number.name,
            number.value
        );
    }
    for one in &header.structs {
        let (places, size) = header.layout(one)?;
        let name = one.name.to_uppercase();
        let _ = writeln!(
            text,
            "\n{}    static final int {name}_SIZEOF = {size};",
            about(&one.about, "    ")
        );
        for (field, place) in one.fields.iter().zip(places) {
            let _ = writeln!(
                text,
                "    static final int {name}_{} = {place};",
                field.name.to_uppercase()
            );
        }
    }
    text += "}\n";
    Ok(text)
}

/// The parameters, each with its type by one of the two ways.
fn parameters(one: &Function, kind: fn(&Place) -> &'static str) -> String {
    let all: Vec<String> = one
        .parameters
        .iter()
        .map(|place| format!("{} {}", kind(place), camel_case(&place.name)))
        .collect();
    all.join(", ")
}

fn for_jna(place: &Place) -> &'static str {
    match (&place.base, place.pointers) {
        (Base::U32, 0) => "int",
        (Base::U64 | Base::I64 | Base::Size, 0) => "long",
        (Base::U32, _) => "IntByReference",
        (Base::U64 | Base::I64 | Base::Size, _) => "LongByReference",
        (Base::Char, _) => "byte[]",
        (Base::Handle(_), 2) => "PointerByReference",
        (Base::Handle(_) | Base::Struct(_) | Base::Arrow(_), _) => "Pointer",
    }
}

fn jna(header: &Header) -> String {
    let mut text = format!(
        "{MADE}import com.sun.jna.Library;\nimport com.sun.jna.Pointer;\nimport com.sun.jna.ptr.IntByReference;\n\
         import com.sun.jna.ptr.LongByReference;\nimport com.sun.jna.ptr.PointerByReference;\n\n\
         /** The functions of akkoord.h for JNA. Results are uint32_t, handles and structs are pointers, size_t is 64 bits. */\n\
         interface NativeJna extends Library {{\n"
    );
    let functions: Vec<String> = header
        .functions
        .iter()
        .map(|one| {
            let gives = if one.gives { "int" } else { "void" };
            format!("    {gives} {}({});\n", one.name, parameters(one, for_jna))
        })
        .collect();
    text += &functions.join("\n");
    text += "}\n";
    text
}

fn for_ffm(place: &Place) -> &'static str {
    match (&place.base, place.pointers) {
        (Base::U32, 0) => "int",
        (Base::U64 | Base::I64 | Base::Size, 0) => "long",
        _ => "MemorySegment",
    }
}

fn ffm(header: &Header) -> String {
    let mut text = format!(
        "{MADE}import java.lang.foreign.FunctionDescriptor;\nimport java.lang.foreign.Linker;\nimport java.lang.foreign.MemoryLayout;\n\
         import java.lang.foreign.MemorySegment;\nimport java.lang.foreign.SymbolLookup;\nimport java.lang.foreign.ValueLayout;\n\
         import java.lang.invoke.MethodHandle;\nimport java.lang.invoke.MethodHandles;\nimport java.lang.invoke.MethodType;\n\n\
         /** The functions of akkoord.h for the foreign function API. Results are uint32_t, handles and structs are segments. */\n\
         final class NativeFfm {{\n    private static final MemoryLayout INT = ValueLayout.JAVA_INT;\n    \
         private static final MemoryLayout LONG = ValueLayout.JAVA_LONG;\n    \
         private static final MemoryLayout ADDRESS = ValueLayout.ADDRESS;\n\n"
    );
    for one in &header.functions {
        let _ = writeln!(text, "    private final MethodHandle {};", one.name);
    }
    text += "\n    NativeFfm(SymbolLookup library) {\n";
    for one in &header.functions {
        let layouts = one.parameters.iter().map(|place| match for_ffm(place) {
            "int" => ", INT",
            "long" => ", LONG",
            _ => ", ADDRESS",
        });
        let layouts: String = layouts.collect();
        let (name, how) = (&one.name, if one.gives { "gives" } else { "takes" });
        let _ = writeln!(
            text,
            "        {name} = {how}(library, \"{name}\"{layouts});"
        );
    }
    text += "    }\n\n    \
        private static MethodHandle gives(SymbolLookup library, String name, MemoryLayout... parameters) {\n        \
        return linked(library, name, FunctionDescriptor.of(INT, parameters));\n    }\n\n    \
        private static MethodHandle takes(SymbolLookup library, String name, MemoryLayout... parameters) {\n        \
        return linked(library, name, FunctionDescriptor.ofVoid(parameters));\n    }\n\n    \
        private static MethodHandle linked(SymbolLookup library, String name, FunctionDescriptor descriptor) {\n        \
        return library.find(name)\n                \
        .map(function -> Linker.nativeLinker().downcallHandle(function, descriptor))\n                \
        .orElseGet(() -> missing(name, descriptor.toMethodType()));\n    }\n\n    \
        /** A library that was built without a part lacks its functions: only who calls one hears of it. */\n    \
        private static MethodHandle missing(String name, MethodType type) {\n        \
        MethodHandle thrower = MethodHandles.throwException(type.returnType(), UnsatisfiedLinkError.class);\n        \
        MethodHandle missing = thrower.bindTo(new UnsatisfiedLinkError(\"the library has no \" + name));\n        \
        return MethodHandles.dropArguments(missing, 0, type.parameterList());\n    }\n\n    \
        private static RuntimeException thrown(Throwable thrown) {\n        \
        if (thrown instanceof Error) {\n            throw (Error) thrown;\n        }\n        \
        return thrown instanceof RuntimeException ? (RuntimeException) thrown : new IllegalStateException(thrown);\n    }\n";
    for one in &header.functions {
        let names: Vec<String> = one
            .parameters
            .iter()
            .map(|place| camel_case(&place.name))
            .collect();
        let (gives, called) = if one.gives {
            ("int", "return (int) ")
        } else {
            ("void", "")
        };
        let _ = write!(
            text,
            "\n    {gives} {name}({}) {{\n        try {{\n            {called}{name}.invokeExact({});\n        }} catch (Throwable thrown) {{\n            \
             throw thrown(thrown);\n        }}\n    }}\n",
            parameters(one, for_ffm),
            names.join(", "),
            name = one.name,
        );
    }
    text += "}\n";
    text
}

#[cfg(test)]
mod tests {
    use super::super::read::tests::SMALL;
    use super::*;

    #[test]
    fn the_raw_layers_are_java() {
        let files = raw(&Header::read(SMALL).unwrap()).unwrap();
        let has = |name: &str, expected: &str| {
            let file = files.iter().find(|(file, _)| file.ends_with(name));
            let (_, text) = file.unwrap();
            assert!(
                text.contains(expected),
                "{name} has no {expected:?} but {text}"
            );
        };
        has(
            "src/nl/akkoord/Outcome.java",
            "    /** R22: the holder may not disclose. */\n    DENY(0);\n",
        );
        has(
            "src/nl/akkoord/ResultCode.java",
            "    /** Done. */\n    public static final int OK = 0;\n",
        );
        has(
            "src/nl/akkoord/Header.java",
            "    static final int ROW_SIZEOF = 40;\n    static final int ROW_ONE = 0;\n    static final int ROW_TEXT = 8;\n",
        );
        has(
            "jna/nl/akkoord/NativeJna.java",
            "    int akkoord_engine_ask(Pointer engine, byte[] text, long length, PointerByReference outEngine);\n",
        );
        has(
            "jna/nl/akkoord/NativeJna.java",
            "    void akkoord_engine_free(Pointer engine);\n",
        );
        has(
            "ffm/nl/akkoord/NativeFfm.java",
            "        akkoord_engine_ask = gives(library, \"akkoord_engine_ask\", ADDRESS, ADDRESS, LONG, ADDRESS);\n",
        );
        has(
            "ffm/nl/akkoord/NativeFfm.java",
            "            akkoord_engine_free.invokeExact(engine);\n",
        );
        has(
            "ffm/nl/akkoord/NativeFfm.java",
            "    int akkoord_engine_ask(MemorySegment engine, MemorySegment text, long length, MemorySegment outEngine) {\n",
        );
    }
}

#!/usr/bin/env bash
# Debian's compiler for the web, unpacked in the user's cache (nothing is installed), with a std for another platform that is built
# from Debian's sources. For machines where no other compiler is to be had; xtask/src/toolchain.rs calls it:
#
#   .ci/rust-std.sh TARGET OLDEST LOCK
#
# OLDEST is the oldest version of Rust that will do; LOCK is a file that whoever uses apt holds. Standard output is three lines: the
# compiler, the flags that everything must be built with, and the second in which the std was made.
set -euo pipefail
export LC_ALL=C
target=$1 oldest=$2 lock=$3

say() { echo "rust-std: $*" >&2; }
fail() { say "$*"; exit 1; }

case $target in
  wasm32-unknown-unknown)
    # A panic (there is none in the engine) stops at once: no message, and none of the code that would write it. A page loads it: where
    # std has a small and a fast way (to sort, say), the small one.
    name=wasm-rust-panic-stops mark=.akkoord-wasm-rust linker=lld
    std=(-Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size)
    flags='-Zunstable-options -Cpanic=immediate-abort'
    ;;
  x86_64-pc-windows-gnu)
    # For the C face: a panic unwinds, every entry catches it. Linked with mingw.
    name=windows-rust mark=.akkoord-windows-rust linker=
    std=(-Zbuild-std=std,panic_unwind)
    flags=
    ;;
  *) fail "no std for $target" ;;
esac

[ -n "${XDG_CACHE_HOME:-}${HOME:-}" ] || fail "neither XDG_CACHE_HOME nor HOME is set"
home=${XDG_CACHE_HOME:-$HOME/.cache}/akkoord-$name
rustc=$home/bin/rustc

# The newest version of the sources that apt knows, if it is new enough.
candidate() {
  local version
  version=$(apt-cache policy rust-web-src | awk '/Candidate:/ {print $2}')
  if [ -n "$version" ] && [ "$version" != "(none)" ] && dpkg --compare-versions "$version" ge "$oldest"; then
    echo "$version"
  fi
}

# What a package of the very same version depends on.
depends() {
  local found
  found=$(apt-cache show "$1=$version" | grep -oE "$2[0-9][0-9a-zA-Z.-]*") || fail "$1 $version does not depend on $2…"
  echo "${found%%$'\n'*}"
}

unpack() {
  local version host_std llvm deb
  exec 9> "$lock"
  flock 9
  version=$(candidate)
  if [ -z "$version" ]; then
    # The lists of a fresh machine may be empty or old.
    if [ "$(id -u)" = 0 ]; then apt-get update -qq >&2; else sudo -n apt-get update -qq >&2; fi
    version=$(candidate)
  fi
  [ -n "$version" ] || fail "apt has no rust-web-src of at least $oldest; install the target $target by hand"
  host_std=$(depends libstd-rust-web-dev libstd-rust-web-)
  llvm=$(depends "$host_std" libllvm)
  mkdir -p "$home/debs"
  (cd "$home/debs" && apt-get download -qq "rustc-web=$version" "rust-web-src=$version" \
    "libstd-rust-web-dev=$version" "$host_std=$version" "$llvm") >&2
  exec 9>&-
  for deb in "$home"/debs/*.deb; do dpkg-deb -x "$deb" "$home"; done
  rm -r "$home/debs"
}

# A `rustc` that finds its own libraries without being installed.
wrap() {
  local driver
  driver=$(find "$home/usr/lib" -maxdepth 2 -name 'librustc_driver-*.so' -printf '%h\n' -quit)
  [ -n "$driver" ] || fail "Debian's package has no librustc_driver"
  printf '#!/bin/sh\nLD_LIBRARY_PATH="%s${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}" exec "%s" "$@"\n' \
    "$driver" "$home/usr/bin/rustc" > "$rustc"
  chmod +x "$rustc"
}

# The linker: the default toolchain's rust-lld, else an installed lld.
link_linker() {
  local host bin lld
  host=$("$rustc" -vV | sed -n 's/^host: //p')
  bin=lib/rustlib/$host/bin
  lld=$(rustc --print sysroot)/$bin/rust-lld
  [ -e "$lld" ] || lld=$(find /usr/bin \( -name 'rust-lld*' -o -name 'wasm-ld*' \) -print -quit)
  [ -n "$lld" ] || fail "no rust-lld or wasm-ld: apt-get install lld"
  mkdir -p "$home/usr/$bin"
  ln -sfn "$lld" "$home/usr/$bin/rust-lld"
}

# Builds std from the sources, and puts it where the compiler looks for it.
build_std() {
  local build=$home/build lib=$home/usr/lib/rustlib/$target/lib
  mkdir -p "$build/src" "$lib"
  : > "$build/src/lib.rs"
  printf '[package]\nname = "sysroot"\nversion = "0.0.0"\nedition = "2021"\n[workspace]\n[profile.release]\ncodegen-units = 1\n' \
    > "$build/Cargo.toml"
  # Object code and bitcode in the rlibs, as in the official std: it links with lto and without.
  (cd "$build" && env -u CARGO_BUILD_TARGET -u CARGO_ENCODED_RUSTFLAGS -u CARGO_TARGET_DIR \
    RUSTC="$rustc" RUSTC_BOOTSTRAP=1 RUSTFLAGS="-Cembed-bitcode=yes $flags" CARGO_INCREMENTAL=0 \
    "${CARGO:-cargo}" build --quiet --release --target "$target" "${std[@]}" --target-dir t) >&2
  find "$build/t/$target/release/deps" -name '*.rlib' ! -name 'libsysroot-*' -exec cp -t "$lib" {} +
  rm -r "$build" "$home/usr/src" "$home/usr/lib/rustlib/src" 2> /dev/null || true
}

if [ ! -e "$home/$mark-ok" ]; then
  # A folder that is not ours is never deleted.
  if [ -e "$home" ] && [ ! -e "$home/$mark" ]; then fail "$home exists and is not ours"; fi
  rm -rf "$home"
  mkdir -p "$home/bin"
  : > "$home/$mark"
  unpack
  wrap
  if [ -n "$linker" ]; then link_linker; fi
  build_std
  : > "$home/$mark-ok"
fi
say "Debian's $("$rustc" --version) in $home"
echo "$rustc"
echo "$flags"
stat -c %Y "$home/$mark-ok"

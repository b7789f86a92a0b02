#!/bin/sh
# Makes VestibuleFFI.xcframework, the library that Package.swift takes on Apple's systems: `make-xcframework.sh [SLICE...]`
# with any of ios, ios-simulator and macos; all of them when left out. Needs a Mac with Xcode, and rustup.
#
# Without Xcode's own build system there is nothing to sign here: an app signs what it embeds.
set -eu

package=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
repository=$(CDPATH='' cd -- "$package/../.." && pwd)
output="$package/VestibuleFFI.xcframework"

# As Package.swift says them.
export IPHONEOS_DEPLOYMENT_TARGET=13.0
export MACOSX_DEPLOYMENT_TARGET=11.0

if [ "$(uname -s)" != Darwin ]; then
    echo "make-xcframework.sh: needs a Mac; elsewhere the package takes the shared library" >&2
    exit 77
fi
[ $# -gt 0 ] || set -- ios ios-simulator macos

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# In a folder of the module's name: Xcode puts the headers of every such library into one place, and each has a module map.
headers="$work/include"
mkdir -p "$headers/VestibuleFFI"
cp "$package/Sources/VestibuleFFI/VestibuleFFI.h" "$package/Sources/VestibuleFFI/module.modulemap" "$headers/VestibuleFFI/"

# Builds the static library for one target, and prints where it is. It is the library that the generated source fits: both
# come from the same checkout.
build() {
    rustup target add --toolchain "$toolchain" "$1" >&2
    cargo rustc --manifest-path "$repository/Cargo.toml" --locked --profile bindings --features shipped --lib \
        --package vestibule-bindings --crate-type staticlib --target "$1" >&2
    echo "$target/$1/bindings/libvestibule_bindings.a"
}

# Builds a slice from one or more targets.
slice() {
    slice=$1
    shift
    mkdir -p "$work/$slice"
    for triple in "$@"; do
        cp "$(build "$triple")" "$work/$slice/$triple.a"
    done
    lipo -create "$work/$slice"/*.a -output "$work/$slice/libvestibule_bindings.a"
    strip -S -x "$work/$slice/libvestibule_bindings.a"
}

cd "$repository"
toolchain=$(rustup show active-toolchain | cut -d ' ' -f 1)
target=${CARGO_TARGET_DIR:-$repository/target}

for name in "$@"; do
    case $name in
        ios) slice ios aarch64-apple-ios ;;
        ios-simulator) slice ios-simulator aarch64-apple-ios-sim x86_64-apple-ios ;;
        macos) slice macos aarch64-apple-darwin x86_64-apple-darwin ;;
        *)
            echo "make-xcframework.sh: there is no slice $name; there are: ios, ios-simulator, macos" >&2
            exit 2
            ;;
    esac
done

slices=$#
while [ "$slices" -gt 0 ]; do
    set -- "$@" -library "$work/$1/libvestibule_bindings.a" -headers "$headers"
    shift
    slices=$((slices - 1))
done
rm -rf "$output"
xcodebuild -create-xcframework "$@" -output "$output"

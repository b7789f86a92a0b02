// swift-tools-version: 6.0

import PackageDescription

// The library itself is written in Rust. On Apple's systems `make-xcframework.sh` puts it beside this file; on others it is a
// shared library that the linker finds: `-Xlinker -L…`.
#if os(macOS)
let library = Target.binaryTarget(name: "VestibuleFFI", path: "VestibuleFFI.xcframework")
let links: [LinkerSetting] = []
#else
let library = Target.systemLibrary(name: "VestibuleFFI", path: "Sources/VestibuleFFI")
let links: [LinkerSetting] = [.linkedLibrary("vestibule_bindings")]
#endif

let package = Package(
    name: "Vestibule",
    platforms: [.iOS(.v13), .macOS(.v11)],
    products: [.library(name: "Vestibule", targets: ["Vestibule"])],
    targets: [
        library,
        .target(name: "Vestibule", dependencies: ["VestibuleFFI"], linkerSettings: links),
        .target(name: "VestibuleExamples", dependencies: ["Vestibule"], path: "Examples"),
        .testTarget(name: "VestibuleTests", dependencies: ["Vestibule", "VestibuleExamples"]),
        // Programs for `cargo xtask vectors --via swift` and `cargo xtask bench --swift`.
        .executableTarget(name: "VestibuleVectors", dependencies: ["Vestibule"], path: "Tests/VestibuleVectors"),
        .executableTarget(name: "VestibuleBench", dependencies: ["Vestibule"], path: "Benches"),
    ],
    swiftLanguageModes: [.v6]
)

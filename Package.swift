// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Apache Arrow C++ has no Debian package: scripts/setup unpacks it into .deps/arrow, unless
// pkg-config already knows an installed one.
let arrowPrefix = Context.packageDirectory + "/.deps/arrow"
let arrowIsUnpacked = FileManager.default.fileExists(atPath: arrowPrefix + "/include/arrow/api.h")

let swiftRules: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

// `make fuzz` asks for the program that libFuzzer drives; nothing else builds it.
let fuzzerLibrary = Context.environment["LIBFUZZER"]
let fuzzingTargets: [Target] =
    fuzzerLibrary.map { path in
        [
            .systemLibrary(name: "CLibFuzzer", path: "Fuzzing/CLibFuzzer"),
            .executableTarget(
                name: "fuzz-images", dependencies: ["HostileImages", "CLibFuzzer"], path: "Fuzzing/FuzzImages",
                swiftSettings: swiftRules,
                linkerSettings: [.unsafeFlags([path]), .linkedLibrary("stdc++"), .linkedLibrary("m")]),
        ]
    } ?? []

func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: swiftRules)
}

/// As `library`, optimised in debug builds too: loops over pixels or millions of keys would make the tests take minutes.
func pixelLibrary(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: dependencies,
        swiftSettings: swiftRules + [.unsafeFlags(["-O"], .when(configuration: .debug))])
}

func tests(of name: String, _ dependencies: [Target.Dependency] = [], data: [String] = []) -> Target {
    .testTarget(
        name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, exclude: data,
        swiftSettings: swiftRules)
}

let package = Package(
    name: "img2shards",
    products: [
        .executable(name: "img2shards", targets: ["img2shards"]),
        .executable(name: "sample-web", targets: ["sample-web"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries, each imported by one Swift target only.
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CAres", pkgConfig: "libcares", providers: [.apt(["libc-ares-dev"])]),
        .systemLibrary(name: "CVips", pkgConfig: "vips", providers: [.apt(["libvips-dev"])]),
        .systemLibrary(name: "CTurboJPEG", pkgConfig: "libturbojpeg", providers: [.apt(["libturbojpeg0-dev"])]),
        .systemLibrary(name: "CJPEG", pkgConfig: "libjpeg", providers: [.apt(["libjpeg-dev"])]),
        .systemLibrary(name: "CWebP", pkgConfig: "libwebp", providers: [.apt(["libwebp-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec", providers: [.apt(["libbrotli-dev"])]),
        .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
        .systemLibrary(name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CThreads"),
        .systemLibrary(name: "CMalloc"),
        .systemLibrary(name: "CEpoll"),
        .systemLibrary(name: "CFileCalls"),
        .systemLibrary(name: "CArrow", pkgConfig: arrowIsUnpacked ? nil : "parquet"),
        // Arrow's C++ behind a plain C header; no exception crosses it.
        .target(
            name: "ArrowBridge",
            dependencies: arrowIsUnpacked ? [] : ["CArrow"],
            cxxSettings: arrowIsUnpacked ? [.unsafeFlags(["-isystem", arrowPrefix + "/include"])] : [],
            linkerSettings: (arrowIsUnpacked
                ? [.unsafeFlags(["-L" + arrowPrefix + "/lib", "-Xlinker", "-rpath", "-Xlinker", arrowPrefix + "/lib"])]
                : []) + [.linkedLibrary("parquet"), .linkedLibrary("arrow_compute"), .linkedLibrary("arrow")]),

        // The inner loops of the JPEG path's resampler, in C for its vectors.
        .target(name: "PlaneKernels", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

        // The quick decoder of ordinary JPEGs' coded data, in C for its vectors.
        .target(name: "BaselineJPEG", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

        // The quick decoder of ordinary PNGs, in C for its vectors.
        .target(
            name: "PlainPNG", dependencies: ["CZlib"], cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

        // libjpeg's word on a whole JPEG, every warning by its code.
        .target(name: "JPEGWarnings", dependencies: ["CJPEG"]),

        // Which sample was at work when the process crashed, written down in the signal handler.
        .target(name: "CrashJournal"),

        // CRC-32C, by the CPU's instruction where there is one.
        .target(name: "Checksums", cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))]),

        // The ground: memory with a limit, named threads, the dataset's own words.
        library("ByteBuffers", ["CMalloc"]),
        library("Threads", ["CThreads"]),
        library("DatasetModel", []),

        // The leaves: each knows one concern and none of the others.
        library("Hashing", ["COpenSSL"]),
        library("Tables", ["ArrowBridge"]),
        // What servers pack for the wire, unpacked.
        library("ContentDecoding", ["CZlib", "CBrotli", "CZstd", "ByteBuffers"]),
        library("Fetching", ["CCurl", "CAres", "CEpoll", "ByteBuffers", "ContentDecoding", "Threads"]),
        pixelLibrary("Vips", ["CVips", "ByteBuffers"]),
        library("ExifReading", []),
        pixelLibrary(
            "Imaging",
            ["Vips", "ByteBuffers", "CTurboJPEG", "CWebP", "PlaneKernels", "BaselineJPEG", "JPEGWarnings", "PlainPNG"]),
        library("TarArchiving", ["CArchive"]),

        // Which of many texts were seen before, in bounded memory.
        pixelLibrary("KeySets", ["Hashing"]),

        // What a dataset is made of.
        // Which rows of a list are wanted.
        library("RowSelection", ["DatasetModel", "Tables", "KeySets", "Hashing"]),
        library("URLLists", ["DatasetModel", "Tables", "RowSelection"]),
        library(
            "Shards",
            ["DatasetModel", "ByteBuffers", "Hashing", "Tables", "TarArchiving", "Checksums", "CFileCalls"]),
        library("Reporting", ["DatasetModel", "Threads"]),

        // Which rows of a dataset are worth another try.
        library("Retrying", ["DatasetModel", "Tables", "Shards", "Reporting"]),

        // The pipeline: the only target that knows all the others.
        library(
            "Downloading",
            [
                "DatasetModel", "ByteBuffers", "Threads", "Hashing", "Tables", "Fetching", "ExifReading", "Imaging",
                "RowSelection", "URLLists", "Shards", "Reporting", "Retrying", "CrashJournal",
                "KeySets",
            ]),
        // Looking at finished datasets.
        library(
            "Inspection",
            ["DatasetModel", "ByteBuffers", "Threads", "Tables", "Imaging", "KeySets", "Shards", "Reporting"]),
        // Configs: YAML files of options, and those that are shipped (configs/, part of the executable).
        .target(
            name: "Presets", dependencies: [.product(name: "Yams", package: "Yams")],
            resources: [.embedInCode("Shipped")], swiftSettings: swiftRules),
        // What `img2shards doctor` looks at, and what it makes of it.
        library("Diagnosis", ["Fetching", "Reporting"]),
        // The command line's words, img2dataset's spelling included.
        library("CommandSpelling", []),
        // The command line described: options.md and the man page.
        library("CommandManual", []),
        .executableTarget(
            name: "img2shards",
            dependencies: [
                "DatasetModel", "Downloading", "Inspection", "Diagnosis", "Reporting", "Presets", "CommandSpelling",
                "CommandManual",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftRules),

        // A small web of drawn images and scripted faults, for the demo, the tests and the benchmarks.
        library("SampleWeb", ["CEpoll", "Vips", "ByteBuffers", "Threads"]),
        // A name server by script, for the tests and the benchmarks.
        library("SampleNames", ["CEpoll", "Threads"]),
        .executableTarget(
            name: "sample-web",
            dependencies: [
                "SampleWeb", "SampleNames", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: swiftRules),

        // Benchmarks/imaging: what one image costs, beside the floor.
        .executableTarget(
            name: "image-bench", dependencies: ["Imaging", "Vips", "ByteBuffers"],
            path: "Benchmarks/imaging/ImageBench",
            swiftSettings: [.swiftLanguageMode(.v6)]),

        // Benchmarks/writing: what one sample costs on its way to the disk.
        .executableTarget(
            name: "write-bench", dependencies: ["Shards", "DatasetModel", "ByteBuffers", "Tables"],
            path: "Benchmarks/writing/WriteBench", swiftSettings: [.swiftLanguageMode(.v6)]),

        // Benchmarks/dedup: what 100 million keys take.
        .executableTarget(
            name: "dedup-bench", dependencies: ["KeySets"], path: "Benchmarks/dedup/DedupBench",
            swiftSettings: [.swiftLanguageMode(.v6)]),

        // Fuzzing: inputs that mean harm, and what must hold for them. For the tests and `make fuzz`.
        .target(
            name: "HostileImages", dependencies: ["Imaging", "Vips", "ByteBuffers"], path: "Fuzzing/HostileImages",
            swiftSettings: swiftRules),

        tests(of: "Checksums"),
        tests(of: "ByteBuffers"),
        tests(of: "Threads"),
        tests(of: "DatasetModel"),
        tests(of: "Hashing"),
        tests(of: "KeySets"),
        tests(of: "Tables"),
        tests(of: "ContentDecoding", ["ByteBuffers"]),
        tests(of: "Fetching", ["ByteBuffers", "ContentDecoding", "SampleWeb", "SampleNames", "Threads"]),
        tests(of: "ExifReading"),
        tests(of: "Imaging", ["ByteBuffers", "Vips", "PlaneKernels", "HostileImages"], data: ["Crashes"]),
        tests(of: "TarArchiving"),
        tests(of: "RowSelection", ["DatasetModel", "Tables", "KeySets", "Hashing", "Fetching"]),
        tests(of: "URLLists", ["DatasetModel", "Tables", "RowSelection"]),
        tests(of: "Shards", ["DatasetModel", "ByteBuffers", "Tables", "TarArchiving", "Checksums"]),
        tests(of: "Reporting", ["DatasetModel"]),
        tests(of: "Presets"),
        tests(of: "Diagnosis", ["SampleNames"]),
        tests(of: "CommandSpelling"),
        tests(of: "CommandManual"),
        tests(of: "SampleWeb"),
        tests(of: "SampleNames"),
        tests(
            of: "Inspection", ["Shards", "Reporting", "Tables", "TarArchiving", "Vips", "ByteBuffers", "DatasetModel"]),
        tests(
            of: "Downloading",
            [
                "img2shards", "Fetching", "Reporting", "Shards", "SampleWeb", "SampleNames", "Tables",
                "TarArchiving", "DatasetModel", "Threads", "Vips", "Presets", "CommandSpelling", "CommandManual",
            ]),
    ] + fuzzingTargets,
    cxxLanguageStandard: .cxx20
)

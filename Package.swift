// swift-tools-version: 6.2
import Foundation
import PackageDescription

// Apache Arrow C++ has no Debian package: scripts/setup unpacks it into .deps/arrow, unless
// pkg-config already knows an installed one.
let arrowPrefix = Context.packageDirectory + "/.deps/arrow"
let arrowIsUnpacked = FileManager.default.fileExists(atPath: arrowPrefix + "/include/arrow/api.h")

/// scripts/test builds in the release configuration, without optimization and with assertions. In the debug configuration the
/// argument parser checks its whole table again at each start, for 0.3 s, and the tests start the program thousands of times.
let isForTests = Context.environment["IMG2SHARDS_TESTS"] != nil

/// Loops over pixels or millions of keys are optimized without that, too: they would make the tests take minutes.
let optimized: SwiftSetting = isForTests ? .unsafeFlags(["-O"]) : .unsafeFlags(["-O"], .when(configuration: .debug))

let testRules: [SwiftSetting] = isForTests ? [.unsafeFlags(["-Onone", "-enable-testing"])] : []

let swiftRules: [SwiftSetting] =
    testRules + [
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
            .systemLibrary(name: "CLibFuzzer", path: "Lab/CLibFuzzer"),
            .executableTarget(
                name: "fuzz-inputs", dependencies: ["HostileInputs", "CLibFuzzer"], path: "Lab/FuzzInputs",
                swiftSettings: swiftRules,
                linkerSettings: [.unsafeFlags([path]), .linkedLibrary("stdc++"), .linkedLibrary("m")]),
        ]
    } ?? []

/// The floors of the house, each standing on those before it (docs/architecture.md).
enum Floor: String {
    /// Memory, threads, sums, sets of keys: what knows nothing of images or the web.
    case ground = "Sources/Ground"
    /// URLs and what servers answer.
    case web = "Sources/Web"
    /// Lists of URLs: files, tables, which rows are wanted.
    case lists = "Sources/Lists"
    /// What a web crawl stored, to a list of URLs.
    case crawl = "Sources/Crawl"
    /// Bytes of a server to the image that is wanted.
    case images = "Sources/Images"
    /// Shards and the folder they lie in.
    case dataset = "Sources/Dataset"
    /// Models: what they are given, how they are run, what is made with them.
    case models = "Sources/Models"
    /// Finding what is in datasets by words and by vectors, and showing it.
    case search = "Sources/Search"
    /// A run from its options to its summary.
    case run = "Sources/Run"
    /// The command line.
    case program = "Sources/Program"
    /// What tests, the demo, fuzzing and benchmarks need; not shipped.
    case lab = "Lab"

    func path(_ name: String) -> String { rawValue + "/" + name }
}

func library(_ floor: Floor, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(name: name, dependencies: dependencies, path: floor.path(name), swiftSettings: swiftRules)
}

/// As `library`, optimized in every build.
func pixelLibrary(_ floor: Floor, _ name: String, _ dependencies: [Target.Dependency]) -> Target {
    .target(
        name: name, dependencies: dependencies, path: floor.path(name),
        swiftSettings: swiftRules + [optimized])
}

/// Code of our own in C, optimized in every build.
func cLibrary(_ floor: Floor, _ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, path: floor.path(name),
        cSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))])
}

/// A C library of the system. One Swift target imports it; libcurl three: the client of lists, that of stores, which has
/// nothing in common with it, and URLs, which are read by its own parser.
func system(_ floor: Floor, _ name: String, _ pkgConfig: String? = nil, apt: String? = nil) -> Target {
    .systemLibrary(
        name: name, path: floor.path("Libraries/" + name), pkgConfig: pkgConfig,
        providers: apt.map { [.apt([$0])] })
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
        .package(url: "https://github.com/apple/swift-collections", from: "1.1.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // MARK: Ground
        system(.ground, "CLinux"),
        system(.ground, "COpenSSL", "libcrypto", apt: "libssl-dev"),
        system(.ground, "CZlib", "zlib", apt: "zlib1g-dev"),
        // Which sample was at work when the process crashed, written down in the signal handler.
        .target(name: "CrashJournal", path: Floor.ground.path("CrashJournal")),
        // CRC-32C, by the CPU's instruction where there is one.
        cLibrary(.ground, "Checksums"),
        library(
            .ground, "Ground",
            [
                "CLinux", .product(name: "HeapModule", package: "swift-collections"),
                .product(name: "DequeModule", package: "swift-collections"),
            ]),
        // Files and folders, made so that a power cut leaves the old or the new: the only target that writes them.
        library(.ground, "Files", ["CLinux", "Checksums"]),
        // float16 to float and back, by the CPU's instructions where there are some.
        cLibrary(.ground, "HalfFloats"),
        // Vectors in numpy's files.
        pixelLibrary(.ground, "Arrays", ["Files", "HalfFloats"]),
        // JSON text as Python writes it, and the little of it that is read back.
        library(.ground, "JSON", []),
        // Sums over bytes, and which of many texts were seen before, in bounded memory.
        pixelLibrary(.ground, "Hashing", ["COpenSSL"]),

        // MARK: Web
        system(.web, "CCurl", "libcurl", apt: "libcurl4-openssl-dev"),
        system(.web, "CAres", "libcares", apt: "libc-ares-dev"),
        system(.web, "CBrotli", "libbrotlidec", apt: "libbrotli-dev"),
        system(.web, "CZstd", "libzstd", apt: "libzstd-dev"),
        // What servers pack for the wire, unpacked.
        library(.web, "ContentDecoding", ["CZlib", "CBrotli", "CZstd", "Ground"]),
        // Texts of lists and servers to URLs that can be asked for, by libcurl's own parser.
        library(.web, "URLs", ["CCurl"]),
        library(
            .web, "Fetching",
            [
                "URLs", "CCurl", "CAres", "CLinux", "Ground", "ContentDecoding",
                .product(name: "DequeModule", package: "swift-collections"),
            ]),

        // Requests to services that the user named: it has nothing in common with the client that fetches rows.
        library(.web, "Requests", ["CCurl", "Fetching", "Files", "Ground", "Hashing"]),

        // Datasets of the Hugging Face Hub: what is in them, their bytes, commits to them.
        library(.web, "Hub", ["Requests", "Files", "Ground", "Hashing"]),

        // Pages and answers of this program, for browsers on this machine.
        library(.web, "LocalServer", ["Ground"]),

        // MARK: Lists
        system(.lists, "CArrow", arrowIsUnpacked ? nil : "parquet"),
        // Arrow's C++ behind a plain C header; no exception crosses it.
        .target(
            name: "ArrowBridge",
            dependencies: arrowIsUnpacked ? [] : ["CArrow"],
            path: Floor.lists.path("ArrowBridge"),
            cxxSettings: ["Sources", "Text", "Parquet", "Cells", "Stores", "Streams"].map { .headerSearchPath($0) }
                + (arrowIsUnpacked ? [.unsafeFlags(["-isystem", arrowPrefix + "/include"])] : []),
            linkerSettings: (arrowIsUnpacked
                ? [.unsafeFlags(["-L" + arrowPrefix + "/lib", "-Xlinker", "-rpath", "-Xlinker", arrowPrefix + "/lib"])]
                : [])
                + ["parquet", "arrow_compute", "arrow", "dl"].map { .linkedLibrary($0) }),
        library(.lists, "Tables", ["ArrowBridge", "Files"]),
        // Which rows of a list are wanted.
        library(.lists, "RowSelection", ["Ground", "DatasetModel", "Tables", "Hashing", "URLs"]),
        // Places in object stores, and the files of lists there.
        library(.lists, "Stores", ["CLinux", "Ground", "Tables", "Fetching", "Requests", "Hub", "Files"]),
        library(.lists, "URLLists", ["Ground", "Files", "DatasetModel", "Tables", "RowSelection", "Stores"]),

        // MARK: Images
        system(.images, "CVips", "vips", apt: "libvips-dev"),
        system(.images, "CTurboJPEG", "libturbojpeg", apt: "libturbojpeg0-dev"),
        system(.images, "CJPEG", "libjpeg", apt: "libjpeg-dev"),
        system(.images, "CWebP", "libwebp", apt: "libwebp-dev"),
        system(.images, "CDeflate", "libdeflate", apt: "libdeflate-dev"),
        // The inner loops of both resamplers, in C for their vectors.
        cLibrary(.images, "PlaneKernels"),
        // Quick decoders of ordinary JPEGs and PNGs, in C for their vectors, and libjpeg's word on a whole JPEG.
        cLibrary(.images, "CodedImages", ["CJPEG", "CDeflate", "CZlib"]),
        pixelLibrary(.images, "Vips", ["CVips", "Ground"]),
        library(.images, "ExifReading", []),
        pixelLibrary(
            .images, "Imaging",
            ["Vips", "Ground", "CTurboJPEG", "CWebP", "PlaneKernels", "CodedImages"]),

        // MARK: Crawl
        system(.crawl, "CSimdjson", "simdjson", apt: "libsimdjson-dev"),
        system(.crawl, "CLibXML", "libxml-2.0", apt: "libxml2-dev"),
        // Image links of a page, out of WAT records or HTML, and the language of a text: C++ libraries behind a plain C
        // header; no exception crosses it.
        .target(
            name: "CrawlPages", dependencies: ["CSimdjson", "CLibXML"], path: Floor.crawl.path("CrawlPages"),
            cxxSettings: [.unsafeFlags(["-O2"], .when(configuration: .debug))],
            linkerSettings: [.linkedLibrary("cld2")]),
        // Pages and their image links, out of a crawl's files.
        pixelLibrary(.crawl, "CrawlReading", ["CrawlPages", "CDeflate", "ContentDecoding", "Ground", "Files"]),
        // From a crawl's files to lists of pairs.
        pixelLibrary(
            .crawl, "Extraction",
            ["CrawlReading", "Ground", "Files", "Hashing", "Tables", "RowSelection", "Stores", "URLLists", "Fetching"]),

        // MARK: Dataset
        system(.dataset, "CArchive", "libarchive", apt: "libarchive-dev"),
        // The dataset's own words.
        library(.dataset, "DatasetModel", []),
        library(.dataset, "TarArchiving", ["CArchive", "Checksums", "Files"]),
        // The folder of a dataset: names, publishing, journals, stats, what the next start continues. It knows no format.
        library(
            .dataset, "DatasetFolder", ["DatasetModel", "Ground", "Files", "JSON", "Tables", "Checksums"]),
        // Datasets in object stores.
        library(.dataset, "StoredDatasets", ["DatasetFolder", "Files", "Ground", "Hub", "Stores", "Tables"]),
        // How shards are written and read: a folder of sources for each format.
        library(
            .dataset, "ShardFormats",
            [
                "DatasetModel", "Ground", "Files", "JSON", "Hashing", "Tables", "TarArchiving", "Checksums", "Arrays",
                "DatasetFolder",
            ]),
        // Looking at finished datasets.
        library(
            .dataset, "Inspection",
            [
                "DatasetModel", "Ground", "Files", "JSON", "Tables", "Imaging", "Hashing", "DatasetFolder",
                "ShardFormats", "Reporting",
            ]),

        // MARK: Models
        // OpenVINO behind a plain C header, opened at run time: neither building nor starting needs it.
        .target(
            name: "InferenceBridge", path: Floor.models.path("InferenceBridge"), linkerSettings: [.linkedLibrary("dl")]),
        // Models of ONNX: read, compiled, run.
        library(.models, "Inference", ["InferenceBridge", "Files", "Ground"]),
        // Captions to the numbers that CLIP's text models take.
        pixelLibrary(.models, "Tokenizing", ["ContentDecoding", "Files", "Ground"]),
        // Images to the values that models see.
        pixelLibrary(.models, "ImageInputs", ["Imaging", "Ground", "Files"]),
        // Finished datasets to embeddings and scores.
        pixelLibrary(
            .models, "Embedding",
            [
                "Inference", "Tokenizing", "ImageInputs", "Imaging", "Arrays", "Files", "Ground", "Hashing", "JSON",
                "Tables", "DatasetModel", "DatasetFolder", "ShardFormats",
            ]),

        // MARK: Search
        // The inner loops of search among vectors, in C for their instructions.
        cLibrary(.search, "VectorKernels", ["HalfFloats"]),
        // Embeddings and their indices on disk, opened and searched.
        pixelLibrary(.search, "VectorSearch", ["VectorKernels", "Arrays", "Files", "Ground", "Checksums"]),
        system(.search, "CSQLite", "sqlite3", apt: "libsqlite3-dev"),
        // Words of captions to images: SQLite's FTS5.
        library(.search, "CaptionIndex", ["CSQLite", "Files", "Ground"]),
        // Finished datasets as a page, and as clip-back's HTTP interface.
        .target(
            name: "Browsing",
            dependencies: [
                "CaptionIndex", "VectorSearch", "LocalServer", "Ground", "Files", "JSON", "Tables", "DatasetFolder",
                "ShardFormats", "Fetching",
            ],
            path: Floor.search.path("Browsing"),
            resources: [.embedInCode("Page/Files")], swiftSettings: swiftRules),
        // Datasets to one page of figures, plots and pictures. Optimised in debug builds too, as `pixelLibrary`.
        .target(
            name: "ReportPages",
            dependencies: [
                "Ground", "Files", "Hashing", "Tables", "Imaging", "DatasetModel", "DatasetFolder", "ShardFormats",
                "Inspection", "Reporting", "JSON",
            ],
            path: Floor.search.path("ReportPages"),
            resources: [.embedInCode("Page/Files")],
            swiftSettings: swiftRules + [optimized]),
        // Indices over embeddings, built and measured.
        pixelLibrary(.search, "Indexing", ["VectorSearch", "VectorKernels", "Arrays", "Files", "Ground", "JSON"]),

        // MARK: Run
        library(.run, "Reporting", ["DatasetModel", "Ground", "JSON"]),
        // What a run shows beside its terminal: metrics, their files and exports.
        .target(
            name: "Watching",
            dependencies: [
                "DatasetModel", "Ground", "Files", "JSON", "Checksums", "LocalServer", "Reporting", "Requests",
            ],
            path: Floor.run.path("Watching"),
            resources: [.embedInCode("Page/Files")], swiftSettings: swiftRules),
        // What a run is to do: the options checked, which rows are tried again. It starts no thread.
        library(
            .run, "Planning",
            [
                "DatasetModel", "Ground", "Files", "JSON", "Hashing", "Tables", "URLs", "Fetching", "Imaging",
                "RowSelection", "Hub", "Stores", "URLLists", "DatasetFolder", "StoredDatasets", "ShardFormats",
                "Reporting",
                "Embedding", "Inference", "Watching", "LocalServer",
            ]),
        // A row's URL, or its place in a store, to its body.
        library(
            .run, "BodyFetching",
            [
                "Ground", "Fetching", "Stores", "URLs", .product(name: "DequeModule", package: "swift-collections"),
            ]),
        // The stages of a run, joined by queues; they know no option, only the plan.
        library(
            .run, "Pipeline",
            [
                "DatasetModel", "Ground", "Files", "JSON", "Hashing", "Tables", "URLs", "Fetching", "ExifReading",
                "Imaging", "RowSelection", "Hub", "Stores", "URLLists", "DatasetFolder", "StoredDatasets",
                "ShardFormats",
                "Reporting", "Planning", "Embedding", "CrashJournal", "BodyFetching",
            ]),
        // Rows of a stream with their images: the fetches and images of a run, without a dataset.
        library(
            .run, "RowFetching",
            [
                "BodyFetching", "DatasetModel", "Ground", "Fetching", "Hashing", "Imaging", "Planning", "Tables",
                "URLLists",
                .product(name: "DequeModule", package: "swift-collections"),
            ]),
        // What `img2shards` can be asked for, each from its beginning to its exit code.
        .target(
            name: "Commands",
            dependencies: [
                "DatasetModel", "Ground", "Files", "JSON", "Tables", "Fetching", "Imaging", "RowSelection", "URLLists",
                "DatasetFolder", "ShardFormats", "Reporting", "Planning", "Pipeline", "Embedding", "CrashJournal",
                "CLinux", "Stores", "Watching",
            ],
            path: Floor.run.path("Commands"),
            resources: [.embedInCode("Diagnosis/SelfTest/Pictures")], swiftSettings: swiftRules),

        // MARK: Program
        // The command line's words, img2dataset's spelling included; its manual; configs: YAML files of options, and those
        // that are shipped (configs/, part of the executable).
        .target(
            name: "CommandWords", dependencies: [.product(name: "Yams", package: "Yams")],
            path: Floor.program.path("CommandWords"),
            resources: [.embedInCode("Presets/Shipped"), .embedInCode("Spelling/commands.tsv")],
            swiftSettings: swiftRules),
        .executableTarget(
            name: "img2shards",
            dependencies: [
                "DatasetModel", "Files", "Ground", "Planning", "Commands", "Inspection", "Reporting", "CommandWords",
                "Embedding", "Extraction", "Hashing", "Inference", "Browsing", "LocalServer", "Indexing",
                "ReportPages",
                "VectorSearch", "Tables", "RowFetching",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: Floor.program.path("img2shards"), swiftSettings: swiftRules),

        // MARK: Lab
        // A small web of drawn images and scripted faults, for the demo, the tests and the benchmarks.
        library(.lab, "SampleWeb", ["CLinux", "CZlib", "Vips", "Ground"]),
        // A name server by script, for the tests and the benchmarks.
        library(.lab, "SampleNames", ["CLinux", "Ground"]),
        .executableTarget(
            name: "sample-web",
            dependencies: [
                "SampleWeb", "SampleNames", .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: Floor.lab.path("sample-web"), swiftSettings: swiftRules),
        // Folders, rows and images that the tests of datasets write.
        library(
            .lab, "DatasetFixtures",
            ["DatasetModel", "Ground", "Tables", "TarArchiving", "DatasetFolder", "ShardFormats"]),
        // What tests share: folders of their own, runs of the executable, lists and datasets read back.
        library(
            .lab, "TestSupport",
            ["SampleWeb", "Arrays", "Files", "Tables", "TarArchiving", "DatasetFolder", "ShardFormats"]),
        // A stand-in for the Hugging Face Hub.
        library(.lab, "HubStandIn", ["TestSupport", "Hashing"]),
        // JPEGs with the scans that other encoders write.
        cLibrary(.lab, "JPEGRescan", ["CJPEG"]),
        // Inputs that mean harm, and what must hold for them: for the tests and `make fuzz`.
        library(
            .lab, "HostileInputs",
            [
                "CrawlReading", "Imaging", "JPEGRescan", "Vips", "ExifReading", "Tables", "RowSelection", "URLs",
                "TarArchiving",
                "DatasetModel",
                "DatasetFolder", "JSON", "Ground",
            ]),

        // MARK: Benchmarks
        // Benchmarks/imaging: what one image costs, beside the floor.
        .executableTarget(
            name: "image-bench", dependencies: ["Imaging", "Ground"],
            path: "Benchmarks/imaging/ImageBench",
            swiftSettings: [.swiftLanguageMode(.v6)]),

        // Benchmarks/writing: what one sample costs on its way to the disk.
        .executableTarget(
            name: "write-bench",
            dependencies: ["ShardFormats", "DatasetFolder", "DatasetModel", "Ground", "Files", "Tables"],
            path: "Benchmarks/writing/WriteBench", swiftSettings: [.swiftLanguageMode(.v6)]),

        // Benchmarks/dedup: what 100 million keys take.
        .executableTarget(
            name: "dedup-bench", dependencies: ["Hashing"], path: "Benchmarks/dedup/DedupBench",
            swiftSettings: [.swiftLanguageMode(.v6)]),

        // MARK: Tests
        tests(of: "Checksums"),
        tests(of: "DatasetModel"),
        tests(of: "Ground"),
        tests(of: "Files"),
        tests(of: "Arrays", ["Files", "HalfFloats", "TestSupport"]),
        tests(of: "JSON", ["TestSupport"]),
        tests(of: "Hashing"),
        tests(of: "Tables", ["TestSupport"]),
        tests(of: "ContentDecoding", ["Ground"]),
        tests(of: "URLs", ["Ground"]),
        tests(of: "Fetching", ["URLs", "Ground", "ContentDecoding", "SampleWeb", "SampleNames", "TestSupport"]),
        tests(of: "Requests", ["Hashing", "TestSupport"]),
        tests(of: "Hub", ["Ground", "Requests", "HubStandIn", "TestSupport"]),
        tests(of: "LocalServer", ["Ground", "TestSupport"]),
        tests(of: "ExifReading"),
        tests(of: "CrawlReading", ["HostileInputs", "TestSupport"]),
        tests(of: "Extraction", ["CrawlReading", "Ground", "HostileInputs", "Hashing", "Tables", "TestSupport"]),
        tests(
            of: "Imaging", ["CodedImages", "Ground", "Vips", "PlaneKernels", "HostileInputs", "TestSupport"],
            data: ["Crashes"]),
        tests(of: "TarArchiving", ["TestSupport"]),
        tests(of: "RowSelection", ["Ground", "DatasetModel", "Tables", "Hashing", "URLs", "TestSupport"]),
        tests(of: "Stores", ["Ground", "Tables", "Requests", "Hub", "TestSupport"]),
        tests(of: "URLLists", ["DatasetModel", "Tables", "RowSelection", "TestSupport"]),
        tests(
            of: "DatasetFolder",
            [
                "DatasetFixtures", "ShardFormats", "DatasetModel", "Ground", "Files", "Tables", "TarArchiving",
                "Checksums",
            ]),
        tests(
            of: "ShardFormats",
            [
                "DatasetFixtures", "DatasetFolder", "DatasetModel", "Ground", "Files", "JSON", "Tables", "TarArchiving",
                "Checksums", "Arrays", "TestSupport",
            ]),
        tests(of: "Reporting", ["DatasetModel", "Ground", "JSON"]),
        tests(
            of: "Watching",
            ["DatasetModel", "Ground", "Reporting", "LocalServer", "Checksums", "JSON", "Files", "TestSupport"]),
        tests(of: "CommandWords", ["TestSupport"]),
        tests(of: "Planning", ["Fetching", "Hashing", "Tables", "DatasetFolder", "ShardFormats", "TestSupport"]),
        tests(
            of: "Pipeline",
            [
                "DatasetModel", "Fetching", "Ground", "Hashing", "Imaging", "Planning", "Reporting", "DatasetFolder",
                "ShardFormats", "TestSupport", "URLLists", "URLs", "Vips", "Embedding", "BodyFetching", "Stores",
            ]),
        tests(of: "Commands", ["SampleNames"]),
        tests(of: "BodyFetching", ["Fetching", "Ground", "Stores"]),
        tests(of: "RowFetching", ["DatasetModel", "Ground"]),
        tests(of: "HostileInputs", data: ["Crashes"]),
        tests(of: "SampleWeb"),
        tests(of: "SampleNames"),
        tests(
            of: "Inspection",
            [
                "DatasetFixtures", "DatasetFolder", "ShardFormats", "Reporting", "Tables", "TarArchiving", "Vips",
                "Ground", "DatasetModel",
            ]),
        tests(of: "CaptionIndex", ["TestSupport"]),
        tests(
            of: "Browsing",
            [
                "CaptionIndex", "LocalServer", "DatasetFixtures", "DatasetFolder", "ShardFormats", "DatasetModel",
                "JSON",
                "Ground", "Tables", "TestSupport",
            ]),
        tests(of: "ReportPages", ["Ground"]),
        tests(of: "Inference", ["TestSupport"]),
        tests(of: "Tokenizing", ["TestSupport"]),
        tests(of: "ImageInputs", ["Imaging", "Ground", "Vips", "TestSupport"]),
        tests(of: "VectorKernels", ["HalfFloats"]),
        tests(of: "VectorSearch", ["Arrays", "Files", "TestSupport"]),
        tests(of: "Indexing", ["VectorSearch", "Arrays", "Files", "Ground", "TestSupport"]),
        // Whole processes, from the command line to the files on disk.
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "img2shards", "Arrays", "CommandWords", "DatasetModel", "Ground", "HostileInputs", "LocalServer",
                "Reporting", "SampleNames",
                "SampleWeb",
                "Tables", "TarArchiving", "TestSupport", "HubStandIn", "Vips",
            ],
            swiftSettings: swiftRules),
    ] + fuzzingTargets,
    cxxLanguageStandard: .cxx20
)

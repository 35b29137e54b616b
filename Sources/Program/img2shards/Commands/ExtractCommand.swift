// `img2shards extract`: a web crawl's image URLs and captions.

internal import ArgumentParser
internal import Extraction
internal import Foundation
internal import Ground
internal import Hashing
internal import Planning
internal import Reporting

struct ExtractCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "extract",
        abstract: "Extracts image URLs and captions from a web crawl.",
        discussion: Examples.text(Examples.extract) + """
            Reads Common Crawl's WAT files and writes one parquet file for each, with the columns uid, url, alt, \
            cc_filename, page_url (as cc2dataset) and opt_out (what the page asks: noai, noimageai, noindex, \
            noimageindex, tdm-reservation). Only images with a caption and an http or https URL count. Damaged records \
            are skipped and counted.

            Run the same command again to resume after a stop: files that are complete are kept.

            Exit codes: 0 done, 1 a file could not be read, 2 wrong command, 3 the output cannot be written, 75 a store or \
            a server does not answer: try again.
            """)

    @Argument(
        help: """
            Files (.wat.gz, .warc.gz), folders, patterns, also in stores (s3://…), http(s) URLs, or lists of paths \
            (.paths, .paths.gz, .txt).
            """, completion: .file())
    var inputs: [String]

    @Option(help: ArgumentHelp("Where lists are written.", valueName: "folder"), completion: .directory)
    var outputFolder: String

    @Option(help: ArgumentHelp("Put before relative paths of lists.", valueName: "url"))
    var baseURL = Setting<String>(otherwise: "https://data.commoncrawl.org/ for crawl-data/…")

    @Option(help: ArgumentHelp("Read at most this many files.", valueName: "count"))
    var maxFiles: Int?

    @Option(help: ArgumentHelp("Exclude captions with fewer characters.", valueName: "characters"))
    var minCaptionLength = 5

    @Option(
        help: ArgumentHelp(
            "Keep only the first pair of each: url+caption, url, or none to keep all.", valueName: "what"),
        completion: .list(ExtractionOptions.Sameness.allCases.map(\.rawValue)))
    var dedup = ExtractionOptions.Sameness.urlAndCaption.rawValue

    @Option(
        help: ArgumentHelp("False-positive rate of --dedup when it needs a Bloom filter.", valueName: "rate"))
    var dedupFpr = 0.0001

    @Option(help: ArgumentHelp("Memory for --dedup: exact as long as that is enough.", valueName: "size"))
    var dedupMemory = "1GiB"

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Keep only pairs that meet a condition, as in 'not (url ends with \".svg\")'.", valueName: "condition"))
    var condition: String?

    @Option(
        help: ArgumentHelp(
            "Exclude what this file lists, one per line: URLs, domains, hashes of URLs. May be given several times.",
            valueName: "path"), completion: .file())
    var excludeList: [String] = []

    @Flag(help: "Read stored pages (.warc.gz) instead of WAT files.")
    var html = false

    @Flag(help: "Add the column lang: the caption's language.")
    var detectLanguage = false

    @Option(help: ArgumentHelp("Local files read at once.", valueName: "count"))
    var threads = Setting<Int>(otherwise: "one per core")

    @Option(help: ArgumentHelp("Files fetched at once, at most 10.", valueName: "count"))
    var connections = Setting<Int>(otherwise: "4, or one per core")

    @Flag(help: "Let lists and redirects lead to private, loopback and link-local addresses.")
    var allowPrivateAddresses = false

    @Option(
        help: ArgumentHelp(
            "Buckets, or folders in them, that lists of paths may name as s3://…: a,b,c.", valueName: "places"))
    var allowStores = Setting<CommaList>(otherwise: "the list's own bucket")

    @OptionGroup var stores: ListStoreOptions

    @Flag(help: "One JSON object instead of lines.")
    var json = false

    @OptionGroup(title: "Configs") var config: ConfigOptions

    func run() throws {
        let stream = ErrorStream()
        let report = try extraction().run { stream.write("extract: \($0)\n") }
        try StandardOutput.write(lines: json ? [report.jsonLine] : report.lines)
        if report.exitCode != 0 { throw ExitCode(report.exitCode) }
    }

    func check() throws { _ = try options() }

    private func extraction() throws -> ExtractionRun {
        let options = try options()
        return try ExtractionRun(
            options, sources: CrawlSources(allowsPrivateAddresses: allowPrivateAddresses, stores: options.stores))
    }

    private func options() throws -> ExtractionOptions {
        let cores = ProcessInfo.processInfo.activeProcessorCount
        var options = ExtractionOptions(
            inputs: inputs, outputFolder: try LocalPath.path(outputFolder, "--output-folder", for: .write), cores: cores
        )
        options.baseURL = baseURL.value
        options.maximumFiles = try maxFiles.map { try Self.number("--max-files", $0, 1...Int.max) }
        options.minimumCaptionLength = try Self.number("--min-caption-length", minCaptionLength, 0...1_000_000)
        guard let sameness = ExtractionOptions.Sameness(rawValue: dedup) else {
            throw ValidationError("--dedup cannot be \(dedup): it takes url+caption, url or none.")
        }
        options.sameness = sameness
        guard dedupFpr > 0, dedupFpr < 1 else {
            throw ValidationError("--dedup-fpr cannot be \(dedupFpr): it is above 0 and below 1.")
        }
        guard let memory = ByteCount(typed: dedupMemory)?.bytes, memory >= 1 << 20 else {
            throw ValidationError("--dedup-memory cannot be \(dedupMemory): write it as 512MiB or 4GiB.")
        }
        options.keyLimits = DuplicateKeys.Limits(memoryBytes: memory, falsePositiveRate: dedupFpr)
        options.condition = condition
        options.excludeLists = try excludeList.map { try LocalPath.path($0, "--exclude-list", for: .storedFile) }
        options.stores = try CrawlStores(
            options: stores.storeOption, allowed: allowStores.value?.values ?? [],
            for: inputs + excludeList + [baseURL.value ?? ""])
        options.readsHTML = html
        options.detectsLanguage = detectLanguage
        options.allowsPrivateAddresses = allowPrivateAddresses
        options.threads = try Self.number("--threads", threads.value ?? cores, 1...1024)
        options.connections = try Self.number("--connections", connections.value ?? options.connections, 1...10)
        return options
    }

    private static func number(_ option: String, _ value: Int, _ range: ClosedRange<Int>) throws -> Int {
        guard range.contains(value) else {
            let words =
                range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound) to \(range.upperBound)"
            throw ValidationError("\(option) cannot be \(value): it takes \(words).")
        }
        return value
    }
}

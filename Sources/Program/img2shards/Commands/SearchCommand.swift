// `img2shards search`: near rows of an index or of embeddings.

internal import ArgumentParser
internal import Ground
internal import Indexing
internal import Planning
internal import Reporting
internal import VectorSearch

struct SearchCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "search",
        abstract: "Finds the rows of an index that are nearest to vectors.",
        discussion: Examples.text(Examples.search) + """
            Takes a folder that index wrote, or a folder of embeddings without an index, whose vectors are all \
            compared. Prints for each query the nearest rows, the best first: the query's number, the row and the \
            cosine. Rows count from 0 over all files, in the metadata as well.

            Exit codes: 0 done, 2 wrong command, index or embeddings.
            """)

    @Argument(help: ArgumentHelp("An index or embeddings.", valueName: "folder"), completion: .directory)
    var folder: String

    @Option(help: ArgumentHelp("A row whose vector is searched for. May be repeated.", valueName: "number"))
    var row: [Int] = []

    @Option(
        help: ArgumentHelp("Vectors to search for: a .npy file.", valueName: "file"),
        completion: .file(extensions: ["npy"]))
    var queries: String?

    @Option(
        help: ArgumentHelp("Which embeddings: image or text.", valueName: "kind"),
        completion: .list(VectorModality.allCases.map(\.rawValue)))
    var modality = "image"

    @Option(help: ArgumentHelp("Rows to find for each query.", valueName: "count"))
    var count = 10

    @Option(help: ArgumentHelp("Lists to look at in an index of type ivf.", valueName: "count"))
    var probes = Setting<Int>(otherwise: "as measured by index")

    @Option(
        help: ArgumentHelp("Where an index's embeddings are now. May be repeated.", valueName: "folder"),
        completion: .directory)
    var embeddings: [String] = []

    @Flag(help: "One JSON object for each query instead of lines.")
    var json = false

    func run() throws {
        let search = try search()
        for number in 0..<search.queryCount {
            try StandardOutput.write(lines: try search.lines(number, json: json))
        }
    }

    func check() throws { _ = try search() }

    private func search() throws -> QueryList {
        guard let modality = VectorModality(rawValue: modality) else {
            throw ValidationError("--modality cannot be \(modality): it takes image or text.")
        }
        guard count >= 1, count <= 100_000 else {
            throw ValidationError("--count cannot be \(count): it takes 1 to 100000.")
        }
        if let probes = probes.value, probes < 1 {
            throw ValidationError("--probes cannot be \(probes): it takes 1 or more.")
        }
        guard !row.isEmpty || queries != nil else { throw ValidationError("name --row or --queries.") }
        return try QueryList(
            index: VectorIndex(
                path: try LocalPath.path(folder, "search", for: .read), modality: modality,
                embeddings: embeddings.isEmpty ? nil : embeddings, probes: probes.value),
            rows: row, file: queries, count: count)
    }
}

// `img2shards index`: embeddings made searchable.

internal import ArgumentParser
internal import Foundation
internal import Ground
internal import Indexing
internal import Planning
internal import Reporting
internal import VectorSearch

struct IndexCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "index",
        abstract: "Builds indices over embeddings, to find near images and captions.",
        discussion: Examples.text(Examples.index) + """
            Reads folders in clip-retrieval's layout, as embed writes them and LAION published them: img_emb/*.npy and \
            text_emb/*.npy of float16 or float32. Files are read in numeric order, so that img_emb_2.npy comes before \
            img_emb_10.npy; autofaiss sorts them as words. The embeddings are not changed, and must stay where they \
            are: a search reads its best vectors from them.

            Writes image.index and text.index, which Python's faiss reads as well (faiss.read_index), and info.json \
            with what a search finds of the nearest rows, measured against exact search. Type flat compares all \
            vectors in 8 bits. Type ivf divides them into lists, and compares the lists nearest to a query: as many as \
            --recall needs.

            A stopped build leaves an earlier index as it was; run the same command again. An index that \
            is complete and of the same embeddings is kept.

            Exit codes: 0 done, 2 wrong command or embeddings, 3 the index cannot be written.
            """)

    @Argument(
        help: ArgumentHelp("Folders of embeddings, in the order of their rows.", valueName: "folder"),
        completion: .directory)
    var embeddings: [String]

    @Option(help: ArgumentHelp("Where the index is written.", valueName: "folder"), completion: .directory)
    var outputFolder: String

    @Option(
        help: ArgumentHelp("flat or ivf.", valueName: "type"), completion: .list(IndexType.allCases.map(\.rawValue)))
    var type = Setting<String>(otherwise: "ivf above 1,500,000 vectors")

    @Option(help: ArgumentHelp("Lists of type ivf.", valueName: "count"))
    var lists = Setting<Int>(otherwise: "4 times the square root of the vectors")

    @Option(
        help: ArgumentHelp("Share of the 10 nearest rows that a search of type ivf shall find.", valueName: "share"))
    var recall = 0.95

    @Option(help: ArgumentHelp("Vectors of the embeddings that measure it as queries.", valueName: "count"))
    var queries = 200

    @Option(help: ArgumentHelp("Threads that compute.", valueName: "count"))
    var threads = Setting<Int>(otherwise: "one per core")

    @Option(help: ArgumentHelp("Memory to use beside the files' own, such as 8GB.", valueName: "size"))
    var memory = "2GB"

    @Flag(help: "One JSON array instead of lines.")
    var json = false

    func run() throws {
        let stream = ErrorStream()
        let report = try IndexBuild(options()).run { stream.write("index: \($0)\n") }
        try StandardOutput.write(lines: json ? [report.jsonLine] : report.lines)
    }

    func check() throws { _ = try IndexBuild(options()) }

    private func options() throws -> IndexingOptions {
        var options = IndexingOptions(
            embeddings: try embeddings.map { Self.absolute(try LocalPath.path($0, "index", for: .read)) },
            outputFolder: try LocalPath.path(outputFolder, "--output-folder", for: .write),
            threads: threads.value ?? ProcessInfo.processInfo.activeProcessorCount)
        if let word = type.value {
            guard let type = IndexType(rawValue: word) else {
                throw ValidationError("--type cannot be \(word): it takes flat or ivf.")
            }
            options.type = type
        }
        options.lists = lists.value
        options.recall = recall
        guard queries >= 1, queries <= 10_000 else {
            throw ValidationError("--queries cannot be \(queries): it takes 1 to 10000.")
        }
        options.queries = queries
        guard let memory = ByteCount(typed: memory) else {
            throw ValidationError("--memory cannot be \(memory): it takes a size such as 8GB.")
        }
        options.memory = memory.bytes
        return options
    }

    /// The index is used from other folders.
    private static func absolute(_ path: String) -> String { URL(filePath: path).standardizedFileURL.path }
}

// `img2shards fetch`: the rows of a stream, with their images.

internal import ArgumentParser
internal import Commands
internal import Glibc
internal import Ground
internal import Planning
internal import Reporting
internal import RowFetching

struct FetchCommand: CheckedCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch",
        abstract: "Fetches the images of an Arrow stream's rows, and writes the rows with them.",
        discussion: Examples.text(Examples.fetch) + """
            Reads Arrow's IPC stream on standard input and writes one to standard output: the same rows in the same \
            order, with the columns image, format, status, error_message, width, height, original_width, \
            original_height and the hash, and the fetch details of a dataset's metadata. A row that fails has its \
            status and no image. For Spark's mapInArrow, Ray Data and Daft: docs/cluster.md. Nothing is kept: a stop \
            loses the stream.

            Exit codes: 0 the stream has ended, even if all images failed; 1 the stream is damaged; 2 wrong command \
            or stream; 3 standard output cannot be written.
            """)

    @Flag(help: "Read and write Arrow's IPC stream, the only form so far.")
    var arrow = false

    @Option(help: ArgumentHelp("The column with the URLs.", valueName: "column"))
    var urlCol = "url"

    @Option(help: ArgumentHelp("The column with the page of each image, sent as Referer.", valueName: "column"))
    var refererCol = Setting<String>(otherwise: "none is sent")

    @Option(
        help: ArgumentHelp("Hash of the bytes as fetched: sha256, sha512, md5 or none.", valueName: "hash"),
        completion: .list(OptionChoices.hashes))
    var computeHash = "sha256"

    @Flag(inversion: .prefixedNo, help: "Add fetch details: error_class, http_status, final_url and more.")
    var extraColumns = true

    @OptionGroup(title: "The images") var images: ImageFlags
    @OptionGroup(title: "The network") var network: NetworkOptions
    @OptionGroup(title: "Stores") var stores: RowStoreOptions

    @Option(help: ArgumentHelp("Threads that decode and encode.", valueName: "count"))
    var imageWorkers = Setting<Int>(otherwise: "one per core")

    @Option(
        help: ArgumentHelp(
            "Memory for bodies, and as much again for images that wait for rows before them.", valueName: "size"))
    var memoryBudget = "256MiB"

    @OptionGroup(title: "Configs") var config: ConfigOptions

    func run() throws {
        let stream = RowStream(try plan())
        do throws(RowStream.Failure) {
            let report = try stream.run(input: STDIN_FILENO, output: STDOUT_FILENO)
            ErrorStream().write("fetch: \(report.images.grouped) images of \(report.rows.counted("row"))\n")
        } catch {
            switch error {
            case .run(let error): throw error
            case .readerLeft: throw StandardOutput.Failure.readerLeft
            case .output(let words): throw StandardOutput.Failure.system(words)
            }
        }
    }

    func check() throws { _ = try plan() }

    private func plan() throws -> FetchPlan {
        guard arrow else {
            throw ValidationError(
                "fetch reads and writes Arrow streams: img2shards fetch --arrow < in.arrows > out.arrows")
        }
        var flags = DownloadFlags()
        images.apply(to: &flags)
        network.apply(to: &flags)
        stores.apply(to: &flags)
        flags.urlColumn = urlCol
        flags.refererColumn = refererCol.value
        flags.hash = computeHash
        flags.addsExtraColumns = extraColumns
        flags.imageWorkers = imageWorkers.value
        flags.memoryBudget = memoryBudget
        return try FetchPlan(resolving: flags)
    }
}

// Options of the table of failures.

internal import ArgumentParser
internal import DatasetFolder
internal import Inspection
internal import Planning
internal import Reporting

struct FailedOptions: ParsableArguments {
    @Flag(help: "Write the rows that failed as a table: url, key, class, message, attempts, shard.")
    var failed = false

    @Option(
        help: ArgumentHelp(
            "Failures to write with --failed, a,b,c: words of error_class (timeout, dns, http_404), http_5xx for all of these.",
            valueName: "classes"), completion: .list(OptionChoices.failureClasses))
    var classes = Setting<CommaList>(otherwise: "all failures")

    @Option(
        help: ArgumentHelp(
            "How --failed writes them: csv, jsonl or parquet; otherwise as the name at --output ends.",
            valueName: "format"),
        completion: .list(FailureFormat.allCases.map(\.rawValue)))
    var format = Setting<String>(otherwise: "csv")

    @Option(
        help: ArgumentHelp(
            "Where --failed writes them; a file there is replaced. - is standard output.", valueName: "file"),
        completion: .file())
    var output = Setting<String>(otherwise: "standard output")

    /// Checks that options of the table stand with `--failed`, and those of the report without.
    func checkUse(json: Bool) throws {
        if failed {
            guard json else { return }
            throw ValidationError("--json is the report's. With --failed use --format jsonl.")
        }
        let given = [
            ("--classes", classes.value != nil), ("--format", format.value != nil), ("--output", output.value != nil),
        ]
        guard let option = given.first(where: \.1)?.0 else { return }
        throw ValidationError("\(option) needs --failed.")
    }

    /// Writes the table.
    ///
    /// - Returns: the exit code.
    func write(_ dataset: TypedDataset) throws -> Int32 {
        let choice = try classes.value.map { try FailureChoice(typed: $0.values) }
        let named = output.value == "-" ? nil : output.value
        let file = try named.map { try LocalPath.path($0, "--output", for: .write) }
        let kind = try kind(file)
        let listing = try FailureListing(dataset, choice: choice)
        let output = try FailureOutput(kind, path: file)
        let unreadable = try listing.forEach { try output.add($0) }
        try output.finish()
        let stream = ErrorStream()
        for reason in unreadable { stream.write("error: \(PlainText.safe(reason, maximumCharacters: 1000))\n") }
        return unreadable.isEmpty ? 0 : 1
    }

    private func kind(_ file: String?) throws -> FailureFormat {
        guard let word = format.value else { return file.flatMap(FailureFormat.init(endingOf:)) ?? .csv }
        guard let kind = FailureFormat(rawValue: word) else {
            throw ValidationError("--format cannot be \(word): it takes csv, jsonl or parquet.")
        }
        return kind
    }
}

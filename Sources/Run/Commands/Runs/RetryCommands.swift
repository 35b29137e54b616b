// The commands that fetch failed rows of a run's datasets again, as a run prints them.

internal import DatasetModel
internal import Ground
internal import Planning
internal import Reporting

/// `img2shards retry FOLDER …`, with the network options that the run had: pasted, they reach the same hosts.
struct RetryCommands {
    /// The run's datasets, as typed, each with the options that it needs because it is in a store.
    let datasets: [[String]]
    /// Network options, each a word as a shell takes it.
    let options: [String]

    init(_ plan: DownloadPlan) {
        datasets = plan.sizes.map { size in
            [ShellWord.path(size.shownFolder)] + (plan.store?.writingWords(of: size) ?? [])
        }
        options = plan.networkWords
    }

    /// A command for each dataset.
    ///
    /// - Parameters:
    ///   - classes: failures to take; nil for those that are temporary.
    ///   - more: further options.
    func lines(classes: [String]? = nil, more: [String] = []) -> [String] {
        let kept = NetworkWords.words(options, without: classes ?? [])
        let others =
            (classes.map { ["--classes", $0.joined(separator: ",")] } ?? []) + kept
            + more.filter { !kept.contains($0.prefix { $0 != " " }.description) }
        return datasets.map { (["img2shards retry"] + $0 + others).joined(separator: " ") }
    }

    /// What can be done about a dataset in which no row has an image.
    ///
    /// - Parameters:
    ///   - failures: how many rows failed, by tally word; most frequent first.
    ///   - areTemporary: the run prints the command for them anyway.
    func adviceForNone(_ failures: [RunFigures.FailureCount], areTemporary: Bool) -> String {
        guard !failures.isEmpty else {
            return "The conditions selected no row: img2shards count shows how many each one excludes"
        }
        if areTemporary { return "All failures are temporary: run the command above when the cause is fixed" }
        let words = failures.prefix(Self.namedClasses).map(\.tallyWord)
        let classes = words.map { FailureClass(tallyWord: $0) }
        let needed = [
            (FailureClass.privateAddress, "--allow-private-addresses"),
            (.storeNotAllowed, "--allow-stores s3://BUCKET"),
        ].filter { classes.contains($0.0) }.map(\.1)
        let command = lines(classes: words, more: needed).joined(separator: " and ")
        let note = NetworkWords.note(on: command).map { " (\($0))" } ?? ""
        return "The rows count as finished. When the cause is fixed, fetch them again\(note) with: \(command)"
    }

    private static let namedClasses = 3
}

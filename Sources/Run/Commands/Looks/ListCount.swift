// `count`: the rows of a list that are wanted, counted.

internal import DatasetModel
package import Planning
internal import Reporting
internal import RowSelection
internal import URLLists

/// One count over a list. Nothing is fetched or written.
package struct ListCount {
    private let flags: DownloadFlags
    private let list: URLList

    /// - Throws: `DownloadError` of category `command`: its message says what to type instead.
    package init(_ typed: DownloadFlags) throws(DownloadError) {
        let flags = try typed.withLocalPaths()
        self.flags = flags
        let subset = try SubsetChoices(flags)
        var options = try DownloadPlan.listOptions(flags, subset)
        options.countsOnly = true
        list = try asDownloadError(list: URLList(options))
        try subset.checkMemory(rows: list.totalRows)
    }

    /// Reads the list, and prints the result: lines for a person, or one object for programs.
    package func lines(asJSON: Bool) throws(DownloadError) -> [String] {
        let report = try report()
        return asJSON ? [report.jsonLine] : report.lines
    }

    private func report() throws(DownloadError) -> CountReport {
        let start = ContinuousClock.now
        let counts: SelectionCounter.Counts
        counts = try asDownloadError(list: SelectionCounter(list).counts())
        var resolutions: ResolutionTable?
        if let known = counts.sizes.first {
            resolutions = ResolutionTable(known: known, counts: Array(counts.sizes.dropFirst()))
        }
        var report = CountReport(
            listPaths: list.files.map(\.path), tally: counts.tally, resolutions: resolutions,
            elapsed: .now - start)
        if counts.tally.rowsKept == 0 { report.notes = UsualValues(flags).lines }
        return report
    }
}

// What a count of a list's rows comes to.

package import DatasetModel
internal import Ground
internal import JSON

/// The figures of `count`.
package struct CountReport: Sendable {
    package let listPaths: [String]
    package let tally: SelectionTally
    /// Of the rows that are wanted; nil where the list does not say how large its images are.
    package let resolutions: ResolutionTable?
    package let elapsed: Duration
    /// What else is to be said, a line each.
    package var notes: [String] = []

    package init(listPaths: [String], tally: SelectionTally, resolutions: ResolutionTable?, elapsed: Duration) {
        self.listPaths = listPaths
        self.tally = tally
        self.resolutions = resolutions
        self.elapsed = elapsed
    }

    /// For a person.
    package var lines: [String] {
        var lines = [
            "\(listName) · \(tally.rowsDecided.counted("row")): \(tally.rowsKept.counted("row")) "
                + "(\(Share(tally.rowsKept, of: tally.rowsDecided).text)) in \(seconds)"
        ]
        for item in tally.items.dropFirst() { lines.append("  " + item) }
        lines += notes.map { "  " + $0 }
        if let resolutions, tally.rowsKept > 0 {
            lines += resolutions.lines(heading: "listed size", of: "rows")
            let unknown = tally.rowsKept - resolutions.known
            if unknown > 0 { lines.append("  \(unknown.counted("row")) without a size") }
        }
        return lines
    }

    /// For programs: the same figures as one object on a line.
    package var jsonLine: String {
        JSONValue.object([
            .init("lists", .array(listPaths.map { .text($0) })),
            .init("rows", .integer(tally.rowsDecided)), .init("kept", .integer(tally.rowsKept)),
            .init("selection", tally.json),
            .init("resolutions", resolutions?.json ?? .null),
            .init("notes", .array(notes.map { .text($0) })),
            .init("seconds", .number(elapsed.inSeconds, decimals: 4)),
        ]).line
    }

    private var seconds: String {
        let milliseconds = Int((elapsed.inSeconds * 1000).rounded())
        return milliseconds < 10_000 ? "\(milliseconds.grouped) ms" : elapsed.words
    }

    private var listName: String {
        let name = listPaths.first.flatMap { $0.split(separator: "/").last.map(String.init) } ?? "no list"
        let others = listPaths.count - 1
        return PlainText.safe(name) + (others > 0 ? " and \(others.grouped) more" : "")
    }
}

// What a plan says of its list as a whole.

package import DatasetModel
internal import FoundationEssentials

/// A plan's header, behind its windows.
package struct ListPlanHeader: Codable, Hashable, Sendable {
    /// One file of the list.
    package struct File: Codable, Hashable, Sendable {
        package let path: String
        package let sizeBytes: Int
        /// Of a file in a store: what changes when it is written again.
        package let storedVersion: String?
        /// Rows that were looked at: all, unless `--limit` was reached before.
        package let rows: Int
        /// Rows that are wanted.
        package let keptRows: Int

        package init(path: String, sizeBytes: Int, storedVersion: String?, rows: Int, keptRows: Int) {
            self.path = path
            self.sizeBytes = sizeBytes
            self.storedVersion = storedVersion
            self.rows = rows
            self.keptRows = keptRows
        }

        /// The path's last part: a list may move.
        package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

        var windows: Int { (rows + PlanWindow.rows - 1) / PlanWindow.rows }
    }

    /// Grows when a plan written now cannot be understood by an older version.
    static let currentVersion = 1

    let version: Int
    package let files: [File]
    /// Whether rows are left out: then there is a window for every 16,384 rows of each file.
    package let isSelected: Bool
    /// What was left out, and by what; nil where every row is wanted.
    package let tally: SelectionTally?
    /// What the maker of the plan notes of its command: text of its own.
    package let note: String

    package init(files: [File], isSelected: Bool, tally: SelectionTally?, note: String) {
        version = Self.currentVersion
        self.files = files
        self.isSelected = isSelected
        self.tally = tally
        self.note = note
    }

    var bytes: [UInt8] {
        // Texts and numbers can always be encoded.
        (try? JSONEncoder().encode(self)).map { [UInt8]($0) } ?? []
    }

    /// nil for anything else than a header that can be true.
    init?(parsing bytes: [UInt8]) {
        // Why it cannot be read does not matter.
        guard let header = try? JSONDecoder().decode(ListPlanHeader.self, from: Data(bytes)),
            header.version == Self.currentVersion,
            header.files.allSatisfy({
                (0...Self.mostRows).contains($0.rows) && (0...$0.rows).contains($0.keptRows) && $0.sizeBytes >= 0
            })
        else { return nil }
        self = header
    }

    /// Rows of a file: sums over a million files fit.
    private static let mostRows = 1 << 42
}

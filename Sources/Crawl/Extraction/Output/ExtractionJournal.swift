// What is done of a run.

internal import Files
internal import Foundation
internal import Ground

/// One line for each file of the crawl that is done, its table published. A line that was cut does not count.
struct ExtractionJournal: ~Copyable {
    struct Entry: Codable, Hashable, Sendable {
        /// The file's place in the list of all files.
        let index: Int
        /// As the list names it.
        let file: String
        let counts: PairCounts
    }

    private var file: AppendedFile
    private let encoder = JSONEncoder()

    /// The entries that are there.
    ///
    /// - Returns: beside them, the bytes that they take.
    static func read(_ path: String) throws(CommandFailure) -> (entries: [Entry], byteCount: Int) {
        let bytes = try Output.writing { () throws(FileError) in try SmallFile.read(path) ?? [] }
        var (entries, end): ([Entry], Int) = ([], 0)
        let decoder = JSONDecoder()
        while let newline = bytes[end...].firstIndex(of: UInt8(ascii: "\n")) {
            guard let entry = try? decoder.decode(Entry.self, from: Data(bytes[end..<newline])) else {
                throw CommandFailure(
                    .output,
                    """
                    \(path) is damaged at byte \(end)
                      remove it to read all files again
                    """)
            }
            entries.append(entry)
            end = newline + 1
        }
        return (entries, end)
    }

    init(path: String, kept: Int) throws(CommandFailure) {
        file = try Output.writing { () throws(FileError) in try AppendedFile(path: path, kept: kept) }
    }

    /// Adds a line. It need not be on the disk: without it the file is read again.
    mutating func append(_ entry: Entry) throws(CommandFailure) {
        guard var line = try? encoder.encode(entry) else { return }
        line.append(UInt8(ascii: "\n"))
        do throws(FileError) { try file.append(Array(line)) } catch {
            throw CommandFailure(.output, error.description)
        }
    }
}

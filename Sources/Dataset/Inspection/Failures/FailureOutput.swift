// Where failed rows go: stdout, or a file that appears when it is complete.

internal import Files
internal import Ground
internal import Reporting
internal import ShardFormats

/// Writes the table of failures. One thread at a time.
package final class FailureOutput {
    /// Lines are written in pieces of about this size.
    private static let pieceBytes = 64 << 10

    private enum Target {
        case table(FailureTable)
        case text
    }

    private let format: FailureFormat
    private let path: String?
    private let isForTerminal: Bool
    private var target: Target
    private var file: OutputFile?
    private var piece = ""

    /// - Parameter path: of a file, which is replaced when the new one is complete; nil for stdout.
    /// - Throws: `CommandFailure` where the file cannot be made, or a terminal would get parquet; `StandardOutput.Failure`.
    package init(_ format: FailureFormat, path: String?) throws {
        self.format = format
        isForTerminal = path == nil && StandardOutput.isTerminal
        self.path = try path.map { try OutputPlace.checked($0) }
        if format == .parquet, isForTerminal {
            throw CommandFailure(
                .command, "--format parquet is no text for a terminal\n  write it to a file: --output failed.parquet")
        }
        let temporary = self.path.map(Self.temporary)
        // A link left under that name must not say what is emptied.
        if let temporary { Durable.tryToRemoveFile(temporary) }
        if format == .parquet {
            do { target = .table(try FailureTable(path: temporary)) } catch {
                // Without a whole object there is no `deinit`.
                if let temporary { Durable.tryToRemoveFile(temporary) }
                throw error
            }
            return
        }
        target = .text
        do throws(FileError) {
            if let temporary { file = try OutputFile(path: temporary) }
        } catch {
            throw CommandFailure(.output, error.description)
        }
        if format == .csv { try add(line: FailedRow.csvHeader) }
    }

    deinit {
        // After a failure; a complete file has its own name.
        if let path { Durable.tryToRemoveFile(Self.temporary(path)) }
    }

    package func add(_ row: FailedRow) throws {
        switch target {
        case .table(let table): try table.add(row)
        case .text: try add(line: format == .csv ? row.csvLine(isForTerminal: isForTerminal) : row.jsonLine)
        }
    }

    /// Writes what is left, and gives the file its name.
    package func finish() throws {
        switch target {
        case .table(let table): try table.finish()
        case .text: try write()
        }
        guard let path else { return }
        do throws(FileError) {
            if let file = file.take() { _ = try file.finish() } else { try Durable.syncFile(Self.temporary(path)) }
            try Durable.move(Self.temporary(path), to: path)
            try Durable.syncFolder(Durable.parent(of: path))
        } catch {
            throw CommandFailure(.output, error.description)
        }
    }

    private static func temporary(_ path: String) -> String { path + ".new" }

    private func add(line: String) throws {
        piece += line
        piece += "\n"
        if piece.utf8.count >= Self.pieceBytes { try write() }
    }

    private func write() throws {
        guard !piece.isEmpty else { return }
        if file == nil {
            try StandardOutput.write(piece)
        } else {
            do throws(FileError) {
                try file?.write(Array(piece.utf8))
            } catch {
                throw CommandFailure(.output, error.description)
            }
        }
        piece.removeAll(keepingCapacity: true)
    }
}

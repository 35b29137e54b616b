// Readers of a list's file, wherever it lies.

internal import Stores
internal import Tables

extension ParquetReader {
    /// - Parameter stored: its bytes, where it lies in a store.
    static func of(_ path: String, _ stored: StoredFile?) throws(TableError) -> ParquetReader {
        if let stored { return try ParquetReader(stored) }
        return try ParquetReader(path: path)
    }
}

// A crawl's file in a store.

internal import CrawlReading
internal import Stores
internal import Tables

/// The bytes of a store's file, read in pieces that grow. Used by one thread at a time.
final class StoredBytes: ByteSource {
    private static let firstBytes = 1 << 20
    private static let mostBytes = 8 << 20

    private let file: StoredFile
    private var position = 0
    /// What was read and not taken.
    private var piece: ArraySlice<UInt8> = []
    private var nextBytes = StoredBytes.firstBytes

    init(_ path: StorePath, _ stores: Stores) throws(CrawlError) {
        do { file = try stores.file(path) } catch { throw CrawlError(error) }
    }

    func read(into room: UnsafeMutableRawBufferPointer) throws(CrawlError) -> Int {
        if piece.isEmpty { try readPiece() }
        let count = min(room.count, piece.count)
        room.copyBytes(from: piece.prefix(count))
        piece = piece.dropFirst(count)
        return count
    }

    private func readPiece() throws(CrawlError) {
        let wanted = min(nextBytes, file.byteCount - position)
        guard wanted > 0 else { return }
        var bytes = [UInt8](repeating: 0, count: wanted)
        do throws(TableError) {
            let count = try bytes.withUnsafeMutableBufferPointer { room throws(TableError) in
                try file.read(at: position, into: UnsafeMutableRawBufferPointer(room))
            }
            guard count > 0 else { throw TableError(category: .changed, detail: "it is shorter than it was") }
            piece = bytes.prefix(count)
            position += count
            nextBytes = min(Self.mostBytes, nextBytes * 2)
        } catch {
            throw CrawlError(error)
        }
    }
}

extension CrawlError {
    /// An error of a store.
    init(_ error: TableError) {
        switch error.category {
        case .unreachable: self.init(.unreachable, "the store does not answer: \(error.detail)")
        default: self.init(.unreadable, error.detail)
        }
    }
}

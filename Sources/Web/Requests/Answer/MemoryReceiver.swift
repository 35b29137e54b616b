// A whole body in memory.

/// Keeps a body up to a maximum.
final class MemoryReceiver: BodyReceiver {
    private let most: Int
    private(set) var bytes: [UInt8] = []
    private(set) var isTooLong = false

    init(most: Int) { self.most = most }

    func begin(_ head: ResponseHead) -> Bool {
        bytes.removeAll(keepingCapacity: true)
        isTooLong = head.header("Content-Length").flatMap { Int($0) }.map { $0 > most } ?? false
        return !isTooLong
    }

    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= most - bytes.count else {
            isTooLong = true
            return false
        }
        bytes.append(contentsOf: piece)
        return true
    }
}

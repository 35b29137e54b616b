// The bytes of one object on their way into memory.

internal import Fetching
internal import Ground
internal import Stores

/// Takes an object's bytes within the largest size and the memory budget. Used by one thread.
///
/// It never waits for memory: an object for which there is no room now is not read, and asked for again once there is.
final class StoreBody: ObjectReceiver {
    /// What is reserved where the store does not say the length.
    private static let usualBytes = 256 << 10

    private let budget: MemoryBudget
    private let maximumBytes: Int
    private var buffer: ByteBuffer
    private var reserved = 0
    private(set) var isTooLong = false
    /// So much was missing, and nothing was read.
    private(set) var missingRoom: Int?
    /// Whether it is read although there is no room.
    var insists = false

    init(_ budget: MemoryBudget, maximumBytes: Int) {
        self.budget = budget
        self.maximumBytes = maximumBytes
        buffer = ByteBuffer(maximumBytes: maximumBytes)
    }

    deinit { budget.release(reserved) }

    func begin(byteCount: Int?) -> Bool {
        isTooLong = (byteCount ?? 0) > maximumBytes
        missingRoom = nil
        buffer = ByteBuffer(maximumBytes: maximumBytes)
        guard !isTooLong else { return false }
        let wanted = min(maximumBytes, byteCount ?? Self.usualBytes)
        if wanted > reserved {
            guard insists || budget.hasRoom(for: wanted - reserved) else {
                missingRoom = wanted
                return false
            }
            reserve(wanted)
        }
        if let byteCount { buffer.reserve(byteCount) }
        return true
    }

    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard buffer.append(bytes) else {
            isTooLong = true
            return false
        }
        if buffer.count > reserved { reserve(buffer.count) }
        return true
    }

    private func reserve(_ bytes: Int) {
        budget.reserve(bytes - reserved)
        reserved = bytes
    }

    var count: Int { buffer.count }

    /// Gives back what was reserved: before a wait, and for a body that did not come.
    func letGo() {
        budget.release(reserved)
        reserved = 0
        buffer = ByteBuffer(maximumBytes: maximumBytes)
    }

    /// The whole body, with its share of the memory.
    func finished() -> FetchedBody {
        let share = reserved
        reserved = 0
        return FetchedBody(buffer: buffer, budget: budget, reservedBytes: share)
    }
}

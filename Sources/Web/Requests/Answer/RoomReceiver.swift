// A body in the caller's memory.

/// Fills the caller's memory from its start. What a range did not ask for is not taken.
final class RoomReceiver: BodyReceiver {
    /// The caller's, within its call.
    private let room: UnsafeMutableRawBufferPointer
    private let asksForRange: Bool
    private(set) var count = 0
    private(set) var isTooLong = false

    init(_ room: UnsafeMutableRawBufferPointer, asksForRange: Bool) {
        self.room = room
        self.asksForRange = asksForRange
    }

    func begin(_ head: ResponseHead) -> Bool {
        count = 0
        isTooLong = false
        // A server without ranges sends the whole file.
        return !asksForRange || head.isPart
    }

    func take(_ piece: UnsafeRawBufferPointer) -> Bool {
        guard piece.count <= room.count - count else {
            isTooLong = true
            return false
        }
        UnsafeMutableRawBufferPointer(rebasing: room[count...]).copyMemory(from: piece)
        count += piece.count
        return true
    }
}

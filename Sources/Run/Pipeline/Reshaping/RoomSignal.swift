// Wakes a thread that waits for memory.

internal import Ground

/// Remembers one call of `tell` until somebody waits.
struct RoomSignal: Sendable {
    private let isTold = Monitor(false)

    func tell() { isTold.change { $0 = true } }

    /// Waits for a call since the last wait.
    func wait() {
        isTold.wait { isTold -> Void? in
            guard isTold else { return nil }
            isTold = false
            return ()
        }
    }
}

// How much memory transfers may take.

/// The rules for the share of the memory budget that transfers have. Touched by its loop's thread only.
struct TransferMemory {
    let budget: MemoryBudget
    private let maximumInFlight: Int
    /// The ticket of the one transfer that may receive beyond the budget, so that something always gets done.
    private var privileged: UInt64?
    /// Mean memory of a body so far, in bytes: what a transfer is expected to need.
    private var expectedBytes = 128 << 10

    /// The size of common bodies, in bytes.
    private static let commonBytes = 64 << 10

    init(budget: MemoryBudget, maximumInFlight: Int) {
        self.budget = budget
        self.maximumInFlight = maximumInFlight
    }

    /// What a transfer reserves when it starts: a mean body, or its share of the budget where more are to be in flight at
    /// once than bodies of `commonBytes` fit in. What comes beyond that finds room when it comes, or waits for it.
    var admissionBytes: Int {
        let share = budget.limitBytes / maximumInFlight
        // A body that begins in less than it needs is moved when it grows.
        return share < Self.commonBytes ? min(expectedBytes, max(4096, share)) : expectedBytes
    }

    /// Whether another transfer may start.
    func hasRoomForOneMore() -> Bool {
        // A body larger than the whole budget may come when nothing else is held. Bodies that were delivered are
        // held by others, who let go of them without waiting for us.
        if budget.used == 0 || budget.hasRoom(for: admissionBytes) { return true }
        budget.awaitRelease()
        return budget.used == 0 || budget.hasRoom(for: admissionBytes)
    }

    /// Whether a transfer may take memory beyond what was reserved for it.
    mutating func mayGrow(_ ticket: UInt64) -> Bool {
        if privileged == ticket || budget.used < budget.limitBytes { return true }
        if privileged == nil && budget.isHeldByTransfersOnly {
            privileged = ticket
            return true
        }
        return false
    }

    /// Whether a transfer that waits for memory may continue now.
    func mayResume() -> Bool {
        guard budget.used >= budget.limitBytes else { return true }
        budget.awaitRelease()
        return budget.used < budget.limitBytes || privileged == nil && budget.isHeldByTransfersOnly
    }

    /// A transfer that waited for memory continues.
    mutating func resumed(_ ticket: UInt64) {
        if budget.used >= budget.limitBytes { privileged = ticket }
    }

    /// A transfer has ended.
    mutating func ended(_ ticket: UInt64) {
        if privileged == ticket { privileged = nil }
    }

    /// A body of so many bytes was delivered.
    mutating func delivered(_ bytes: Int) {
        expectedBytes = min(max((expectedBytes * 31 + bytes) / 32, 16 << 10), 4 << 20)
    }

    /// What the bodies that were delivered and not yet used say.
    var pressure: ConcurrencyLimit.Pressure {
        let waiting = budget.deliveredBytes
        if waiting > budget.limitBytes / 2 { return .spent }
        return waiting > budget.limitBytes / 4 ? .busy : .none
    }
}

// A count that closures on other threads add to.

import Synchronization

final class TallyBox: Sendable {
    private let value = Atomic<Int>(0)
    var count: Int { value.load(ordering: .sequentiallyConsistent) }
    func add(_ amount: Int = 1) { value.add(amount, ordering: .sequentiallyConsistent) }
}

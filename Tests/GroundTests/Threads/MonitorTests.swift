// Waiting for what others change.

import Ground
import Testing

@Suite("The monitor")
struct MonitorTests {
    @Test("Who waits sees each change, and takes it")
    func handOver() {
        let monitor = Monitor<[Int]>([])
        let giver = NamedThread("giver") { for number in 0..<1000 { monitor.change { $0.append(number) } } }
        var taken: [Int] = []
        while taken.count < 1000 {
            taken += monitor.wait { state in
                guard !state.isEmpty else { return nil }
                defer { state = [] }
                return state
            }
        }
        giver.join()
        #expect(taken == Array(0..<1000))
    }

    @Test("A wait with a limit ends without what it waits for, and at once when that is there")
    func limit() {
        let monitor = Monitor(false)
        #expect(monitor.wait(atMost: .zero) { $0 ? true : nil } == nil)
        monitor.change { $0 = true }
        #expect(monitor.wait(atMost: .seconds(3600)) { $0 ? true : nil } == true)
    }
}

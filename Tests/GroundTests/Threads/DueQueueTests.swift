// What comes back at its time.

import Ground
import Testing

@Suite("The due queue")
struct DueQueueTests {
    @Test("Gives back what is due, soonest first, whatever the order it came in")
    func order() {
        var queue = DueQueue<Int, String>()
        var times: [Int] = []
        // 500 numbers of 0...1008 in a scattered order, some of them twice.
        for number in 0..<500 { times.append(number * 271 % 1009) }
        times += times.prefix(20)
        for time in times { queue.add(String(time), due: time) }
        #expect(queue.firstDue == times.min())
        var came: [String] = []
        while let next = queue.next(now: 499) { came.append(next) }
        #expect(came == times.filter { $0 <= 499 }.sorted().map(String.init))
        #expect(queue.firstDue == times.filter { $0 > 499 }.min())
        #expect(queue.count == times.count - came.count)
    }
}

// The order of rows, in bounded memory.

import DatasetModel
import Ground
import RowFetching
import Testing

@Suite("The window of a stream's rows")
struct RowWindowTests {
    private static func result(bytes: Int) -> RowResult {
        var result = RowResult(.success)
        let memory = [UInt8](repeating: 7, count: bytes)
        result.image = memory.withUnsafeBytes { ByteBuffer(copying: $0) }
        return result
    }

    @Test("Rows that end in another order are taken in the stream's")
    func order() {
        var window = RowWindow(maximumRows: 10, maximumBegun: 10, maximumBytes: 1000)
        window.begin(4)
        for row in [2, 1, 3] { window.ended(row, Self.result(bytes: row)) }
        #expect(window.ready == 0 && window.heldBytes == 6)
        window.ended(0, Self.result(bytes: 9))
        #expect(window.ready == 4 && window.readyBytes == 15)
        #expect(window.take(3).map(\.heldBytes) == [9, 1, 2])
        #expect(window.first == 3 && window.ready == 1 && window.heldBytes == 3)
        #expect(window.take(1).map(\.heldBytes) == [3])
    }

    @Test("Rows begin while there is room for them, for transfers and for images")
    func room() {
        var window = RowWindow(maximumRows: 6, maximumBegun: 4, maximumBytes: 100)
        #expect(window.room == 4)
        window.begin(4)
        #expect(window.room == 0)
        window.ended(3, Self.result(bytes: 40))
        #expect(window.room == 1)
        window.ended(2, Self.result(bytes: 20))
        // More than half of the bytes are held.
        #expect(window.room == 0 && window.isFull)
        window.ended(0, Self.result(bytes: 0))
        window.ended(1, Self.result(bytes: 0))
        _ = window.take(3)
        #expect(window.room == 4 && !window.isFull)
    }

    @Test("An image without room is let go and its row begins again; the first that is missing always has room")
    func postponed() {
        var window = RowWindow(maximumRows: 10, maximumBegun: 10, maximumBytes: 100)
        window.begin(3)
        window.ended(2, Self.result(bytes: 90))
        window.ended(1, Self.result(bytes: 90))
        #expect(window.heldBytes == 90)
        // What is held must be written first, and row 0 is before it.
        #expect(window.beginAgain() == [])
        window.ended(0, Self.result(bytes: 500))
        #expect(window.ready == 1)
        // Now row 1 is the first that is missing.
        #expect(window.beginAgain() == [1])
        #expect(window.beginAgain() == [])
        window.ended(1, Self.result(bytes: 90))
        #expect(window.take(3).map(\.heldBytes) == [500, 90, 90])
        #expect(window.heldBytes == 0 && window.readyBytes == 0)
    }

    @Test("A row that ends twice, or never began, changes nothing")
    func strangers() {
        var window = RowWindow(maximumRows: 10, maximumBegun: 10, maximumBytes: 100)
        window.begin(2)
        window.ended(1, Self.result(bytes: 1))
        window.ended(1, Self.result(bytes: 5))
        window.ended(7, Self.result(bytes: 5))
        #expect(window.heldBytes == 1 && window.ready == 0)
    }

    @Test("Whatever the order and the sizes: every row comes once, in order, within the memory", arguments: 0..<50)
    func anyOrder(seed: UInt64) {
        var random = SplitMix(seed: seed)
        var window = RowWindow(maximumRows: 40, maximumBegun: 12, maximumBytes: 300)
        let rows = 200
        var begun: [Int] = []
        var taken: [Int] = []
        var most = 0
        while taken.count < rows {
            let count = min(window.room, rows - window.end)
            begun += window.end..<window.end + count
            window.begin(count)
            begun += window.beginAgain()
            #expect(!begun.isEmpty || window.ready > 0, "nothing can happen any more")
            if let place = begun.indices.randomElement(using: &random), Bool.random(using: &random) || window.ready == 0
            {
                let row = begun.remove(at: place)
                // The size says which row it is.
                window.ended(row, Self.result(bytes: row % 100))
                most = max(most, window.heldBytes - window.readyBytes)
            } else {
                let first = window.first
                let results = window.take(window.ready)
                #expect(results.map(\.heldBytes) == (first..<first + results.count).map { $0 % 100 })
                taken += first..<first + results.count
            }
        }
        #expect(taken == Array(0..<rows))
        #expect(most <= 300)
    }

    /// Chance that is the same each time.
    private struct SplitMix: RandomNumberGenerator {
        private var state: UInt64

        init(seed: UInt64) { state = seed }

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }
}

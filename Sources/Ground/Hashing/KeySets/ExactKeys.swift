// A set of keys that makes no mistake.

/// Keys of 16 bytes in one flat table, at most three quarters full: about 21 bytes a key when it knew how many
/// come, up to 43 when it had to grow. Used by one thread at a time.
package final class ExactKeys {
    private var table: ZeroedMemory
    private var slots: Int
    package private(set) var count = 0

    /// - Parameter expectedKeys: for which there is room at once.
    package init(expectedKeys: Int) throws(KeySetError) {
        slots = Self.slots(for: expectedKeys)
        table = try ZeroedMemory(byteCount: slots * MemoryLayout<RowKey>.stride)
    }

    /// What a table made for so many keys takes.
    package static func bytes(expectedKeys: Int) -> Int { slots(for: expectedKeys) * MemoryLayout<RowKey>.stride }

    package var memoryBytes: Int { table.byteCount }

    /// Whether the next new key makes the table grow.
    package var isFull: Bool { count >= slots / 4 * 3 }

    /// - Returns: whether it was not there before.
    package func insert(_ key: RowKey) throws(KeySetError) -> Bool {
        if isFull { try grow() }
        guard Self.place(Self.kept(key), in: keys, slots) else { return false }
        count += 1
        return true
    }

    package func contains(_ key: RowKey) -> Bool {
        let key = Self.kept(key)
        let keys = keys
        var slot = Self.firstSlot(key, slots)
        while true {
            let found = keys[slot]
            if found == key { return true }
            if found == Self.empty { return false }
            slot = slot + 1 == slots ? 0 : slot + 1
        }
    }

    /// Hands out every key, in no order.
    package func forEach(_ body: (RowKey) -> Void) {
        let keys = keys
        for slot in 0..<slots where keys[slot] != Self.empty { body(keys[slot]) }
    }

    private static let empty = RowKey(high: 0, low: 0)
    private static let mostKeys = Int.max >> 8

    private static func slots(for keys: Int) -> Int { max(64, min(max(0, keys), mostKeys) / 3 * 4 + 8) }

    private var keys: UnsafeMutablePointer<RowKey> { table.start.assumingMemoryBound(to: RowKey.self) }

    /// The one key that would look like an empty slot stands for another.
    private static func kept(_ key: RowKey) -> RowKey { key == empty ? RowKey(high: 0, low: 1) : key }

    private static func firstSlot(_ key: RowKey, _ slots: Int) -> Int {
        Int(key.high.multipliedFullWidth(by: UInt64(slots)).high)
    }

    /// - Returns: false when it is there already.
    private static func place(_ key: RowKey, in keys: UnsafeMutablePointer<RowKey>, _ slots: Int) -> Bool {
        var slot = firstSlot(key, slots)
        while true {
            let found = keys[slot]
            if found == key { return false }
            if found == empty {
                keys[slot] = key
                return true
            }
            slot = slot + 1 == slots ? 0 : slot + 1
        }
    }

    private func grow() throws(KeySetError) {
        let larger = slots * 2
        let memory = try ZeroedMemory(byteCount: larger * MemoryLayout<RowKey>.stride)
        let keys = memory.start.assumingMemoryBound(to: RowKey.self)
        forEach { key in _ = Self.place(key, in: keys, larger) }
        table = memory
        slots = larger
    }
}

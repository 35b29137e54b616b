// Values by name, in bounded memory.

internal import Ground

/// What is counted for one name.
protocol Tallied: Sendable {
    init()
    mutating func merge(_ other: Self)
    /// Names with the lowest are forgotten first.
    var weight: Int { get }
}

/// Names with a value each, found by the bytes of a column. Above `limit` names the lighter half is forgotten, so that names
/// that come often are never lost. A plain value.
struct NamedTally<Value: Tallied>: Sendable {
    struct Entry: Sendable {
        let hash: UInt64
        let name: String
        var value: Value
    }

    /// Longer names are cut.
    private static var mostNameBytes: Int { 300 }

    let limit: Int
    private(set) var entries: [Entry] = []
    /// Names that were forgotten, each as often as it was.
    private(set) var forgotten = 0
    /// Places in `entries`, counted from 1; 0 for free. Their number is a power of two.
    private var slots = [Int32](repeating: 0, count: 64)

    /// - Parameter limit: at least 2.
    init(limit: Int) { self.limit = max(2, limit) }

    /// The place of a name in `entries`, which holds until another name is looked up.
    mutating func place(of name: UnsafeRawBufferPointer) -> Int {
        let hash = ByteHash.of(name)
        if let known = known(hash) { return known }
        return add(hash, String(decoding: name.prefix(Self.mostNameBytes), as: UTF8.self))
    }

    mutating func update(_ name: UnsafeRawBufferPointer, _ change: (inout Value) -> Void) {
        let place = place(of: name)
        change(&entries[place].value)
    }

    mutating func update(at place: Int, _ change: (inout Value) -> Void) { change(&entries[place].value) }

    mutating func merge(_ other: NamedTally, _ changed: (Value) -> Value = { $0 }) {
        for entry in other.entries {
            let place = known(entry.hash) ?? add(entry.hash, entry.name)
            entries[place].value.merge(changed(entry.value))
        }
        forgotten += other.forgotten
    }

    /// Heaviest first; equal ones by name.
    func sorted(by weight: (Value) -> Int) -> [Entry] {
        entries.map { (weight($0.value), $0) }
            .sorted { $0.0 != $1.0 ? $0.0 > $1.0 : $0.1.name < $1.1.name }.map(\.1)
    }

    private func known(_ hash: UInt64) -> Int? {
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let place = Int(slots[slot]) - 1
            if entries[place].hash == hash { return place }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    private mutating func add(_ hash: UInt64, _ name: String) -> Int {
        if entries.count >= limit { forgetLighterHalf() }
        entries.append(Entry(hash: hash, name: name, value: Value()))
        if entries.count * 2 > slots.count { rebuild(slots.count * 2) } else { enter(entries.count - 1) }
        return entries.count - 1
    }

    private mutating func enter(_ place: Int) {
        var slot = Int(truncatingIfNeeded: entries[place].hash) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = Int32(place + 1)
    }

    private mutating func rebuild(_ count: Int) {
        slots = [Int32](repeating: 0, count: count)
        for place in entries.indices { enter(place) }
    }

    private mutating func forgetLighterHalf() {
        let before = entries.count
        let kept = sorted { $0.weight }.prefix(limit / 2)
        entries = Array(kept)
        forgotten += before - entries.count
        rebuild(slots.count)
    }
}

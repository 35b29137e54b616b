// What is counted of one class of failures.

internal import Ground

/// Rows of one class, and a few of them as examples. A plain value of bounded size.
struct FailureFigures: Tallied {
    /// Examples of a class.
    static let mostExamples = 3
    private static let mostTextBytes = 500

    /// A row that failed.
    struct Example: Hashable, Sendable {
        let chance: UInt64
        let url: String
        let message: String
    }

    private(set) var count = 0
    /// Those that a retry may fetch.
    private(set) var temporary = 0
    /// Rows drawn by chance, the same ones at every start.
    private(set) var examples: [Example] = []

    init() {}

    init(count: Int) { self.count = count }

    var weight: Int { count }

    mutating func add(isTemporary: Bool) {
        count += 1
        if isTemporary { temporary += 1 }
    }

    /// Whether a row with this number is drawn as an example so far.
    func draws(_ chance: UInt64) -> Bool {
        examples.count < Self.mostExamples || chance < examples[examples.count - 1].chance
    }

    mutating func add(example chance: UInt64, url: UnsafeRawBufferPointer, message: UnsafeRawBufferPointer) {
        func text(_ bytes: UnsafeRawBufferPointer) -> String {
            String(decoding: bytes.prefix(Self.mostTextBytes), as: UTF8.self)
        }
        insert(Example(chance: chance, url: text(url), message: text(message)))
    }

    mutating func merge(_ other: FailureFigures) {
        count += other.count
        temporary += other.temporary
        for example in other.examples { insert(example) }
    }

    private mutating func insert(_ example: Example) {
        let place = examples.firstIndex { example.chance < $0.chance } ?? examples.count
        examples.insert(example, at: place)
        if examples.count > Self.mostExamples { examples.removeLast() }
    }
}

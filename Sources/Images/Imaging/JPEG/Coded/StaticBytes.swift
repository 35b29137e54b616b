// Short fixed signatures, compared without making an array.

/// The UTF-8 bytes of a literal.
struct StaticBytes: ExpressibleByStringLiteral {
    private let literal: StaticString

    init(stringLiteral value: StaticString) {
        literal = value
    }

    var count: Int { literal.utf8CodeUnitCount }

    fileprivate func isStart(of bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count >= count else { return false }
        for index in 0..<count where bytes[index] != literal.utf8Start[index] { return false }
        return true
    }
}

extension UnsafeRawBufferPointer {
    func starts(with signature: StaticBytes) -> Bool { signature.isStart(of: self) }
}

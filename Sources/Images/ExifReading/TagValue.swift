// One value of a tag.

/// A whole number, a ratio or a floating-point number.
enum TagValue {
    case whole(Int)
    case ratio(Int, Int)
    case real(Double)

    init(_ type: TagType, at offset: Int, in source: TIFFBytes) throws(ExifUnreadable) {
        switch type {
        case .ratio, .signedRatio:
            let parts = (try source.number(at: offset, count: 4), try source.number(at: offset + 4, count: 4))
            let isSigned = type == .signedRatio
            self = .ratio(Self.integer(parts.0, bytes: 4, isSigned), Self.integer(parts.1, bytes: 4, isSigned))
        case .float:
            let bits = UInt32(truncatingIfNeeded: try source.number(at: offset, count: 4))
            self = .real(Double(Float(bitPattern: bits)))
        case .double:
            self = .real(Double(bitPattern: try source.number(at: offset, count: 8)))
        default:
            let isSigned = type == .signedByte || type == .signedShort || type == .signedLong
            self = .whole(
                Self.integer(try source.number(at: offset, count: type.bytes), bytes: type.bytes, isSigned))
        }
    }

    private static func integer(_ bits: UInt64, bytes: Int, _ isSigned: Bool) -> Int {
        let value = Int(truncatingIfNeeded: bits)
        let unused = 64 - 8 * bytes
        return isSigned ? (value << unused) >> unused : value
    }

    /// The value when it is a whole number, a reduced ratio included.
    var wholeNumber: Int? {
        switch self {
        case .whole(let number): return number
        case .ratio(let numerator, let denominator):
            guard denominator != 0, numerator % denominator == 0 else { return nil }
            return numerator / denominator
        case .real: return nil
        }
    }

    /// The value as Python prints it.
    var text: String {
        switch self {
        case .whole(let number): return String(number)
        case .ratio(let numerator, let denominator): return Self.ratioText(numerator, denominator)
        // exifread keeps these as tuples of one.
        case .real(let number): return "(\(number),)"
        }
    }

    /// In lowest terms; `5/0` stays so.
    private static func ratioText(_ numerator: Int, _ denominator: Int) -> String {
        guard denominator != 0 else { return "\(numerator)/0" }
        var (divisor, rest) = (abs(numerator), abs(denominator))
        while rest != 0 { (divisor, rest) = (rest, divisor % rest) }
        divisor = denominator < 0 ? -divisor : divisor
        let (top, bottom) = (numerator / divisor, denominator / divisor)
        return bottom == 1 ? String(top) : "\(top)/\(bottom)"
    }
}

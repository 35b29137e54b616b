// The header of a WARC record.

internal import Glibc

/// Where a record's parts lie, counted from its first byte.
struct RecordHead {
    /// Longest header, in bytes.
    static let maximumBytes = 64 << 10
    static let start: StaticString = "WARC/"

    /// Bytes of the header, its empty line included.
    let count: Int
    /// `Content-Length`.
    let bodyCount: Int
    let type: Range<Int>
    let target: Range<Int>

    enum Reading {
        case head(RecordHead)
        /// The bytes end before the header does.
        case incomplete
        /// These bytes are not a record's.
        case other
    }

    /// Whether a record begins here, as far as the bytes say.
    static func begins(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let length = min(bytes.count, start.utf8CodeUnitCount)
        return memcmp(bytes.baseAddress ?? UnsafeRawPointer(start.utf8Start), start.utf8Start, length) == 0
    }

    static func read(_ bytes: UnsafeRawBufferPointer) -> Reading {
        guard begins(bytes) else { return .other }
        guard let base = bytes.baseAddress, bytes.count > start.utf8CodeUnitCount else { return .incomplete }
        var fields = Fields()
        var line = 0
        // Lines end in CRLF; some writers leave the CR out.
        while let next = memchr(base + line, 0x0A, min(bytes.count, maximumBytes) - line) {
            let lineEnd = UnsafeRawPointer(next) - base
            let text = line..<(lineEnd > line && bytes[lineEnd - 1] == 0x0D ? lineEnd - 1 : lineEnd)
            if text.isEmpty {
                guard let bodyCount = fields.bodyCount else { return .other }
                return .head(
                    RecordHead(count: lineEnd + 1, bodyCount: bodyCount, type: fields.type, target: fields.target))
            }
            // The first line is the version, and a field may continue on a line that begins with a blank.
            let isField = fields.take(bytes, text) || line == 0 || bytes[line] == 0x20 || bytes[line] == 0x09
            guard isField else { return .other }
            line = lineEnd + 1
        }
        return bytes.count < maximumBytes ? .incomplete : .other
    }

    private struct Fields {
        var bodyCount: Int?
        var type = 0..<0
        var target = 0..<0

        /// - Returns: whether the line is a field.
        mutating func take(_ bytes: UnsafeRawBufferPointer, _ line: Range<Int>) -> Bool {
            guard let base = bytes.baseAddress, let colon = memchr(base + line.lowerBound, 0x3A, line.count) else {
                return false
            }
            let name = line.lowerBound..<(UnsafeRawPointer(colon) - base)
            var value = (name.upperBound + 1)..<line.upperBound
            while let first = value.first, bytes[first] == 0x20 || bytes[first] == 0x09 { value = value.dropFirst() }
            while let last = value.last, bytes[last] == 0x20 || bytes[last] == 0x09 { value = value.dropLast() }
            if Self.isSame(bytes, name, "content-length") {
                bodyCount = Self.number(bytes, value)
            } else if Self.isSame(bytes, name, "warc-type") {
                type = value
            } else if Self.isSame(bytes, name, "warc-target-uri") {
                // Old writers put it in angle brackets.
                let isQuoted = value.count > 1 && bytes[value.lowerBound] == 0x3C && bytes[value.upperBound - 1] == 0x3E
                target = isQuoted ? value.dropFirst().dropLast() : value
            }
            return true
        }

        private static func isSame(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>, _ lower: StaticString) -> Bool
        {
            guard range.count == lower.utf8CodeUnitCount else { return false }
            for (place, index) in range.enumerated() where bytes[index] | 0x20 != lower.utf8Start[place] | 0x20 {
                return false
            }
            return true
        }

        /// nil unless it is a number of at most 15 digits.
        private static func number(_ bytes: UnsafeRawBufferPointer, _ range: Range<Int>) -> Int? {
            guard (1...15).contains(range.count) else { return nil }
            var number = 0
            for index in range {
                guard (0x30...0x39).contains(bytes[index]) else { return nil }
                number = number * 10 + Int(bytes[index] & 15)
            }
            return number
        }
    }
}

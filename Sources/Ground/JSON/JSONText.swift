// JSON text as Python writes it, built in one buffer that is used again and again.

internal import Glibc

/// A growing run of JSON text, ASCII only.
///
/// The memory is kept between samples. It grows with the list's columns and the image's EXIF, both of which are
/// bounded where they are read.
package final class JSONText {
    /// Freed by `deinit`.
    private var base: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    package private(set) var count = 0

    package init(capacity: Int = 1024) {
        base = .allocate(capacity: capacity)
        self.capacity = capacity
    }

    deinit { base.deallocate() }

    /// Lends the text; the pointer must not leave `body`.
    package func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try body(UnsafeRawBufferPointer(start: base, count: count))
    }

    /// A copy of the text.
    package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: base, count: count)) }

    /// Empties the text and keeps the memory.
    package func clear() { count = 0 }

    /// Appends ready-made text.
    package func append(_ bytes: UnsafeRawBufferPointer) {
        guard let source = bytes.baseAddress else { return }
        reserve(bytes.count)
        memcpy(base + count, source, bytes.count)
        count += bytes.count
    }

    package func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    @_disfavoredOverload
    package func append(_ text: String) {
        var text = text
        text.withUTF8 { append(UnsafeRawBufferPointer($0)) }
    }

    package func append(_ number: Int) { append(String(number)) }

    /// Appends a string in quotes, or `null`.
    package func append(orNull text: String?) {
        if let text { appendQuoted(text) } else { append("null") }
    }

    /// Appends a number, or `null`.
    package func append(orNull number: Int?) {
        if let number { append(number) } else { append("null") }
    }

    /// Appends a string in quotes, escaped as Python's `ensure_ascii` does: short forms where JSON has them,
    /// lower-case `\u` forms for everything outside printable ASCII, pairs above U+FFFF.
    package func appendQuoted(_ text: String) {
        var text = text
        let isPlain = text.withUTF8 { utf8 in
            guard utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x5C }) else { return false }
            reserve(utf8.count + 2)
            base[count] = 0x22
            if let source = utf8.baseAddress { memcpy(base + count + 1, source, utf8.count) }
            base[count + utf8.count + 1] = 0x22
            count += utf8.count + 2
            return true
        }
        if isPlain { return }
        reserve(2 + 6 * text.utf8.count)
        put(0x22)
        for unit in text.utf16 { putEscaped(unit) }
        put(0x22)
    }

    private func putEscaped(_ unit: UInt16) {
        switch unit {
        case 0x22: put(0x5C, 0x22)
        case 0x5C: put(0x5C, 0x5C)
        case 0x08: put(0x5C, UInt8(ascii: "b"))
        case 0x09: put(0x5C, UInt8(ascii: "t"))
        case 0x0A: put(0x5C, UInt8(ascii: "n"))
        case 0x0C: put(0x5C, UInt8(ascii: "f"))
        case 0x0D: put(0x5C, UInt8(ascii: "r"))
        case 0x20..<0x7F: put(UInt8(unit))
        default:
            put(0x5C, UInt8(ascii: "u"))
            for shift: UInt16 in [12, 8, 4, 0] {
                let digit = UInt8((unit >> shift) & 15)
                put(digit < 10 ? 0x30 + digit : 0x57 + digit)
            }
        }
    }

    /// Room is made by the caller.
    private func put(_ byte: UInt8) {
        base[count] = byte
        count += 1
    }

    private func put(_ first: UInt8, _ second: UInt8) {
        put(first)
        put(second)
    }

    private func reserve(_ more: Int) {
        guard count + more > capacity else { return }
        let grown = max(capacity * 2, count + more)
        let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
        memcpy(memory, base, count)
        base.deallocate()
        base = memory
        capacity = grown
    }
}

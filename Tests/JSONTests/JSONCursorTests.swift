// Reading back what was written.

import JSON
import Testing

@Suite struct JSONCursorTests {
    @Test("A text that was written is read back") func texts() {
        for text in ["", "a\"b\\c\n\t\u{8}", "é😀\u{0}", "\u{7f}\u{2028}"] {
            let json = JSONText()
            json.appendQuoted(text)
            json.withBytes { bytes in
                var cursor = JSONCursor(bytes)
                #expect(cursor.string().map { String(decoding: $0, as: UTF8.self) } == text)
            }
        }
    }

    @Test("What is cut or no JSON is nothing, and no crash", arguments: ["", "\"", "\"\\", "\"\\u12", "[1, ", "{\"a"])
    func damaged(_ text: String) {
        Array(text.utf8).withUnsafeBytes { bytes in
            var cursor = JSONCursor(bytes)
            #expect(cursor.value() == nil)
        }
    }
}

extension JSONCursor.Value? {
    fileprivate static func == (value: Self, other: _OptionalNilComparisonType) -> Bool {
        if case .none = value { true } else { false }
    }
}

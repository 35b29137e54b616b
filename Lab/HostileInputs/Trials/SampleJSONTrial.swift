// The JSON of samples, read back.

internal import JSON

/// Takes values out of JSON text until there is none.
final class SampleJSONTrial: InputTrial {
    let name = "sample-json"
    let words = ["\"", "\\u", "\\ud83d\\ude00", "[", "]", "{", "}", ",", ":", "null", "true", "-", "1e5", "\n    "]

    var seeds: [[UInt8]] {
        let text = #"{\#n    "url": "http://a.example/\u00e9", "n": -1.5e3, "l": [1, "b", [null]], "o": {"a": "]"}\#n}"#
        return [Array(text.utf8)]
    }

    func problem(with bytes: UnsafeRawBufferPointer) -> String? {
        // As samples' own JSON is read: names and values, one after the other.
        var cursor = JSONCursor(bytes)
        guard cursor.take(UInt8(ascii: "{")) else { return nil }
        var members = 0
        repeat {
            guard cursor.string() != nil, cursor.take(UInt8(ascii: ":")), let value = cursor.value() else { return nil }
            members += 1
            // A byte that is not UTF-8 becomes three.
            if case .text(let text) = value, text.count > 3 * bytes.count { return "a text longer than all" }
        } while cursor.take(UInt8(ascii: ","))
        return members > bytes.count ? "more members than bytes" : nil
    }
}

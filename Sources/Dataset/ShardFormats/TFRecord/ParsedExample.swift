// A `tf.train.Example` read back, as far as its features of bytes go: see `ExampleFeatures` for the messages.

/// The features of one example that hold bytes; it points into the bytes it was made of.
struct ParsedExample {
    private var features: [String: UnsafeRawBufferPointer] = [:]

    /// nil when the bytes are no example.
    init?(_ example: UnsafeRawBufferPointer) {
        var top = ProtobufFields(example)
        while let (field, list) = top.next() {
            guard field == 1 else { continue }
            var entries = ProtobufFields(list)
            while let (field, entry) = entries.next() {
                guard field == 1 else { continue }
                guard add(entry) else { return nil }
            }
            guard entries.isWhole else { return nil }
        }
        guard top.isWhole else { return nil }
    }

    /// The first value of a feature of bytes; nil when there is no such feature.
    subscript(name: String) -> UnsafeRawBufferPointer? { features[name] }

    private mutating func add(_ entry: UnsafeRawBufferPointer) -> Bool {
        var fields = ProtobufFields(entry)
        var name = ""
        var value: UnsafeRawBufferPointer?
        while let (field, content) = fields.next() {
            switch field {
            case 1: name = String(decoding: content, as: UTF8.self)
            case 2:
                var feature = ProtobufFields(content)
                while let (kind, list) = feature.next() {
                    guard kind == UInt64(ExampleFeatures.Kind.bytes.rawValue) else { continue }
                    var values = ProtobufFields(list)
                    value = values.next()?.content
                    guard values.isWhole else { return false }
                }
                guard feature.isWhole else { return false }
            default: break
            }
        }
        if let value { features[name] = value }
        return fields.isWhole
    }
}

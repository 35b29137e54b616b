// The features of one `tf.train.Example`, as img2dataset's tfrecord writer makes them.
// tensorflow/core/example/feature.proto: Features { map<string, Feature> feature = 1; }, Feature { oneof
// { BytesList bytes_list = 1; FloatList float_list = 2; Int64List int64_list = 3; } }, each list's `value` = 1.

/// Map entries one behind the other.
struct ExampleFeatures {
    /// The field of `Feature` that a list goes to.
    enum Kind: UInt8 {
        case bytes = 1
        case floats = 2
        case integers = 3
    }

    private(set) var text = ProtobufText()
    private var list = ProtobufText()

    mutating func clear() { text.clear() }

    /// One run of bytes.
    mutating func add(_ name: UnsafeRawBufferPointer, bytes: UnsafeRawBufferPointer) {
        addHead(name, byteCount: bytes.count)
        text.append(bytes)
    }

    /// Everything of a feature but its bytes, which the caller writes behind what was added so far.
    mutating func addHead(_ name: UnsafeRawBufferPointer, byteCount: Int) {
        addEntryHead(name, .bytes, listCount: ProtobufText.headBytes(count: byteCount) + byteCount)
        text.appendHead(field: 1, count: byteCount)
    }

    mutating func add(_ name: UnsafeRawBufferPointer, integers: [Int64]) {
        list.clear()
        for value in integers { list.appendVarint(UInt64(bitPattern: value)) }
        addPacked(name, .integers)
    }

    mutating func add(_ name: UnsafeRawBufferPointer, floats: [Float]) {
        list.clear()
        for value in floats { list.appendFixed(value.bitPattern) }
        addPacked(name, .floats)
    }

    mutating func add(_ name: UnsafeRawBufferPointer, texts: [[UInt8]]) {
        list.clear()
        for value in texts {
            list.appendHead(field: 1, count: value.count)
            list.append(value)
        }
        addEntryHead(name, .bytes, listCount: list.bytes.count)
        text.append(list.bytes)
    }

    /// Numbers lie packed in one field.
    private mutating func addPacked(_ name: UnsafeRawBufferPointer, _ kind: Kind) {
        let count = list.bytes.count
        addEntryHead(name, kind, listCount: count == 0 ? 0 : ProtobufText.headBytes(count: count) + count)
        if count > 0 {
            text.appendHead(field: 1, count: count)
            text.append(list.bytes)
        }
    }

    private mutating func addEntryHead(_ name: UnsafeRawBufferPointer, _ kind: Kind, listCount: Int) {
        let feature = ProtobufText.headBytes(count: listCount) + listCount
        let entry =
            ProtobufText.headBytes(count: name.count) + name.count + ProtobufText.headBytes(count: feature) + feature
        text.appendHead(field: 1, count: entry)
        text.appendHead(field: 1, count: name.count)
        text.append(name)
        text.appendHead(field: 2, count: feature)
        text.appendHead(field: kind.rawValue, count: listCount)
    }
}

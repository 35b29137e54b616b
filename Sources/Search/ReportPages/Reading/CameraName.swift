// Which camera took an image, out of the EXIF text of its row.

/// Finds two values in a flat JSON object, without reading the others.
enum CameraName {
    /// The maker and the model, as EXIF has them; nil without a model.
    static func find(in exif: UnsafeRawBufferPointer) -> String? {
        guard let model = value(of: "\"Image Model\": \"", in: exif), !model.isEmpty else { return nil }
        guard let make = value(of: "\"Image Make\": \"", in: exif), !make.isEmpty else { return model }
        // Many models have the maker's name already.
        let first = make.split(separator: " ").first.map { $0.lowercased() } ?? ""
        return model.lowercased().hasPrefix(first) ? model : make + " " + model
    }

    private static func value(of key: StaticString, in text: UnsafeRawBufferPointer) -> String? {
        let key = UnsafeRawBufferPointer(start: key.utf8Start, count: key.utf8CodeUnitCount)
        var from = 0
        while let start = place(of: key, in: text, from: from) {
            from = start + key.count
            // A quote that is escaped is inside of another value.
            if start > 0, text[start - 1] == UInt8(ascii: "\\") { continue }
            guard let end = text[from...].prefix(100).firstIndex(of: UInt8(ascii: "\"")) else { return nil }
            let words = String(decoding: text[from..<end], as: UTF8.self)
            // What is escaped, or empty, is no name that anybody would look for.
            guard !words.contains("\\") else { return nil }
            return words.split(separator: " ").joined(separator: " ")
        }
        return nil
    }

    private static func place(
        of key: UnsafeRawBufferPointer, in text: UnsafeRawBufferPointer, from: Int
    ) -> Int? {
        guard text.count >= key.count else { return nil }
        var place = from
        while place <= text.count - key.count {
            if text[place] == key[0], text[place + key.count / 2] == key[key.count / 2],
                UnsafeRawBufferPointer(rebasing: text[place..<place + key.count]).elementsEqual(key)
            {
                return place
            }
            place += 1
        }
        return nil
    }
}

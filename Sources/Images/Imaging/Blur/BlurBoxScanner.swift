// Boxes as JSON, the form in which every kind of list gives them.

/// Reads the boxes of one row; strict, as a misread box shows a face.
struct BlurBoxScanner {
    private let text: UnsafeRawBufferPointer
    private var position = 0

    init(_ text: UnsafeRawBufferPointer) {
        self.text = text
    }

    /// All boxes; nil when the text is of another form.
    mutating func boxes() -> [BlurBox]? {
        if isAtEnd || takes("null") { return isAtEnd ? [] : nil }
        guard takes("[") else { return nil }
        if takes("]") { return isAtEnd ? [] : nil }
        var boxes: [BlurBox] = []
        if next == UInt8(ascii: "[") {
            repeat {
                guard takes("["), let box = sides() else { return nil }
                boxes.append(box)
            } while takes(",")
            guard takes("]") else { return nil }
        } else {
            guard let box = sides() else { return nil }
            boxes.append(box)
        }
        return isAtEnd ? boxes : nil
    }

    /// Four numbers and the bracket behind them.
    private mutating func sides() -> BlurBox? {
        var numbers: [Double] = []
        repeat {
            guard numbers.count < 4, let number = number() else { return nil }
            numbers.append(number)
        } while takes(",")
        guard numbers.count == 4, takes("]") else { return nil }
        return BlurBox(left: numbers[0], top: numbers[1], right: numbers[2], bottom: numbers[3])
    }

    private mutating func number() -> Double? {
        skipSpace()
        let start = position
        while position < text.count, "+-.0123456789eE".utf8.contains(text[position]) { position += 1 }
        return Double(String(decoding: text[start..<position], as: UTF8.self))
    }

    private var isAtEnd: Bool {
        mutating get { next == nil }
    }

    /// The next byte that is no space.
    private var next: UInt8? {
        mutating get {
            skipSpace()
            return position < text.count ? text[position] : nil
        }
    }

    private mutating func takes(_ word: StaticString) -> Bool {
        skipSpace()
        guard text.count - position >= word.utf8CodeUnitCount else { return false }
        for index in 0..<word.utf8CodeUnitCount where text[position + index] != word.utf8Start[index] { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    private mutating func skipSpace() {
        while position < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[position]) { position += 1 }
    }
}

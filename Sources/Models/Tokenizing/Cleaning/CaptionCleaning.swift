// Captions as CLIP's tokenizer cleans them before it looks for words.

internal import Foundation

/// The steps of CLIP's `basic_clean`, `whitespace_clean` and `lower`.
///
/// CLIP cleans with ftfy. Of ftfy all steps are here but one: text whose bytes were read in a wrong encoding is not
/// repaired (`fix_encoding`).
enum CaptionCleaning {
    static func cleaned(_ caption: String) -> [Unicode.Scalar] {
        var text = fixed(Array(caption.unicodeScalars))
        text = HTMLEntities.unescaped(HTMLEntities.unescaped(text))
        return lowered(singleSpaced(text))
    }

    // MARK: ftfy

    /// Line by line: references are read as such until a line has a `<`, as that is HTML's own text.
    private static func fixed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        var unescapes = true
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.contains("<") { unescapes = false }
            if !result.isEmpty || line.startIndex > 0 { result.append("\n") }
            result += fixed(line: Array(line), unescapes: unescapes)
        }
        return result
    }

    /// Repeats until nothing changes; a step can make work for an earlier one.
    private static func fixed(line: [Unicode.Scalar], unescapes: Bool) -> [Unicode.Scalar] {
        var line = line
        // Each round takes at least one character or reference away; the limit is for hostile text.
        for _ in 0..<mostRounds {
            let before = line
            if unescapes { line = HTMLEntities.unescapedWhole(line) }
            line = withoutTerminalEscapes(line.flatMap { replaced($0) })
            line = unixBreaks(line).filter { !isControl($0) }
            if !line.allSatisfy(\.isASCII) { line = composed(line) }
            if line == before { break }
        }
        return line
    }

    private static let mostRounds = 50

    private static let ligatures: [Unicode.Scalar: [Unicode.Scalar]] = {
        let pairs: [(Unicode.Scalar, String)] = [
            ("Ĳ", "IJ"), ("ĳ", "ij"), ("ŉ", "ʼn"), ("Ǳ", "DZ"), ("ǲ", "Dz"), ("ǳ", "dz"), ("Ǆ", "DŽ"), ("ǅ", "Dž"),
            ("ǆ", "dž"), ("Ǉ", "LJ"), ("ǈ", "Lj"), ("ǉ", "lj"), ("Ǌ", "NJ"), ("ǋ", "Nj"), ("ǌ", "nj"), ("ﬀ", "ff"),
            ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl"), ("ﬅ", "ſt"), ("ﬆ", "st"),
        ]
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0, Array($1.unicodeScalars)) })
    }()

    /// Controls of Latin-1 as Windows-1252, ligatures taken apart, full and half widths as usual ones, plain quotes.
    private static func replaced(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        switch scalar.value {
        case ..<0x80: return [scalar]
        case 0x80...0x9F: return replaced(c1: scalar)
        case 0x2018...0x201B, 0x02BC: return ["'"]
        case 0x201C...0x201F: return ["\""]
        case 0x3000: return [" "]
        case 0xFF01...0xFFEF: return Array(String(scalar).precomposedStringWithCompatibilityMapping.unicodeScalars)
        default: return ligatures[scalar]?.map { $0 == "ʼ" ? "'" : $0 } ?? [scalar]
        }
    }

    private static func replaced(c1 scalar: Unicode.Scalar) -> [Unicode.Scalar] {
        let shown = Windows1252.scalar(of: scalar.value)
        return shown.value < 0xA0 ? [shown] : replaced(shown)
    }

    private static func unixBreaks(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for (place, scalar) in text.enumerated() {
            switch scalar {
            case "\r": if place + 1 == text.count || text[place + 1] != "\n" { result.append("\n") }
            case "\u{2028}", "\u{2029}", "\u{85}": result.append("\n")
            default: result.append(scalar)
            }
        }
        return result
    }

    /// Without `ESC [ digits letter`, which sets colours on terminals.
    private static func withoutTerminalEscapes(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        guard text.contains("\u{1B}") else { return text }
        var result: [Unicode.Scalar] = []
        var place = 0
        while place < text.count {
            if text[place] == "\u{1B}", place + 1 < text.count, text[place + 1] == "[" {
                var end = place + 2
                while end < text.count, text[end] == ";" || ("0"..."9").contains(text[end]) { end += 1 }
                if end < text.count, ("a"..."z").contains(text[end]) || ("A"..."Z").contains(text[end]) {
                    place = end + 1
                    continue
                }
            }
            result.append(text[place])
            place += 1
        }
        return result
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0...8, 0x0B, 0x0E...0x1F, 0x7F, 0x206A...0x206F, 0xFEFF, 0xFFF9...0xFFFC: true
        default: false
        }
    }

    private static func composed(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text)
        return Array(String(view).precomposedStringWithCanonicalMapping.unicodeScalars)
    }

    // MARK: Spaces and case

    /// Each run of white space as one space, none at the ends.
    private static func singleSpaced(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for scalar in text {
            guard scalar.properties.isWhitespace else {
                result.append(scalar)
                continue
            }
            if let last = result.last, last != " " { result.append(" ") }
        }
        if result.last == " " { result.removeLast() }
        return result
    }

    /// As Python's `str.lower`: a sigma at the end of a word is a final one.
    private static func lowered(_ text: [Unicode.Scalar]) -> [Unicode.Scalar] {
        if text.allSatisfy(\.isASCII) {
            return text.map { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value + 32)) : $0 }
        }
        var result: [Unicode.Scalar] = []
        result.reserveCapacity(text.count)
        for (place, scalar) in text.enumerated() {
            if scalar == "Σ" {
                result.append(isFinal(text, place) ? "ς" : "σ")
            } else {
                result += scalar.properties.lowercaseMapping.unicodeScalars
            }
        }
        return result
    }

    /// Whether a letter comes before a place and none behind it, marks left aside.
    private static func isFinal(_ text: [Unicode.Scalar], _ place: Int) -> Bool {
        let before = text[..<place].last { !$0.properties.isCaseIgnorable }
        let behind = text[(place + 1)...].first { !$0.properties.isCaseIgnorable }
        return before?.properties.isCased == true && behind?.properties.isCased != true
    }
}

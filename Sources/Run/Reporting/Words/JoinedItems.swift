// Lists of short items on lines of limited width.

/// Items joined by ` · `.
package enum JoinedItems {
    static let separator = " · "

    /// As many of the first items as fit in `width` columns; at least one.
    static func fitting(_ items: [String], width: Int) -> String {
        var line = items.first ?? ""
        for item in items.dropFirst() {
            guard line.count + separator.count + item.count <= width else { break }
            line += separator + item
        }
        return line
    }

    /// All items over as many lines as they need, the first line led by `label`, the others by `indent` spaces.
    ///
    /// - Parameter width: in columns; nil for one line.
    package static func wrapped(label: String, _ items: [String], indent: Int, width: Int?) -> [String] {
        var lines = [label]
        var isEmpty = true
        for item in items {
            let last = lines[lines.count - 1]
            let joined = isEmpty ? last + item : last + separator + item
            if let width, !isEmpty, joined.count > width {
                lines.append(String(repeating: " ", count: indent) + item)
            } else {
                lines[lines.count - 1] = joined
            }
            isEmpty = false
        }
        return lines
    }

    /// A sentence over lines of `width` columns, broken at spaces, all but the first led by `indent` spaces.
    ///
    /// - Parameter width: in columns; nil for one line.
    package static func wrapped(words text: String, indent: Int, width: Int?) -> [String] {
        guard let width, text.count > width else { return [text] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if line.isEmpty {
                line = String(word)
            } else if line.count + 1 + word.count <= width {
                line += " " + word
            } else {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            }
        }
        return line.isEmpty ? lines : lines + [line]
    }
}

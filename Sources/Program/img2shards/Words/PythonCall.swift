// A command as a call of the Python package.

/// `download(…)` with the arguments that a command's words stand for.
enum PythonCall {
    /// Options whose values are secrets.
    private static let secrets: Set<String> = ["header", "proxy", "store-option"]

    /// - Parameters:
    ///   - words: the command as typed, in either spelling.
    ///   - lists: its URL lists, which may have no option's name.
    ///   - outputFolder: as resolved, for the same reason.
    static func download(_ words: [String], lists: [String], outputFolder: String) -> String {
        let list = lists.count == 1 ? literal(lists[0]) : "[" + lists.map(literal).joined(separator: ", ") + "]"
        var arguments = [list, "output_folder=" + literal(outputFolder)]
        for (name, value) in GivenOptions(words).all where name != "url-list" && name != "output-folder" {
            let isNegated = name.hasPrefix("no-")
            let key = (isNegated ? String(name.dropFirst(3)) : name).map { $0 == "-" ? "_" : $0 }
            // The word behind a flag is another option.
            let isFlag = value.map { $0.hasPrefix("-") && Double($0) == nil } ?? true
            let text = isFlag ? (isNegated ? "False" : "True") : plain(value ?? "")
            arguments.append(String(key) + "=" + (secrets.contains(name) ? literal("…") : text))
        }
        return "download(" + arguments.joined(separator: ", ") + ")"
    }

    /// A number or one of Python's own words as it is, all else as a text.
    private static func plain(_ value: String) -> String {
        ["True", "False", "None"].contains(value) || Int(value) != nil ? value : literal(value)
    }

    private static func literal(_ text: String) -> String {
        let escaped = text.map { character in
            switch character {
            case "\\", "\"": "\\" + String(character)
            case "\n": "\\n"
            default: String(character)
            }
        }
        return "\"" + escaped.joined() + "\""
    }
}

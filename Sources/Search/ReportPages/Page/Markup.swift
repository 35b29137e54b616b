// HTML that is made of parts: the one place where text from lists and servers becomes part of the page.

/// A piece of HTML or SVG. Text and attributes are escaped when they come in, so that no piece can be anything but what
/// this program wrote. A plain value.
struct Markup: Sendable, Equatable {
    private(set) var html: String

    /// Nothing.
    init() { html = "" }

    private init(html: String) { self.html = html }

    /// Text of anybody: it is shown as it is, and marks nothing up.
    ///
    /// Control characters and those that turn the direction of text around become a replacement character: no browser
    /// shows them, and the second kind makes a name read as another.
    init(text: String) { html = Self.escaped(text) }

    /// Parts, one after the other.
    init(_ parts: [Markup]) { html = parts.map(\.html).joined() }

    /// An element. Its name and the names of its attributes are written in this program only.
    ///
    /// - Parameter attributes: with nil left out; an empty value stands for an attribute without one.
    init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], _ parts: [Markup] = []) {
        var html = "<\(name)"
        for (key, value) in attributes {
            guard let value else { continue }
            html += value.isEmpty ? " \(key)" : " \(key)=\"\(Self.escaped(value))\""
        }
        html += ">"
        self.html = html
        guard !Self.isVoid(name) else { return }
        for part in parts { self.html += part.html }
        self.html += "</\(name)>"
    }

    /// An element with text of anybody in it.
    init(_ name: StaticString, _ attributes: KeyValuePairs<StaticString, String?> = [:], text: String) {
        self.init(name, attributes, [Markup(text: text)])
    }

    /// A file of this program that goes into the page as it is: its style and its script.
    ///
    /// - Parameter element: `style` or `script`.
    static func embedded(_ element: StaticString, _ file: String) -> Markup {
        precondition(!file.contains("</"), "a style or script would end too early")
        return Markup(html: "<\(element)>\(file)</\(element)>")
    }

    /// A whole page.
    static func page(head: [Markup], body: [Markup]) -> String {
        "<!doctype html>\n<html lang=\"en\">\n<head>\n" + head.map(\.html).joined(separator: "\n")
            + "\n</head>\n<body>\n" + body.map(\.html).joined(separator: "\n") + "\n</body>\n</html>\n"
    }

    static func + (a: Markup, b: Markup) -> Markup { Markup(html: a.html + b.html) }

    private static func isVoid(_ name: StaticString) -> Bool {
        ["meta", "img", "input", "br"].contains("\(name)")
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            case "\n", "\t", "\r": result += " "
            case "\u{0}"..."\u{1F}", "\u{7F}"..."\u{9F}", "\u{200E}", "\u{200F}", "\u{202A}"..."\u{202E}",
                "\u{2028}", "\u{2029}", "\u{2066}"..."\u{2069}", "\u{FEFF}":
                result += "\u{FFFD}"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}

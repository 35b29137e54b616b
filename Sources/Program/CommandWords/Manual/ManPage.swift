// All commands and options as a man page.

/// docs/img2shards.1, in the macros of man(7).
package struct ManPage {
    private let root: CommandDescription

    package init(_ root: CommandDescription) { self.root = root }

    package var text: String {
        var lines = [
            ".\\\" Written by make docs from what the program says of itself.",
            ".TH \(root.name.uppercased()) 1 \"\" \"\(root.name)\" \"User Commands\"",
            ".SH NAME", Self.line(root.name + " - " + root.abstract),
            ".SH SYNOPSIS",
        ]
        for command in root.shownSubcommands {
            lines += [Self.line(command.synopsis(below: [root.name])), ".br"]
        }
        lines += [
            ".SH DESCRIPTION",
            "Options may also be written as img2dataset does: \\-\\-image_size=256.",
            "The command \\fBdownload\\fR may be left out.",
        ]
        lines += examples()
        for command in root.shownSubcommands { lines += page(of: command, below: []) }
        for (title, entries) in [
            ("FILES", Self.files), ("EXIT STATUS", Self.exitCodes), ("ENVIRONMENT", Self.environment),
        ] {
            lines.append(".SH " + title)
            for entry in entries { lines += [".TP", "\\fB\(Self.line(entry.term))\\fR", Self.line(entry.text)] }
        }
        lines += [".SH SEE ALSO", Self.line(Self.seeAlso)]
        return lines.joined(separator: "\n") + "\n"
    }

    /// The examples that the program's own help begins with.
    private func examples() -> [String] {
        let indented = root.discussion.split(separator: "\n").filter { $0.hasPrefix("  ") }
        guard !indented.isEmpty else { return [] }
        return [".SH EXAMPLES", ".nf"] + indented.map { Self.line($0.dropFirst(2)) } + [".fi"]
    }

    private func page(of command: CommandDescription, below path: [String]) -> [String] {
        let title = (path + [command.name]).joined(separator: " ").uppercased()
        var lines = [".SH \(Self.line(title))", Self.line(command.abstract)]
        if !command.discussion.isEmpty {
            lines.append(".PP")
            for line in command.discussion.split(separator: "\n", omittingEmptySubsequences: false) {
                if line.isEmpty {
                    lines.append(".PP")
                } else if line.hasPrefix("  ") {
                    // What is set in from the left stays as it is.
                    lines += [".nf", Self.line(line), ".fi"]
                } else {
                    lines.append(Self.line(line))
                }
            }
        }
        for section in command.sections {
            lines.append(".SS \(Self.line(section.title))")
            for option in section.options {
                lines += [".TP", "\\fB\(Self.line(option.spelling))\\fR", Self.line(option.abstract)]
                if let shown = option.shownDefault { lines.append("(\(Self.line(Self.words(shown))))") }
            }
        }
        for below in command.shownSubcommands { lines += page(of: below, below: path + [command.name]) }
        return lines
    }

    private static func words(_ shown: String) -> String {
        shown == "has to be given" ? shown : "default: " + shown
    }

    /// Text that roff shows as it is: one line, no request, no escape.
    private static func line(_ text: some StringProtocol) -> String {
        var line = ""
        for character in text {
            switch character {
            case "\\": line += "\\e"
            case "-": line += "\\-"
            case "\n": line += " "
            case _ where character.isASCII: line.append(character)
            default: line += character.unicodeScalars.map { "\\[u" + Self.hexadecimal($0) + "]" }.joined()
            }
        }
        return line.hasPrefix(".") || line.hasPrefix("'") ? "\\&" + line : line
    }

    /// At least four digits, as roff wants them.
    private static func hexadecimal(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

// From the words img2dataset's users type to those our parser takes.

/// Reads words as python-fire does, which img2dataset gives its words to, and gives them in our parser's spelling.
///
/// `--url_list x`, `--url-list=x` and `-url_list x` are one; so are `--skip_reencode`, `--skip_reencode=True` and
/// `--skip_reencode True`; `--noskip_reencode` turns it off. The last one of several counts. Words without a name
/// are taken in img2dataset's order.
package struct FireSpelling {
    /// The options of the command, by name.
    private let kinds: [String: OptionForm.Kind]
    /// Other names of options: `h` → `help`.
    private let canonical: [String: String]
    /// The flag that a negation turns off: `no-orient` → `orient`.
    private let negated: [String: String]

    package init(_ form: CommandForm) {
        kinds = Dictionary(form.options.map { ($0.name, $0.kind) }) { first, _ in first }
        var canonical: [String: String] = [:]
        for option in form.options { for alias in option.aliases { canonical[alias] = option.name } }
        self.canonical = canonical
        var negated: [String: String] = [:]
        for option in form.options {
            if case .flag(let negation?) = option.kind { negated[negation] = option.name }
        }
        self.negated = negated
    }

    /// Whether words without a name are img2dataset's: the command takes a list.
    private var takesList: Bool { kinds["url-list"] != nil }

    /// The words behind the command's name, in our spelling.
    package func spelled(_ words: [String]) throws(SpellingError) -> [String] {
        var line = SpelledLine()
        var bare: [BareWord] = []
        var index = 0
        while index < words.count {
            let word = words[index]
            index += 1
            if word == "--" {
                line.append(verbatim: [word] + words[index...])
                break
            }
            guard Self.isOption(word) else {
                if takesList {
                    bare.append(BareWord(word, in: words, at: index - 1))
                } else {
                    line.append(verbatim: [word])
                }
                continue
            }
            let next = index < words.count && !Self.isOption(words[index]) ? words[index] : nil
            if try append(word, next: next, to: &line) { index += 1 }
        }
        try name(bare, in: &line)
        return line.words
    }

    /// Appends one option; true when it took the next word.
    private func append(_ word: String, next: String?, to line: inout SpelledLine) throws(SpellingError) -> Bool {
        let dashes = word.prefix { $0 == "-" }
        let parts = word.dropFirst(dashes.count).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let given = parts.count == 2 ? String(parts[1]) : nil
        var name = String(parts[0]).replacing("_", with: "-")
        if let known = canonical[name] {
            name = known
        } else if name.count == 1, let letter = name.first, let option = PeerOption.shortened(to: letter), takesList {
            name = option.spelledHere
        }
        if let kind = kinds[name] {
            switch kind {
            case .flag:
                let follows = given == nil && next.flatMap(PythonLiteral.boolean) != nil
                try set(name, to: given ?? (follows ? next : nil) ?? "True", in: &line)
                return follows
            case .value:
                guard let value = given ?? next else {
                    line.append(verbatim: ["--" + name])
                    return false
                }
                set(name, value: value, in: &line)
                return given == nil
            }
        }
        if let flag = negated[name] ?? flag(takenBackBy: name) {
            let follows = given == nil && next.flatMap(PythonLiteral.boolean) != nil
            let isTakenBack = try boolean(given ?? (follows ? next : nil) ?? "True", of: name)
            set(flag, to: !isTakenBack, in: &line)
            return follows
        }
        guard Self.answeredByParser.contains(name) else {
            let dashed = (name.count == 1 ? "-" : "--") + name
            throw SpellingError(
                category: .unknownOption, word: dashed, detail: "There is no option \"\(dashed)\".")
        }
        line.append(verbatim: [word])
        return false
    }

    /// The words without a name, given to the options of img2dataset that were not named, in its order.
    private func name(_ bare: [BareWord], in line: inout SpelledLine) throws(SpellingError) {
        var free = PeerOption.all.map { ($0, $0.spelledHere) }.filter { kinds[$0.1] != nil && !line.has($0.1) }[...]
        for bareWord in bare {
            let word = bareWord.text
            guard !bareWord.continuesCondition, let (option, name) = free.popFirst(), Self.suits(word, option) else {
                throw SpellingError(
                    category: .wordTooMany, word: word,
                    detail: "There is one word too many: \"\(word)\".\n  \(bareWord.hint)")
            }
            if option.kind == .flag {
                try set(name, to: word, in: &line)
            } else {
                set(name, value: word, in: &line)
            }
        }
    }

    private func set(_ name: String, to word: String, in line: inout SpelledLine) throws(SpellingError) {
        set(name, to: try boolean(word, of: name), in: &line)
    }

    private func set(_ name: String, to isSet: Bool, in line: inout SpelledLine) {
        line.remove(name)
        if isSet {
            line.append(name, ["--" + name])
        } else if case .flag(let negation?)? = kinds[name] {
            line.append(name, ["--" + negation])
        }
    }

    private func set(_ name: String, value: String, in line: inout SpelledLine) {
        guard let option = PeerOption.named(name) else { return line.append(name, ["--" + name + "=" + value]) }
        if value == "None", option.defaultValue == "None" { return line.remove(name) }
        let read =
            switch option.kind {
            case .text where name == "compute-hash" && value == "None": "none"
            case .text: PythonLiteral.text(value)
            case .integer: PythonLiteral.integer(value) ?? value
            case .number, .flag, .list: value
            }
        line.append(name, ["--" + name + "=" + read])
    }

    private func boolean(_ word: String, of name: String) throws(SpellingError) -> Bool {
        if let isSet = PythonLiteral.boolean(word) { return isSet }
        throw SpellingError(
            category: .notABoolean, word: word, detail: "--\(name) cannot be \"\(word)\": it must be True or False.")
    }

    /// The flag that `noskip-reencode` or `no-skip-reencode` turns off.
    private func flag(takenBackBy name: String) -> String? {
        guard name.hasPrefix("no") else { return nil }
        for candidate in [name.dropFirst(2), name.dropFirst(2).drop { $0 == "-" }].map(String.init) {
            if case .flag? = kinds[candidate] { return candidate }
        }
        return nil
    }

    /// As python-fire decides it: a negative number is a value.
    static func isOption(_ word: String) -> Bool {
        if word.hasPrefix("--") { return true }
        let bytes = Array(word.utf8.prefix(2))
        return bytes.count == 2 && bytes[0] == UInt8(ascii: "-") && (bytes[1] | 0x20 >= 0x61)
            && (bytes[1] | 0x20 <= 0x7a)
    }

    private static func suits(_ word: String, _ option: PeerOption) -> Bool {
        switch option.kind {
        case .integer: PythonLiteral.integer(word) != nil
        case .number: Double(word) != nil
        case .flag: PythonLiteral.boolean(word) != nil
        case .text, .list: true
        }
    }

    private static let answeredByParser: Set = [
        "h", "help", "help-hidden", "version", "generate-completion-script", "experimental-dump-help",
    ]
}

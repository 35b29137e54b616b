// What a plan of a list notes of the command that made it.

internal import DatasetFolder
internal import FoundationEssentials
internal import Ground
package import URLLists

/// The list and the options that decide which rows are in which shard: a download by the plan takes them from here.
package struct PlanNote: Codable, Hashable, Sendable {
    /// As given; paths of this machine are absolute, as workers are started in other folders.
    package let lists: [String]
    let inputFormat: String?
    let options: [RunIdentity.Option]

    package init(_ flags: DownloadFlags) {
        let folder = FileManager.default.currentDirectoryPath
        lists = flags.urlLists.map { list in
            list.hasPrefix("/") || list.contains("://") ? list : "\(folder)/\(list)"
        }
        inputFormat = flags.inputFormat
        options = ShapingOption.recorded(flags, of: ShapingOption.ofPlans)
    }

    /// As the plan's file has it.
    package var text: String {
        // Texts can always be encoded.
        (try? JSONEncoder().encode(self)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    }

    /// - Throws: `command` for a plan whose note is of another version.
    package init(_ plan: ListPlan) throws(DownloadError) {
        do {
            self = try JSONDecoder().decode(PlanNote.self, from: Data(plan.header.note.utf8))
        } catch {
            throw DownloadError(
                .command,
                """
                \(plan.path) was made by another version of img2shards.
                  make it again, with the same options: img2shards plan --url-list … --output \(ShellWord.path(plan.path))
                """)
        }
    }

    /// Whether both select the same rows of a list, wherever it lies.
    package func isSameSelection(as other: PlanNote) -> Bool {
        // A value that was read is a text, one that was typed may be a number.
        inputFormat == other.inputFormat
            && options.elementsEqual(other.options) { $0.name == $1.name && $0.value.isSame(as: $1.value) }
    }

    /// A plan's file, opened.
    package static func plan(_ path: String) throws(DownloadError) -> ListPlan {
        do { return try ListPlan(path: path) } catch { throw DownloadError(.command, "--plan: \(error.description)") }
    }

    /// The lists of a plan, for a command that names none.
    package static func lists(ofPlan path: String) throws(DownloadError) -> [String] {
        try PlanNote(plan(LocalPath.path(path, "--plan", for: .read))).lists
    }

    /// The flags with what the plan says; what is typed beside it must be the same.
    ///
    /// - Throws: `command`.
    func applied(to typed: DownloadFlags, plan: ListPlan) throws(DownloadError) -> DownloadFlags {
        let usual = Dictionary(
            ShapingOption.recorded(DownloadFlags(), of: ShapingOption.ofPlans).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
        let planned = Dictionary(options.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var options = options
        for option in ShapingOption.recorded(typed, of: ShapingOption.ofPlans) {
            let other = planned[option.name]?.value ?? .absent
            if option.value != usual[option.name] ?? .absent, !option.value.isSame(as: other) {
                let place = options.firstIndex { $0.name == option.name }
                if let place { options[place] = option } else { options.append(option) }
                if option.name == Self.captionColumn, !selectsByCaptions { continue }
                let value = option.value.recorded.map { $0.isEmpty ? "" : " " + ShellWord.quoted($0) } ?? ""
                throw DownloadError(
                    .command,
                    """
                    \(plan.path) was made without --\(option.name)\(value).
                      leave it out, or make the plan again with it: \(command(options, output: plan.path))
                    """)
            }
        }
        var flags = typed
        ShapingOption.set(options, in: &flags)
        if flags.inputFormat == nil { flags.inputFormat = inputFormat }
        let set = Dictionary(
            ShapingOption.recorded(flags, of: ShapingOption.ofPlans).map { ($0.name, $0.value) },
            uniquingKeysWith: { first, _ in first })
        guard options.allSatisfy({ (set[$0.name] ?? .absent).isSame(as: $0.value) }) else {
            throw DownloadError(
                .command,
                """
                \(plan.path) was made with options that this img2shards does not know.
                  make it again: \(command(options, output: plan.path))
                """)
        }
        flags.plan = plan
        return flags
    }

    /// What to do about a list that does not fit its plan, as further lines of a message; empty where the error says it.
    ///
    /// - Parameter lists: as they are looked for.
    func advice(on error: URLListError, lists: [String], plan: ListPlan) -> String {
        switch error.category {
        case .otherPlan: "\n  make it again: " + command(options, output: plan.path)
        case .notFound, .noMatchingFile, .unreadable:
            lists == self.lists
                ? "\n  \(plan.path) names the list so; if it is elsewhere on this machine, name it: --url-list PATH"
                : ""
        default: ""
        }
    }

    private static let captionColumn = "caption-col"

    /// Whether other captions might select other rows. A condition may name the column, or `caption` for it.
    private var selectsByCaptions: Bool {
        var flags = DownloadFlags()
        ShapingOption.set(options, in: &flags)
        let captions = [flags.captionColumn ?? "", "caption"].map { $0.lowercased() }.filter { !$0.isEmpty }
        let conditions = ([flags.filter.condition ?? ""] + flags.filter.top).joined(separator: " ").lowercased()
        return flags.subset.minimumCaptionLength > 0 || flags.subset.dedup?.contains("caption") == true
            || captions.contains { conditions.contains($0) }
    }

    /// The command that makes the plan with these options.
    private func command(_ options: [RunIdentity.Option], output: String) -> String {
        let lists = self.lists.flatMap { ["--url-list", ShellWord.quoted($0)] }
        let format = inputFormat.map { ["--input-format", ShellWord.quoted($0)] } ?? []
        return
            (["img2shards plan"] + lists + format + ShapingOption.words(options)
            + ["--output", ShellWord.quoted(output)]).joined(separator: " ")
    }
}

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
                .command, "\(plan.path) was made by another version of img2shards.\n  make it again: img2shards plan")
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
        for option in ShapingOption.recorded(typed, of: ShapingOption.ofPlans) {
            let other = planned[option.name]?.value ?? .absent
            if option.value != usual[option.name] ?? .absent, !option.value.isSame(as: other) {
                let value = option.value.recorded.map { $0.isEmpty ? "" : " " + ShellWord.quoted($0) } ?? ""
                throw DownloadError(
                    .command,
                    """
                    \(plan.path) was made without --\(option.name)\(value).
                      leave it out, or make a plan with it: img2shards plan
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
                  make it again: img2shards plan
                """)
        }
        flags.plan = plan
        return flags
    }
}

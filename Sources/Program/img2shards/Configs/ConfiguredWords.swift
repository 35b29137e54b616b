// A command's words with the options of its configs.

internal import CommandWords
internal import Planning

/// The words of a command, and where those come from that the user did not type.
struct ConfiguredWords {
    /// The command's name.
    private let command: [String]
    /// What the user typed, in our spelling.
    let own: [String]
    /// The options that the user named, including those turned off.
    let given: Set<String>
    /// What configs say and the user does not.
    let settings: [ConfigSetting]
    /// The options of the command, as a config knows them.
    let options: [KnownOption]
    /// The words of each setting.
    private var spelledSettings: [[String]]

    var ofConfigs: [String] { spelledSettings.flatMap(\.self) }

    /// The command's name, the configs' options, the user's own.
    var words: [String] { command + ofConfigs + ofPlan + own }
    /// The lists of a plan, where the command names none.
    private var ofPlan: [String] = []

    /// The same without one of the settings.
    func words(without setting: Int) -> [String] {
        command + spelledSettings.indices.filter { $0 != setting }.flatMap { spelledSettings[$0] } + own
    }

    /// Words that have no configs.
    init(unchanged words: [String]) {
        (command, own) = ([], words)
        (given, settings, options, spelledSettings) = ([], [], [], [])
    }

    /// - Parameters:
    ///   - typed: the command's name and the words behind it, as typed.
    ///   - spelled: the same in our spelling.
    init(typed: [String], spelled: [String], table: CommandTable) throws(DownloadError) {
        command = Array(spelled.prefix(1))
        own = Array(spelled.dropFirst())
        guard let options = command.first.flatMap(table.options), options.contains(where: { $0.name == "config" })
        else {
            (given, settings, self.options, spelledSettings) = ([], [], [], [])
            return
        }
        self.options = options
        let configs = GivenOptions(own).values(of: "config")
        // Words as typed show what was turned off (`--noskip_reencode`), words in our spelling what had no name.
        given = GivenOptions(own).names(of: options).union(GivenOptions(typed).names(of: options))
        do throws(ConfigError) {
            var files: [ConfigFile] = []
            for config in configs { files.append(try Self.file(config)) }
            let others = Set(table.commands.flatMap { $0.options.flatMap(\.known.names) })
            settings = try ConfigArguments(
                files, command: command.first ?? "", known: options, ignored: others, question: Suggestion.question
            ).leavingOut(given).settings
        } catch {
            throw DownloadError(.command, error.message)
        }
        spelledSettings = settings.map(\.arguments)
    }

    /// Takes the lists of the command's plan, where it names none.
    mutating func takeListOfPlan() throws(DownloadError) {
        let given = GivenOptions(words)
        guard given.values(of: "url-list").isEmpty, let plan = given.values(of: "plan").last else { return }
        ofPlan = try PlanNote.lists(ofPlan: plan).flatMap { ["--url-list", $0] }
    }

    /// Has the words of configs spelled as the user's own: they may be img2dataset's values.
    mutating func spell(_ spelled: ([String]) throws -> [String]) rethrows {
        spelledSettings = try spelledSettings.map { words in
            words.isEmpty ? [] : Array(try spelled(command + words).dropFirst(command.count))
        }
    }

    /// A file by its path, or a preset by its name: a path has a slash, or ends in `.yaml` or `.yml`.
    private static func file(_ text: String) throws(ConfigError) -> ConfigFile {
        let isPath = text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
        if isPath { return try ConfigFile(path: text) }
        if let preset = try ShippedPresets.preset(text) { return preset }
        throw ConfigError(
            .unreadable,
            """
            there is no preset "\(text)".\(Suggestion.question(for: text, among: ShippedPresets.names))
              presets: \(ShippedPresets.names.joined(separator: ", "))
              a file's name ends in .yaml, or has a slash: ./\(text)
            """)
    }
}

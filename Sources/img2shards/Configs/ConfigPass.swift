// Puts the options of configs before those of the command line.

internal import ArgumentParser
internal import Downloading
internal import Presets
internal import URLLists

/// A command's arguments with its configs' options among them, and where those come from.
struct ConfigPass {
    /// The command's name, the configs' options, the user's own.
    let arguments: [String]
    /// What the configs say and the user does not.
    let settings: [ConfigSetting]

    /// - Parameter arguments: a subcommand's name first; unchanged when it has no `--config`, or none is given.
    init(_ arguments: [String]) throws(DownloadError) {
        guard let word = arguments.first, let command = Self.command(word) else {
            (self.arguments, settings) = (arguments, [])
            return
        }
        let given = GivenOptions(arguments.dropFirst())
        let configs = given.values(of: "config")
        guard !configs.isEmpty else {
            (self.arguments, settings) = (arguments, [])
            return
        }
        do throws(ConfigError) {
            var files: [ConfigFile] = []
            for config in configs { files.append(try Self.file(config)) }
            let known = OptionCatalogue(command).options
            let ofDownload = OptionCatalogue(DownloadCommand.self).options
            let merged = try ConfigArguments(
                files, known: known, ignored: Set(ofDownload.flatMap { $0.names }), question: NearestName.question)
            let rest = merged.leavingOut(given.names(of: known))
            self.arguments = [word] + rest.arguments + arguments.dropFirst()
            settings = rest.settings
        } catch {
            throw DownloadError(.command, error.message)
        }
    }

    /// The subcommands that take `--config`.
    private static func command(_ word: String) -> (any ParsableCommand.Type)? {
        Img2Shards.configuration.subcommands.first { command in
            command._commandName == word && OptionCatalogue(command).entries.contains { $0.option.name == "config" }
        }
    }

    /// A file by its path, or a preset by its name: a path has a slash, or ends in `.yaml` or `.yml`.
    static func file(_ text: String) throws(ConfigError) -> ConfigFile {
        let isPath = text.contains("/") || text.hasSuffix(".yaml") || text.hasSuffix(".yml")
        if isPath { return try ConfigFile(path: text) }
        if let preset = try ShippedPresets.preset(text) { return preset }
        throw ConfigError(
            .unreadable,
            """
            there is no preset "\(text)".\(NearestName.question(for: text, among: ShippedPresets.names))
              presets: \(ShippedPresets.names.joined(separator: ", "))
              a file's name ends in .yaml, or has a slash: ./\(text)
            """)
    }
}

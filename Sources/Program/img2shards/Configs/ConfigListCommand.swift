// `img2shards config list`: the presets that are shipped.

internal import ArgumentParser
internal import CommandWords
internal import Planning
internal import Reporting

struct ConfigListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the presets: one for each well-known dataset.",
        discussion: "Use one with --config NAME; print it with config print NAME.")

    func run() throws {
        let width = ShippedPresets.names.map(\.count).max() ?? 0
        for name in ShippedPresets.names {
            let preset: ConfigFile?
            do throws(ConfigError) {
                preset = try ShippedPresets.preset(name)
            } catch {
                throw DownloadError(.run, error.message)
            }
            try StandardOutput.write(lines: [name.padded(to: width) + "  " + (preset?.about ?? "")])
        }
    }
}

extension String {
    /// With blanks behind up to a width in characters.
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}

// `img2shards config print`: a preset's text, to be read or to begin one's own with.

internal import ArgumentParser
internal import CommandWords
internal import Planning
internal import Reporting

struct ConfigPrintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "print", abstract: "Prints a preset: its options, costs and known problems.")

    @Argument(help: "A preset's name.", completion: .list(ShippedPresets.names))
    var preset: String

    func run() throws {
        guard let text = ShippedPresets.text(preset) else {
            throw DownloadError(
                .command,
                """
                There is no preset "\(preset)".\(Suggestion.question(for: preset, among: ShippedPresets.names))
                  presets: \(ShippedPresets.names.joined(separator: ", "))
                """)
        }
        try StandardOutput.write(String(decoding: text, as: UTF8.self))
    }
}

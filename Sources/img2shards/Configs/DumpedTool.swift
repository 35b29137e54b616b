// What of ArgumentParser's description of a command is read.

/// The JSON of `--experimental-dump-help`.
struct DumpedTool: Decodable {
    let command: Command

    struct Command: Decodable {
        let arguments: [Argument]?
    }

    struct Argument: Decodable {
        let kind: String
        let isRepeating: Bool
        let names: [Name]?
        let sectionTitle: String?
        let defaultValue: String?
        let abstract: String?
    }

    struct Name: Decodable {
        let kind: String
        let name: String
    }
}

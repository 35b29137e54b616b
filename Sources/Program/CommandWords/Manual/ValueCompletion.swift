// What a shell may complete the value of an option with.

/// The kinds of values, as far as they can be known beforehand.
package enum ValueCompletion: Sendable, Equatable {
    /// Anything.
    case none
    case values([String])
    /// Files whose names end so; empty for all.
    case files(extensions: [String])
    case folders
}

extension ValueCompletion: Decodable {
    private enum CodingKeys: String, CodingKey {
        case list, file, directory
    }

    private struct Values: Decodable {
        let values: [String]
    }

    private struct Files: Decodable {
        let extensions: [String]
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if let list = try container.decodeIfPresent(Values.self, forKey: .list) {
            self = .values(list.values)
        } else if let file = try container.decodeIfPresent(Files.self, forKey: .file) {
            self = .files(extensions: file.extensions)
        } else {
            self = container.contains(.directory) ? .folders : .none
        }
    }
}

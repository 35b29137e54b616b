// Which columns of a table mean what.

internal import Tables

/// Places of known columns, whatever their case. The first name that a table has counts.
struct TableColumns {
    enum Meaning: String, CaseIterable {
        case key, status, url, caption, width, height, similarity, aesthetic, licence, nsfwTag, nsfwScore
    }

    /// Names that downloads, embed and published lists use.
    private static func names(_ meaning: Meaning) -> [String] {
        switch meaning {
        case .key: ["key", "image_path"]
        case .status: ["status"]
        case .url: ["url", "image_url"]
        case .caption: ["caption", "text", "alt", "alt_text", "title", "top_caption"]
        case .width: ["width", "original_width", "image_width"]
        case .height: ["height", "original_height", "image_height"]
        case .similarity: ["similarity", "clip_similarity_vitb32", "clip_b32_similarity_score", "clip_similarity"]
        case .aesthetic: ["aesthetic", "aesthetic_score", "aesthetics_score", "aesthetic_score_laion_v2"]
        case .licence: ["license", "licence", "license_name", "licensename"]
        case .nsfwTag: ["nsfw"]
        case .nsfwScore: ["nsfw_score", "punsafe", "nsfw_score_opennsfw_v2"]
        }
    }

    private let places: [Meaning: Int]

    init(_ schema: ColumnSchema) {
        var byName: [String: Int] = [:]
        for (place, field) in schema.fields.enumerated() where byName[field.name.lowercased()] == nil {
            byName[field.name.lowercased()] = place
        }
        var places: [Meaning: Int] = [:]
        for meaning in Meaning.allCases {
            places[meaning] = Self.names(meaning).lazy.compactMap { byName[$0] }.first
        }
        self.places = places
    }

    var choices: [ColumnChoice] {
        Meaning.allCases.compactMap { meaning in
            places[meaning].map { ColumnChoice(column: $0, name: meaning.rawValue, isText: true) }
        }
    }
}

// The words of the LFS interface, as the Hub speaks it.
//
// https://github.com/git-lfs/git-lfs/blob/main/docs/api/batch.md, and the Hub's own transfer "multipart".

/// Objects to upload.
struct LargeFileRequest: Encodable {
    struct Object: Codable, Hashable {
        let oid: String
        let size: Int
    }

    let operation = "upload"
    let transfers = ["basic", "multipart"]
    let hashAlgorithm = "sha256"
    let objects: [Object]

    private enum CodingKeys: String, CodingKey {
        case operation, transfers
        case hashAlgorithm = "hash_algo"
        case objects
    }
}

/// How they are uploaded.
struct LargeFileAnswer: Decodable {
    struct Action: Decodable {
        let href: String
        let header: [String: TextOrNumber]?
    }

    struct Actions: Decodable {
        let upload: Action?
        let verify: Action?
    }

    struct Failure: Decodable {
        let code: Int?
        let message: String?
    }

    struct Object: Decodable {
        let oid: String
        let size: Int?
        /// Nil for an object that the Hub has.
        let actions: Actions?
        let error: Failure?
    }

    let objects: [Object]
}

/// The parts of an object that was uploaded in parts.
struct LargeFileCompletion: Encodable {
    struct Part: Encodable {
        let partNumber: Int
        let etag: String
    }

    let oid: String
    let parts: [Part]
}

/// A text, or a number as one.
struct TextOrNumber: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        // A number where no text is.
        if let text = try? value.decode(String.self) {
            self.text = text
        } else {
            text = String(try value.decode(Int.self))
        }
    }
}

// The options of img2dataset, in the order in which its words without a name are taken.

/// One parameter of img2dataset 1.47.0's only function.
package struct PeerOption: Sendable {
    package enum Kind: Sendable {
        case text
        case integer
        case number
        case flag
        case list
    }

    /// As img2dataset writes it: `url_list`.
    package let name: String
    package let kind: Kind
    /// Its default, as Python prints it; nil: it has to be given.
    package let defaultValue: String?

    /// As we write it: `url-list`.
    package var spelledHere: String { name.replacing("_", with: "-") }

    private init(_ name: String, _ kind: Kind, _ defaultValue: String?) {
        self.name = name
        self.kind = kind
        self.defaultValue = defaultValue
    }

    /// All of them; 1.47.0's signature, and behind it what its main branch has added since.
    package static let all: [PeerOption] = [
        PeerOption("url_list", .text, nil),
        PeerOption("image_size", .integer, "256"),
        PeerOption("output_folder", .text, "images"),
        PeerOption("processes_count", .integer, "1"),
        PeerOption("resize_mode", .text, "border"),
        PeerOption("resize_only_if_bigger", .flag, "False"),
        PeerOption("upscale_interpolation", .text, "lanczos"),
        PeerOption("downscale_interpolation", .text, "area"),
        PeerOption("encode_quality", .integer, "95"),
        PeerOption("encode_format", .text, "jpg"),
        PeerOption("skip_reencode", .flag, "False"),
        PeerOption("output_format", .text, "files"),
        PeerOption("input_format", .text, "txt"),
        PeerOption("url_col", .text, "url"),
        PeerOption("caption_col", .text, "None"),
        PeerOption("bbox_col", .text, "None"),
        PeerOption("thread_count", .integer, "256"),
        PeerOption("number_sample_per_shard", .integer, "10000"),
        PeerOption("extract_exif", .flag, "True"),
        PeerOption("save_additional_columns", .list, "None"),
        PeerOption("timeout", .number, "10"),
        PeerOption("enable_wandb", .flag, "False"),
        PeerOption("wandb_project", .text, "img2dataset"),
        PeerOption("oom_shard_count", .integer, "5"),
        PeerOption("compute_hash", .text, "sha256"),
        PeerOption("verify_hash", .list, "None"),
        PeerOption("distributor", .text, "multiprocessing"),
        PeerOption("subjob_size", .integer, "1000"),
        PeerOption("retries", .integer, "0"),
        PeerOption("disable_all_reencoding", .flag, "False"),
        PeerOption("min_image_size", .number, "0"),
        PeerOption("max_image_area", .number, "inf"),
        PeerOption("max_aspect_ratio", .number, "inf"),
        PeerOption("incremental_mode", .text, "incremental"),
        PeerOption("max_shard_retry", .integer, "1"),
        PeerOption("user_agent_token", .text, "None"),
        PeerOption("disallowed_header_directives", .list, "None"),
        PeerOption("ignore_ssl_certificate", .flag, "False"),
    ]

    /// The option with one of its names, however it is written.
    package static func named(_ name: String) -> PeerOption? { byName[name.replacing("-", with: "_")] }

    /// The option a single letter stands for: where only one name begins with it.
    package static func shortened(to letter: Character) -> PeerOption? {
        let known = all.dropLast().filter { $0.name.first == letter }
        return known.count == 1 ? known.first : nil
    }

    private static let byName = Dictionary(uniqueKeysWithValues: all.map { ($0.name, $0) })
}

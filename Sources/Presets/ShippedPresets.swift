// The presets of `configs/`, which are part of the executable: it can be moved alone.

/// Presets by name.
package enum ShippedPresets {
    /// In the order in which they are listed.
    package static let names = texts.map(\.name)

    /// The preset of a name; nil when there is none.
    package static func preset(_ name: String) throws(ConfigError) -> ConfigFile? {
        guard let text = texts.first(where: { $0.name == name })?.text else { return nil }
        return try ConfigFile(text: String(decoding: text, as: UTF8.self), source: "preset \(name)")
    }

    /// The file's bytes, as shipped.
    package static func text(_ name: String) -> [UInt8]? { texts.first { $0.name == name }?.text }

    /// Swift's package manager makes `PackageResources` of the files.
    private static var texts: [(name: String, text: [UInt8])] {
        [
            ("mscoco", PackageResources.mscoco_yaml)
        ]
    }
}

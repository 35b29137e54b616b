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
            ("laion400m", PackageResources.laion400m_yaml),
            ("laion400m-pipeline", PackageResources.laion400m_pipeline_yaml),
            ("relaion400m", PackageResources.relaion400m_yaml),
            ("laion2b-en", PackageResources.laion2b_en_yaml),
            ("laion2b-multi", PackageResources.laion2b_multi_yaml),
            ("laion1b-nolang", PackageResources.laion1b_nolang_yaml),
            ("laion-high-resolution", PackageResources.laion_high_resolution_yaml),
            ("laion-aesthetic", PackageResources.laion_aesthetic_yaml),
            ("laion-art", PackageResources.laion_art_yaml),
            ("laion-coco", PackageResources.laion_coco_yaml),
            ("coyo-700m", PackageResources.coyo_700m_yaml),
            ("datacomp-1b", PackageResources.datacomp_1b_yaml),
            ("commonpool", PackageResources.commonpool_yaml),
            ("cc3m", PackageResources.cc3m_yaml),
            ("cc12m", PackageResources.cc12m_yaml),
            ("mscoco", PackageResources.mscoco_yaml),
            ("sbucaptions", PackageResources.sbucaptions_yaml),
            ("cc2dataset", PackageResources.cc2dataset_yaml),
            ("yfcc100m", PackageResources.yfcc100m_yaml),
            ("redcaps", PackageResources.redcaps_yaml),
            ("wit", PackageResources.wit_yaml),
        ]
    }
}

// `--index`: files that let readers jump to a sample without reading the tar.

internal import DatasetFolder
internal import DatasetModel
internal import Files
internal import JSON

/// Writes a shard's indices from its finished tar.
struct ShardIndices {
    private let files: ShardFiles
    private let kinds: Set<ShardIndexKind>

    init(_ files: ShardFiles, _ format: ShardFormat) {
        self.files = files
        kinds = format.indices
    }

    /// Writes and syncs them in the temporary place, where the finished tar lies.
    func write(_ contents: ShardContents, folder: DatasetFolder) throws(ShardError) {
        guard !kinds.isEmpty, let data = files.data else { return }
        let tar = folder.temporaryPath(data)
        if files.dali != nil || files.webshart != nil {
            let samples = try TarSamples.read(path: tar)
            if let file = files.dali {
                try folder.writeFile(Self.dali(samples), to: folder.temporaryPath(file))
            }
            if let file = files.webshart {
                let bytes = Self.webshart(samples, contents, tarName: data, fileBytes: FileSize.of(tar) ?? 0)
                try folder.writeFile(bytes, to: folder.temporaryPath(file))
            }
        }
        if kinds.contains(.wids) {
            let samples = contents.ranges.count { $0 != nil }
            try WidsIndex.note(tar, name: data, samples: samples, in: folder)
        }
    }

    /// DALI's `wds2idx` version 1.2: a line for each sample, four words for each member.
    static func dali(_ samples: [[PlacedMember]]) -> [UInt8] {
        var text = "v1.2 \(samples.count)\n"
        for sample in samples {
            text += sample.map { "\($0.suffix) \($0.offset) \($0.byteCount) \($0.name)" }.joined(separator: " ")
            text += "\n"
        }
        return Array(text.utf8)
    }

    /// webshart's index: where each image lies, its JSON beside it, and the image's size.
    static func webshart(
        _ samples: [[PlacedMember]], _ contents: ShardContents, tarName: String, fileBytes: Int
    ) -> [UInt8] {
        var records: [String: SampleRecord] = [:]
        for record in contents.records where record.outcome.status == .success {
            if let key = contents.keys.key(record.index) { records[key.text] = record }
        }
        let text = JSONText()
        text.append("{\n\"path\": ")
        text.appendQuoted(tarName)
        text.append(",\n\"filesize\": \(fileBytes),\n\"includes_image_geometry\": true,\n\"files\": {")
        var isFirst = true
        for sample in samples {
            guard let image = sample.first(where: { $0.suffix != "json" && $0.suffix != "txt" }) else { continue }
            text.append(isFirst ? "\n" : ",\n")
            isFirst = false
            text.appendQuoted(image.name)
            text.append(": {\"offset\": \(image.offset), \"length\": \(image.byteCount)")
            if let record = records[image.key], let width = record.width, let height = record.height, height > 0 {
                text.append(", \"width\": \(width), \"height\": \(height)")
                text.append(", \"aspect\": \(Double(width) / Double(height))")
            }
            if let json = sample.first(where: { $0.suffix == "json" }) {
                text.append(", \"json_path\": ")
                text.appendQuoted(json.name)
                text.append(", \"json_offset\": \(json.offset), \"json_length\": \(json.byteCount)")
            }
            text.append("}")
        }
        text.append("\n}\n}\n")
        return text.bytes
    }
}

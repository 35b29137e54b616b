// Slips that a list shows before a row of it is fetched.

internal import DatasetModel
internal import Foundation
internal import Ground
internal import Reporting
internal import ShardFormats
internal import URLLists

/// Looks at a list's size and place.
enum ListNotes {
    /// More files than this in one dataset trouble file systems and readers.
    private static let mostFiles = 1_000_000

    /// Of a line with a URL and a caption, uncompressed.
    private static let usualLineBytes = 200

    /// What is to be said about the list, a line each.
    static func notes(_ flags: DownloadFlags, _ list: URLList) -> [String] {
        guard flags.retry == nil, flags.reshaped == nil else { return [] }
        return [files(flags, list), folder(flags, list)].compactMap { $0 }
    }

    /// Loose files by the million.
    private static func files(_ flags: DownloadFlags, _ list: URLList) -> String? {
        guard OutputFormat(rawValue: flags.outputFormat)?.definition.isFolder == true, !flags.savesMetadataOnly else {
            return nil
        }
        // A text list does not say how many rows it has.
        let all = list.totalRows ?? list.sizeBytes / usualLineBytes
        let rows = min(all, flags.subset.limit ?? .max)
        let each = 1 + (flags.writesJSON ? 1 : 0) + (flags.captionColumn != nil && flags.writesCaptionFiles ? 1 : 0)
        let (files, isHuge) = rows.multipliedReportingOverflow(by: each * max(1, flags.imageSizes.count))
        guard isHuge || files > mostFiles else { return nil }
        let about = list.totalRows == nil ? "about" : "up to"
        return "--output-format \(flags.outputFormat) writes \(about) \(isHuge ? "very many" : files.grouped) files: "
            + "--output-format webdataset writes one tar for each \(flags.samplesPerShard.grouped) rows"
    }

    /// Shards beside the lists: a later start that names the folder as its list may find their tables.
    private static func folder(_ flags: DownloadFlags, _ list: URLList) -> String? {
        func resolved(_ path: String) -> String {
            URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
        }
        let output = resolved(flags.outputFolder)
        guard list.files.contains(where: { (resolved($0.path) as NSString).deletingLastPathComponent == output })
        else { return nil }
        return "the shards are written next to the list, in \(flags.outputFolder): "
            + "another --output-folder keeps the two apart"
    }
}

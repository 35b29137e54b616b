// `reshape`: from a dataset to another one with its images in other sizes or formats, without the network.

internal import DatasetFolder
internal import Foundation
package import Planning

/// One `reshape` of a dataset.
package struct Reshape {
    private let dataset: String
    private let flags: DownloadFlags

    /// - Parameters:
    ///   - dataset: its folder.
    ///   - flags: options of images, output and machine; what the list's options would say comes from the dataset.
    package init(dataset: String, flags: DownloadFlags) {
        self.dataset = dataset
        self.flags = flags
    }

    /// Runs to the end. Call once, from the main thread.
    ///
    /// - Returns: the exit code, as `Download.run`'s.
    /// - Throws: `DownloadError` when it could not begin.
    package func run() throws(DownloadError) -> Int32 {
        let source = Self.resolved(dataset)
        let target = Self.resolved(flags.outputFolder)
        guard source != target else {
            throw DownloadError(
                .command,
                """
                --output-folder \(flags.outputFolder) is the dataset that is read.
                  choose another folder: reshape changes nothing in the dataset
                """)
        }
        guard flags.keyColumn == nil else {
            throw DownloadError(.command, "reshape keeps the keys of the dataset, so --key-col cannot be used.")
        }
        guard flags.boxColumn == nil else {
            throw DownloadError(
                .command,
                """
                --bbox-col is for images as they were fetched: boxes do not fit images that were cropped or padded.
                  blur with download
                """)
        }
        return try Download(DownloadPlan(resolving: ReshapedDataset(dataset).flags(flags))).run()
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}

// `reshape`: from a dataset to another one with its images in other sizes or formats, without the network.

package import DatasetFolder
internal import Foundation
package import Planning

/// One `reshape` of a dataset.
package struct Reshape {
    private let dataset: TypedDataset
    private let flags: DownloadFlags

    /// - Parameters:
    ///   - dataset: its path is a folder.
    ///   - flags: options of images, output and machine; what the list's options would say comes from the dataset.
    package init(dataset: TypedDataset, flags: DownloadFlags) {
        self.dataset = dataset
        self.flags = flags
    }

    /// The run that makes the new dataset.
    ///
    /// - Throws: `DownloadError` of category `command`; its message says what to type instead.
    package func plan() throws(DownloadError) -> DownloadPlan {
        let folder = Self.resolved(dataset.path)
        let target = Self.resolved(flags.outputFolder)
        guard folder != target else {
            throw DownloadError(
                .command,
                """
                --output-folder \(flags.outputFolder) is the dataset that is read.
                  choose another folder: reshape changes nothing in the dataset
                """)
        }
        if let refusal = flags.refusalByReshape { throw DownloadError(.command, refusal) }
        var source = try ReshapedDataset(dataset)
        if let scores = flags.scores { try source.add(scores: LocalPath.path(scores, "--scores", for: .read)) }
        return try DownloadPlan(resolving: source.flags(flags))
    }

    private static func resolved(_ path: String) -> String {
        URL(filePath: path).resolvingSymlinksInPath().standardizedFileURL.path
    }
}

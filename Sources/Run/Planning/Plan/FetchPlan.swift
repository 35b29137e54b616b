// What is made of the rows of a stream: the options as resolved, for fetches without a dataset.

package import Fetching
internal import Foundation
package import Hashing
package import Imaging
package import Stores

/// Everything that fetching a stream's rows needs to know, checked. Made from `DownloadFlags`; those about lists, shards
/// and folders do not count.
package struct FetchPlan: Sendable {
    package let urlColumn: String
    /// The column with the page of each image, sent as `Referer`.
    package let refererColumn: String?
    package let images: ImageOptions
    package let hash: HashAlgorithm?
    /// Columns on how each fetch went.
    package let addsExtraColumns: Bool
    package let fetching: FetchOptions
    /// Places in stores that rows may name.
    package let storeRows: StoreRows
    package let imageWorkers: Int
    /// For bodies, and as much again for images that wait for rows before them.
    package let memoryBudgetBytes: Int

    /// Resolves the flags.
    ///
    /// - Throws: `DownloadError` of category `command`; its message says what to type instead.
    package init(resolving typed: DownloadFlags) throws(DownloadError) {
        let flags = try typed.withLocalPaths()
        guard flags.imageSizes.count < 2, !flags.hasBucketFolders else {
            throw DownloadError(
                .command,
                """
                A row of a stream has one image: --image-size takes one size here, and --bucket-folders does not count.
                  several sizes: img2shards download
                """)
        }
        guard flags.boxColumn == nil else {
            throw DownloadError(
                .command,
                """
                --bbox-col: images of a stream cannot be blurred.
                  img2shards download blurs them
                """)
        }
        urlColumn = flags.urlColumn
        refererColumn = flags.refererColumn
        images = try ImageChoices(flags).options(DownloadPlan.images(flags))
        hash =
            flags.hash.lowercased() == "none"
            ? nil : try DownloadPlan.choice("--compute-hash", flags.hash, also: ["none"])
        addsExtraColumns = flags.addsExtraColumns
        imageWorkers = try DownloadPlan.number(
            "--image-workers", flags.imageWorkers ?? ProcessInfo.processInfo.activeProcessorCount, 1...1024)
        memoryBudgetBytes = try DownloadPlan.size("--memory-budget", flags.memoryBudget)
        let descriptors = try DownloadPlan.descriptors(sizes: 1)
        fetching = try DownloadPlan.fetching(
            flags, Img2DatasetHints(flags), descriptors, memoryBudgetBytes: memoryBudgetBytes)
        storeRows = try DownloadPlan.storeRows(flags)
    }
}

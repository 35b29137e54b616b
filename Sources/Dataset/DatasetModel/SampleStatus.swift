// The outcome of a row, in img2dataset's words.

/// The `status` of a row in the metadata; the words are img2dataset's and fixed.
package enum SampleStatus: String, Sendable, CaseIterable {
    case success
    case failedToDownload = "failed_to_download"
    case failedToResize = "failed_to_resize"
}

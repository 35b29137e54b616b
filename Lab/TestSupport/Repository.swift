// Where the sources are, for tests that compare them with documents or run scripts of theirs.

package import Foundation

/// This checkout.
package enum Repository {
    /// The folder of `Package.swift`.
    package static let root: URL = {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) {
            precondition(folder.path != "/", "this file lies in no package")
            folder = folder.deletingLastPathComponent()
        }
        return folder
    }()
}

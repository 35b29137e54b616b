// One of the sizes that a run writes, each a dataset of its own.

package import DatasetFolder
package import Stores

/// A size with its folder and its record: the dataset that a run with this size alone would write there.
package struct OutputSize: Sendable {
    /// `--image-size` of this dataset, in pixels.
    package let pixels: Int
    package let folder: String
    /// Where it is to lie, if not in `folder`.
    package let place: StorePath?
    /// Recorded in `folder`, so that a later start cannot mix two datasets.
    package let identity: RunIdentity

    /// Where the dataset is, in words.
    package var shownFolder: String { place?.text ?? folder }

    /// Most sizes of one run: a row's missing sizes are the bits of a `SizeSet`.
    package static let most = 16

    /// - Returns: of a run with several sizes, `options` as a run with this size alone has them.
    static func options(_ options: [RunIdentity.Option], pixels: Int) -> [RunIdentity.Option] {
        options.map { $0.name == "image-size" ? RunIdentity.Option(name: $0.name, value: .text(String(pixels))) : $0 }
    }
}

// One sample on its way into a shard.

package import DatasetModel
package import Ground

/// A row that became an image, ready to be written.
///
/// The pointers are lent: they end with the call they are passed to.
package struct Sample {
    package let key: SampleKey
    /// Everything known of the row besides its input columns.
    package let record: SampleRecord
    /// The encoded image.
    package let image: ByteBuffer
    /// The image's file extension, without a dot.
    package let imageExtension: String
    /// The metadata as a JSON object in text.
    package let json: UnsafeRawBufferPointer
    /// The caption's bytes, empty for a null; nil when the dataset has no captions.
    package let caption: UnsafeRawBufferPointer?
}

// In which order a shard holds its samples.

/// The order of samples in a shard's data; tables are always in list order.
package enum SampleOrder: String, Sendable, CaseIterable {
    /// As the images came.
    case completion
    /// As the URL list has them: two runs over the same bytes are equal to the byte.
    case input
}

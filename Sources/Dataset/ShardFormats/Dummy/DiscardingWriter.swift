// The `dummy` format: for measuring everything but the writing.

package import DatasetFolder
package import DatasetModel

/// Takes samples and keeps nothing of them.
package final class DiscardingWriter: ShardWriter {
    package init() {}
    package func open(_ plan: ShardPlan, path: String?, kept: KeptSamples) throws(ShardError) {}
    package func write(_ sample: Sample) throws(ShardError) -> WrittenSample {
        WrittenSample(endOffset: 0, checksum: 0)
    }
    package func flush() throws(ShardError) {}
    package func finish() throws(ShardError) -> Int { 0 }
    package func leave() {}
    package func abort() {}
}

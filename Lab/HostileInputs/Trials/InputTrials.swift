// All trials, for the tests and for the fuzzer.

internal import Tables

/// Every trial there is, of readers of anything but images: those have `TransformTrial`.
package enum InputTrials {
    /// New ones, each with memory and files of its own.
    package static func all() throws -> [any InputTrial] {
        try [
            RowFileTrial(.lines), RowFileTrial(.commaSeparated), RowFileTrial(.tabSeparated), RowFileTrial(.jsonLines),
            RowFileTrial(.jsonDocument), ConditionTrial(), URLTrial(), ExifTrial(), TarTrial(), StatsTrial(),
            JournalTrial(), SampleJSONTrial(), CrawlTrial(.wat), CrawlTrial(.html),
        ]
    }
}

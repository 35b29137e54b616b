// The words that options take, for the shells' completions.

internal import DatasetModel
internal import Fetching
internal import Hashing
internal import Imaging
internal import Reporting
internal import RowSelection
internal import ShardFormats
internal import URLLists

/// The choices of options that have few, as `DownloadPlan` checks them.
package enum OptionChoices {
    package static let inputFormats = InputFormat.allCases.map(\.rawValue)
    package static let outputFormats = OutputFormat.allCases.map(\.rawValue)
    /// The output formats in words, for the help.
    package static let outputFormatHelp: String = {
        let words = OutputFormat.allCases.map { format in
            format.rawValue + (format.definition.summary.map { " (\($0))" } ?? "")
        }
        return words.dropLast().joined(separator: ", ") + ", or " + (words.last ?? "") + "."
    }()
    package static let incrementalModes = ResumePolicy.allCases.map(\.rawValue)
    package static let hashes = HashAlgorithm.allCases.map(\.rawValue) + ["none"]
    package static let interpolations = Interpolation.allCases.map(\.rawValue)
    package static let encodeFormats = EncodeFormat.allCases.map(\.rawValue) + [ImageChoices.original]
    package static let keyStyles = KeyStyle.allCases.map(\.rawValue)
    package static let orders = SampleOrder.allCases.map(\.rawValue)
    package static let indices = ShardIndexKind.allCases.map(\.rawValue)
    package static let robotsTxtPolicies = RobotsTxtPolicy.allCases.map(\.rawValue)
    package static let resizeModes = ResizeMode.allCases.map(\.rawValue)
    package static let dedups = DedupSelector.Sameness.allCases.map(\.rawValue)
    package static let failureClasses = FailureChoice.words
    package static let logFormats = DownloadPlan.LogFormat.allCases.map(\.rawValue)
}

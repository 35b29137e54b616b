// What is said of contents and captions that come more than once.

internal import Ground
internal import Reporting

enum RepeatWords {
    /// - Parameters:
    ///   - what: a noun whose plural ends in s.
    ///   - total: how many were compared.
    static func sentence(_ repeats: DatasetFigures.Repeats, what: String, of total: Int) -> String {
        guard total > 0 else { return "No \(what)s were compared." }
        guard repeats.isExact else {
            return "There are too many different \(what)s to compare all. At least \(repeats.repeats.grouped) of "
                + "\(total.grouped) repeat another one exactly."
        }
        guard repeats.repeats > 0 else { return "No \(what) is exactly the same as another." }
        return "\(repeats.repeats.grouped) of \(total.counted(what)) repeat another one exactly "
            + "(\(Share(repeats.repeats, of: total).text)): \(repeats.different.grouped) are different."
    }
}

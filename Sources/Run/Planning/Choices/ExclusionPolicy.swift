// An exclude list in front of every request, redirects included.

internal import Fetching
internal import RowSelection

/// Refuses URLs that a list has. Rows of the list were chosen before; this is for what they redirect to, and for `retry`,
/// which does not choose.
final class ExclusionPolicy: URLPolicy {
    private let test: ExclusionTest

    private init(_ list: ExcludeList) { test = ExclusionTest(list) }

    /// Makes a policy for each loop; nil without a list.
    static func maker(of list: ExcludeList?) -> (@Sendable () -> any URLPolicy)? {
        guard let list else { return nil }
        return { ExclusionPolicy(list) }
    }

    func refuses(name: String) -> Bool {
        var name = name
        return name.withUTF8 { test.excludes(name: UnsafeRawBufferPointer($0)) }
    }
}

// Which pairs are wanted.

internal import Ground
internal import RowSelection
internal import Stores
internal import Tables
internal import URLLists

/// The conditions on pairs, checked before anything is read; each thread makes selectors of its own.
struct PairRules: Sendable {
    let minimumCaptionLength: Int
    private let condition: RowFilter?
    private let excluded: ExcludeList?

    /// - Throws: `command`; `again` where the store of an exclude list does not answer.
    init(_ options: ExtractionOptions) throws(CommandFailure) {
        minimumCaptionLength = options.minimumCaptionLength
        let names = PairColumn.allCases.filter { $0 != .language || options.detectsLanguage }.map(\.rawValue)
        do throws(WhereError) {
            condition = try options.condition.map { text throws(WhereError) in
                let filter = try RowFilter([FilterCondition(text)], columns: names)
                try filter.check(Dictionary(uniqueKeysWithValues: names.map { ($0, .text) }))
                return filter
            }
        } catch {
            let message = URLListError(error, table: "a list of pairs", columns: names).message
            let hint =
                error.unknownName == PairColumn.language.rawValue
                ? "\n  the column lang is made by --detect-language" : ""
            throw CommandFailure(.command, message + hint)
        }
        do throws(ExcludeListError) {
            excluded =
                options.excludeLists.isEmpty
                ? nil
                : try ExcludeList(paths: options.excludeLists) { path throws(TableError) in
                    try StorePath(path).map { place throws(TableError) in try options.stores.stores.file(place) }
                }
        } catch {
            throw CommandFailure(error.category == .unreachable ? .again : .command, error.detail)
        }
    }

    /// A filter for one thread.
    func filter(known: KnownPairs?) -> PairFilter {
        PairFilter(condition: condition, excluded: excluded.map { ExcludeSelector($0) }, known: known)
    }
}

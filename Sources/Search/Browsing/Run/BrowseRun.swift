// `browse`: from folders to a page.

internal import CaptionIndex
package import Ground
package import LocalServer

/// Datasets, their indices, and the server that shows them. Safe to use from any thread.
package final class BrowseRun: Sendable {
    private let options: BrowseOptions
    private let searcher: Searcher
    private let answers: BrowseAnswers
    private let progress: Monitor<[IndexingProgress]>
    private let isStopped = Monitor(false)

    /// Lists the datasets and opens their indices.
    ///
    /// - Parameter model: embeds what visitors ask for; nil without models.
    /// - Throws: `command`, `output`.
    package init(_ options: BrowseOptions, model: (any QueryModel)?) throws(CommandFailure) {
        var collections: [Collection] = []
        for path in options.datasets {
            let taken = Set(collections.map(\.name))
            collections.append(try Collection(path: path, taken: taken, indexFolder: options.indexFolder))
        }
        guard options.embeddings.count <= collections.count else {
            throw CommandFailure(
                .command,
                "\(options.embeddings.count) times --embeddings, and \(collections.count) datasets: one for each, in their order"
            )
        }
        for path in options.embeddings { try VectorJoining.check(path) }
        guard !collections.isEmpty else { throw CommandFailure(.command, "name at least one dataset") }
        self.options = options
        searcher = Searcher(collections, model: model)
        progress = Monitor(collections.map { IndexingProgress(parts: $0.parts.count) })
        answers = try BrowseAnswers(searcher, options: options, progress: progress)
    }

    /// Begins to serve.
    ///
    /// - Throws: `command`: the address cannot be used; `output`.
    package func serve() throws(CommandFailure) -> LocalServer {
        let answers = answers
        do throws(ServerError) {
            return try LocalServer(
                options.listen, rules: AccessRules(token: options.token, allowedOrigins: options.allowedOrigins),
                threads: options.threads, limits: ServerLimits(longestBody: BrowseAnswers.longestBody),
                handler: { answers.answer($0) })
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Brings all indices up to date; returns at the end, or soon after `stop`.
    ///
    /// - Parameter say: called with a line for each collection and every ten seconds.
    /// - Returns: whether all are up to date.
    package func index(_ say: (String) -> Void) -> Bool {
        var isWhole = true
        for (number, collection) in searcher.collections.enumerated() {
            var said = ContinuousClock.now
            progress.change { $0[number].state = .indexing }
            let before = (try? collection.index.parts().count) ?? 0
            do throws(IndexError) {
                try CollectionIndexing(collection: collection).run { done in
                    progress.change { $0[number].doneParts = done }
                    if done < collection.parts.count, ContinuousClock.now - said > .seconds(10) {
                        said = .now
                        say("\(collection.name): \(done) of \(collection.parts.count.counted("shard")) indexed")
                    }
                    return !isStopped.look { $0 }
                }
                report(collection, isNew: before < collection.parts.count, say)
                attachVectors(to: number, say)
                progress.change { $0[number].state = .done }
            } catch {
                isWhole = false
                if error.category == .stopped { return false }
                progress.change { $0[number].state = .failed(error.description) }
                say("\(collection.name): \(error.description)")
            }
        }
        return isWhole
    }

    /// What has no embeddings is searched by words alone.
    private func attachVectors(to number: Int, _ say: (String) -> Void) {
        let collection = searcher.collections[number]
        let path = number < options.embeddings.count ? options.embeddings[number] : nil
        do throws(CommandFailure) {
            let sources = try VectorJoining(collection: collection, path: path).sources()
            searcher.set(sources, of: number)
        } catch {
            say("\(collection.name): \(error.description)")
        }
    }

    private func report(_ collection: Collection, isNew: Bool, _ say: (String) -> Void) {
        guard let parts = try? collection.index.parts() else { return }
        let images = parts.last?.images.upperBound ?? 0
        if isNew {
            say("\(collection.name): \(images.counted("image")) of \(parts.count.counted("shard")) can be searched")
        }
        for part in parts where part.problem != nil { say("\(collection.name), \(part.name): \(part.problem ?? "")") }
    }

    /// Ends `index` after the shard that it is at, and `waitForStop`.
    package func stop() { isStopped.change { $0 = true } }

    /// Returns after `stop`.
    package func waitForStop() { isStopped.wait { $0 ? () : nil } }

    /// Images that can be searched.
    package var imageCount: Int {
        searcher.collections.reduce(0) { $0 + ((try? $1.index.imageCount()) ?? 0) }
    }
}

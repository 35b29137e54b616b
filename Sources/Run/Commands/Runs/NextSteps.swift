// What a run that is finished proposes to do next.

internal import Ground
internal import JSON
internal import Planning
internal import Reporting
internal import ShardFormats
internal import Stores

/// Lines to paste for the run's first dataset.
enum NextSteps {
    /// Of a worker that leaves the dataset to others.
    static func whileIncomplete(_ plan: DownloadPlan) -> [NextStep] {
        guard !plan.output.format.definition.writesNothing else { return [] }
        let dataset = plan.store?.place.text ?? plan.outputFolder
        let words = ([ShellWord.path(dataset)] + (plan.store?.stateWords ?? [])).joined(separator: " ")
        return [
            NextStep("img2shards status \(words)", "shows the workers"),
            NextStep("img2shards finish \(words)", "names what is missing, and completes the dataset if nothing is"),
        ]
    }

    static func steps(_ plan: DownloadPlan) -> [NextStep] {
        guard let size = plan.sizes.first, !plan.output.format.definition.writesNothing else { return [] }
        if let store = plan.store {
            let words = ([ShellWord.path(size.shownFolder)] + store.readingWords).joined(separator: " ")
            return [
                NextStep("img2shards verify \(words)", "checks every file"),
                NextStep("img2shards report \(words) --output report.html", "makes a page of figures and images"),
            ]
        }
        let folder = size.folder
        let word = ShellWord.path(folder)
        return [
            NextStep("img2shards verify \(word)", "checks every file"),
            NextStep("img2shards report \(word) --output report.html", "makes a page of figures and images"),
            NextStep("img2shards browse \(word)", "shows images and captions"),
            NextStep("from img2shards import Dataset; dataset = Dataset(\(JSONValue.text(folder).line))", "in Python"),
        ]
    }
}

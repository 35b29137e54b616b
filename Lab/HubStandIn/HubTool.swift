// The Hub's own client, where scripts/setup could install it.

internal import Foundation
internal import TestSupport

/// scripts/hub-check, which uses huggingface_hub.
package enum HubTool {
    private static let python = Repository.root.appending(path: ".deps/hub-venv/bin/python")
    /// With `datasets`.
    private static let reader = Repository.root.appending(path: ".deps/check-venv/bin/python")
    package static let canLoad = FileManager.default.fileExists(
        atPath: Repository.root.appending(path: ".deps/check-venv/MORE").path)
    package static let isHere = FileManager.default.isExecutableFile(atPath: python.path)

    /// It ended with an error.
    package struct Failed: Error {
        package let words: String
    }

    /// What it prints.
    package static func run(_ words: [String], _ service: HubService, token: String) throws -> [String: Any] {
        let cache = try TemporaryFolder()
        let run = try RunningTool(
            [Repository.root.appending(path: "scripts/hub-check").path] + words,
            environment: [
                "HF_DATASETS_CACHE": cache.path + "/datasets", "HF_ENDPOINT": service.endpoint, "HF_TOKEN": token,
                "HF_HOME": cache.path, "HF_HUB_DISABLE_XET": "1",
                "HF_HUB_DISABLE_PROGRESS_BARS": "1", "HF_HUB_DISABLE_TELEMETRY": "1",
            ], program: words.first == "load" ? reader : python
        ).wait()
        guard run.exitCode == 0 else { throw Failed(words: run.errors) }
        return try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any] ?? [:]
    }
}

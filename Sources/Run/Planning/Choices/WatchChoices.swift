// From options on watching to what is begun.

internal import Files
internal import Foundation
internal import LocalServer
internal import ShardFormats
internal import Watching

/// Who may watch a run, checked.
struct WatchChoices: Sendable {
    /// The environment's variable with the token: on a command line every user of the machine could read it.
    static let tokenVariable = "IMG2SHARDS_LISTEN_TOKEN"

    let options: WatchOptions
    /// A line for the person, before the run.
    let notes: [String]

    /// - Parameters:
    ///   - inputs: files that the run reads.
    ///   - outputs: folders that it writes datasets to.
    /// - Throws: `command`.
    init(
        _ flags: WatchFlags, inputs: [String] = [], outputs: [String] = [],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(DownloadError) {
        var options = WatchOptions()
        if let text = flags.listen {
            guard let address = ListenAddress(text) else {
                throw DownloadError(
                    .command, "--listen cannot be \(text): write it as 127.0.0.1:9090, [::1]:9090 or 9090.")
            }
            options.listen = address
            options.token = try Self.token(environment)
            if options.token == nil, !address.isLoopback {
                options.token = ServerToken.make()
                options.isTokenNew = true
            }
        }
        if let path = flags.metricsFile {
            options.metricsFile = try Self.metricsFile(
                try LocalPath.path(path, "--metrics-file", for: .write), inputs, outputs)
        }
        options.tensorBoardFolder = try flags.tensorBoardFolder.map { path throws(DownloadError) in
            try LocalPath.path(path, "--tensorboard", for: .write)
        }
        var note: String?
        options.otlp = OTLPSettings(environment: environment, note: &note)
        self.options = options
        notes = [note].compactMap { $0 }
    }

    private static func metricsFile(
        _ path: String, _ inputs: [String], _ outputs: [String]
    ) throws(DownloadError) -> String {
        if let reason = OutputPlace.refusal(of: path, option: "--metrics-file", inputs: inputs, planned: outputs) {
            throw DownloadError(.command, reason)
        }
        let folder = Durable.parent(of: path)
        guard FileStatus(folder)?.kind == .folder else {
            throw DownloadError(.command, "--metrics-file: there is no folder \(folder).")
        }
        do throws(FileError) {
            return try NamedFile.target(of: path)
        } catch {
            throw DownloadError(.command, "--metrics-file: \(error.description).")
        }
    }

    private static func token(_ environment: [String: String]) throws(DownloadError) -> String? {
        guard let token = environment[tokenVariable], !token.isEmpty else { return nil }
        guard ServerToken.isFit(token) else {
            throw DownloadError(
                .command, "\(tokenVariable) takes at least 16 letters, digits, - and _.")
        }
        return token
    }
}

// `sample-web photos`: photographs as files, for the benchmark.

import ArgumentParser
import Foundation
import SampleWeb

/// Draws photographs into a folder.
struct PhotosCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "photos", abstract: "Draw photographs of about 110 KB into a folder.")

    @Option(help: "How many.")
    var count = 200

    @Option(help: "The folder; it is made when it is not there.")
    var folder: String

    @Option(help: "Width in pixels.")
    var width = 500

    @Option(help: "Height in pixels.")
    var height = 375

    func validate() throws {
        guard count >= 0, (1...8192).contains(width), (1...8192).contains(height) else {
            throw ValidationError("--count is at least 0; --width and --height are from 1 to 8192")
        }
    }

    func run() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var photographs = SamplePhotographs(count: count)
        photographs.width = width
        photographs.height = height
        let bytes = try photographs.write(into: folder, threads: ProcessInfo.processInfo.activeProcessorCount)
        print("\(count) photographs in \(folder), \(bytes / max(1, count) / 1000) KB each on average")
    }
}

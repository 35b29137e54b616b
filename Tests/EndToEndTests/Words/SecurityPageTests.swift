// docs/security.md names a test for each promise: they must be there.

import Foundation
import TestSupport
import Testing

@Suite("The page on security")
struct SecurityPageTests {
    private static let root = Repository.root

    @Test("Every test it names exists")
    func names() throws {
        let page = try String(contentsOf: Self.root.appending(path: "docs/security.md"), encoding: .utf8)
        let promises = try #require(page.range(of: "## What is promised"))
        let rest = try #require(page.range(of: "## What is not protected against"))
        let named = page[promises.upperBound..<rest.lowerBound].split(separator: "\n")
            .filter { $0.hasPrefix("- ") }.map { String($0.dropFirst(2)) }
        #expect(named.count > 20)

        var tests = ""
        let files = FileManager.default.enumerator(
            at: Self.root.appending(path: "Tests"), includingPropertiesForKeys: nil)
        for case let file as URL in try #require(files) where file.lastPathComponent.hasSuffix("Tests.swift") {
            tests += try String(contentsOf: file, encoding: .utf8)
        }
        for name in named { #expect(tests.contains("\"\(name)\""), "\(name)") }
    }
}

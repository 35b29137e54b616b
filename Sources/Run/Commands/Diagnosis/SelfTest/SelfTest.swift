// `img2shards doctor --self-test`: does everything that this installation is made of work?

internal import Ground
internal import Imaging

/// A try of every image format, of parquet and of the certificate authorities, without a network.
package enum SelfTest {
    /// Takes a second. Passes each finding to `show` as soon as it is known, and returns all of them at the end.
    @discardableResult
    package static func run(_ show: (Finding) -> Void) -> [Finding] {
        var findings: [Finding] = []
        func add(_ finding: Finding) {
            findings.append(finding)
            show(finding)
        }
        add(Finding("installation", .note, BundleHome.folder.map { "a bundle in \($0)" } ?? "built for this system"))
        for picture in TestPicture.allCases {
            add(finding("read \(picture.rawValue)", "\(picture.rawValue) images", problem: picture.problem()))
        }
        for format in TestPicture.writtenFormats {
            add(
                finding(
                    "write \(format.rawValue)", "--encode-format \(format.rawValue)",
                    problem: TestPicture.problem(writing: format)))
        }
        add(finding("parquet", "lists and tables", problem: TestTable.problem()))
        add(MachineReading.trust.certificateFinding)
        return findings
    }

    private static func finding(_ about: String, _ loses: String, problem: String?) -> Finding {
        guard let problem else { return Finding(about, .ok, "works") }
        return Finding(
            about, .change, problem,
            advice: ["\(loses) will fail: install img2shards again, and report this if it stays"])
    }
}

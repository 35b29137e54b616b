// A store that speaks HTTPS with a certificate of one's own.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite(
    "S3 over HTTPS with a private authority", .serialized,
    .enabled(if: StoreServer.isHere, "scripts/setup check installs moto where Python can be had"))
struct SecureStoreTests {
    /// Without authorities that this machine names.
    private static func environment(_ store: StoreServer) -> [String: String] {
        store.environment.merging(["SSL_CERT_FILE": "", "AWS_CA_BUNDLE": ""]) { $1 }
    }

    @Test(
        "Lists, rows and datasets: the file of authorities is that of SSL_CERT_FILE or of AWS_CA_BUNDLE",
        arguments: ["SSL_CERT_FILE", "AWS_CA_BUNDLE"])
    func believed(variable: String) throws {
        let images = try SmallImages(rows: 20)
        let store = try StoreServer(isSecure: true)
        let authorities = try #require(store.certificate)
        let environment = Self.environment(store).merging([variable: authorities]) { $1 }
        let image = images.folder.path("image")
        try Data(LocalRequest.send(images.server.url(images.paths[0])).body).write(to: URL(filePath: image))
        try store.put(image, as: "photos/0.jpg")
        let lines = try String(contentsOfFile: images.list, encoding: .utf8) + "s3://lists/photos/0.jpg,stored\n"
        try store.put(try images.folder.write("mixed.csv", lines), as: "list.csv")
        var words = images.arguments("webdataset", ["--allow-stores", "s3://lists"])
        words[2] = "s3://lists/list.csv"
        let place = try #require(words.firstIndex(of: "--output-folder"))
        words[place + 1] = "s3://out/data"
        let run = try ToolRun(
            words + ["--state-folder", images.folder.path("state")], environment: environment)
        #expect(run.exitCode == 0, "\(run.errors)")
        try store.copy("data", to: images.folder.path("copy"))
        let rows = try WrittenDataset(images.folder.path("copy")).rows
        #expect(rows.count { $0.status == "success" } == 20 && rows.last?.caption == "stored", "\(run.errors)")
    }

    @Test("A certificate that is not believed is an error that says so")
    func refused() throws {
        let store = try StoreServer(isSecure: true)
        let run = try ToolRun(["count", "--url-list", "s3://lists/list.csv"], environment: Self.environment(store))
        #expect(run.exitCode == 2 && run.errors.contains("certificate"), "\(run.errors)")
        #expect(run.errors.contains("SSL_CERT_FILE"), "\(run.errors)")
    }
}

// Requests that are signed as S3 asks, against the signature computed here.

import Foundation
import Hashing
import TestSupport
import Testing

@testable import Requests

@Suite("Signed requests")
struct SignatureTests {
    private static func sha256(_ bytes: [UInt8]) -> [UInt8] {
        var hash = [UInt8](repeating: 0, count: ContentHasher.longestDigest)
        let count = hash.withUnsafeMutableBytes { room in
            bytes.withUnsafeBytes { ContentHasher(.sha256).digest(of: $0, into: room) }
        }
        return Array(hash[..<count])
    }

    /// RFC 2104.
    private static func hmac(_ key: [UInt8], _ text: String) -> [UInt8] {
        let padded = key + [UInt8](repeating: 0, count: 64 - key.count)
        let inner = sha256(padded.map { $0 ^ 0x36 } + Array(text.utf8))
        return sha256(padded.map { $0 ^ 0x5C } + inner)
    }

    private static func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

    /// By AWS' description of signature version 4.
    private static func signature(of request: ServiceRequest, secret: String, signedHeaders: String) -> String {
        let query = request.target.contains("?") ? String(request.target.drop { $0 != "?" }.dropFirst()) : ""
        let headers = signedHeaders.split(separator: ";").map { name in
            "\(name):\((request.headers[String(name)] ?? "").trimmingCharacters(in: .whitespaces))\n"
        }
        let hash = request.headers["x-amz-content-sha256"] ?? ""
        let canonical = [request.method, request.path, query, headers.joined(), signedHeaders, hash]
            .joined(separator: "\n")
        let date = request.headers["x-amz-date"] ?? ""
        let day = String(date.prefix(8))
        let text = "AWS4-HMAC-SHA256\n\(date)\n\(day)/eu-west-1/s3/aws4_request\n" + hex(sha256(Array(canonical.utf8)))
        let key = [day, "eu-west-1", "s3", "aws4_request"].reduce(Array(("AWS4" + secret).utf8)) { hmac($0, $1) }
        return hex(hmac(key, text))
    }

    @Test(
        "The signature is that of AWS' description: path and query as they are sent, body and token included",
        arguments: [
            "/bucket/a%2Bb%20c%3D.tar", "/bucket/?list-type=2&prefix=a%2Fb%20c", "/bucket?uploads=",
            "/bucket/key?partNumber=2&uploadId=a-b_c.d~", "/bucket/%C3%A4",
        ])
    func signature(target: String) throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("part", Data((0..<5000).map { UInt8(truncatingIfNeeded: $0) }))
        let service = try ScriptedService { _ in .text("") }
        for (method, body) in [
            (Request.Method.get, RequestBody?.none), (.put, .bytes([1, 2, 3])), (.post, nil), (.delete, nil),
            (.post, .bytes(Array("<Complete/>".utf8))), (.put, .file(path: path, range: 10..<5000)),
        ] {
            for token in [nil, "a+token/of=time"] {
                var request = Request(
                    method, service.url(target), headers: [Header("Content-Type", "text/xml")], body: body)
                request.signature = AWSSignature(region: "eu-west-1", key: "AKIA", secret: "a/Secret+1", token: token)
                #expect(try RequestClient().send(request).isSuccess)
                let asked = try #require(service.takeRequests().last)
                #expect(asked.target == target)
                let words = try #require(asked.headers["authorization"])
                let parts = words.split(whereSeparator: { ", ".contains($0) }).map(String.init)
                let signed = try #require(parts.first { $0.hasPrefix("SignedHeaders=") }).dropFirst(14)
                let own = Self.signature(of: asked, secret: "a/Secret+1", signedHeaders: String(signed))
                #expect(parts.contains("Signature=" + own), "\(method) \(target): \(words)")
                #expect(asked.headers["x-amz-content-sha256"] == Self.hex(Self.sha256(asked.body)))
                #expect(asked.headers["x-amz-security-token"] == token)
                #expect(!words.contains("Secret"))
            }
        }
    }
}

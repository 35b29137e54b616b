import DatasetModel
import Foundation
import Ground
import JSON
import LocalServer
import Reporting
import TestSupport
import Testing

@testable import Watching

@Suite("What the live page gets") struct PageStateTests {
    private static let jpeg: [UInt8] = [0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]

    private func picture(_ number: Int, bytes: [UInt8] = jpeg) -> ImageTap.Picture {
        ImageTap.Picture(
            place: "shard 1, row \(number)", caption: "<script>alert(\(number))</script>", width: 64, height: 48,
            bytes: bytes)
    }

    @Test("Points cover the whole run in bounded memory, and their sums only grow") func history() {
        var history = PointHistory()
        for second in 0..<100_000 {
            history.add(
                PointHistory.Point(
                    time: Double(second), rows: second * 3, images: second * 2, received: second, written: second,
                    inFlight: 5))
            #expect(history.points.count <= PointHistory.mostPoints)
        }
        #expect(history.points.count > PointHistory.mostPoints / 4)
        #expect(history.points.last.map { $0.time > 99_000 } == true)
        #expect(zip(history.points, history.points.dropFirst()).allSatisfy { $0.time < $1.time && $0.rows < $1.rows })
    }

    @Test("The newest images are kept, and what browsers show as no picture is not") func images() throws {
        var images = NewestImages()
        #expect(images.add([picture(1, bytes: Array("<svg onload=alert(1)>".utf8)), picture(2, bytes: [])]).isEmpty)
        for number in 0..<100 { #expect(images.add([picture(number)]).count == 1) }
        #expect(images.json.count == 24)
        // One that is gone is no fault, unlike one that never was: browsers report 404 as an error of the page.
        #expect(images.answer(1)?.status == 204)
        #expect(images.answer(0) == nil && images.answer(101) == nil)
        let newest = try #require(images.answer(100))
        #expect(newest.contentType == "image/jpeg")
        #expect(newest.body == Self.jpeg)
        for number in 0..<30 {
            _ = images.add([picture(number, bytes: Self.jpeg + Array(repeating: 0, count: 1 << 20))])
        }
        #expect(images.json.count <= 8)
    }

    @Test("A writer gives images only while they are asked for, and none that is too large") func tap() {
        let tap = ImageTap()
        #expect(!tap.isWanted)
        tap.ask(for: 2)
        tap.give(picture(1, bytes: Array(repeating: 0, count: ImageTap.mostBytes + 1)))
        #expect(tap.isWanted && tap.take().isEmpty)
        tap.give(picture(2))
        tap.give(picture(3))
        #expect(!tap.isWanted)
        #expect(tap.take().map(\.place) == ["shard 1, row 2", "shard 1, row 3"])
        #expect(tap.take().isEmpty)
    }

    @Test("A state is one line of JSON, whatever stands in it") func state() throws {
        var reading = MadeReading.reading()
        reading.figures.flow.pausedHosts = [.init(host: "a\nb\u{2028}\"<", left: .seconds(3), isGivenUp: true)]
        let line = PageState(reading: reading, run: MadeReading.run, workers: []).json.line
        #expect(!line.contains("\n") && !line.contains("\r"))
        let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        #expect(object["rows"] as? Int == 150)
        #expect((object["paused_hosts"] as? [[String: Any]])?.first?["host"] as? String == "a\nb\u{2028}\"<")
        #expect(object["ending"] is NSNull)
    }

    @Test("A page gets the time until now, the state, images as they are written, and the end") func events()
        async throws
    {
        try await LocalRequest.waiting { try Self.checkEvents() }
    }

    private static func checkEvents() throws {
        var options = WatchOptions()
        options.listen = ListenAddress("127.0.0.1:0")
        let tap = ImageTap()
        let watch = try RunWatch(options, run: MadeReading.run, tap: tap) { Issue.record("\($0)") }
        let url = try #require(watch.url)
        let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0.dropLast()) })
        watch.show(MadeReading.reading())
        let request = Array("GET /events HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n\r\n".utf8)
        var steps = 0
        let bytes = try LocalRequest.exchange(request, port: port, seconds: 400) { received in
            let text = String(decoding: received, as: UTF8.self)
            if steps == 0, text.contains("event: state") {
                steps = 1
                // A listener wants images.
                #expect(tap.isWanted)
                tap.give(PageStateTests().picture(7))
                watch.show(MadeReading.reading())
            } else if steps == 1, text.contains("event: images") {
                steps = 2
                var last = MadeReading.reading()
                last.ending = .finished
                watch.end(last, patience: .seconds(20))
            }
            return false
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(steps == 2)
        #expect(text.contains("text/event-stream"))
        #expect(text.range(of: "event: history").map { text[$0.lowerBound...].contains("event: state") } == true)
        #expect(text.contains("\"ending\":\"finished\""))
    }

    @Test("The page and its files are served under a policy that allows nothing from elsewhere") func page()
        async throws
    {
        try await LocalRequest.waiting { try Self.checkPage() }
    }

    private static func checkPage() throws {
        var options = WatchOptions()
        options.listen = ListenAddress("127.0.0.1:0")
        let watch = try RunWatch(options, run: MadeReading.run) { Issue.record("\($0)") }
        defer { watch.end(MadeReading.reading(), patience: .seconds(10)) }
        let url = try #require(watch.url)
        let page = try LocalRequest.send(url)
        #expect(page.status == 200)
        #expect(page.headers["content-security-policy"]?.hasPrefix("default-src 'none'") == true)
        for match in page.text.matches(of: /(?:href|src)="(\/[^"]+)"/) {
            #expect(try LocalRequest.send(url + match.1.dropFirst()).status == 200, "\(match.1)")
        }
        #expect(!page.text.contains("http://") && !page.text.contains("https://"))
        for path in ["page/../index.html", "page/none", "images/1", "images/x", "page/index.html/x", "x"] {
            #expect(try LocalRequest.send(url + path).status == 404, "\(path)")
        }
    }
}

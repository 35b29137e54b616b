// Runs on systems that answer as few systems do.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("System calls of another mind", .enabled(if: PreloadedCalls.canBeMade, "a C compiler makes the calls"))
struct PreloadedCallTests {
    @Test("A stderr that takes nothing and gives no reason does not keep the process")
    func nothingTaken() throws {
        let folder = try TemporaryFolder()
        let calls = try PreloadedCalls(
            """
            ssize_t write(int file, const void *bytes, size_t count) {
                if (file != 2) return REAL(write)(file, bytes, count);
                // Left from another call.
                errno = EINTR;
                return 0;
            }
            """, in: folder)
        let environment = calls.environment()
        for (words, code) in [(["nonsense"], 2), (["inspect", "/nonexistent"], 2), (["download"], 2)]
            as [([String], Int32)]
        {
            let tool = try RunningTool(words, environment: environment)
            let giveUp = Date().addingTimeInterval(60)
            while tool.process.isRunning, Date() < giveUp { usleep(10_000) }
            let ended = !tool.process.isRunning
            if !ended { tool.send(SIGKILL) }
            #expect(ended && tool.wait().exitCode == code, "\(words)")
        }
    }

    /// Writes a line to `$EVENTS` for each lock that is taken and each table that is opened.
    private static let events = """
        #include <sys/file.h>
        static void note(const char *what) {
            int file = REAL(open)(getenv("EVENTS"), O_WRONLY | O_CREAT | O_APPEND, 0600);
            REAL(write)(file, what, strlen(what));
            REAL(close)(file);
        }
        int flock(int file, int how) {
            if (!(how & LOCK_UN)) note("lock\\n");
            return REAL(flock)(file, how);
        }
        #define OPEN(name) \\
            int name(const char *path, int flags, ...) { \\
                va_list list; va_start(list, flags); int mode = flags & O_CREAT ? va_arg(list, int) : 0; va_end(list); \\
                size_t length = strlen(path); \\
                if (length > 14 && !strcmp(path + length - 14, "/00000.parquet")) note("table\\n"); \\
                return REAL(name)(path, flags, mode); \\
            }
        OPEN(open) OPEN(open64)
        """

    @Test("A retry locks the folder once, before it reads which rows failed, and lets go of it at its end only")
    func oneLock() throws {
        let server = try SampleWebServer()
        let folder = try TemporaryFolder()
        let urls = (0..<4).map { server.url("/image/32x32/photo/\($0).jpg" + ($0 == 2 ? "?status=503&first=1" : "")) }
        let list = try folder.write("list.txt", urls.joined(separator: "\n"))
        let network = ["--allow-private-addresses", "--retries", "0"]
        let made = try ToolRun(["download", "--url-list", list, "--output-folder", folder.path("out")] + network)
        try #require(made.exitCode == 0, "\(made.errors)")
        let calls = try PreloadedCalls(Self.events, in: folder)
        let run = try ToolRun(
            ["retry", folder.path("out")] + network, environment: calls.environment(["EVENTS": folder.path("events")]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let events = String(decoding: try folder.bytes(of: "events"), as: UTF8.self).split(separator: "\n")
        #expect(events.first == "lock" && events.contains("table"), "\(events)")
        #expect(events.count { $0 == "lock" } == 1, "\(events)")
        #expect(try WrittenDataset(folder.path("out")).rows.count { $0.status == "success" } == 4)
    }
}

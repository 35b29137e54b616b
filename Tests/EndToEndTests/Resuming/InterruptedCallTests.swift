// A file system that says EINTR, as NFS and FUSE may: every call is asked again.

import Foundation
import SampleWeb
import TestSupport
import Testing

@Suite("Interrupted system calls")
struct InterruptedCallTests {
    /// Each call on what lies below `INTERRUPTED` fails with EINTR, and succeeds when the same thread asks again. Only
    /// close does both at once, as Linux does.
    private static let shim = #"""
        static int isOurs(const char *path) {
            const char *folder = getenv("INTERRUPTED");
            return folder && path && strncmp(path, folder, strlen(folder)) == 0;
        }
        static int isOursAt(int descriptor) {
            char link[64], path[PATH_MAX];
            snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
            ssize_t count = readlink(link, path, sizeof path - 1);
            if (count < 0) return 0;
            path[count] = 0;
            return isOurs(path);
        }
        #define FAILS(condition) ({ static _Thread_local int fails; (condition) && (fails = !fails); })
        #define CALL(type, name, parameters, arguments, condition) \
            type name parameters { \
                if (FAILS(condition)) { errno = EINTR; return -1; } \
                return REAL(name)arguments; \
            }
        #define OPEN(name) \
            int name(const char *path, int flags, ...) { \
                va_list list; va_start(list, flags); int mode = flags & O_CREAT ? va_arg(list, int) : 0; va_end(list); \
                if (FAILS(isOurs(path))) { errno = EINTR; return -1; } \
                return REAL(name)(path, flags, mode); \
            }
        OPEN(open) OPEN(open64)
        CALL(int, rename, (const char *from, const char *to), (from, to), isOurs(to))
        CALL(int, mkdir, (const char *path, mode_t mode), (path, mode), isOurs(path))
        CALL(int, unlink, (const char *path), (path), isOurs(path))
        CALL(int, rmdir, (const char *path), (path), isOurs(path))
        CALL(int, fsync, (int file), (file), isOursAt(file))
        CALL(int, fdatasync, (int file), (file), isOursAt(file))
        CALL(int, ftruncate, (int file, off_t size), (file, size), isOursAt(file))
        CALL(ssize_t, write, (int file, const void *bytes, size_t count), (file, bytes, count), isOursAt(file))
        CALL(ssize_t, writev, (int file, const struct iovec *pieces, int count), (file, pieces, count), isOursAt(file))
        CALL(ssize_t, pread, (int file, void *bytes, size_t count, off_t at), (file, bytes, count, at), isOursAt(file))
        int close(int file) {
            int ours = isOursAt(file), result = REAL(close)(file);
            if (result == 0 && ours) { errno = EINTR; return -1; }
            return result;
        }
        """#

    @Test(
        "A run on a file system that interrupts every call is whole",
        .enabled(if: PreloadedCalls.canBeMade, "a C compiler makes the interruptions"),
        arguments: TestedFormats.all)
    func interrupted(format: String) throws {
        let list = try SampleList(rows: 30, imagesOnly: true)
        let calls = try PreloadedCalls(Self.shim, in: list.folder)
        let run = try ToolRun(
            list.arguments(["--output-format", format], samplesPerShard: 10),
            environment: calls.environment(["INTERRUPTED": list.folder.path("out/")]))
        #expect(run.exitCode == 0, "\(run.errors)")
        let rows = try WrittenDataset(list.folder.path("out"), hasTars: false).rows
        #expect(rows.map(\.status) == Array(repeating: "success", count: 30))
        #expect(try ToolRun(["verify", "--deep", list.folder.path("out")]).exitCode == 0)
    }
}

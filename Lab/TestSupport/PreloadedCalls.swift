// System calls of a whole process that do what a test wants.

internal import Foundation

/// A library that takes the place of system calls in the processes that are started with it.
package struct PreloadedCalls {
    /// Whether there is a C compiler to make one.
    package static let canBeMade = (try? ShellRun("command -v cc"))?.exitCode == 0

    private let path: String

    /// - Parameters:
    ///   - source: C, with functions of the names of those that they take the place of; `REAL(name)` is the pointer to
    ///     the system's own.
    ///   - folder: where the library lies.
    package init(_ source: String, in folder: TemporaryFolder) throws {
        let head = """
            #define _GNU_SOURCE
            #include <dlfcn.h>
            #include <errno.h>
            #include <fcntl.h>
            #include <limits.h>
            #include <stdarg.h>
            #include <stdio.h>
            #include <stdlib.h>
            #include <string.h>
            #include <sys/uio.h>
            #include <unistd.h>
            #define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

            """
        let file = try folder.write("calls.c", head + source)
        path = folder.path("calls.so")
        let built = try ShellRun(#"cc -shared -fPIC -w -o "$2" "$1" -ldl"#, [file, path])
        guard built.exitCode == 0 else { throw Failure(description: built.errors) }
    }

    /// Why the source could not be compiled.
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// What a process is started with; `more` is for the library.
    package func environment(_ more: [String: String] = [:]) -> [String: String] {
        more.merging(["LD_PRELOAD": path]) { $1 }
    }
}

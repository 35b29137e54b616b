// Starts the program of a bundle with the bundle's own C library, whatever the system's is.
//
// A program's header names its loader by an absolute path, and a bundle may lie anywhere. So this small static program
// finds its own folder, and has the bundle's loader run the real program:
//
//   BUNDLE/bin/img2shards            this file, compiled
//   BUNDLE/lib/loader                glibc's ld-linux
//   BUNDLE/lib/                      libraries
//   BUNDLE/libexec/img2shards        the real program

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/// Writes to standard error; a start that fails has nothing else to say it with.
static void complain(const char *what, const char *path, const char *reason) {
    fprintf(stderr, "img2shards: %s %s: %s\n", what, path, reason);
}

/// `folder` + `rest`; ends the process if that is longer than a path may be.
static char *joined(const char *folder, const char *rest) {
    size_t length = strlen(folder) + strlen(rest) + 1;
    char *path = malloc(length);
    if (!path || length > PATH_MAX) {
        complain("the path of the bundle is too long:", folder, "move it to a shorter one");
        exit(1);
    }
    snprintf(path, length, "%s%s", folder, rest);
    return path;
}

/// Cuts the last name off a path.
static void cut_name(char *path) {
    char *slash = strrchr(path, '/');
    if (slash) *slash = '\0';
}

int main(int count, char **arguments) {
    char home[PATH_MAX + 1];
    ssize_t length = readlink("/proc/self/exe", home, PATH_MAX);
    if (length <= 0) {
        complain("cannot read", "/proc/self/exe", "is /proc mounted? (mount -t proc proc /proc)");
        return 1;
    }
    home[length] = '\0';
    cut_name(home);
    cut_name(home);

    // The loader takes a colon or a semicolon for the end of a folder's name, and a dollar for one of its variables.
    if (strpbrk(home, ":;$")) {
        complain("cannot start in a folder with one of : ; $ in its path:", home, "move the bundle");
        return 1;
    }
    char *loader = joined(home, "/lib/loader");
    char *libraries = joined(home, "/lib");
    char *program = joined(home, "/libexec/img2shards");

    // Libraries that the system wants in front of every program were built for the system's C library.
    unsetenv("LD_PRELOAD");
    unsetenv("LD_AUDIT");
    unsetenv("LD_LIBRARY_PATH");
    // libvips looks for its modules of image formats below VIPSHOME, the C library for its text encodings in GCONV_PATH.
    if (setenv("IMG2SHARDS_HOME", home, 1) || setenv("VIPSHOME", libraries, 1)
        || setenv("GCONV_PATH", joined(libraries, "/gconv"), 1)) {
        complain("cannot set", "the environment", strerror(errno));
        return 1;
    }

    char *fixed[] = {loader, "--inhibit-cache", "--library-path", libraries, "--argv0",
                     count > 0 ? arguments[0] : "img2shards", program};
    const int first = sizeof fixed / sizeof fixed[0];
    char **words = calloc((size_t)(first + count + 1), sizeof *words);
    if (!words) {
        complain("cannot start", program, "no memory");
        return 1;
    }
    memcpy(words, fixed, sizeof fixed);
    for (int k = 1; k < count; k++) words[first + k - 1] = arguments[k];
    execv(loader, words);
    complain("cannot start", loader, errno == ENOENT ? "the bundle is not complete: unpack it again" : strerror(errno));
    return 1;
}

// The handler, and what it reads. See the header.
#define _GNU_SOURCE
#include "CrashJournal.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

enum { STACK_BYTES = 64 << 10, LONGEST_NAME = 16, LONGEST_LINE = 64 };

struct Worker {
    atomic_int isBusy;
    int64_t shard, row;
    void *stack;
};

static struct Worker workers[CRASH_JOURNAL_WORKERS];
static _Thread_local struct Worker *own;
static char journalPath[PATH_MAX];
// Whether journalPath can be read.
static atomic_int hasPath;
static const int signals[] = {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP};
enum { SIGNALS = sizeof signals / sizeof *signals };
static struct sigaction before[SIGNALS];

static char *put(char *end, int64_t number) {
    char digits[24];
    int count = 0;
    do digits[count++] = (char)('0' + number % 10);
    while ((number /= 10) > 0);
    while (count) *end++ = digits[--count];
    return end;
}

static void note(int file, const struct Worker *worker, int signal) {
    if (!atomic_load(&worker->isBusy)) return;
    char line[LONGEST_LINE], *end = put(line, worker->shard);
    *end++ = ' ';
    end = put(end, worker->row);
    *end++ = ' ';
    end = put(end, signal);
    *end++ = '\n';
    if (write(file, line, (size_t)(end - line)) < 0) return; // nothing more can be done here
}

// Some decoders work on threads of their own. Those have the name of the thread that began them, "image-N", except
// dav1d's, which name themselves: there all that is in work is under suspicion. A crash on any other thread was no
// decoder's.
static void noteAll(int file, int signal) {
    if (own) {
        note(file, own, signal);
        return;
    }
    char name[LONGEST_NAME] = "";
    prctl(PR_GET_NAME, name);
    if (strncmp(name, "image-", 6) == 0) {
        int number = 0;
        for (const char *digit = name + 6; *digit >= '0' && *digit <= '9'; digit++) number = number * 10 + (*digit - '0');
        if (number < CRASH_JOURNAL_WORKERS) note(file, &workers[number], signal);
    } else if (strncmp(name, "dav1d", 5) == 0) {
        for (int i = 0; i < CRASH_JOURNAL_WORKERS; i++) note(file, &workers[i], signal);
    }
}

// kill(2), sigqueue(3) and timers: somebody wants this process to end, and no code of it went wrong. What the
// process sends to itself comes from tgkill(2), as in abort(3).
static int isSentFromOutside(const siginfo_t *information) {
    return information->si_code <= 0 && information->si_code != SI_TKILL;
}

static void handle(int signal, siginfo_t *information, void *context) {
    (void)context;
    int saved = errno;
    if (isSentFromOutside(information)) {
        // Swift's handler would print a backtrace and return, and the process would go on.
        struct sigaction end;
        memset(&end, 0, sizeof end);
        end.sa_handler = SIG_DFL;
        sigaction(signal, &end, NULL);
        raise(signal); // comes when this returns
        errno = saved;
        return;
    }
    int file = atomic_load(&hasPath) ? open(journalPath, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666) : -1;
    if (file >= 0) {
        noteAll(file, signal);
        fsync(file);
        close(file);
    }
    for (int i = 0; i < SIGNALS; i++)
        if (signals[i] == signal) sigaction(signal, &before[i], NULL);
    // A fault happens again when this returns; a signal that was sent does not by itself.
    if (information->si_code <= 0) raise(signal);
    errno = saved;
}

int crash_journal_take_signals(void) {
    // A second time would take our own handler for the one before, and call it for ever.
    static atomic_int areTaken;
    int no = 0;
    if (!atomic_compare_exchange_strong(&areTaken, &no, 1)) return 0;
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_sigaction = handle;
    action.sa_flags = SA_SIGINFO | SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < SIGNALS; i++)
        if (sigaction(signals[i], &action, &before[i]) != 0) return -1;
    return 0;
}

int crash_journal_start(const char *path) {
    size_t length = strlen(path);
    if (length >= sizeof journalPath) {
        errno = ENAMETOOLONG;
        return -1;
    }
    atomic_store(&hasPath, 0);
    memcpy(journalPath, path, length + 1);
    atomic_store(&hasPath, 1);
    return crash_journal_take_signals();
}

void crash_journal_join(int number) {
    if (number < 0 || number >= CRASH_JOURNAL_WORKERS) return;
    own = &workers[number];
    own->stack = malloc(STACK_BYTES);
    stack_t stack = {.ss_sp = own->stack, .ss_size = STACK_BYTES};
    if (own->stack) sigaltstack(&stack, NULL);
}

void crash_journal_begin(int64_t shard, int64_t row) {
    if (!own) return;
    own->shard = shard;
    own->row = row;
    atomic_store(&own->isBusy, 1);
}

void crash_journal_end(void) {
    if (own) atomic_store(&own->isBusy, 0);
}

int crash_journal_blame(int number) {
    if (number < 0 || number >= CRASH_JOURNAL_WORKERS) return -1;
    int file = open(journalPath, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (file < 0) return -1;
    note(file, &workers[number], 0);
    fsync(file);
    return close(file);
}

void crash_journal_leave(void) {
    if (!own) return;
    stack_t none = {.ss_flags = SS_DISABLE};
    sigaltstack(&none, NULL);
    free(own->stack);
    own->stack = NULL;
    own = NULL;
}

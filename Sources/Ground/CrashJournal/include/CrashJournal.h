// Notes which sample a thread was at when the process crashed, so that the next start can leave that sample out.
//
// In C because it runs in a signal handler: no allocation, no locks, no runtime. Costs a few stores per sample.
#ifndef CRASH_JOURNAL_H
#define CRASH_JOURNAL_H

#include <stdint.h>

/// Workers with a larger number are not noted.
#define CRASH_JOURNAL_WORKERS 256

/// Takes the signals of a crash for this process. One that another process sends ends this one at once, with nothing
/// noted; after a crash of its own, whatever handled the signal before handles it. Calls after the first do nothing.
/// 0, or -1 with errno.
int crash_journal_take_signals(void);

/// Begins to note: when a signal of a crash comes, lines of `SHARD ROW SIGNAL` are added to the file at `path`,
/// which is made then. A later call changes the path; no worker may be at work then. Takes the signals where nobody
/// has. 0, or -1 with errno.
int crash_journal_start(const char *path);

/// Makes the calling thread worker `number`, with a stack of its own for the handler: a decoder may have used up the
/// thread's.
void crash_journal_join(int number);

/// What the calling worker is at, from here to `crash_journal_end`.
void crash_journal_begin(int64_t shard, int64_t row);
void crash_journal_end(void);

/// Notes what worker `number` is at, with 0 for the signal: it does not come to an end, and the process is about to.
/// From any thread, after `crash_journal_start`; 0, or -1 when it could not be noted.
int crash_journal_blame(int number);

/// Before the end of a worker's thread.
void crash_journal_leave(void);

#endif

// Gives the terminal back whatever ends the program. In C because a signal handler may not run Swift.
#ifndef CELLTOP_TERMINAL_GUARD_H
#define CELLTOP_TERMINAL_GUARD_H

#include <stddef.h>

// Saves the line settings of `input`, and takes over the signals. Returns the descriptor on which the numbers of arriving
// signals (TERM HUP INT QUIT TSTP CONT WINCH) can be read, a byte each, or -1 with errno.
int terminal_guard_begin(int input, int output);

// Sets the bytes that bring the terminal back to how it was found; cut at 1024.
void terminal_guard_prepare(const void *reset, size_t count);

// Gives the signals back. The caller has restored the screen; line settings are restored once more here.
void terminal_guard_end(void);

// Stops the process as ^Z does by default; returns when it is continued, or at once where nobody could continue it.
void terminal_guard_stop(void);

// Ends the process by `signal`, so that the parent sees which one it was.
_Noreturn void terminal_guard_die(int signal);

#endif

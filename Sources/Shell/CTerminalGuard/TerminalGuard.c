#define _GNU_SOURCE
#include "TerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int reported[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH};
static const int fatal[] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
enum { reported_count = sizeof reported / sizeof *reported, fatal_count = sizeof fatal / sizeof *fatal };

static volatile sig_atomic_t is_armed;
// How many requests to end have arrived: the third one is obeyed even if the program has stopped listening.
static volatile sig_atomic_t end_requests;
static int signal_pipe[2] = {-1, -1};
static int input_descriptor = -1;
static int output_descriptor = -1;
static struct termios saved_settings;
static char reset_bytes[1024];
static volatile size_t reset_count;
static struct sigaction previous_reported[reported_count];
static struct sigaction previous_fatal[fatal_count];
// A stack overflow must be able to run the handler: 64 KiB is MINSIGSTKSZ with room for AVX-512 state.
static char alternate_stack[65536];

// Async-signal-safe. A terminal that takes no bytes (^S, a dead link) must not keep a crashed program alive, hence poll.
static void give_back(void) {
  if (!is_armed) return;
  is_armed = 0;
  // In the background the terminal is somebody else's, and touching it would stop us (SIGTTOU).
  pid_t foreground = tcgetpgrp(output_descriptor);
  if (foreground > 0 && foreground != getpgrp()) return;
  size_t done = 0;
  while (done < reset_count) {
    struct pollfd ready = {.fd = output_descriptor, .events = POLLOUT};
    if (poll(&ready, 1, 1000) != 1 || !(ready.revents & POLLOUT)) break;
    ssize_t count = write(output_descriptor, reset_bytes + done, reset_count - done);
    if (count < 0 && errno != EINTR) break;
    if (count > 0) done += (size_t)count;
  }
  tcsetattr(input_descriptor, TCSANOW, &saved_settings);
}

static void end_by_default(int signal) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  sigaction(signal, &action, NULL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, signal);
  raise(signal);
  pthread_sigmask(SIG_UNBLOCK, &set, NULL);
}

static void on_fatal(int signal, siginfo_t *info, void *context) {
  (void)context;
  int error = errno;
  bool is_sent = info->si_code <= 0;
  give_back();
  if (is_sent && info->si_pid != getpid()) {
    // Somebody else wants us dead: there is no fault for the previous handler (Swift's backtracer) to explain.
    end_by_default(signal);
  } else {
    for (int i = 0; i < fatal_count; i++) {
      if (fatal[i] == signal) sigaction(signal, &previous_fatal[i], NULL);
    }
    // A fault strikes again on return, with its address. int3 and sent signals do not.
    if (signal == SIGTRAP || is_sent) raise(signal);
  }
  errno = error;
}

static void on_reported(int signal) {
  int error = errno;
  if (signal == SIGTERM || signal == SIGHUP || signal == SIGINT || signal == SIGQUIT) {
    if (end_requests > 1) {
      give_back();
      end_by_default(signal);
    }
    end_requests = end_requests + 1;
  }
  unsigned char byte = (unsigned char)signal;
  // A full pipe means that the reader has much to wake up for already.
  ssize_t ignored = write(signal_pipe[1], &byte, 1);
  (void)ignored;
  errno = error;
}

static void take_reported(int index) {
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_handler = on_reported;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(reported[index], &action, NULL);
}

int terminal_guard_begin(int input, int output) {
  static int has_exit_handler;
  if (signal_pipe[0] >= 0) {
    errno = EBUSY;
    return -1;
  }
  if (tcgetattr(input, &saved_settings) != 0) return -1;
  if (pipe2(signal_pipe, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  input_descriptor = input;
  output_descriptor = output;
  reset_count = 0;
  end_requests = 0;
  is_armed = 1;
  if (!has_exit_handler) {
    has_exit_handler = 1;
    atexit(give_back);
  }

  stack_t stack;
  if (sigaltstack(NULL, &stack) == 0 && (stack.ss_flags & SS_DISABLE)) {
    memset(&stack, 0, sizeof stack);
    stack.ss_sp = alternate_stack;
    stack.ss_size = sizeof alternate_stack;
    sigaltstack(&stack, NULL);
  }
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = on_fatal;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  sigemptyset(&action.sa_mask);
  for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &action, &previous_fatal[i]);
  for (int i = 0; i < reported_count; i++) {
    sigaction(reported[i], NULL, &previous_reported[i]);
    // nohup asks to outlive the terminal: a signal that is ignored stays ignored.
    if (previous_reported[i].sa_handler != SIG_IGN || reported[i] == SIGWINCH) take_reported(i);
  }
  return signal_pipe[0];
}

void terminal_guard_prepare(const void *reset, size_t count) {
  if (count > sizeof reset_bytes) count = sizeof reset_bytes;
  // A crash in between sends nothing rather than a mixture.
  reset_count = 0;
  memcpy(reset_bytes, reset, count);
  reset_count = count;
}

void terminal_guard_end(void) {
  if (signal_pipe[0] < 0) return;
  if (is_armed) {
    is_armed = 0;
    tcsetattr(input_descriptor, TCSANOW, &saved_settings);
  }
  for (int i = 0; i < reported_count; i++) sigaction(reported[i], &previous_reported[i], NULL);
  for (int i = 0; i < fatal_count; i++) sigaction(fatal[i], &previous_fatal[i], NULL);
  int ends[2] = {signal_pipe[0], signal_pipe[1]};
  signal_pipe[0] = signal_pipe[1] = -1;
  close(ends[0]);
  close(ends[1]);
}

void terminal_guard_stop(void) {
  struct sigaction action, stop, resume;
  memset(&action, 0, sizeof action);
  action.sa_handler = SIG_DFL;
  // SIGCONT is unheard meanwhile: the caller redraws anyway, and twice would flicker.
  sigaction(SIGTSTP, &action, &stop);
  sigaction(SIGCONT, &action, &resume);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &stop, NULL);
  sigaction(SIGCONT, &resume, NULL);
}

_Noreturn void terminal_guard_die(int signal) {
  give_back();
  end_by_default(signal);
  _exit(128 + signal);
}

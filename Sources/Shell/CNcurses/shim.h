// What Swift cannot see of ncurses, or may not touch: each function says why it is here.
//
// Swift imports neither cast macros (A_*, BUTTON*) nor variadic functions, and Swift 6 refuses C globals (stdscr,
// curscr, COLORS, stdout) as shared mutable state.
#ifndef CELLTOP_CNCURSES_SHIM_H
#define CELLTOP_CNCURSES_SHIM_H

#ifndef _XOPEN_SOURCE_EXTENDED
#define _XOPEN_SOURCE_EXTENDED 1
#endif
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#include <langinfo.h>
#include <locale.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

// `wcwidth` is hidden from Swift: the Glibc module is built without _XOPEN_SOURCE, and modules keep their macros.
extern int wcwidth(wchar_t character);

// From <term.h>, which defines `lines`, `columns` and 500 other words as macros.
extern char *tigetstr(const char *capability);
extern int tigetflag(const char *capability);

// Attribute masks are cast macros.
static const attr_t ct_attribute_bold = A_BOLD;
static const attr_t ct_attribute_dim = A_DIM;
static const attr_t ct_attribute_underline = A_UNDERLINE;
static const attr_t ct_attribute_reverse = A_REVERSE;

// Mouse masks are cast macros.
static const mmask_t ct_mouse_press = BUTTON1_PRESSED | BUTTON1_CLICKED;
static const mmask_t ct_mouse_double = BUTTON1_DOUBLE_CLICKED | BUTTON1_TRIPLE_CLICKED;
static const mmask_t ct_mouse_wheel_up = BUTTON4_PRESSED;
static const mmask_t ct_mouse_wheel_down = BUTTON5_PRESSED;

// One position of a row, ready to be drawn.
typedef struct {
  uint32_t codepoint;
  attr_t attributes;
  int16_t pair;
} ct_cell;

// Opens the screen; false if there is no terminfo entry of that name. The streams are C globals.
static inline bool ct_open(const char *name, int input) {
  FILE *keys = stdin;
  if (input != STDIN_FILENO) {
    keys = fdopen(input, "r");
    if (keys == NULL) return false;
  }
  return newterm(name, stdout, keys) != NULL;
}

// `stdscr` is a C global.
static inline WINDOW *ct_screen(void) { return stdscr; }

// `COLORS` and `COLOR_PAIRS` are C globals.
static inline int ct_colours(void) { return COLORS; }
static inline int ct_pairs(void) { return COLOR_PAIRS; }

// `LINES` and `COLS` are C globals.
static inline int ct_lines(void) { return LINES; }
static inline int ct_columns(void) { return COLS; }

// The widest row that can be drawn.
enum { ct_widest_row = 1024 };

// Draws a row in one call, 1.7 to 3.4 times cheaper than a call a character (measured). A wide character takes one entry
// and two columns. The caller has made sure that every code point prints.
static inline void ct_put_row(int row, const ct_cell *cells, int count) {
  cchar_t drawn[ct_widest_row];
  if (count > ct_widest_row) count = ct_widest_row;
  for (int i = 0; i < count; i++) {
    const wchar_t text[2] = {(wchar_t)cells[i].codepoint, 0};
    setcchar(&drawn[i], text, cells[i].attributes, cells[i].pair, NULL);
  }
  mvwadd_wchnstr(stdscr, row, 0, drawn, count);
}

// Marks everything as unknown, so that the next frame is sent in full. `curscr` is a C global.
static inline void ct_forget_screen(void) { clearok(curscr, TRUE); }

// Shows the frame in one write: the window's changes first, then the terminal's.
static inline void ct_show(void) {
  wnoutrefresh(stdscr);
  doupdate();
}

// Tells ncurses that the cursor's place matters (screen readers follow it) or that any place will do.
static inline void ct_place_cursor(int row, int column) {
  leaveok(stdscr, FALSE);
  wmove(stdscr, row, column);
}
static inline void ct_ignore_cursor(void) { leaveok(stdscr, TRUE); }

// ncurses 6.4 writes once a cursor move until it has gone through endwin() (lib_mvcur.c flushes while the screen is
// "initial"), so a frame would cost up to 83 writes instead of one. To be called before start_color(): afterwards ncurses resets the
// terminal's palette here, and with it colours that the person has chosen.
static inline void ct_leave_initial_state(void) {
  endwin();
  refresh();
}

// Ctrl-S would freeze the display, and with it every way to end; ncurses has cbreak() and raw(), but nothing in between.
// To be called after the other modes are set: def_prog_mode() takes what the line has now for the program's mode.
static inline void ct_disarm_flow_control(int input) {
  struct termios settings;
  if (tcgetattr(input, &settings) != 0) return;
  settings.c_iflag &= ~(tcflag_t)IXON;
  if (tcsetattr(input, TCSADRAIN, &settings) == 0) def_prog_mode();
}

// A pad to read keys from: reading from a window would refresh it, and send half a frame.
static inline WINDOW *ct_key_source(void) {
  WINDOW *pad = newpad(1, 1);
  if (pad != NULL) nodelay(pad, TRUE);
  return pad;
}

// Asks the terminal for the key codes that its description names; endwin() takes that back, and a terminal that was not
// asked sends other codes for the arrows.
static inline void ct_ask_for_keys(WINDOW *source) { keypad(source, TRUE); }

// The terminal's answer to the question whether it is well (`CSI 5 n`), read as a key so that ncurses finds it between
// other keys. Codes above KEY_MAX are free.
enum { ct_key_answer = KEY_MAX + 1 };
static inline void ct_expect_answers(void) { define_key("\033[0n", ct_key_answer); }

// Terminals differ in whether they heed the mode that ct_ask_for_keys() sets, and what lies in between may lose it: both
// codes of a cursor key are understood, whichever the description names.
static inline void ct_know_cursor_keys(void) {
  static const struct { char last; int key; } keys[] = {
    {'A', KEY_UP}, {'B', KEY_DOWN}, {'C', KEY_RIGHT}, {'D', KEY_LEFT}, {'H', KEY_HOME}, {'F', KEY_END},
  };
  for (unsigned i = 0; i < sizeof keys / sizeof *keys; i++) {
    const char codes[2][4] = {{'\033', '[', keys[i].last, 0}, {'\033', 'O', keys[i].last, 0}};
    for (int j = 0; j < 2; j++) define_key(codes[j], keys[i].key);
  }
  define_key("\033[1~", KEY_HOME);
  define_key("\033[4~", KEY_END);
}

// Reads one key: OK for a character, KEY_CODE_YES for a function key, ERR for none. `wint_t` is a macro-chosen type.
static inline int ct_read_key(WINDOW *source, uint32_t *value) {
  wint_t key = 0;
  int kind = wget_wch(source, &key);
  *value = (uint32_t)key;
  return kind;
}

// Turns mouse reports on or off. Waiting for the rest of a click is off, because keys would wait too; over a slow link
// presses and releases arrive together all the same, and ncurses makes clicks of them.
static inline void ct_set_mouse(bool on) {
  mouseinterval(0);
  mousemask(on ? (ct_mouse_press | ct_mouse_double | ct_mouse_wheel_up | ct_mouse_wheel_down) : 0, NULL);
}

// `ioctl` is variadic. Zero or -1: unknown.
static inline int ct_window_size(int descriptor, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(descriptor, TIOCGWINSZ, &size) != 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

// Bytes waiting at a descriptor, or -1. `ioctl` is variadic.
static inline int ct_bytes_waiting(int descriptor) {
  int count = 0;
  return ioctl(descriptor, FIONREAD, &count) == 0 ? count : -1;
}

// CODESET is a macro.
static inline const char *ct_charset(void) { return nl_langinfo(CODESET); }

// tigetstr answers (char *)-1 for a capability that is not a string, which Swift would follow.
static inline const char *ct_capability(const char *name) {
  const char *text = tigetstr(name);
  return text == (const char *)-1 ? NULL : text;
}

// tigetflag answers -1 for a capability that is not a flag.
static inline bool ct_flag(const char *name) { return tigetflag(name) == 1; }

#endif

#ifndef CELLTOP_CNCURSES_SHIM_H
#define CELLTOP_CNCURSES_SHIM_H
#define NCURSES_WIDECHAR 1
#define NCURSES_NOMACROS 1
#include <curses.h>
#endif

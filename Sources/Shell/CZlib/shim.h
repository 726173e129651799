// What `.ndax` and `.xlsx` files are packed with.
#ifndef CELLTOP_CZLIB_SHIM_H
#define CELLTOP_CZLIB_SHIM_H

#include <zlib.h>

#endif

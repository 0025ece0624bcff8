/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-memory.h"

/* Both are of the GNU C library; others need neither. */
#ifdef __GLIBC__
#include <malloc.h>
#endif

/**
 * confab_memory_set_up:
 *
 * To be called before there are threads. They mostly wait, for each other or for the disk, and
 * what one has freed the others can use: without this each has a heap of its own that only grows.
 */
void
confab_memory_set_up (void)
{
#ifdef __GLIBC__
  mallopt (M_ARENA_MAX, 1);
#endif
}

/**
 * confab_memory_trim:
 *
 * Gives back to the system what is free in the heap. It takes some milliseconds, which is for a
 * moment when nobody waits, after something large has gone.
 */
void
confab_memory_trim (void)
{
#ifdef __GLIBC__
  malloc_trim (0);
#endif
}

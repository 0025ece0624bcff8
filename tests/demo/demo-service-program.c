/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `confab demo-service` as a program of its own, which links nothing of the window. */

#include "config.h"

#include <locale.h>

#include "confab-demo-command.h"

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");

  return confab_demo_command (argc, argv);
}

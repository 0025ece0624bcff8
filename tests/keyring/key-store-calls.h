/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-key-store.h"

/* Key store calls that run the main loop until they are done, and judge what came. */

void assert_key           (ConfabKeyStore *store,
                           const char     *account,
                           const char     *host,
                           const char     *key);
void assert_no_key        (ConfabKeyStore *store,
                           const char     *account,
                           const char     *host);
void assert_saved         (ConfabKeyStore *store,
                           const char     *account,
                           const char     *host,
                           const char     *key);
void assert_cleared       (ConfabKeyStore *store,
                           const char     *account);
void assert_lookup_fails  (ConfabKeyStore *store,
                           const char     *part_of_message);
/* Each of the three fails with a sentence for the person, without the key in it. */
void assert_all_fail      (ConfabKeyStore *store);
void assert_all_cancelled (ConfabKeyStore *store);

/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "confab-key-store.h"

G_BEGIN_DECLS

/* A keyring that is locked, or not there: whatever it is asked fails as the real one would. */
#define TEST_TYPE_BROKEN_KEY_STORE (test_broken_key_store_get_type ())

G_DECLARE_FINAL_TYPE (TestBrokenKeyStore, test_broken_key_store, TEST, BROKEN_KEY_STORE, GObject)

ConfabKeyStore *test_broken_key_store_new (ConfabKeyringState state);

G_END_DECLS

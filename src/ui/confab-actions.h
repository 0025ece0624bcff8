/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

/*
 * The names of all actions, as they are used in .ui files, in accelerators and in the shortcuts
 * window. A test looks up each name that an .ui file mentions.
 *
 * app: the whole program; win: one window; chat: what is done with the session on show.
 */
#define CONFAB_ACTION_QUIT             "app.quit"
#define CONFAB_ACTION_ABOUT            "app.about"
#define CONFAB_ACTION_SHORTCUTS        "app.shortcuts"
#define CONFAB_ACTION_DEMO             "app.demo"             /* also told to a running instance */
#define CONFAB_ACTION_STOP_ALL         "app.stop-all"         /* all open answers */
#define CONFAB_ACTION_OPEN_SESSION     "app.open-session"     /* x: session id; from notifications */

#define CONFAB_ACTION_ADD_APP          "win.add-app"
#define CONFAB_ACTION_SETTINGS         "win.settings"
#define CONFAB_ACTION_SESSION_OPTIONS  "win.session-options"  /* of the session on show */
#define CONFAB_ACTION_SHOW_OPTIONS     "win.show-options"     /* s: one of their pages */
#define CONFAB_ACTION_APP_OPTIONS      "win.app-options"      /* (ss): a page, a preset or "" */
#define CONFAB_ACTION_TRY_DEMO         "win.try-demo"
#define CONFAB_ACTION_APP_ID_HELP      "win.app-id-help"
#define CONFAB_ACTION_NEW_SESSION      "win.new-session"
#define CONFAB_ACTION_NEW_TEMPORARY    "win.new-temporary"
#define CONFAB_ACTION_NEXT_SESSION     "win.next-session"
#define CONFAB_ACTION_PREVIOUS_SESSION "win.previous-session"
#define CONFAB_ACTION_RENAME_SESSION   "win.rename-session"   /* x: session id */
#define CONFAB_ACTION_DELETE_SESSION   "win.delete-session"   /* x: session id */
#define CONFAB_ACTION_PIN_SESSION      "win.pin-session"      /* x: session id; or no longer */
#define CONFAB_ACTION_ARCHIVE_SESSION  "win.archive-session"  /* x: session id; or out again */
#define CONFAB_ACTION_DUPLICATE_SESSION "win.duplicate-session" /* x: session id */
#define CONFAB_ACTION_MOVE_SESSION     "win.move-session"     /* (xx): session id, app's row id */
#define CONFAB_ACTION_UNDO             "win.undo"             /* as the newest toast offers it */
#define CONFAB_ACTION_EXPORT_SESSION   "win.export-session"   /* x: session id */
#define CONFAB_ACTION_IMPORT           "win.import"
#define CONFAB_ACTION_RESTORE          "win.restore"          /* a backup */
#define CONFAB_ACTION_SEARCH           "win.search"
#define CONFAB_ACTION_QUICK_SWITCH     "win.quick-switch"
#define CONFAB_ACTION_SHOW_ARCHIVED    "win.show-archived"    /* stateful */
#define CONFAB_ACTION_SHOW_SIDEBAR     "win.show-sidebar"     /* stateful */
#define CONFAB_ACTION_FOCUS_COMPOSER   "win.focus-composer"
#define CONFAB_ACTION_FILTER_POSITION  "win.filter-position"  /* i: 0 for all, else the nth app */
#define CONFAB_ACTION_TEXT_LARGER      "win.text-larger"
#define CONFAB_ACTION_TEXT_SMALLER     "win.text-smaller"
#define CONFAB_ACTION_TEXT_NORMAL      "win.text-normal"
#define CONFAB_ACTION_CLOSE            "window.close"         /* GTK's own */

#define CONFAB_ACTION_SEND             "chat.send"
#define CONFAB_ACTION_STOP             "chat.stop"
#define CONFAB_ACTION_RETRY            "chat.retry"           /* x: id of the answer */
#define CONFAB_ACTION_ASK_AGAIN        "chat.ask-again"       /* the last prompt */
#define CONFAB_ACTION_SET_KEY          "chat.set-key"
#define CONFAB_ACTION_COPY_LAST        "chat.copy-last"
#define CONFAB_ACTION_CARET            "chat.caret"           /* in the conversation, or no longer */
#define CONFAB_ACTION_RENAME           "chat.rename"          /* the session on show */
#define CONFAB_ACTION_DELETE           "chat.delete"
#define CONFAB_ACTION_EDIT             "chat.edit"            /* x: id of the prompt */
#define CONFAB_ACTION_EDIT_LAST        "chat.edit-last"
#define CONFAB_ACTION_CANCEL_EDIT      "chat.cancel-edit"
#define CONFAB_ACTION_SHOW_VERSION     "chat.show-version"    /* (xu): message, version from 0 */
#define CONFAB_ACTION_ATTACH_IMAGE     "chat.attach-image"    /* from a file */
#define CONFAB_ACTION_ATTACH_IMAGE_ADDRESS "chat.attach-image-address"
#define CONFAB_ACTION_ATTACH_FILE_ADDRESS "chat.attach-file-address"
#define CONFAB_ACTION_ATTACH_MEMORY    "chat.attach-memory"
#define CONFAB_ACTION_SHOW_REQUEST     "chat.show-request"
#define CONFAB_ACTION_FIND             "chat.find"
#define CONFAB_ACTION_PIN              "chat.pin"
#define CONFAB_ACTION_ARCHIVE          "chat.archive"
#define CONFAB_ACTION_DUPLICATE        "chat.duplicate"
#define CONFAB_ACTION_EXPORT           "chat.export"
#define CONFAB_ACTION_MOVE             "chat.move"            /* x: the application's row id */

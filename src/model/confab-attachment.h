/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Stored as words: append, never rename. */
typedef enum {
  CONFAB_ATTACHMENT_IMAGE,  /* "image": of `image_list` */
  CONFAB_ATTACHMENT_FILE,   /* "file": of `file_list` */
  CONFAB_ATTACHMENT_MEMORY, /* "memory": `memory_id` */
} ConfabAttachmentKind;

/* Protocol 1.5: a data: address of 10 MB, which are 7 MB in a file. */
#define CONFAB_ATTACHMENT_MAX_BYTES (7 * 1000 * 1000)

/**
 * ConfabAttachment:
 *
 * Something that goes along with one message: an image or a file by its address, an image that is
 * sent along whole (its address is then a data: address), or the id of a long-term memory. It never
 * changes.
 */
#define CONFAB_TYPE_ATTACHMENT (confab_attachment_get_type ())

G_DECLARE_FINAL_TYPE (ConfabAttachment, confab_attachment, CONFAB, ATTACHMENT, GObject)

ConfabAttachment     *confab_attachment_new_image     (const char            *name,
                                                       GBytes                *bytes,
                                                       GError               **error);
ConfabAttachment     *confab_attachment_new           (ConfabAttachmentKind   kind,
                                                       const char            *text,
                                                       GError               **error);
ConfabAttachment     *confab_attachment_new_from_json (JsonNode              *node);
JsonNode             *confab_attachment_to_json       (ConfabAttachment      *self,
                                                       gboolean               with_data);
ConfabAttachmentKind  confab_attachment_get_kind      (ConfabAttachment      *self);
const char           *confab_attachment_get_name      (ConfabAttachment      *self);
const char           *confab_attachment_get_address   (ConfabAttachment      *self);
gsize                 confab_attachment_get_size      (ConfabAttachment      *self);
gboolean              confab_attachment_is_embedded   (ConfabAttachment      *self);
char                 *confab_attachment_dup_summary   (ConfabAttachment      *self);
GPtrArray            *confab_attachments_from_rest    (const char            *rest);

G_END_DECLS

/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "confab-attachment.h"

#include <string.h>

#include <glib/gi18n.h>

#include "confab-error.h"
#include "confab-json.h"
#include "confab-text.h"

#define NAME_CHARACTERS 120
#define MAX_ADDRESS 8192
#define MAX_MEMORY_ID 256
#define BASE64 ";base64,"

struct _ConfabAttachment
{
  GObject parent_instance;

  ConfabAttachmentKind kind;
  char *name;
  char *address; /* or the id of a memory */
  gsize size;    /* bytes of what is sent along whole, else 0 */
};

G_DEFINE_FINAL_TYPE (ConfabAttachment, confab_attachment, G_TYPE_OBJECT)

static const char * const kind_words[] = {
  [CONFAB_ATTACHMENT_IMAGE] = "image",
  [CONFAB_ATTACHMENT_FILE] = "file",
  [CONFAB_ATTACHMENT_MEMORY] = "memory",
};

/* Images tell what they are in their first bytes; a name may lie. */
typedef struct {
  gsize       offset;
  const char *bytes;
  gsize       length;
  const char *type;
} Signature;

static const Signature signatures[] = {
  { 0, "\x89PNG\r\n\x1a\n", 8, "image/png" },
  { 0, "\xff\xd8\xff", 3, "image/jpeg" },
  { 0, "GIF8", 4, "image/gif" },
  { 8, "WEBP", 4, "image/webp" },
  { 0, "BM", 2, "image/bmp" },
  { 0, "II*\0", 4, "image/tiff" },
  { 0, "MM\0*", 4, "image/tiff" },
  { 4, "ftypheic", 8, "image/heic" },
  { 4, "ftypheix", 8, "image/heic" },
  { 4, "ftypmif1", 8, "image/heic" },
};

static const char *
find_image_type (const guint8 *data,
                 gsize         length)
{
  for (guint i = 0; i < G_N_ELEMENTS (signatures); i++)
    {
      const Signature *signature = &signatures[i];

      if (length >= signature->offset + signature->length &&
          memcmp (data + signature->offset, signature->bytes, signature->length) == 0)
        return signature->type;
    }

  return NULL;
}

static void
confab_attachment_finalize (GObject *object)
{
  ConfabAttachment *self = CONFAB_ATTACHMENT (object);

  g_free (self->name);
  g_free (self->address);

  G_OBJECT_CLASS (confab_attachment_parent_class)->finalize (object);
}

static void
confab_attachment_class_init (ConfabAttachmentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = confab_attachment_finalize;
}

static void
confab_attachment_init (ConfabAttachment *self)
{
}

/* Takes over @name and @address. */
static ConfabAttachment *
create (ConfabAttachmentKind  kind,
        char                 *name,
        char                 *address,
        gsize                 size)
{
  ConfabAttachment *self = g_object_new (CONFAB_TYPE_ATTACHMENT, NULL);

  self->kind = kind;
  self->name = name;
  self->address = address;
  self->size = size;

  return self;
}

static gpointer
refuse (GError     **error,
        const char  *sentence)
{
  g_set_error_literal (error, CONFAB_ERROR, CONFAB_ERROR_USAGE, sentence);
  return NULL;
}

/**
 * confab_attachment_new_image:
 * @name: (nullable): the name of its file
 * @bytes: what is in it
 * @error: return location for a sentence
 *
 * Returns: (transfer full) (nullable): an image that is sent along whole; %NULL when it is none, or
 *   too large
 */
ConfabAttachment *
confab_attachment_new_image (const char  *name,
                             GBytes      *bytes,
                             GError     **error)
{
  g_autofree char *line = name != NULL ? confab_text_one_line (name, NAME_CHARACTERS) : NULL;
  g_autofree char *encoded = NULL;
  const guint8 *data;
  const char *type;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  if (line == NULL || *line == '\0')
    {
      g_free (line);
      line = g_strdup (_("Image"));
    }

  data = g_bytes_get_data (bytes, &length);
  type = find_image_type (data, length);
  if (type == NULL)
    {
      /* Translators: %s is the name of a file. */
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("“%s” is no image that the service can read. Other files are attached by "
                     "their public address."),
                   line);
      return NULL;
    }
  if (length > CONFAB_ATTACHMENT_MAX_BYTES)
    {
      g_autofree char *size = g_format_size (length);

      /* Translators: %1$s is the name of a file, %2$s a size such as "9.3 MB". */
      g_set_error (error, CONFAB_ERROR, CONFAB_ERROR_USAGE,
                   _("“%1$s” is too large to be sent along: it has %2$s, and at most 7 MB are "
                     "taken. Make it smaller, or attach its public address."),
                   line, size);
      return NULL;
    }

  encoded = g_base64_encode (data, length);

  return create (CONFAB_ATTACHMENT_IMAGE, g_steal_pointer (&line),
                 g_strconcat ("data:", type, BASE64, encoded, NULL), length);
}

static gboolean
is_printable (const char *text)
{
  for (; *text != '\0'; text++)
    if (!g_ascii_isgraph (*text))
      return FALSE;

  return TRUE;
}

/* The last part of an address that says something. (transfer full) */
static char *
dup_name (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
  const char *path = uri != NULL ? g_uri_get_path (uri) : NULL;
  const char *slash = path != NULL ? strrchr (path, '/') : NULL;
  g_autofree char *line = NULL;

  if (slash != NULL && slash[1] != '\0')
    line = confab_text_one_line (slash + 1, NAME_CHARACTERS);
  if (line == NULL || *line == '\0')
    {
      g_free (line);
      line = g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri)
                                                                   : address);
    }

  return g_steal_pointer (&line);
}

static gboolean
has_scheme (const char *text,
            const char *scheme)
{
  return g_ascii_strncasecmp (text, scheme, strlen (scheme)) == 0;
}

/* An image that is typed or pasted as a data: address. */
static ConfabAttachment *
create_from_data (const char  *text,
                  GError     **error)
{
  const char *base64 = strstr (text, BASE64);
  g_autofree guchar *data = NULL;
  g_autoptr (GBytes) bytes = NULL;
  gsize length = 0;

  if (base64 != NULL)
    data = g_base64_decode (base64 + strlen (BASE64), &length);
  if (data == NULL || length == 0)
    return refuse (error, _("A data: address holds a type and base64, such as "
                            "data:image/png;base64,…"));

  bytes = g_bytes_new_take (g_steal_pointer (&data), length);

  return confab_attachment_new_image (NULL, bytes, error);
}

static ConfabAttachment *
create_memory (const char  *text,
               GError     **error)
{
  if (*text == '\0' || strlen (text) > MAX_MEMORY_ID || !is_printable (text))
    return refuse (error, _("This is not the id of a long-term memory: such an id has letters and "
                            "digits only, and no blanks."));

  return create (CONFAB_ATTACHMENT_MEMORY, g_strdup (text), g_strdup (text), 0);
}

/**
 * confab_attachment_new:
 * @kind: what it is
 * @text: what the person has typed: an address, or the id of a memory
 * @error: return location for a sentence that says what is wrong with it
 *
 * Returns: (transfer full) (nullable): an attachment
 */
ConfabAttachment *
confab_attachment_new (ConfabAttachmentKind   kind,
                       const char            *text,
                       GError               **error)
{
  g_autofree char *stripped = NULL;
  g_autoptr (GUri) uri = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  stripped = g_strstrip (g_strdup (text));
  if (kind == CONFAB_ATTACHMENT_MEMORY)
    return create_memory (stripped, error);
  if (kind == CONFAB_ATTACHMENT_IMAGE && has_scheme (stripped, "data:"))
    return create_from_data (stripped, error);

  if (!has_scheme (stripped, "https://") && !has_scheme (stripped, "http://") &&
      !has_scheme (stripped, "oss://"))
    return refuse (error, _("The service fetches this itself: it takes a public address that begins "
                            "with https:// or http://."));

  /* Letters of other scripts are escaped where they may be; blanks are a sign of something else. */
  uri = strlen (stripped) <= MAX_ADDRESS && strpbrk (stripped, " \t\r\n") == NULL
          ? g_uri_parse (stripped, G_URI_FLAGS_ENCODED, NULL)
          : NULL;
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0')
    return refuse (error, _("This address cannot be read. It looks like "
                            "https://example.com/picture.png."));
  if (g_uri_get_userinfo (uri) != NULL)
    return refuse (error, _("There is a password in this address, and it would be sent and stored. "
                            "Take it out."));

  return create (kind, dup_name (stripped), g_strdup (stripped), 0);
}

/* From and to JSON -------------------------------------------------------------------------- */

/**
 * confab_attachment_new_from_json:
 * @node: what confab_attachment_to_json() has made, or anything
 *
 * Returns: (transfer full) (nullable): an attachment, without an address where that was left out
 */
ConfabAttachment *
confab_attachment_new_from_json (JsonNode *node)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *word = confab_json_get_string (object, "kind");
  const char *name = confab_json_get_string (object, "name");
  const char *address = confab_json_get_string (object, "address");
  gint64 size = 0;

  confab_json_get_int (object, "size", &size);
  for (guint i = 0; word != NULL && name != NULL && i < G_N_ELEMENTS (kind_words); i++)
    if (g_str_equal (word, kind_words[i]))
      return create ((ConfabAttachmentKind) i, confab_text_one_line (name, NAME_CHARACTERS),
                     g_strdup (address != NULL ? address : ""), (gsize) MAX (size, 0));

  return NULL;
}

/**
 * confab_attachment_to_json:
 * @self: an attachment
 * @with_data: whether an image that is sent along whole is in it
 *
 * Returns: (transfer full): an object
 */
JsonNode *
confab_attachment_to_json (ConfabAttachment *self,
                           gboolean          with_data)
{
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "kind", kind_words[self->kind]);
  json_object_set_string_member (object, "name", self->name);
  if (self->size > 0)
    json_object_set_int_member (object, "size", (gint64) self->size);
  if (*self->address != '\0' && (with_data || !confab_attachment_is_embedded (self)))
    json_object_set_string_member (object, "address", self->address);
  json_node_take_object (node, object);

  return node;
}

/**
 * confab_attachment_get_kind:
 * @self: an attachment
 *
 * Returns: what it is
 */
ConfabAttachmentKind
confab_attachment_get_kind (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), CONFAB_ATTACHMENT_IMAGE);

  return self->kind;
}

/**
 * confab_attachment_get_name:
 * @self: an attachment
 *
 * Returns: (transfer none): one line to show; foreign text
 */
const char *
confab_attachment_get_name (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), NULL);

  return self->name;
}

/**
 * confab_attachment_get_address:
 * @self: an attachment
 *
 * Returns: (transfer none): what is sent; "" of one that was sent whole and is not kept here
 */
const char *
confab_attachment_get_address (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), NULL);

  return self->address;
}

/**
 * confab_attachment_get_size:
 * @self: an attachment
 *
 * Returns: bytes of what is sent along whole, 0 of what is sent by its address
 */
gsize
confab_attachment_get_size (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), 0);

  return self->size;
}

/**
 * confab_attachment_is_embedded:
 * @self: an attachment
 *
 * Returns: whether it is sent along whole
 */
gboolean
confab_attachment_is_embedded (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), FALSE);

  return self->size > 0;
}

/**
 * confab_attachment_dup_summary:
 * @self: an attachment
 *
 * Returns: (transfer full): what it is, in one line: its address, or its kind and size
 */
char *
confab_attachment_dup_summary (ConfabAttachment *self)
{
  g_return_val_if_fail (CONFAB_IS_ATTACHMENT (self), NULL);

  if (confab_attachment_is_embedded (self))
    {
      g_autofree char *size = g_format_size (self->size);

      /* Translators: %s is a size such as "120 kB". */
      return g_strdup_printf (_("Image, %s"), size);
    }
  if (self->kind == CONFAB_ATTACHMENT_MEMORY)
    /* Translators: %s is an id. */
    return g_strdup_printf (_("Long-term memory %s"), self->address);

  return g_strdup (self->address);
}

/**
 * confab_attachments_from_rest:
 * @rest: (nullable): what is kept of a prompt besides its text
 *
 * Returns: (transfer container) (element-type ConfabAttachment): what was attached to it
 */
GPtrArray *
confab_attachments_from_rest (const char *rest)
{
  GPtrArray *attachments = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *array;

  /* Most prompts have none, and rows ask for each. */
  if (rest == NULL || strstr (rest, "\"attachments\"") == NULL)
    return attachments;

  node = confab_json_parse (rest, -1, NULL);
  array = node != NULL && JSON_NODE_HOLDS_OBJECT (node)
            ? confab_json_get_array (json_node_get_object (node), "attachments")
            : NULL;
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      ConfabAttachment *attachment =
        confab_attachment_new_from_json (json_array_get_element (array, i));

      if (attachment != NULL)
        g_ptr_array_add (attachments, attachment);
    }

  return attachments;
}

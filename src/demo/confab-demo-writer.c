/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "confab-demo"

#include "config.h"

#include "confab-demo-writer.h"

struct _ConfabDemoWriter {
  ConfabDemoChannel *channel;
  char *request_id;
  GZlibCompressor *compressor; /* or NULL */
  guint piece_size;            /* or 0 */
  GByteArray *pieces;          /* what waits to be written piece by piece */
  gsize n_pieces_out;          /* bytes of it that have gone */
};

static void
set_number_header (ConfabDemoWriter *self,
                   const char       *name,
                   gint64            value)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, value);

  confab_demo_channel_set_header (self->channel, name, text);
}

/* Every write is flushed: it can be read as soon as it has come. */
static GByteArray *
compress (ConfabDemoWriter *self,
          const char       *bytes,
          gsize             length,
          gboolean          is_last)
{
  GByteArray *compressed = g_byte_array_new ();
  GConverterFlags flags = is_last ? G_CONVERTER_INPUT_AT_END : G_CONVERTER_FLUSH;
  GConverterResult result;

  do
    {
      guint8 buffer[4096];
      gsize n_read = 0;
      gsize n_written = 0;

      result = g_converter_convert (G_CONVERTER (self->compressor), bytes, length, buffer,
                                    sizeof buffer, flags, &n_read, &n_written, NULL);
      g_byte_array_append (compressed, buffer, n_written);
      bytes += n_read;
      length -= n_read;
    }
  while (result == G_CONVERTER_CONVERTED);

  return compressed;
}

static void
write_packed (ConfabDemoWriter *self,
              const char       *bytes,
              gsize             length)
{
  if (length == 0)
    return;

  if (self->piece_size > 0)
    g_byte_array_append (self->pieces, (const guint8 *) bytes, length);
  else
    confab_demo_channel_write (self->channel, bytes, length);
}

/**
 * confab_demo_writer_new:
 * @channel: (transfer full): where it writes
 * @request_id: for the headers
 * @piece_size: so many bytes at a time, by confab_demo_writer_write_pieces(); 0: as they come
 * @is_gzip: whether to compress
 *
 * Returns: (transfer full): a writer
 */
ConfabDemoWriter *
confab_demo_writer_new (ConfabDemoChannel *channel,
                        const char        *request_id,
                        guint              piece_size,
                        gboolean           is_gzip)
{
  ConfabDemoWriter *self = g_new0 (ConfabDemoWriter, 1);

  self->channel = channel;
  self->request_id = g_strdup (request_id);
  self->piece_size = piece_size;
  self->pieces = g_byte_array_new ();
  if (is_gzip)
    self->compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, -1);

  return self;
}

/**
 * confab_demo_writer_free:
 * @self: (transfer full): a writer
 *
 * Closes the connection when the reply is not finished.
 */
void
confab_demo_writer_free (ConfabDemoWriter *self)
{
  confab_demo_channel_free (self->channel);
  g_free (self->request_id);
  g_clear_object (&self->compressor);
  g_byte_array_unref (self->pieces);
  g_free (self);
}

/**
 * confab_demo_writer_get_channel:
 * @self: a writer
 *
 * Returns: (transfer none): where it writes
 */
ConfabDemoChannel *
confab_demo_writer_get_channel (ConfabDemoWriter *self)
{
  return self->channel;
}

/**
 * confab_demo_writer_set_uncompressed:
 * @self: a writer that has not been started
 *
 * Errors are not compressed, whatever was agreed.
 */
void
confab_demo_writer_set_uncompressed (ConfabDemoWriter *self)
{
  g_clear_object (&self->compressor);
}

/**
 * confab_demo_writer_start:
 * @self: a writer
 * @status: of the reply
 * @content_type: (nullable): of the reply
 * @is_whole: whether it is a reply of one part
 *
 * Sends the headers that were seen on the real service (protocol 1.4).
 */
void
confab_demo_writer_start (ConfabDemoWriter *self,
                          guint             status,
                          const char       *content_type,
                          gboolean          is_whole)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *date = soup_date_time_to_string (now, SOUP_DATE_HTTP);
  gint64 milliseconds = g_get_real_time () / 1000;
  const char *finished = is_whole ? "true" : "false";

  if (content_type != NULL)
    confab_demo_channel_set_header (self->channel, "content-type", content_type);
  confab_demo_channel_set_header (self->channel, "x-request-id", self->request_id);
  confab_demo_channel_set_header (self->channel, "x-dashscope-call-gateway", "true");
  confab_demo_channel_set_header (self->channel, "x-dashscope-finished", finished);
  confab_demo_channel_set_header (self->channel, "x-dashscope-timeout", "180");
  set_number_header (self, "req-arrive-time", milliseconds);
  set_number_header (self, "resp-start-time", milliseconds);
  set_number_header (self, "req-cost-time", 0);
  confab_demo_channel_set_header (self->channel, "vary",
                                  "Origin,Access-Control-Request-Method,Accept-Encoding");
  confab_demo_channel_set_header (self->channel, "date", date);
  confab_demo_channel_set_header (self->channel, "server", "confab-demo");
  if (self->compressor != NULL)
    confab_demo_channel_set_header (self->channel, "content-encoding", "gzip");

  confab_demo_channel_start (self->channel, status);
}

/**
 * confab_demo_writer_write:
 * @self: a started writer
 * @bytes: of the reply
 * @length: how many
 */
void
confab_demo_writer_write (ConfabDemoWriter *self,
                          const char       *bytes,
                          gsize             length)
{
  if (self->compressor != NULL)
    {
      g_autoptr (GByteArray) compressed = compress (self, bytes, length, FALSE);

      write_packed (self, (const char *) compressed->data, compressed->len);
    }
  else
    {
      write_packed (self, bytes, length);
    }
}

/**
 * confab_demo_writer_write_pieces:
 * @self: a writer
 * @n_pieces: so many at most
 *
 * Sends what waits to be written piece by piece, each piece as a chunk of its own.
 *
 * Returns: whether anything waited
 */
gboolean
confab_demo_writer_write_pieces (ConfabDemoWriter *self,
                                 guint             n_pieces)
{
  if (self->n_pieces_out >= self->pieces->len)
    return FALSE;

  for (guint i = 0; i < n_pieces && self->n_pieces_out < self->pieces->len; i++)
    {
      gsize length = MIN (self->piece_size, self->pieces->len - self->n_pieces_out);

      confab_demo_channel_write (self->channel, (char *) self->pieces->data + self->n_pieces_out,
                                 length);
      self->n_pieces_out += length;
    }

  if (self->n_pieces_out == self->pieces->len)
    {
      g_byte_array_set_size (self->pieces, 0);
      self->n_pieces_out = 0;
    }

  return TRUE;
}

/**
 * confab_demo_writer_finish:
 * @self: a started writer, through libsoup, with no pieces waiting
 *
 * Ends the reply as HTTP wants it.
 */
void
confab_demo_writer_finish (ConfabDemoWriter *self)
{
  if (self->compressor != NULL)
    {
      g_autoptr (GByteArray) compressed = compress (self, "", 0, TRUE);

      write_packed (self, (const char *) compressed->data, compressed->len);
    }

  confab_demo_channel_finish (self->channel);
}

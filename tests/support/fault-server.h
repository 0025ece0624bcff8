/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * FaultServer:
 *
 * A server on 127.0.0.1 that knows no HTTP: a script writes what it likes, byte by byte, and
 * breaks off how it likes. Each connection runs the script in a thread of its own, so a script
 * simply waits; the main loop of the test is not needed for it.
 */
typedef struct _FaultServer FaultServer;
typedef struct _FaultPeer FaultPeer;

typedef void (*FaultScript) (FaultPeer *peer,
                             gpointer   user_data);

/* What was seen of the other side so far; all may be asked at any time from any thread. */
FaultServer *fault_server_new               (FaultScript      script,
                                             gpointer         user_data);
FaultServer *fault_server_new_tls           (FaultScript      script,
                                             gpointer         user_data,
                                             GTlsCertificate *certificate);
void         fault_server_free              (FaultServer     *self);
guint        fault_server_get_port          (FaultServer     *self);
char        *fault_server_dup_url           (FaultServer     *self,
                                             const char      *path);
guint        fault_server_get_n_connections (FaultServer     *self);
guint        fault_server_get_n_requests    (FaultServer     *self);
guint        fault_server_get_n_hang_ups    (FaultServer     *self);
guint64      fault_server_get_n_bytes       (FaultServer     *self);
char        *fault_server_dup_request       (FaultServer     *self,
                                             guint            index);

/* A gate stops scripts until the test opens it, once for each fault_peer_wait_gate(). */
void         fault_server_open_gate         (FaultServer     *self);
guint        fault_server_get_n_at_gate     (FaultServer     *self);

/* For scripts. All return %FALSE, or do nothing, once the connection is gone. */
gboolean     fault_peer_read_request        (FaultPeer       *self);
gboolean     fault_peer_send                (FaultPeer       *self,
                                             const char      *text);
gboolean     fault_peer_send_bytes          (FaultPeer       *self,
                                             const char      *bytes,
                                             gsize            length);
gboolean     fault_peer_drip                (FaultPeer       *self,
                                             const char      *text);
gboolean     fault_peer_send_chunk          (FaultPeer       *self,
                                             const char      *text);
gboolean     fault_peer_send_last_chunk     (FaultPeer       *self);
gboolean     fault_peer_wait_gate           (FaultPeer       *self);
void         fault_peer_wait_hang_up        (FaultPeer       *self);
void         fault_peer_reset               (FaultPeer       *self);
guint        fault_peer_get_index           (FaultPeer       *self);
const char  *fault_peer_get_request         (FaultPeer       *self);

/* Pieces of replies. */
#define FAULT_HEAD_EVENTS                                                                         \
  "HTTP/1.1 200 OK\r\n"                                                                           \
  "Content-Type: text/event-stream;charset=UTF-8\r\n"                                             \
  "Transfer-Encoding: chunked\r\n\r\n"

#define FAULT_FRAME(text, finish)                                                                 \
  "id:1\nevent:result\n:HTTP_STATUS/200\n"                                                        \
  "data:{\"output\":{\"session_id\":\"0123456789abcdef0123456789abcdef\","                       \
  "\"finish_reason\":\"" finish "\",\"text\":\"" text "\"},\"usage\":{},"                         \
  "\"request_id\":\"f97ee37d-0f9c-9b93-b6bf-bd263a232bf9\"}\n\n"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (FaultServer, fault_server_free)

G_END_DECLS

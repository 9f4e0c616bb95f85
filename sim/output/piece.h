/* Rows as lists of plain values, the way a block keeps them: a head of five numbers, then the lists.
 * Internal to this room. */
#ifndef WAI_OUTPUT_PIECE_H
#define WAI_OUTPUT_PIECE_H

#include <stddef.h>
#include <stdint.h>

#include "output/layout.h"
#include "output/rows.h"

#define WAI_PIECE_MOST_MESSAGE 65536

/* Lists beside the columns, which follow. */
enum {
    WAI_PIECE_MESSAGE,
    WAI_PIECE_REPLICATE,
    WAI_PIECE_STATUS_CHANGE,
    WAI_PIECE_JOIN_COUNT,
    WAI_PIECE_JOIN_NONE,
    WAI_PIECE_DATE_STATUS,
    WAI_PIECE_N_EVENTS,
    WAI_PIECE_EVENT,
    WAI_PIECE_N_FIXED
};

/* Bytes of a packed row of the log: time, value, country, type, from, to, cause. */
#define WAI_PIECE_EVENT_BYTES 20

/* What the head of a piece says. */
enum {
    WAI_PIECE_POINT,
    WAI_PIECE_ROWS,
    WAI_PIECE_TIMES,
    WAI_PIECE_FAILED,
    WAI_PIECE_MESSAGE_BYTES,
    WAI_PIECE_N_HEAD
};

/* Number of lists of a layout; type and name of list k. */
size_t wai_piece_n_lists(const struct wai_layout *layout);
enum wai_layout_type wai_piece_type(const struct wai_layout *layout, size_t k);
void wai_piece_name(const struct wai_layout *layout, size_t k, char name[80]);

/* Values of list k: how many (of a piece with that head and number of events), and where in rows; `events`
 * are the packed ones. */
size_t wai_piece_length(const struct wai_layout *layout, size_t k, const int32_t *head, size_t n_log);
void *wai_piece_values(const struct wai_rows *rows, size_t k, uint8_t *events);

void wai_piece_head(const struct wai_rows *rows, int32_t head[WAI_PIECE_N_HEAD]);

/* Makes room for the packed log; 0 when memory is out. */
int wai_piece_reserve(uint8_t **events, size_t *size, size_t n_log);
void wai_piece_pack(const struct wai_rows *rows, uint8_t *to);
void wai_piece_unpack(const uint8_t *from, struct wai_rows *rows);

/* Could a simulation have given these rows: codes among the categories, counts of countries and of
 * replications not more than there are, numbers finite, events of countries and types that there are?  NULL:
 * yes, else what is wrong. */
const char *wai_piece_check(const struct wai_rows *rows);

/* Running digest of a piece: its head and all its values. */
uint32_t wai_piece_digest(uint32_t before, const struct wai_rows *rows, uint8_t *events);

#endif

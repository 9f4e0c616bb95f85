/* A stable sort of the lines of an error text by file and line. */
#include "scenario/order.h"

#include <stdlib.h>
#include <string.h>

struct message {
    const char *text;
    size_t length;      /* with its \n */
    size_t file_length; /* the place before ":LINE" or ": " */
    size_t file;        /* order of first appearance */
    long line;          /* 0: none */
    size_t position;
};

static int compare_messages(const void *left, const void *right)
{
    const struct message *a = left, *b = right;

    if (a->file != b->file) {
        return a->file < b->file ? -1 : 1;
    }
    if (a->line != b->line) {
        return a->line < b->line ? -1 : 1;
    }
    return a->position < b->position ? -1 : a->position > b->position;
}

/* Takes "FILE:LINE:" or "FILE: " apart. */
static void find_place(struct message *message)
{
    const char *end = message->text + message->length;

    for (const char *at = message->text; at < end; at++) {
        if (*at != ':') {
            continue;
        }
        message->file_length = (size_t)(at - message->text);
        if (at[1] >= '0' && at[1] <= '9') {
            message->line = strtol(at + 1, NULL, 10);
            return;
        }
        if (at[1] == ' ') {
            return;
        }
    }
    message->file_length = message->length;
}

static void find_file(struct message *messages, size_t i)
{
    messages[i].file = i;
    for (size_t j = 0; j < i; j++) {
        if (messages[j].file_length == messages[i].file_length &&
            memcmp(messages[j].text, messages[i].text, messages[i].file_length) == 0) {
            messages[i].file = messages[j].file;
            return;
        }
    }
}

void wai_order_messages(struct wai_error *err, size_t from)
{
    struct message *messages;
    char *copy;
    size_t n = 0, at = from;

    if (!err || err->length <= from) {
        return;
    }
    messages = calloc(err->n_messages, sizeof *messages);
    copy = malloc(err->length - from);
    for (size_t i = from; messages && copy && i < err->length && n < err->n_messages; i++) {
        if (err->text[i] == '\n') {
            messages[n] = (struct message){ .text = err->text + at, .length = i + 1 - at, .position = n };
            find_place(&messages[n]);
            find_file(messages, n);
            at = i + 1;
            n++;
        }
    }
    if (messages && copy && at == err->length) {
        size_t to = 0;

        qsort(messages, n, sizeof *messages, compare_messages);
        for (size_t i = 0; i < n; i++) {
            memcpy(copy + to, messages[i].text, messages[i].length);
            to += messages[i].length;
        }
        memcpy(err->text + from, copy, to);
    }
    free(copy);
    free(messages);
}

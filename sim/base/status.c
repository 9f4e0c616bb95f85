/* Texts, exit codes and the growing message list of base/status.h. */
#include "base/status.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const struct {
    int exit_code;
    const char *text;
} status_table[WAI_N_STATUS] = {
    [WAI_OK] = { 0, "success" },
    [WAI_ERR_MEMORY] = { 1, "out of memory" },
    [WAI_ERR_IO] = { 1, "input or output failed" },
    [WAI_ERR_USAGE] = { 2, "wrong usage" },
    [WAI_ERR_CONFIG] = { 2, "mistake in the configuration" },
    [WAI_ERR_FORMAT] = { 1, "not a valid result file" },
    [WAI_ERR_EXISTS] = { 4, "output exists" },
    [WAI_ERR_IDENTITY] = { 4, "identity differs" },
    [WAI_ERR_MODEL] = { 1, "replication failed" },
    [WAI_ERR_PARTIAL] = { 3, "finished with failed points" },
    [WAI_ERR_INTERRUPTED] = { 130, "interrupted" },
};

/* Makes room for `extra` more bytes; 0 when memory is out. */
static int reserve(struct wai_error *err, size_t extra)
{
    size_t need = err->length + extra;
    char *grown;

    if (need <= err->capacity) {
        return 1;
    }
    if (need < 2 * err->capacity) {
        need = 2 * err->capacity;
    }
    grown = realloc(err->text, need);
    if (!grown) {
        err->truncated = 1;
        return 0;
    }
    err->text = grown;
    err->capacity = need;
    return 1;
}

enum wai_status(wai_error_add)(struct wai_error *err, enum wai_status status, const char *format, ...)
{
    va_list args;
    int length;

    if (!err) {
        return status;
    }
    if (err->n_messages == 0) {
        err->status = status;
    }
    err->n_messages++;
    va_start(args, format);
    length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0 || !reserve(err, (size_t)length + 2)) {
        err->truncated = 1;
        return status;
    }
    va_start(args, format);
    (void)vsnprintf(err->text + err->length, (size_t)length + 1, format, args);
    va_end(args);
    err->length += (size_t)length;
    err->text[err->length++] = '\n';
    err->text[err->length] = '\0';
    return status;
}

void wai_error_free(struct wai_error *err)
{
    free(err->text);
    *err = (struct wai_error){ 0 };
}

const char *wai_error_text(const struct wai_error *err)
{
    return err->text ? err->text : "";
}

int wai_status_exit_code(enum wai_status status)
{
    return status < WAI_N_STATUS ? status_table[status].exit_code : 1;
}

const char *wai_status_text(enum wai_status status)
{
    return status < WAI_N_STATUS ? status_table[status].text : "unknown";
}

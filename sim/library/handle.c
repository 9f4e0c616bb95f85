/* Messages on their way out of the library, and which library this is. */
#include "library/handle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/version.h"
#include "scenario/text.h"

int waico_abi(void)
{
    return WAICO_ABI;
}

const char *waico_version(void)
{
    return WAI_VERSION;
}

void waico_free(void *text)
{
    free(text);
}

static enum waico_status translate(enum wai_status status)
{
    switch (status) {
    case WAI_OK:
        return WAICO_OK;
    case WAI_ERR_MEMORY:
        return WAICO_NO_MEMORY;
    case WAI_ERR_IO:
        return WAICO_NO_FILE;
    case WAI_ERR_CONFIG:
        return WAICO_BAD_SCENARIO;
    case WAI_ERR_INTERRUPTED:
        return WAICO_STOPPED;
    default:
        return WAICO_FAILED;
    }
}

enum waico_status wai_handle_tell(enum wai_status status, struct wai_error *err, char **messages)
{
    if (messages) {
        const char *text = wai_error_text(err);

        if (status != WAI_OK && *text == '\0') {
            text = wai_status_text(status);
        }
        *messages = status == WAI_OK ? NULL : wai_text_copy(text, strlen(text));
    }
    wai_error_free(err);
    return translate(status);
}

enum waico_status wai_handle_refuse(char **messages, const char *format, ...)
{
    char text[512];
    va_list args;

    if (messages) {
        va_start(args, format);
        (void)vsnprintf(text, sizeof text, format, args);
        va_end(args);
        *messages = wai_text_copy(text, strlen(text));
    }
    return WAICO_BAD_ARGUMENT;
}

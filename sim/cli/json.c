/* Commas, quotes and line feeds. */
#include "cli/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"
#include "base/utf8.h"

static void print_quoted(const char *text)
{
    size_t rest = strlen(text);

    putchar('"');
    while (rest > 0) {
        size_t length = wai_utf8_length(text, rest);

        if (*text == '"' || *text == '\\') {
            printf("\\%c", *text);
        } else if (*text == '\n') {
            printf("\\n");
        } else if (*text == '\t') {
            printf("\\t");
        } else if (length > 0 && wai_utf8_is_control(text, length)) {
            printf("\\u%04x", (unsigned)(unsigned char)text[length - 1]); /* of C1 the second byte is it */
        } else if (length > 0) {
            (void)fwrite(text, 1, length, stdout);
        } else {
            printf("\\ufffd"); /* no character */
            length = 1;
        }
        text += length;
        rest -= length;
    }
    putchar('"');
}

/* The comma and the line before a value or key. */
static void separate(struct wai_json *json)
{
    if (json->keyed) {
        json->keyed = 0;
        return;
    }
    if (json->depth > 0) {
        printf("%s\n%*s", json->filled[json->depth - 1] ? "," : "", 2 * json->depth, "");
        json->filled[json->depth - 1] = 1;
    }
}

void wai_json_key(struct wai_json *json, const char *key)
{
    separate(json);
    print_quoted(key);
    printf(": ");
    json->keyed = 1;
}

void wai_json_open(struct wai_json *json, char bracket)
{
    separate(json);
    wai_assert(json->depth < WAI_JSON_DEPTH);
    putchar(bracket);
    json->filled[json->depth++] = 0;
}

void wai_json_close(struct wai_json *json, char bracket)
{
    wai_assert(json->depth > 0);
    json->depth--;
    if (json->filled[json->depth]) {
        printf("\n%*s", 2 * json->depth, "");
    }
    putchar(bracket);
    if (json->depth == 0) {
        putchar('\n');
    }
}

void wai_json_text(struct wai_json *json, const char *text)
{
    separate(json);
    if (text) {
        print_quoted(text);
    } else {
        printf("null");
    }
}

void wai_json_number(struct wai_json *json, double value)
{
    separate(json);
    if (isfinite(value)) {
        char text[40];
        double back = 0;

        /* The shortest of 15 to 17 digits that reads back. */
        for (int digits = 15; digits <= 17; digits++) {
            (void)snprintf(text, sizeof text, "%.*g", digits, value);
            back = strtod(text, NULL);
            if (!(back < value) && !(back > value)) {
                break;
            }
        }
        printf("%s", text);
    } else {
        printf("null");
    }
}

void wai_json_whole(struct wai_json *json, long long value)
{
    separate(json);
    printf("%lld", value);
}

void wai_json_flag(struct wai_json *json, int value)
{
    separate(json);
    printf(value ? "true" : "false");
}

void wai_json_member_text(struct wai_json *json, const char *key, const char *text)
{
    wai_json_key(json, key);
    wai_json_text(json, text);
}

void wai_json_member_number(struct wai_json *json, const char *key, double value)
{
    wai_json_key(json, key);
    wai_json_number(json, value);
}

void wai_json_member_whole(struct wai_json *json, const char *key, long long value)
{
    wai_json_key(json, key);
    wai_json_whole(json, value);
}

/* Commas, quotes and line feeds. */
#include "cli/json.h"

#include <math.h>
#include <stdio.h>

#include "base/assert.h"

static void print_quoted(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\') {
            printf("\\%c", c);
        } else if (c == '\n') {
            printf("\\n");
        } else if (c == '\t') {
            printf("\\t");
        } else if (c < 0x20 || c == 0x7f) {
            printf("\\u%04x", c);
        } else {
            putchar(c);
        }
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
            if (sscanf(text, "%lf", &back) == 1 && !(back < value) && !(back > value)) {
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

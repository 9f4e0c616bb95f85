/* JSON on standard output, piece by piece. */
#ifndef WAI_CLI_JSON_H
#define WAI_CLI_JSON_H

#include <stddef.h>

#define WAI_JSON_DEPTH 16

/* Where the writer stands; a zeroed struct begins a text. */
struct wai_json {
    int depth;
    int filled[WAI_JSON_DEPTH]; /* that level has a member already */
    int keyed;                  /* a key was just written */
};

/* Every value below stands after wai_json_key inside an object, alone inside an array. */
void wai_json_key(struct wai_json *json, const char *key);
void wai_json_open(struct wai_json *json, char bracket);     /* '{' or '[' */
void wai_json_close(struct wai_json *json, char bracket);    /* '}' or ']'; a line feed after the outermost */
void wai_json_text(struct wai_json *json, const char *text); /* UTF-8; NULL gives null */
void wai_json_number(struct wai_json *json, double value);   /* 17 digits; null when not finite */
void wai_json_whole(struct wai_json *json, long long value);
void wai_json_flag(struct wai_json *json, int value);

/* Key and value in one. */
void wai_json_member_text(struct wai_json *json, const char *key, const char *text);
void wai_json_member_number(struct wai_json *json, const char *key, double value);
void wai_json_member_whole(struct wai_json *json, const char *key, long long value);

#endif

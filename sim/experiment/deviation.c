/* Assignments as words for titles and file names. */
#include "experiment/deviation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "scenario/text.h"

#define MOST_TITLE 160 /* bytes of deviations in a title */
#define MOST_NAME 80   /* bytes of deviations in a file name, without digest */
#define BLANK " \t\n\r\f\v"

/* An assignment in its parts; they point into the text given. */
struct part {
    const char *path, *value;
    size_t path_length, value_length, rank;
};

static size_t trimmed(const char **text, size_t length)
{
    while (length > 0 && strchr(BLANK, **text) && **text != '\0') {
        ++*text;
        length--;
    }
    while (length > 0 && strchr(BLANK, (*text)[length - 1])) {
        length--;
    }
    return length;
}

static struct part split(const char *assignment, size_t rank)
{
    size_t at = strcspn(assignment, "=");
    struct part part = { .path = assignment,
                         .value = assignment + at + (assignment[at] == '='),
                         .rank = rank };

    part.path_length = trimmed(&part.path, at);
    part.value_length = trimmed(&part.value, strlen(part.value));
    return part;
}

static int is_path(const struct part *part, const char *path)
{
    return part->path_length == strlen(path) && strncmp(part->path, path, part->path_length) == 0;
}

static int compare_paths(const struct part *a, const struct part *b)
{
    size_t n = a->path_length < b->path_length ? a->path_length : b->path_length;
    int order = strncmp(a->path, b->path, n);

    return order != 0 ? order : (a->path_length > b->path_length) - (a->path_length < b->path_length);
}

/* By path, then as given. */
static int by_path(const void *a, const void *b)
{
    const struct part *x = a, *y = b;
    int order = compare_paths(x, y);

    return order != 0 ? order : (x->rank > y->rank) - (x->rank < y->rank);
}

/* Adds a text of one line: control characters become blanks. */
static void add(struct wai_text *text, const char *from, size_t length)
{
    size_t begin = text->length;

    wai_text_append(text, from, length);
    for (size_t i = begin; i < text->length; i++) {
        if ((unsigned char)text->bytes[i] < ' ') {
            text->bytes[i] = ' ';
        }
    }
}

char *wai_deviation_text(const char *const *assignments, size_t n)
{
    struct part *parts = calloc(n + 1, sizeof *parts);
    struct wai_text text = { 0 };

    if (!parts) {
        return NULL;
    }
    for (size_t i = 0; i < n; i++) {
        parts[i] = split(assignments[i], i);
    }
    qsort(parts, n, sizeof *parts, by_path);
    add(&text, "", 0);
    for (size_t i = 0; i < n; i++) {
        const struct part *part = &parts[i];

        if (is_path(part, "title") || is_path(part, "question") ||
            (i + 1 < n && compare_paths(part, &parts[i + 1]) == 0)) {
            continue;
        }
        add(&text, ", ", text.length > 0 ? 2 : 0);
        add(&text, part->path, part->path_length);
        add(&text, " = ", 3);
        add(&text, part->value, part->value_length);
    }
    free(parts);
    return wai_text_take(&text);
}

/* Bytes of a UTF-8 text that fit into `most`, no character cut. */
static size_t fitting(const char *text, size_t most)
{
    size_t length = strlen(text);

    if (length <= most) {
        return length;
    }
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80) {
        most--;
    }
    return most;
}

char *wai_deviation_title(const char *title, const char *deviations)
{
    size_t length = fitting(deviations, MOST_TITLE);
    struct wai_text text = { 0 };

    wai_text_add(&text, "%s", title);
    if (deviations[0] != '\0') {
        wai_text_add(&text, " [%.*s%s]", (int)length, deviations, deviations[length] == '\0' ? "" : " ...");
    }
    return wai_text_take(&text);
}

size_t wai_deviation_bare(const char *title, const char *deviations)
{
    char *added = deviations[0] == '\0' ? NULL : wai_deviation_title("", deviations);
    size_t length = strlen(title), more = added ? strlen(added) : 0;
    size_t bare =
        added && length >= more && strcmp(title + length - more, added) == 0 ? length - more : length;

    free(added);
    return bare;
}

void wai_deviation_name(const char *deviations, char name[WAI_DEVIATION_NAME])
{
    static const char kept[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    size_t length = 0;
    int changed = 0;

    name[0] = '\0';
    for (const char *at = deviations; *at != '\0' && !changed; at++) {
        /* " = " and ", " become a hyphen each. */
        int joint = strncmp(at, " = ", 3) == 0 ? 2 : strncmp(at, ", ", 2) == 0 ? 1 : -1;

        if (length == 0) {
            name[length++] = '-';
        }
        changed = length > MOST_NAME || (joint < 0 && !strchr(kept, *at));
        if (!changed) {
            name[length++] = (char)(joint < 0 ? *at : '-');
            at += joint < 0 ? 0 : joint;
        }
    }
    name[length] = '\0';
    if (changed) {
        char sha256[WAI_SHA256_TEXT];

        wai_sha256_text(deviations, strlen(deviations), sha256);
        (void)snprintf(name + length, WAI_DEVIATION_NAME - length, "%s%.8s",
                       name[length - 1] == '-' ? "" : "-", sha256);
    }
}

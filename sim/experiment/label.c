/* Labels grow folder by folder until they differ. */
#include "experiment/label.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The last n components of a path; all of it when it has no more. */
static const char *tail(const char *path, size_t n)
{
    const char *at = path + strlen(path);

    while (at > path) {
        if (at[-1] == '/' && at[0] != '\0' && n-- <= 1) {
            break;
        }
        at--;
    }
    return at;
}

/* Copies a text, from its end when it is too long. */
static void fit(char label[WAI_LABEL_SIZE], const char *text, size_t room)
{
    static const char dots[] = "...";
    size_t length = strlen(text);

    if (length < room) {
        (void)snprintf(label, WAI_LABEL_SIZE, "%s", text);
        return;
    }
    text += length - (room - sizeof dots);
    while (((unsigned char)*text & 0xC0) == 0x80) {
        text++; /* not in the middle of a character */
    }
    (void)snprintf(label, WAI_LABEL_SIZE, "%s%s", dots, text);
}

/* Writes the label of a level: 0 the part alone, k the part behind the last k components of the path. */
static void write_label(const struct wai_label_source *source, size_t level, char label[WAI_LABEL_SIZE])
{
    const char *name = tail(source->path, level > 0 ? level : 1);
    size_t length = strlen(name);
    char text[4096 + WAI_LABEL_SIZE];

    if (length > 3 && strcmp(name + length - 3, ".h5") == 0) {
        length -= 3;
    }
    if (level == 0 && source->part && source->alone) {
        (void)snprintf(text, sizeof text, "%s", source->part);
    } else {
        (void)snprintf(text, sizeof text, "%.*s%s%s", (int)(length < 4096 ? length : 4096), name,
                       source->part ? source->alone ? ": " : " " : "", source->part ? source->part : "");
    }
    fit(label, text, WAI_LABEL_SIZE);
}

/* Has the path more components than the label of this level shows? */
static int can_grow(const struct wai_label_source *source, size_t level)
{
    return level == 0 || tail(source->path, level) != source->path;
}

static int has_twin(char (*labels)[WAI_LABEL_SIZE], size_t n, size_t i)
{
    for (size_t k = 0; k < n; k++) {
        if (k != i && strcmp(labels[k], labels[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Numbers a label that nothing tells from an earlier one. */
static void number(char (*labels)[WAI_LABEL_SIZE], size_t i)
{
    char plain[WAI_LABEL_SIZE];

    fit(plain, labels[i], WAI_LABEL_SIZE - 8);
    for (size_t k = 2; has_twin(labels, i + 1, i); k++) {
        (void)snprintf(labels[i], WAI_LABEL_SIZE, "%.*s (%zu)", WAI_LABEL_SIZE - 24, plain, k);
    }
}

enum wai_status wai_label_make(const struct wai_label_source *sources, size_t n,
                               char (*labels)[WAI_LABEL_SIZE])
{
    size_t *levels = calloc(n + 1, sizeof *levels);
    unsigned char *grow = calloc(n + 1, 1);
    enum wai_status status = levels && grow ? WAI_OK : WAI_ERR_MEMORY;
    int growing = status == WAI_OK;

    for (size_t i = 0; growing && i < n; i++) {
        write_label(&sources[i], levels[i], labels[i]);
    }
    while (growing) {
        growing = 0;
        for (size_t i = 0; i < n; i++) {
            grow[i] = has_twin(labels, n, i) && can_grow(&sources[i], levels[i]);
        }
        for (size_t i = 0; i < n; i++) {
            if (grow[i]) {
                growing = 1;
                write_label(&sources[i], ++levels[i], labels[i]);
            }
        }
    }
    for (size_t i = 1; status == WAI_OK && i < n; i++) {
        number(labels, i);
    }
    free(grow);
    free(levels);
    return status;
}

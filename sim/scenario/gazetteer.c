/* Names are compared without case, accents, blanks and punctuation. */
#include "scenario/gazetteer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/text.h"

#define LONGEST 64      /* bytes of a name that are compared */
#define SHORTEST_PART 4 /* letters by which a name can be found */
#define MOST_NEAR 2000  /* no nearest words in larger worlds */
#define MOST_HINTS 3

/* Letters without accents for U+00C0 to U+017F; a blank where there is none. */
static const char base_letters[] =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnn"
    "oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

/* Small letters and digits of a UTF-8 text; other scripts stay as they are. */
static void fold(const char *text, char out[LONGEST])
{
    const unsigned char *at = (const unsigned char *)text;
    size_t n = 0;

    while (*at != '\0' && n + 2 < LONGEST) {
        unsigned code = at[0] >= 0xC3 && at[0] <= 0xC5 && at[1] != '\0'
                            ? (unsigned)(at[0] & 0x1F) << 6 | (at[1] & 0x3F)
                            : 0;

        if (code >= 0xC0 && code < 0x180) {
            out[n] = base_letters[code - 0xC0];
            n += out[n] != ' ';
            at += 2;
            continue;
        }
        if (at[0] == 0xE2 && (at[1] == 0x80 || at[1] == 0x81) && at[2] != '\0') { /* dashes, quotes */
            at += 3;
            continue;
        }
        if (*at >= 'A' && *at <= 'Z') {
            out[n++] = (char)(*at - 'A' + 'a');
        } else if ((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9') || *at >= 0x80) {
            out[n++] = (char)*at;
        }
        at++;
    }
    out[n] = '\0';
}

enum wai_status wai_gazetteer_alloc(struct wai_gazetteer *gazetteer, size_t n)
{
    *gazetteer = (struct wai_gazetteer){ .n = n };
    gazetteer->codes = calloc(n + 1, sizeof *gazetteer->codes);
    gazetteer->names = calloc(n + 1, sizeof *gazetteer->names);
    return gazetteer->codes && gazetteer->names ? wai_index_init(&gazetteer->index, n) : WAI_ERR_MEMORY;
}

enum wai_status wai_gazetteer_init(struct wai_gazetteer *gazetteer, const struct wai_tables *tables)
{
    enum wai_status status = wai_gazetteer_alloc(gazetteer, tables->n_countries);

    for (size_t i = 0; status == WAI_OK && i < tables->n_countries; i++) {
        gazetteer->codes[i] = tables->iso3[i];
        gazetteer->names[i] = tables->name[i];
        (void)wai_index_add(&gazetteer->index, tables->iso3[i], (int32_t)i);
    }
    return status;
}

void wai_gazetteer_free(struct wai_gazetteer *gazetteer)
{
    wai_index_free(&gazetteer->index);
    free(gazetteer->codes);
    free(gazetteer->names);
    *gazetteer = (struct wai_gazetteer){ 0 };
}

/* Up to MOST_HINTS countries that a word may mean; gives their true number. */
static size_t candidates(const struct wai_gazetteer *gazetteer, const char *word, int32_t found[MOST_HINTS])
{
    char wanted[LONGEST], name[LONGEST];
    size_t n = 0;

    fold(word, wanted);
    for (size_t i = 0; wanted[0] != '\0' && i < gazetteer->n; i++) {
        fold(gazetteer->codes[i], name);
        if (strcmp(name, wanted) == 0) {
            found[0] = (int32_t)i;
            return 1;
        }
    }
    for (size_t i = 0; wanted[0] != '\0' && i < gazetteer->n; i++) {
        fold(gazetteer->names[i], name);
        if (strcmp(name, wanted) == 0) {
            found[0] = (int32_t)i;
            return 1;
        }
        if (strlen(wanted) >= SHORTEST_PART && strstr(name, wanted)) {
            if (n < MOST_HINTS) {
                found[n] = (int32_t)i;
            }
            n++;
        }
    }
    return n;
}

int32_t wai_gazetteer_guess(const struct wai_gazetteer *gazetteer, const char *word)
{
    int32_t found[MOST_HINTS];

    return candidates(gazetteer, word, found) == 1 ? found[0] : -1;
}

const char *wai_gazetteer_hint(const struct wai_gazetteer *gazetteer, const char *word,
                               char out[WAI_GAZETTEER_HINT])
{
    int32_t found[MOST_HINTS];
    size_t n = candidates(gazetteer, word, found), used = 0;

    if ((n == 0 || n > MOST_HINTS) && gazetteer->n <= MOST_NEAR) {
        int nearest = wai_text_nearest(word, gazetteer->codes, gazetteer->n);

        nearest = nearest < 0 ? wai_text_nearest(word, gazetteer->names, gazetteer->n) : nearest;
        n = nearest >= 0;
        found[0] = nearest;
    }
    out[0] = '\0';
    for (size_t i = 0; i < n && n <= MOST_HINTS; i++) {
        used += (size_t)snprintf(out + used, WAI_GAZETTEER_HINT - used, "%s\"%.3s\"%s",
                                 i == 0 ? "; did you mean " : " or ", gazetteer->codes[found[i]],
                                 i + 1 == n ? "?" : "");
    }
    return out;
}

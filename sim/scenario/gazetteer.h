/* The countries of a world by code and by name: exact for what is read, lenient for what was meant. */
#ifndef WAI_SCENARIO_GAZETTEER_H
#define WAI_SCENARIO_GAZETTEER_H

#include "model/tables.h"
#include "scenario/index.h"

/* A zeroed one is empty; texts are borrowed. */
struct wai_gazetteer {
    size_t n;
    struct wai_index index; /* of the codes */
    const char **codes, **names;
};

/* Room for n countries; the caller fills codes, names and index. */
enum wai_status wai_gazetteer_alloc(struct wai_gazetteer *gazetteer, size_t n) WAI_CHECK_RESULT;

/* The countries of tables, which must stay. */
enum wai_status wai_gazetteer_init(struct wai_gazetteer *gazetteer,
                                   const struct wai_tables *tables) WAI_CHECK_RESULT;
void wai_gazetteer_free(struct wai_gazetteer *gazetteer);

/* The country that a person means by a word: its code in any case; its name, where case, accents, blanks and
 * punctuation count nothing; or a part of the name of one country alone, of 4 letters or more.  -1: none, or
 * not one alone. */
int32_t wai_gazetteer_guess(const struct wai_gazetteer *gazetteer, const char *word);

#define WAI_GAZETTEER_HINT 80 /* bytes of a hint */

/* For a message about a word that is no code: "; did you mean \"KEN\"?", with up to three codes; "" when
 * nothing is near. */
const char *wai_gazetteer_hint(const struct wai_gazetteer *gazetteer, const char *word,
                               char out[WAI_GAZETTEER_HINT]);

#endif

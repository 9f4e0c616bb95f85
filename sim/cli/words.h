/* The model's words as a policy analyst would say them. */
#ifndef WAI_CLI_WORDS_H
#define WAI_CLI_WORDS_H

#include "model/names.h"

/* What a move is, seen from staying: "to sign", "to give notice of withdrawal"; stay: "to stay as it is". */
extern const char *const wai_words_moves[WAI_N_MOVES];

/* The same of one who did it: "signs". */
extern const char *const wai_words_did[WAI_N_MOVES];

/* Why there was an occasion: "at a signing ceremony". */
extern const char *const wai_words_causes[WAI_N_CAUSES];

/* What a term of a decision stands for. */
extern const char *const wai_words_terms[WAI_N_TERMS];

/* A status in prose: "takes no part". */
extern const char *const wai_words_statuses[WAI_N_STATUSES];

#endif

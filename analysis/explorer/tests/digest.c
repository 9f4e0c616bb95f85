/* Prints the SHA-256 of what the library computes of a scenario: see digest in support.ts, which does the
 * same. */
#include <stdio.h>
#include <stdlib.h>

#include "base/sha256.h"
#include "waico.h"

int main(int argc, char **argv)
{
    const char *const names[] = { "n_members",      "n_signed",     "n_us",         "n_rights",
                                  "trust",          "gdp_share",    "service",      "n_status",
                                  "country_status", "first_signed", "first_member", "first_withdrawn",
                                  "final_status" };
    enum { N = sizeof names / sizeof names[0] };
    struct waico_want wants[N];
    struct waico_scenario *scenario;
    struct waico_model *model;
    struct waico_run run = { .seed = 1, .n_replications = 200 };
    struct wai_sha256 hash;
    char text[WAI_SHA256_TEXT], *messages;

    if (argc != 2 || waico_scenario_open(argv[1], NULL, 0, &scenario, &messages) != WAICO_OK ||
        waico_model_new(scenario, &model, &messages) != WAICO_OK) {
        return 2;
    }
    wai_sha256_init(&hash);
    for (int k = 0; k < N; k++) {
        size_t bytes = waico_model_bytes(model, waico_output_find(names[k])) * run.n_replications;

        wants[k] = (struct waico_want){ names[k], malloc(bytes), bytes };
    }
    if (waico_model_run(model, &run, wants, N, NULL, &messages) != WAICO_OK) {
        return 1;
    }
    for (int k = 0; k < N; k++) {
        wai_sha256_add(&hash, wants[k].data, wants[k].bytes);
    }
    wai_sha256_end(&hash, text);
    puts(text);
    return 0;
}

/* digest SCENARIO OUTPUT...: the SHA-256 of what the library computes of them; digest in support.ts does the
 * same. */
#include <stdio.h>
#include <stdlib.h>

#include "base/sha256.h"
#include "waico.h"

int main(int argc, char **argv)
{
    enum { MOST = 64 };
    struct waico_want wants[MOST];
    const int n = argc - 2;
    struct waico_scenario *scenario;
    struct waico_model *model;
    struct waico_run run = { .seed = 1, .n_replications = 200 };
    struct wai_sha256 hash;
    char text[WAI_SHA256_TEXT], *messages;

    if (n < 1 || n > MOST || waico_scenario_open(argv[1], NULL, 0, &scenario, &messages) != WAICO_OK ||
        waico_model_new(scenario, &model, &messages) != WAICO_OK) {
        return 2;
    }
    wai_sha256_init(&hash);
    for (int k = 0; k < n; k++) {
        const char *name = argv[2 + k];
        size_t bytes = waico_model_bytes(model, waico_output_find(name)) * run.n_replications;

        wants[k] = (struct waico_want){ name, malloc(bytes), bytes };
    }
    if (waico_model_run(model, &run, wants, n, NULL, &messages) != WAICO_OK) {
        return 1;
    }
    for (int k = 0; k < n; k++) {
        wai_sha256_add(&hash, wants[k].data, wants[k].bytes);
    }
    wai_sha256_end(&hash, text);
    puts(text);
    return 0;
}

/* How many members in 2035, and what peers have to do with it: members SCENARIO [REPLICATIONS].
 *
 *     cc members.c $(pkg-config --cflags --libs waico) -o members
 */
#include <stdio.h>
#include <stdlib.h>
#include <waico.h>

/* Mean over the replications of the number of members at the end of the 3,445th day, 2034-12-31; -1: failed. */
static double mean_members(struct waico_model *model, uint32_t n)
{
    const struct waico_run run = { .seed = 1, .n_replications = n, .n_threads = 2 };
    double *members = malloc(n * sizeof *members), sum = 0.0;
    struct waico_want want = { "at_n_members", members, n * sizeof *members };
    char *messages = NULL;

    if (!members || waico_model_run(model, &run, &want, 1, NULL, &messages) != WAICO_OK) {
        fprintf(stderr, "%s\n", messages ? messages : "no memory");
        waico_free(messages);
        free(members);
        return -1.0;
    }
    for (uint32_t r = 0; r < n; r++) {
        sum += members[r];
    }
    free(members);
    return sum / n;
}

int main(int argc, char **argv)
{
    const int32_t day = 3445;
    const double weights[] = { 0.0, 1.0, 2.0, 3.0 };
    uint32_t n = argc > 2 ? (uint32_t)strtoul(argv[2], NULL, 10) : 200;
    struct waico_scenario *scenario = NULL;
    struct waico_model *model = NULL;
    char *messages = NULL;
    int failed = argc < 2 || n == 0 || waico_scenario_open(argv[1], NULL, 0, &scenario, &messages) != WAICO_OK ||
                 waico_model_new(scenario, &model, &messages) != WAICO_OK ||
                 waico_model_read_at(model, &day, 1, &messages) != WAICO_OK;

    for (size_t i = 0; i < sizeof weights / sizeof weights[0] && !failed; i++) {
        double members = -1.0;

        failed = waico_model_set(model, "affinity.peers", weights[i], &messages) != WAICO_OK ||
                 (members = mean_members(model, n)) < 0.0;
        if (!failed) {
            printf("affinity.peers = %.0f: %.4f members at the end of 2034\n", weights[i], members);
        }
    }
    if (failed) {
        fprintf(stderr, "%s\n", messages ? messages : "usage: members SCENARIO [REPLICATIONS]");
    }
    waico_free(messages);
    waico_model_free(model);
    waico_scenario_free(scenario);
    return failed;
}

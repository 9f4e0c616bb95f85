/* What JavaScript cannot call of sim/waico.h as it is: structs handed over by value and numbers of 64 bits.
 */
#include "waico.h"

const char *bridge_parameter_text(size_t i, int which)
{
    struct waico_parameter parameter = waico_parameter_at(i);
    const char *const texts[] = { parameter.path, parameter.unit, parameter.meaning, parameter.source };

    return texts[which];
}

double bridge_parameter_number(size_t i, int which)
{
    struct waico_parameter parameter = waico_parameter_at(i);
    const double numbers[] = { parameter.preset, parameter.min,           parameter.max,
                               parameter.whole,  parameter.at_start_only, parameter.judgement };

    return numbers[which];
}

/* Where an output stands among the outputs; -1: there is none of that name. */
int bridge_output(const char *name)
{
    size_t i = waico_output_find(name);

    return i < waico_n_outputs() ? (int)i : -1;
}

/* Runs replications first .. first + n - 1; seed is whole and below 2^53. */
int bridge_run(struct waico_model *model, double seed, uint32_t first, uint32_t n,
               const struct waico_want *wants, size_t n_wants, struct waico_log *log, char **messages)
{
    const struct waico_run run = { .seed = (uint64_t)seed, .first = first, .n_replications = n };

    return (int)waico_model_run(model, &run, wants, n_wants, log, messages);
}

/* What is seen of a world at an instant: the series, and the status of each country. */
#include "model/observe.h"

#include <gsl/gsl_sort.h>
#include <math.h>
#include <string.h>

#include "model/state.h"

#define MOVES_A_COUNTRY 16 /* of the insertion sort: about what sorting anew costs */

/* Insertion sort, since the order hardly changes from one account to the next; where it does after all, from
 * scratch. */
static void sort_by_capability(struct wai_world *world)
{
    size_t *order = world->by_capability;
    size_t moves_left = MOVES_A_COUNTRY * world->n;

    for (size_t k = 1; k < world->n; k++) {
        size_t country = order[k];
        double q = world->capability[country];
        size_t place = k;

        while (place > 0 && world->capability[order[place - 1]] > q) {
            order[place] = order[place - 1];
            place--;
        }
        order[place] = country;
        if (k - place > moves_left) {
            gsl_sort_index(order, world->capability, 1, world->n);
            return;
        }
        moves_left -= k - place;
    }
}

static double capability_gini(struct wai_world *world)
{
    double n = (double)world->n;
    double sum = 0.0, ranked = 0.0;

    sort_by_capability(world);
    for (size_t k = 0; k < world->n; k++) {
        double q = world->capability[world->by_capability[k]];

        sum += q;
        ranked += (2.0 * (double)(k + 1) - n - 1.0) * q;
    }
    return sum > 0.0 ? ranked / (n * sum) : 0.0;
}

/* Camps: which of the three clubs a country belongs to, as a sum of bits. */
enum { IN_US = 1 << WAI_RIVAL_US, IN_RIGHTS = 1 << WAI_RIVAL_RIGHTS, IN_ORGANISATION = 4, N_CAMPS = 8 };

/* Sums over the countries of each camp. */
struct camps {
    double gdp_usd[N_CAMPS], population[N_CAMPS];
    int32_t countries[N_CAMPS];
    int32_t others[N_CAMPS]; /* countries without the sponsor */
    int32_t south[N_CAMPS];  /* of those, with income < 0.5 */
};

static struct camps sum_camps(const struct wai_world *world)
{
    const struct wai_tables *x = &world->setup->tables;
    struct camps sum = { 0 };

    for (size_t j = 0; j < world->n; j++) {
        int camp = world->country[j].flags +
                   (WAI_STATUS_IS_MEMBER(world->country[j].standing) ? IN_ORGANISATION : 0);
        int other = (int32_t)j != world->sponsor;

        sum.gdp_usd[camp] += x->gdp_usd[j];
        sum.population[camp] += x->population[j];
        sum.countries[camp]++;
        sum.others[camp] += other;
        sum.south[camp] += other & (x->income[j] < 0.5);
    }
    return sum;
}

/* Sum of whole numbers over the camps that have all the bits of `camp`. */
static int32_t count_camps(const int32_t count[N_CAMPS], int bits)
{
    int32_t sum = 0;

    for (int camp = 0; camp < N_CAMPS; camp++) {
        sum += (camp & bits) == bits ? count[camp] : 0;
    }
    return sum;
}

/* The same of reals, over the members of the organisation. */
static double sum_members(const double value[N_CAMPS])
{
    double sum = 0.0;

    for (int camp = IN_ORGANISATION; camp < N_CAMPS; camp++) {
        sum += value[camp];
    }
    return sum;
}

/* 1 - sum of squared GDP shares of: organisation only, us only, rights only, several, none. */
static double fragmentation(const struct wai_world *world, const struct camps *sum)
{
    const double *gdp = sum->gdp_usd;
    double several = gdp[IN_US + IN_RIGHTS] + gdp[IN_ORGANISATION + IN_US] +
                     gdp[IN_ORGANISATION + IN_RIGHTS] + gdp[IN_ORGANISATION + IN_US + IN_RIGHTS];
    double share[5] = { gdp[IN_ORGANISATION], gdp[IN_US], gdp[IN_RIGHTS], several, gdp[0] };
    double squares = 0.0;

    for (int k = 0; k < 5; k++) {
        squares += share[k] / world->world_gdp_usd * (share[k] / world->world_gdp_usd);
    }
    return 1.0 - squares;
}

/* The series at an instant that is now or lies between now and the next event: what is stored holds till
 * then, and the two stocks that relax are followed to it.  Nothing of the world is changed but the order of
 * the countries by capability, which is a matter of speed. */
static void write_series(struct wai_world *world, double years, const struct wai_record_table *to, size_t at)
{
    const struct wai_params *p = &world->params;
    const struct camps sum = sum_camps(world);
    const int32_t *n = world->n_standing;
    int32_t south = count_camps(sum.south, 0);
    double value[WAI_N_SERIES] = {
        [WAI_SERIES_phase] = (double)world->phase,
        [WAI_SERIES_n_members] = world->n_members,
        [WAI_SERIES_n_signed] = n[WAI_STATUS_SIGNATORY] + world->n_members + n[WAI_STATUS_FROZEN],
        [WAI_SERIES_n_us] = count_camps(sum.others, IN_US),
        [WAI_SERIES_n_rights] = count_camps(sum.others, IN_RIGHTS),
        [WAI_SERIES_overlap_us] = count_camps(sum.others, IN_ORGANISATION | IN_US),
        [WAI_SERIES_overlap_rights] = count_camps(sum.others, IN_ORGANISATION | IN_RIGHTS),
        [WAI_SERIES_gdp_share] = sum_members(sum.gdp_usd) / world->world_gdp_usd,
        [WAI_SERIES_population_share] = sum_members(sum.population) / world->world_population,
        [WAI_SERIES_un_vote_share] = count_camps(sum.countries, IN_ORGANISATION) / (double)world->n,
        [WAI_SERIES_south_coverage] = south ? (double)count_camps(sum.south, IN_ORGANISATION) / south : 0.0,
        [WAI_SERIES_trust] = wai_stock_read(&world->trust, p->trust.rest, p->trust.recovery_rate, years),
        [WAI_SERIES_governance_demand] = wai_stock_read(&world->demand, 0.0, p->shock.demand_decay, years),
        [WAI_SERIES_standards_position] = world->position,
        [WAI_SERIES_standards_stringency] = world->stringency,
        [WAI_SERIES_standards_progress] = world->progress,
        [WAI_SERIES_export_control] = wai_world_control(world),
        [WAI_SERIES_fund_inflow] = world->phase == WAI_PHASE_OPERATING ? world->fund_inflow_usd : 0.0,
        [WAI_SERIES_fund_payout] = world->phase == WAI_PHASE_OPERATING ? world->fund_payout_usd : 0.0,
        [WAI_SERIES_capability_gini] = capability_gini(world),
        [WAI_SERIES_fragmentation] = fragmentation(world, &sum),
    };

    for (int s = 0; s < WAI_N_SERIES; s++) {
        to->series[(size_t)s * to->n + at] = value[s];
    }
    for (int k = 0; k < WAI_N_INCENTIVES; k++) {
        to->service[(size_t)k * to->n + at] = world->service[k];
    }
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        to->n_status[(size_t)m * to->n + at] = n[m];
    }
}

/* One column of a table. */
static void write_column(struct wai_world *world, double years, const struct wai_record_table *to, size_t at)
{
    for (size_t j = 0; j < world->n; j++) {
        to->country_status[j * to->n + at] = world->country[j].standing;
    }
    write_series(world, years, to, at);
}

void wai_observe_account(struct wai_world *world, size_t at)
{
    struct wai_record *record = world->record;
    const struct wai_record_table accounts = { record->n_times, record->series, record->service,
                                               record->n_status, record->country_status };

    for (size_t j = 0; record->capability && j < world->n; j++) {
        record->capability[j * record->n_times + at] = (float)world->capability[j];
    }
    write_column(world, world->now_years, &accounts, at);
}

/* Instant of the next reading; infinity: the end alone is left. */
static double next_reading(const struct wai_world *world)
{
    const struct wai_setup *setup = world->setup;

    return world->n_readings < setup->n_readings
               ? (setup->reading_days[world->n_readings] + 1) / WAI_DAYS_PER_YEAR
               : HUGE_VAL;
}

void wai_observe_start(struct wai_world *world)
{
    memcpy(world->by_capability, world->capability_order, world->n * sizeof world->by_capability[0]);
    world->n_readings = 0;
    world->next_reading_years = next_reading(world);
}

void wai_observe_until(struct wai_world *world, double years)
{
    while (world->next_reading_years <= years) {
        write_column(world, world->next_reading_years, &world->record->readings, world->n_readings);
        world->n_readings++;
        world->next_reading_years = next_reading(world);
    }
}

void wai_observe_end(struct wai_world *world)
{
    struct wai_record *record = world->record;

    wai_observe_until(world, world->end_years);
    write_column(world, world->end_years, &record->readings, record->readings.n - 1);
    for (size_t i = 0; i < world->n; i++) {
        record->final_status[i] = world->country[i].standing;
    }
}

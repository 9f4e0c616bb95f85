/* Any bytes as a scenario and as a config: no crash, no leak of ours; what the gate lets through libconfig
 * reads; a scenario that is read has a canonical text that reads back to itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scenario/config.h"
#include "scenario/gate.h"
#include "scenario/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(condition) ((condition) ? (void)0 : abort())

/* Two countries; a column each with a value that every range allows. */
static const char countries[] =
    "iso3,iso_numeric,name,region,subregion,lat,lon,population,gdp_usd,income,reach,alignment,democracy,"
    "capability,"
    "compute,ties,trade_china,trade_us,trade_eu,us_ally,data_regime,governance,voice_gap,veto,invited,rights_"
    "member\n"
    "CHN,156,China,Asia,Eastern Asia,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1\n"
    "USA,840,United States,Americas,Northern America,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0\n"
    "IDN,360,Indonesia,Asia,South-eastern Asia,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,0,0\n";
static const char record[] =
    "iso3,waico_status,waico_date,pax_silica_date\nIDN,founding,2026-07-16,2026-08-01\n";

static struct wai_input inputs[WAI_N_INPUTS] = {
    [WAI_INPUT_COUNTRIES] = { .name = (char[]){ "countries.csv" },
                              .text = (char *)(uintptr_t)countries,
                              .length = sizeof countries - 1 },
    [WAI_INPUT_RECORD] = { .name = (char[]){ "record.csv" },
                           .text = (char *)(uintptr_t)record,
                           .length = sizeof record - 1 },
};

static void check_gate(const char *text, size_t size)
{
    static struct wai_gate gate;
    struct wai_error err = { 0 };
    struct wai_tree tree = { 0 };

    if (wai_gate_check(&gate, text, size, "fuzz", &err) == WAI_OK) {
        CHECK(wai_tree_parse(&tree, text, size, "fuzz", ".", &err) == WAI_OK);
        wai_tree_free(&tree);
    } else {
        CHECK(err.n_messages > 0);
    }
    wai_error_free(&err);
}

static void check_scenario(const char *text, size_t size)
{
    struct wai_error err = { 0 };
    struct wai_scenario first, second;

    if (wai_scenario_read_text(&first, text, size, "fuzz", "/nowhere", inputs, NULL, 0, &err) == WAI_OK) {
        CHECK(wai_scenario_read_text(&second, first.effective_text, strlen(first.effective_text), "again",
                                     "/nowhere", first.inputs, NULL, 0, &err) == WAI_OK);
        CHECK(strcmp(first.effective_text, second.effective_text) == 0);
        wai_scenario_free(&second);
        wai_scenario_free(&first);
    } else {
        CHECK(err.n_messages > 0);
    }
    wai_error_free(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct wai_error err = { 0 };
    struct wai_config config;
    char *text = malloc(size + 1);

    CHECK(text);
    memcpy(text, data, size);
    text[size] = '\0';
    check_gate(text, size);
    check_scenario(text, size);
    if (wai_config_read_text(&config, text, size, "fuzz", "/nowhere", NULL, 0, &err) == WAI_OK) {
        free(wai_config_effective(&config));
        wai_config_free(&config);
    }
    wai_error_free(&err);
    free(text);
    return 0;
}

/* A country's profile on the screen: a table a question. */
#include <math.h>
#include <stdio.h>

#include "cli/profile.h"
#include "cli/table.h"
#include "cli/words.h"

#define N_TERMS_SHOWN 8
#define SMALL 0.005 /* logit units: differences below are not worth a line */

/* How much a term is larger where it signs than where it does not; its mean where there is one kind alone. */
static double contrast(const struct wai_profile *page, int term)
{
    const struct wai_portrait_decisions *sign = &page->portrait.sign, *refuse = &page->portrait.refuse;

    return sign->n && refuse->n ? sign->term[term] - refuse->term[term]
           : sign->n            ? sign->term[term]
                                : refuse->term[term];
}

/* Terms by the size of their contrast, largest first. */
static void order_terms(const struct wai_profile *page, int order[WAI_N_TERMS])
{
    for (int term = 0; term < WAI_N_TERMS; term++) {
        int k = term;

        for (; k > 0 && fabs(contrast(page, order[k - 1])) < fabs(contrast(page, term)); k--) {
            order[k] = order[k - 1];
        }
        order[k] = term;
    }
}

static void heading(const struct wai_profile *page, const char *text)
{
    printf("\n%s%s%s\n", wai_talk_style(&page->call->talk, WAI_TALK_STRONG), text,
           wai_talk_plain(&page->call->talk));
}

static enum wai_status print_years(const struct wai_profile *page)
{
    struct wai_table table = { .n_keys = 1 };

    heading(page, "Chance to have come so far by the end of the day");
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    for (size_t k = 0; k < WAI_PROFILE_MILESTONES; k++) {
        wai_table_column(&table, wai_profile_milestones[k].word, NULL, WAI_TABLE_RIGHT);
    }
    wai_table_column(&table, "is a member", NULL, WAI_TABLE_RIGHT);
    for (size_t d = 0; d < page->n_days; d++) {
        char text[WAI_DATE_TEXT];

        wai_date_write(page->setup->start_day + page->days[d], text);
        wai_table_cell(&table, "%s", text);
        for (size_t k = 0; k < WAI_PROFILE_MILESTONES; k++) {
            wai_table_cell(&table, "%.3f", wai_profile_share(page, wai_profile_by(page, k, d)));
        }
        wai_table_cell(&table, "%.3f", wai_profile_share(page, wai_profile_members(page, d)));
    }
    return wai_table_print(&table, &page->call->talk);
}

static enum wai_status print_dates(const struct wai_profile *page)
{
    static const double shares[] = { 0.05, 0.5, 0.95 };
    struct wai_table table = { .n_keys = 1 };

    heading(page, "When first");
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "ever", NULL, WAI_TABLE_RIGHT);
    for (int q = 0; q < 3; q++) {
        static const char *const heads[] = { "5 % by", "half by", "95 % by" };

        wai_table_column(&table, heads[q], NULL, WAI_TABLE_RIGHT);
    }
    for (size_t k = 0; k < WAI_PROFILE_MILESTONES; k++) {
        wai_table_cell(&table, "%s", wai_profile_milestones[k].word);
        wai_table_cell(&table, "%.3f",
                       wai_profile_share(page, page->portrait.n_first[wai_profile_milestones[k].first]));
        for (int q = 0; q < 3; q++) {
            char text[WAI_DATE_TEXT];

            wai_scene_date(page->setup,
                           wai_portrait_quantile(&page->portrait, wai_profile_milestones[k].first, shares[q]),
                           text);
            wai_table_cell(&table, "%s", text);
        }
    }
    return wai_table_print(&table, &page->call->talk);
}

static enum wai_status print_ends(const struct wai_profile *page)
{
    struct wai_table table = { .n_keys = 1 };

    heading(page, "In the end it");
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "share", NULL, WAI_TABLE_RIGHT);
    for (int status = 0; status < WAI_N_STATUSES; status++) {
        if (page->portrait.n_final[status] > 0) {
            wai_table_cell(&table, "%s", wai_words_statuses[status]);
            wai_table_cell(&table, "%.3f", wai_profile_share(page, page->portrait.n_final[status]));
        }
    }
    return wai_table_print(&table, &page->call->talk);
}

static enum wai_status print_reasons(const struct wai_profile *page)
{
    const struct wai_portrait_decisions *sign = &page->portrait.sign, *refuse = &page->portrait.refuse;
    int n_shown = page->call->options.top > 0 ? (int)page->call->options.top : N_TERMS_SHOWN;
    struct wai_table table = { 0 };
    int order[WAI_N_TERMS];
    char text[256];

    heading(page, "Why it signs, and why it does not");
    if (sign->n + refuse->n == 0) {
        printf("It never had the choice.\n");
        return WAI_OK;
    }
    (void)snprintf(
        text, sizeof text,
        "It signed %zu times, at a chance of %.3f on average; %zu times it could have, and did not, at "
        "%.3f. Means, in logit units: +1 makes it 2.7 times as likely.",
        sign->n, sign->n ? sign->probability : 0.0, refuse->n, refuse->n ? refuse->probability : 0.0);
    wai_table_prose(text, 0, 0);
    wai_table_column(&table, "signs", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "does not", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "difference", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    order_terms(page, order);
    for (int k = 0; k < n_shown; k++) {
        int term = order[k];

        if (fabs(contrast(page, term)) >= SMALL) {
            wai_table_number(&table, "%+.2f", sign->n ? sign->term[term] : (double)NAN);
            wai_table_number(&table, "%+.2f", refuse->n ? refuse->term[term] : (double)NAN);
            wai_table_number(&table, "%+.2f", sign->n && refuse->n ? contrast(page, term) : (double)NAN);
            wai_table_cell(&table, "%s", wai_words_terms[term]);
        }
    }
    return wai_table_print(&table, &page->call->talk);
}

static enum wai_status print_attributes(const struct wai_profile *page)
{
    struct wai_table table = { .n_keys = 1 };

    heading(page, "What it is");
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "value", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "share of countries below", "below", WAI_TABLE_RIGHT);
    for (size_t k = 0; k < WAI_PROFILE_ATTRIBUTES; k++) {
        wai_table_cell(&table, "%s", wai_profile_attributes[k].meaning);
        wai_table_cell(&table, "%.4g", wai_profile_column(page, k)[page->country]);
        wai_table_cell(&table, "%.2f", wai_profile_rank(page, k));
    }
    return wai_table_print(&table, &page->call->talk);
}

static void add_neighbour(const struct wai_profile *page, struct wai_table *table, size_t i)
{
    const struct wai_tables *tables = &page->setup->tables;
    char text[WAI_DATE_TEXT] = "-";

    if (page->setup->recorded_signed_day[i] != INT32_MIN) {
        wai_date_write(page->setup->start_day + page->setup->recorded_signed_day[i], text);
    }
    wai_table_cell(table, "%s", tables->iso3[i]);
    wai_table_cell(table, "%s", tables->name[i]);
    wai_table_cell(table, "%.3f", wai_profile_share(page, page->portrait.n_member_ever[i]));
    wai_table_cell(table, "%s", text);
}

static enum wai_status print_neighbours(const struct wai_profile *page)
{
    const struct wai_tables *tables = &page->setup->tables;
    struct wai_table table = { .n_keys = 2 };

    heading(page, "Its neighbours");
    if (tables->border_start[page->country] == tables->border_start[page->country + 1]) {
        printf("It has no land border.\n");
        return WAI_OK;
    }
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "member ever", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "signed, on record", NULL, WAI_TABLE_LEFT);
    for (uint32_t b = tables->border_start[page->country]; b < tables->border_start[page->country + 1]; b++) {
        add_neighbour(page, &table, tables->border_to[b]);
    }
    return wai_table_print(&table, &page->call->talk);
}

static enum wai_status print_blocs(const struct wai_profile *page)
{
    const struct wai_tables *tables = &page->setup->tables;
    struct wai_table table = { .n_keys = 1 };

    heading(page, "Its blocs");
    if (tables->bloc_start[page->country] == tables->bloc_start[page->country + 1]) {
        printf("It is in none.\n");
        return WAI_OK;
    }
    wai_table_column(&table, "", NULL, WAI_TABLE_LEFT);
    wai_table_column(&table, "other members", NULL, WAI_TABLE_RIGHT);
    wai_table_column(&table, "member ever, mean", NULL, WAI_TABLE_RIGHT);
    for (uint32_t k = tables->bloc_start[page->country]; k < tables->bloc_start[page->country + 1]; k++) {
        double chance;
        size_t n = wai_profile_bloc(page, tables->bloc_of[k], &chance);

        wai_table_cell(&table, "%s", tables->bloc_names[tables->bloc_of[k]]);
        wai_table_cell(&table, "%zu", n);
        wai_table_cell(&table, "%.3f", chance);
    }
    return wai_table_print(&table, &page->call->talk);
}

static void print_top(const struct wai_profile *page)
{
    const struct wai_tables *tables = &page->setup->tables;
    char text[512];

    (void)snprintf(text, sizeof text, "%s (%s), %s", tables->name[page->country], tables->iso3[page->country],
                   tables->subregion_names[tables->subregion[page->country]]);
    printf("%s", wai_talk_style(&page->call->talk, WAI_TALK_STRONG));
    wai_table_prose(text, 0, 0);
    printf("%s", wai_talk_plain(&page->call->talk));
    wai_table_prose(page->scene->title, 0, 0);
    if (page->scene->deviations[0] != '\0') {
        printf("with ");
        wai_table_prose(page->scene->deviations, 5, 5);
    }
    printf("%zu histories, seed %llu%s\n", page->portrait.n, (unsigned long long)page->scene->luck.seed,
           page->portrait.n_failed ? "; some more failed" : "");
    if ((int32_t)page->country == page->setup->sponsor) {
        printf("The sponsor founds the organisation and takes no decisions.\n");
    }
}

enum wai_status wai_profile_screen(const struct wai_profile *page)
{
    static enum wai_status (*const parts[])(const struct wai_profile *page) = {
        print_years, print_dates, print_ends, print_reasons, print_attributes, print_neighbours, print_blocs
    };
    enum wai_status status = WAI_OK;

    print_top(page);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0] && status == WAI_OK; i++) {
        status = parts[i](page);
    }
    return status;
}

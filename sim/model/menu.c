/* Which moves are open to whom: the table of section 4. */
#include "model/menu.h"

#include "base/assert.h"
#include "model/state.h"

/* M6. */
static void refresh_constants(struct wai_world *world)
{
    const struct wai_params *p = &world->params;
    double shift = 0.0;

    if (world->occasion == WAI_OCCASION_CEREMONY) {
        shift = p->decision.constant.at_ceremony;
    } else if (world->occasion == WAI_OCCASION_DEADLINE) {
        shift = p->decision.constant.at_deadline;
    } else if (world->phase >= WAI_PHASE_IN_FORCE) {
        shift = p->decision.constant.accession;
    }
    for (int m = 0; m < WAI_N_STATUSES; m++) {
        world->constant[m] = WAI_STATUS_IS_MEMBER(m) ? p->decision.constant.member : 0.0;
    }
    world->constant[WAI_STATUS_INTERESTED] = p->decision.constant.interested;
    world->constant[WAI_STATUS_OBSERVER] = p->decision.constant.observer;
    world->constant[WAI_STATUS_SIGNATORY] = p->decision.constant.signatory + shift;
}

struct wai_menu_item wai_menu_item(const struct wai_world *world, enum wai_status_code from,
                                   enum wai_move move, enum wai_status_code to)
{
    const struct wai_status_params *here = &world->params.status.at[from];
    const struct wai_status_params *there = &world->params.status.at[to];

    return (struct wai_menu_item){ .constant =
                                       world->constant[to] - world->constant[from] - world->inertia[move],
                                   .access = there->access - here->access,
                                   .affiliation = there->affiliation - here->affiliation,
                                   .obligation = there->obligation - here->obligation,
                                   .move = (int8_t)move,
                                   .to = (int8_t)to };
}

static void add(struct wai_world *world, struct wai_menu *menu, enum wai_status_code from, enum wai_move move,
                enum wai_status_code to)
{
    wai_assert(menu->n < WAI_MENU_MOVES);
    menu->item[menu->n++] = wai_menu_item(world, from, move, to);
}

/* Moves of a member; tier: between tiers too. */
static void fill_member(struct wai_world *world, struct wai_menu *menu, enum wai_status_code m, int tier)
{
    if (tier && m > WAI_STATUS_ASSOCIATE) {
        add(world, menu, m, WAI_MOVE_TIER_DOWN, m - 1);
    }
    if (tier && m < WAI_STATUS_CORE) {
        add(world, menu, m, WAI_MOVE_TIER_UP, m + 1);
    }
    add(world, menu, m, WAI_MOVE_FREEZE, WAI_STATUS_FROZEN);
    add(world, menu, m, WAI_MOVE_EXIT, WAI_STATUS_WITHDRAWN);
}

/* Moves of a country that is not bound yet: none, interested, observer. */
static void fill_outsider(struct wai_world *world, struct wai_menu *menu, enum wai_status_code m)
{
    if (m != WAI_STATUS_NONE) {
        add(world, menu, m, WAI_MOVE_DROP, WAI_STATUS_NONE);
    } else if (world->phase != WAI_PHASE_DISSOLVED) {
        add(world, menu, m, WAI_MOVE_INTEREST, WAI_STATUS_INTERESTED);
    }
    if (m != WAI_STATUS_OBSERVER && world->phase == WAI_PHASE_OPERATING) {
        add(world, menu, m, WAI_MOVE_OBSERVE, WAI_STATUS_OBSERVER);
    }
    if (wai_world_signing(world)) {
        add(world, menu, m, WAI_MOVE_SIGN, WAI_STATUS_SIGNATORY);
    }
}

static void fill(struct wai_world *world, struct wai_menu *menu, enum wai_status_code m, int tier)
{
    menu->n = 0;
    if (WAI_STATUS_IS_MEMBER(m)) {
        fill_member(world, menu, m, tier);
    } else if (m < WAI_STATUS_SIGNATORY) {
        fill_outsider(world, menu, m);
    } else if (m == WAI_STATUS_SIGNATORY) {
        add(world, menu, m, WAI_MOVE_UNSIGN, WAI_STATUS_NONE);
    } else if (m == WAI_STATUS_FROZEN) {
        add(world, menu, m, WAI_MOVE_THAW, WAI_STATUS_ASSOCIATE);
        add(world, menu, m, WAI_MOVE_EXIT, WAI_STATUS_WITHDRAWN);
    } else if (wai_world_signing(world)) {
        add(world, menu, m, WAI_MOVE_RETURN, WAI_STATUS_SIGNATORY);
    }
}

void wai_menu_refresh(struct wai_world *world)
{
    refresh_constants(world);
    for (enum wai_status_code m = WAI_STATUS_NONE; m < WAI_N_STATUSES; m++) {
        fill(world, &world->menu[m][0], m, 0);
        fill(world, &world->menu[m][1], m, 1);
        if (m < WAI_STATUS_SIGNATORY) {
            world->signing[m] = wai_menu_item(world, m, WAI_MOVE_SIGN, WAI_STATUS_SIGNATORY);
        }
    }
}

/* The account at the end of each period: services, trust, fund, capability (M18 to M21), then the record
 * (model/observe.h). */
#ifndef WAI_MODEL_ACCOUNT_H
#define WAI_MODEL_ACCOUNT_H

struct wai_world;

/* Account number world->n_accounts + 1 is due: settles it, records it, dissolves the organisation if too few
 * are left, and schedules the next. */
void wai_account_settle(struct wai_world *world);

#endif

/* The standing of a country with the organisation and its rivals, and the treaty behind it: signature,
 * ratification, entry into force, notice, withdrawal, dissolution. */
#ifndef WAI_MODEL_STANDING_H
#define WAI_MODEL_STANDING_H

#include <stddef.h>
#include <stdint.h>

#include "model/names.h"

struct wai_world;

/* Carries out a choice and logs it.  to: the status after a move between statuses; a notice (WAI_MOVE_EXIT)
 * leaves it as it is until the notice expires. */
void wai_standing_apply(struct wai_world *world, size_t i, enum wai_cause cause, enum wai_move move,
                        enum wai_status_code to);

/* A calendar entry sets a status; what was pending for the country is cancelled. */
void wai_standing_script(struct wai_world *world, size_t i, enum wai_status_code status);

/* A country starts as signatory: draws its delay as if it signed now. */
void wai_standing_start(struct wai_world *world, size_t i);

/* Events: the ratification of country i is done (M12); its notice expires; the organisation enters into
 * operation. */
void wai_standing_ratified(struct wai_world *world, size_t i);
void wai_standing_notice_end(struct wai_world *world, size_t i);
void wai_standing_operation(struct wai_world *world);

/* Dissolves the organisation when it operates with fewer members than the charter asks. */
void wai_standing_dissolve_if_small(struct wai_world *world);

#endif

/* What happens around the countries: incidents and responses, releases, export controls, offers, and changes
 * of leader. */
#ifndef WAI_MODEL_SHOCK_H
#define WAI_MODEL_SHOCK_H

#include <stddef.h>
#include <stdint.h>

struct wai_world;

/* Starts the clocks that run from the beginning, leaders' included. */
void wai_shock_start(struct wai_world *world);

/* Starts and stops the clocks that run in operation alone; jobs pending at the end are dropped. */
void wai_shock_start_operation(struct wai_world *world);
void wai_shock_end_operation(struct wai_world *world);

/* The rates have changed by a `set`; old_growth is the former shock.incident_growth. */
void wai_shock_rates_changed(struct wai_world *world, double old_growth_per_year);

/* Events. */
void wai_shock_incident(struct wai_world *world);
void wai_shock_scripted_incident(struct wai_world *world, int32_t day, uint32_t occurrence);
void wai_shock_release(struct wai_world *world, int32_t clock_name);
void wai_shock_control(struct wai_world *world);
void wai_shock_offer(struct wai_world *world);
void wai_shock_leader(struct wai_world *world, size_t i);

#endif

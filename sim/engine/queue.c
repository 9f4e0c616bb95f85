/* An implicit 4-ary heap of small nodes over a table of events.
 *
 * A node is a time, a priority and the number of a slot: four siblings fill one cache line, so one level of
 * the heap costs one line.  What is rarely looked at (the event itself, its sequence) stays in the slot, and
 * an array of positions leads from a slot back to its node.  A handle is the number of its slot. */
#include "engine/queue.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "base/assert.h"

#define CACHE_LINE 64
#define BRANCHES 4
#define FIRST_SLOTS 64
#define NOT_LIVE UINT32_MAX
#define CAPACITY_LIMIT (UINT32_MAX / BRANCHES) /* keeps positions of children below 2^32 */

struct node {
    double time_years;
    uint32_t priority;
    uint32_t slot;
};

struct slot {
    struct wai_event event;
    uint64_t sequence;
};

struct wai_queue {
    struct node *nodes;  /* heap order; the children of i are 4 i + 1 .. 4 i + 4 */
    uint32_t *positions; /* slot to node, NOT_LIVE for a free slot */
    struct slot *slots;
    uint32_t *free_slots; /* a stack */
    void *node_memory;    /* where nodes lies, such that nodes[1] begins a cache line */
    uint32_t n_nodes;
    uint32_t n_used; /* slots ever used since the last clear */
    uint32_t n_free;
    uint32_t capacity;
    uint64_t next_sequence;
    double now_years; /* time last popped */
};

/* Order among nodes of one time. */
static int ties_before(const struct wai_queue *queue, const struct node *a, const struct node *b)
{
    if (a->priority != b->priority) {
        return a->priority < b->priority;
    }
    return queue->slots[a->slot].sequence < queue->slots[b->slot].sequence;
}

static inline int goes_before(const struct wai_queue *queue, const struct node *a, const struct node *b)
{
    if (__builtin_expect(a->time_years == b->time_years, 0)) {
        return ties_before(queue, a, b);
    }
    return a->time_years < b->time_years;
}

static inline void put(struct wai_queue *queue, uint32_t position, struct node node)
{
    queue->nodes[position] = node;
    queue->positions[node.slot] = position;
}

/* Puts node at `position` or as far above it as order asks. */
static inline void sift_up(struct wai_queue *queue, uint32_t position, struct node node)
{
    while (position > 0) {
        uint32_t parent = (position - 1) / BRANCHES;

        if (!goes_before(queue, &node, &queue->nodes[parent])) {
            break;
        }
        put(queue, position, queue->nodes[parent]);
        position = parent;
    }
    put(queue, position, node);
}

/* The first of up to four children, the leftmost at `child`. */
static inline uint32_t first_child(const struct wai_queue *queue, uint32_t child)
{
    const struct node *nodes = queue->nodes + child;
    uint32_t n_children = queue->n_nodes - child;
    uint32_t first = 0;

    if (__builtin_expect(n_children >= BRANCHES, 1)) {
        /* Arithmetic, since the outcomes are random: a branch would be mispredicted half of the time. */
        uint32_t in_left = nodes[1].time_years < nodes[0].time_years;
        uint32_t in_right = nodes[3].time_years < nodes[2].time_years;
        double left = in_left ? nodes[1].time_years : nodes[0].time_years;
        double right = in_right ? nodes[3].time_years : nodes[2].time_years;
        uint32_t is_right = right < left;
        int tied = (nodes[0].time_years == nodes[1].time_years) |
                   (nodes[2].time_years == nodes[3].time_years) | (left == right);

        if (__builtin_expect(!tied, 1)) {
            return child + in_left + (-is_right & (2 + in_right - in_left));
        }
        n_children = BRANCHES;
    }
    for (uint32_t i = 1; i < n_children; i++) {
        first = goes_before(queue, &nodes[i], &nodes[first]) ? i : first;
    }
    return child + first;
}

/* Puts node at `position` or as far below it as order asks. */
static inline void sift_down(struct wai_queue *queue, uint32_t position, struct node node)
{
    uint32_t child = BRANCHES * position + 1;

    while (child < queue->n_nodes) {
        child = first_child(queue, child);
        if (!goes_before(queue, &queue->nodes[child], &node)) {
            break;
        }
        put(queue, position, queue->nodes[child]);
        position = child;
        child = BRANCHES * position + 1;
    }
    put(queue, position, node);
}

/* Takes the node at `position` out and frees its slot. */
static void remove_node(struct wai_queue *queue, uint32_t position)
{
    struct node last = queue->nodes[--queue->n_nodes];
    uint32_t slot = queue->nodes[position].slot;

    queue->positions[slot] = NOT_LIVE;
    queue->free_slots[queue->n_free++] = slot;
    if (position == queue->n_nodes) {
        return;
    }
    if (position > 0 && goes_before(queue, &last, &queue->nodes[(position - 1) / BRANCHES])) {
        sift_up(queue, position, last);
    } else {
        sift_down(queue, position, last);
    }
}

/* Whether a time may be scheduled; false for NaN. */
static int is_reachable(const struct wai_queue *queue, double time_years)
{
    return time_years >= queue->now_years;
}

static int is_live(const struct wai_queue *queue, uint32_t handle)
{
    return handle < queue->n_used && queue->positions[handle] != NOT_LIVE;
}

/* Gives one array of the queue room for `capacity` elements; the old one stays when memory is out. */
static int grow_array(void **array, size_t element_size, size_t capacity)
{
    void *grown = realloc(*array, element_size * capacity);

    if (grown) {
        *array = grown;
    }
    return grown != NULL;
}

/* Moves the nodes to memory of their own alignment, which realloc would not keep. */
static int grow_nodes(struct wai_queue *queue, size_t capacity)
{
    size_t bytes = (capacity + BRANCHES - 1) * sizeof(struct node);
    void *memory = aligned_alloc(CACHE_LINE, (bytes + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE);
    struct node *nodes;

    if (!memory) {
        return 0;
    }
    nodes = (struct node *)memory + BRANCHES - 1;
    if (queue->n_nodes > 0) {
        memcpy(nodes, queue->nodes, queue->n_nodes * sizeof *nodes);
    }
    free(queue->node_memory);
    queue->node_memory = memory;
    queue->nodes = nodes;
    return 1;
}

static enum wai_status reserve(struct wai_queue *queue, size_t capacity)
{
    void *positions = queue->positions, *slots = queue->slots, *free_slots = queue->free_slots;
    int grown;

    if (capacity >= CAPACITY_LIMIT) {
        return WAI_ERR_MEMORY;
    }
    grown = grow_array(&positions, sizeof *queue->positions, capacity) &&
            grow_array(&slots, sizeof *queue->slots, capacity) &&
            grow_array(&free_slots, sizeof *queue->free_slots, capacity) && grow_nodes(queue, capacity);
    queue->positions = positions;
    queue->slots = slots;
    queue->free_slots = free_slots;
    if (!grown) {
        return WAI_ERR_MEMORY;
    }
    queue->capacity = (uint32_t)capacity;
    return WAI_OK;
}

struct wai_queue *wai_queue_new(size_t capacity)
{
    struct wai_queue *queue = calloc(1, sizeof *queue);

    if (!queue) {
        return NULL;
    }
    if (reserve(queue, capacity > 0 ? capacity : FIRST_SLOTS) != WAI_OK) {
        wai_queue_free(queue);
        return NULL;
    }
    wai_queue_clear(queue);
    return queue;
}

void wai_queue_free(struct wai_queue *queue)
{
    if (queue) {
        free(queue->node_memory);
        free(queue->positions);
        free(queue->slots);
        free(queue->free_slots);
        free(queue);
    }
}

void wai_queue_clear(struct wai_queue *queue)
{
    queue->n_nodes = 0;
    queue->n_used = 0;
    queue->n_free = 0;
    queue->next_sequence = 0;
    queue->now_years = -DBL_MAX; /* refuses minus infinity as well */
}

enum wai_status wai_queue_push(struct wai_queue *queue, const struct wai_event *event, uint32_t *handle)
{
    const struct wai_event added = *event; /* it may lie in the slots, which move */
    uint32_t slot;

    if (!is_reachable(queue, added.time_years)) {
        return WAI_ERR_MODEL;
    }
    if (queue->n_free > 0) {
        slot = queue->free_slots[--queue->n_free];
    } else {
        if (queue->n_used == queue->capacity && reserve(queue, 2 * (size_t)queue->capacity) != WAI_OK) {
            return WAI_ERR_MEMORY;
        }
        slot = queue->n_used++;
    }
    queue->slots[slot] = (struct slot){ added, queue->next_sequence++ };
    sift_up(queue, queue->n_nodes++, (struct node){ added.time_years, added.priority, slot });
    if (handle) {
        *handle = slot;
    }
    return WAI_OK;
}

void wai_queue_cancel(struct wai_queue *queue, uint32_t handle)
{
    wai_assert(is_live(queue, handle));
    remove_node(queue, queue->positions[handle]);
}

enum wai_status wai_queue_reschedule(struct wai_queue *queue, uint32_t handle, double time_years)
{
    struct node node;
    uint32_t position;

    wai_assert(is_live(queue, handle));
    if (!is_reachable(queue, time_years)) {
        return WAI_ERR_MODEL;
    }
    position = queue->positions[handle];
    node = (struct node){ time_years, queue->nodes[position].priority, handle };
    queue->slots[handle].event.time_years = time_years;
    queue->slots[handle].sequence = queue->next_sequence++;
    if (position > 0 && goes_before(queue, &node, &queue->nodes[(position - 1) / BRANCHES])) {
        sift_up(queue, position, node);
    } else {
        sift_down(queue, position, node);
    }
    return WAI_OK;
}

const struct wai_event *wai_queue_peek(const struct wai_queue *queue)
{
    return queue->n_nodes > 0 ? &queue->slots[queue->nodes[0].slot].event : NULL;
}

void wai_queue_pop(struct wai_queue *queue, struct wai_event *event)
{
    wai_assert(queue->n_nodes > 0);
    *event = queue->slots[queue->nodes[0].slot].event;
    queue->now_years = event->time_years;
    remove_node(queue, 0);
}

size_t wai_queue_length(const struct wai_queue *queue)
{
    return queue->n_nodes;
}

const struct wai_event *wai_queue_get(const struct wai_queue *queue, uint32_t handle)
{
    return is_live(queue, handle) ? &queue->slots[handle].event : NULL;
}

void wai_queue_verify(const struct wai_queue *queue)
{
    wai_assert(queue->n_nodes + queue->n_free == queue->n_used);
    wai_assert(queue->n_used <= queue->capacity);
    for (uint32_t i = 0; i < queue->n_nodes; i++) {
        const struct node *node = &queue->nodes[i];
        const struct slot *slot = &queue->slots[node->slot];

        wai_assert(node->slot < queue->n_used);
        wai_assert(queue->positions[node->slot] == i);
        wai_assert(node->time_years == slot->event.time_years);
        wai_assert(node->priority == slot->event.priority);
        wai_assert(slot->sequence < queue->next_sequence);
        wai_assert(is_reachable(queue, node->time_years));
        wai_assert(i == 0 || goes_before(queue, &queue->nodes[(i - 1) / BRANCHES], node));
    }
    for (uint32_t i = 0; i < queue->n_free; i++) {
        wai_assert(queue->free_slots[i] < queue->n_used);
        wai_assert(queue->positions[queue->free_slots[i]] == NOT_LIVE);
    }
}

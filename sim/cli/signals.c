/* The one variable that a signal may change. */
#include "cli/signals.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static atomic_int stop;

static void raise_flag(int number)
{
    (void)number;
    if (atomic_exchange_explicit(&stop, 1, memory_order_relaxed) != 0) {
        _exit(130);
    }
}

const atomic_int *wai_signals_watch(void)
{
    static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
    struct sigaction action = { .sa_handler = raise_flag, .sa_flags = SA_RESTART };

    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct sigaction before;

        /* nohup and the like asked for a signal to be ignored: it stays so. */
        if (sigaction(numbers[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) {
            (void)sigaction(numbers[i], &action, NULL);
        }
    }
    return &stop;
}

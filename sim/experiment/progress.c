/* Arithmetic and wording of progress; the command line decides where and when it is shown. */
#include "experiment/progress.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

double wai_progress_rate(const struct wai_runner_progress *progress)
{
    return progress->seconds > 0 ? (double)progress->n_delivered / progress->seconds : 0;
}

double wai_progress_left(const struct wai_runner_progress *progress)
{
    double rate = wai_progress_rate(progress);

    return rate > 0 ? (double)(progress->n_tasks - progress->n_delivered) / rate : (double)NAN;
}

void wai_progress_duration(double seconds, char *text, size_t size)
{
    if (!(seconds >= 0) || seconds > 1e9) {
        (void)snprintf(text, size, "?");
    } else if (seconds < 9.95) {
        (void)snprintf(text, size, "%.1f s", seconds);
    } else if (seconds < 59.5) {
        (void)snprintf(text, size, "%.0f s", seconds);
    } else if (seconds < 3599.5) {
        unsigned whole = (unsigned)(seconds + 0.5);

        (void)snprintf(text, size, "%u min %u s", whole / 60, whole % 60);
    } else {
        unsigned long minutes = (unsigned long)(seconds / 60 + 0.5);

        (void)snprintf(text, size, "%lu h %lu min", minutes / 60, minutes % 60);
    }
}

void wai_progress_bytes(double bytes, char *text, size_t size)
{
    const char *const units[] = { "B", "kB", "MB", "GB", "TB" };
    int u = 0;

    while (bytes >= 1000 && u < 4) {
        bytes /= 1000;
        u++;
    }
    (void)snprintf(text, size, "%.3g %s", bytes, units[u]);
}

void wai_progress_count(unsigned long long n, char *text, size_t size)
{
    char digits[32];
    size_t length = (size_t)snprintf(digits, sizeof digits, "%llu", n);
    size_t at = 0;

    for (size_t i = 0; i < length && at + 2 < size; i++) {
        if (i > 0 && (length - i) % 3 == 0) {
            text[at++] = ',';
        }
        text[at++] = digits[i];
    }
    text[at] = '\0';
}

void wai_progress_text(const struct wai_runner_progress *progress, char *line, size_t size)
{
    char done[32], total[32], left[32], rate[32], failed[48] = "";
    double per_second = wai_progress_rate(progress);
    double share =
        progress->n_tasks ? 100.0 * (double)progress->n_delivered / (double)progress->n_tasks : 100.0;

    wai_progress_count(progress->n_delivered, done, sizeof done);
    wai_progress_count(progress->n_tasks, total, sizeof total);
    wai_progress_duration(wai_progress_left(progress), left, sizeof left);
    if (per_second >= 10) {
        wai_progress_count((unsigned long long)per_second, rate, sizeof rate);
    } else {
        (void)snprintf(rate, sizeof rate, "%.2g", per_second);
    }
    if (progress->n_failed > 0) {
        (void)snprintf(failed, sizeof failed, ", %zu failed", progress->n_failed);
    }
    (void)snprintf(line, size, "%s of %s replications (%.0f %%)%s, %s a second, %s left", done, total,
                   floor(share), failed, rate, left);
}

void wai_progress_json(const struct wai_runner_progress *progress, char *line, size_t size)
{
    double left = wai_progress_left(progress);
    char left_text[32] = "null";

    if (!isnan(left)) {
        (void)snprintf(left_text, sizeof left_text, "%.3f", left);
    }
    (void)snprintf(line, size,
                   "{\"done\":%zu,\"total\":%zu,\"failed\":%zu,\"seconds\":%.3f,\"rate_per_second\":%.3f,"
                   "\"seconds_left\":%s}",
                   progress->n_delivered, progress->n_tasks, progress->n_failed, progress->seconds,
                   wai_progress_rate(progress), left_text);
}

/* A process, its limits, its signals. */
#define _DEFAULT_SOURCE /* MAP_ANONYMOUS */

#include "cli/confine.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define MEMORY ((rlim_t)2 << 30) /* bytes, and MEMORY_RATIO times those of the files */
#define MEMORY_RATIO 16
#define SECONDS 60 /* and one more for every BYTES_PER_SECOND of the files */
#define BYTES_PER_SECOND 10000000

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1 /* takes terabytes of addresses for its notes */
#else
#define SANITIZED 0
#endif

/* What the child tells its parent. */
struct board {
    char draft[PATH_MAX];
};

static struct board *board;         /* shared by both; NULL: none */
static rlim_t seconds;              /* that the child may compute */
static volatile sig_atomic_t child; /* of the parent; 0: none */

/* ---- in the child ---- */

static void set_limit(int which, rlim_t value)
{
    struct rlimit limit;

    if (getrlimit(which, &limit) == 0) {
        limit.rlim_cur = value < limit.rlim_max ? value : limit.rlim_max;
        (void)setrlimit(which, &limit);
    }
}

static int is_regular(int descriptor)
{
    struct stat facts;

    return fstat(descriptor, &facts) == 0 && S_ISREG(facts.st_mode);
}

static void confine(uint64_t bytes, int writes)
{
    set_limit(RLIMIT_CORE, 0);
    seconds = SECONDS + (rlim_t)(bytes / BYTES_PER_SECOND);
    wai_confine_go_on();
    if (!SANITIZED) {
        set_limit(RLIMIT_DATA, MEMORY + MEMORY_RATIO * (rlim_t)bytes);
    }
    /* Its output may have been sent into a file. */
    if (!writes && !is_regular(STDOUT_FILENO) && !is_regular(STDERR_FILENO)) {
        set_limit(RLIMIT_FSIZE, 0);
    }
    (void)signal(SIGXCPU, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
}

static rlim_t used(void)
{
    struct rusage usage;

    return getrusage(RUSAGE_SELF, &usage) == 0 ? (rlim_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) : 0;
}

void wai_confine_pause(void)
{
    struct rlimit limit;

    if (seconds > 0 && getrlimit(RLIMIT_CPU, &limit) == 0) {
        seconds = limit.rlim_cur > used() ? limit.rlim_cur - used() : 1;
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_CPU, &limit);
    }
}

void wai_confine_go_on(void)
{
    if (seconds > 0) {
        set_limit(RLIMIT_CPU, used() + seconds);
    }
}

void wai_confine_draft(const char *path)
{
    if (board) {
        (void)snprintf(board->draft, sizeof board->draft, "%s", path);
    }
}

/* ---- in the parent ---- */

static const int passed_on[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define N_PASSED_ON (sizeof passed_on / sizeof *passed_on)

/* What the terminal sends, it sends to the child too. */
static void pass_on(int number, siginfo_t *from, void *context)
{
    (void)context;
    if (child > 0 && from->si_code <= 0) {
        (void)kill((pid_t)child, number);
    }
}

static void watch_signals(struct sigaction before[N_PASSED_ON])
{
    struct sigaction action = { .sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART };

    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < N_PASSED_ON; i++) {
        if (sigaction(passed_on[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN) {
            (void)sigaction(passed_on[i], &action, NULL);
        }
    }
}

/* Ends as the child did, so that who waits for it sees the signal. */
static void end_alike(int number)
{
    for (size_t i = 0; i < N_PASSED_ON; i++) {
        if (number == passed_on[i]) {
            (void)signal(number, SIG_DFL);
            (void)raise(number);
        }
    }
}

static enum wai_confine_side judge(int status, const char *what, int *code, struct wai_error *err)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    if (WIFEXITED(status)) {
        *code = WEXITSTATUS(status);
        return WAI_CONFINE_PARENT;
    }
    if (board && board->draft[0] != '\0') {
        board->draft[sizeof board->draft - 1] = '\0';
        (void)unlink(board->draft);
    }
    end_alike(number);
    (void)wai_error_add(err, WAI_ERR_FORMAT,
                        number == SIGXCPU ? "%s: reading took too long (signal %d): damaged, or made to harm"
                                          : "%s: reading ended with signal %d: damaged, or made to harm",
                        what, number);
    return WAI_CONFINE_FAILED;
}

enum wai_confine_side wai_confine_split(const char *what, uint64_t bytes, int writes, int *code,
                                        struct wai_error *err)
{
    struct sigaction before[N_PASSED_ON];
    int status = 0;
    pid_t process;

    (void)fflush(NULL);
    if (!board) {
        board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        board = board == MAP_FAILED ? NULL : board;
    }
    wai_confine_draft("");
    process = fork();
    if (process < 0) {
        (void)wai_error_add(err, WAI_ERR_IO, "no process for reading: %s", strerror(errno));
        return WAI_CONFINE_FAILED;
    }
    if (process == 0) {
        confine(bytes, writes);
        return WAI_CONFINE_CHILD;
    }
    child = (sig_atomic_t)process;
    watch_signals(before);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    for (size_t i = 0; i < N_PASSED_ON; i++) {
        (void)sigaction(passed_on[i], &before[i], NULL);
    }
    child = 0;
    return judge(status, what, code, err);
}

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

#define MEMORY ((rlim_t)768 << 20) /* bytes, and MEMORY_RATIO times those of the files */
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
static volatile sig_atomic_t
    asked; /* signal that asked the parent to end while the child was there; 0: none */

/* Signals that ask a process to end. */
static const int requests[] = { SIGINT, SIGTERM, SIGHUP, SIGQUIT };
#define N_REQUESTS (sizeof requests / sizeof *requests)

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
    for (size_t i = 0; i < N_REQUESTS; i++) {
        if (signal(requests[i], SIG_DFL) == SIG_IGN) {
            (void)signal(requests[i], SIG_IGN);
        }
    }
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

/* What the terminal sends, it sends to the child too. */
static void pass_on(int number, siginfo_t *from, void *context)
{
    (void)context;
    asked = number;
    if (child > 0 && from->si_code <= 0) {
        (void)kill((pid_t)child, number);
    }
}

static void watch_signals(struct sigaction before[N_REQUESTS])
{
    struct sigaction action = { .sa_sigaction = pass_on, .sa_flags = SA_SIGINFO | SA_RESTART };

    (void)sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < N_REQUESTS; i++) {
        if (sigaction(requests[i], NULL, &before[i]) == 0 && before[i].sa_handler != SIG_IGN) {
            (void)sigaction(requests[i], &action, NULL);
        }
    }
}

/* Did the child end as asked, alone or with its parent? */
static int was_asked(int status)
{
    for (size_t i = 0; WIFSIGNALED(status) && i < N_REQUESTS; i++) {
        if (WTERMSIG(status) == requests[i]) {
            return 1;
        }
    }
    return 0;
}

/* Does this process have a handler of its own for a signal? */
static int takes_note(int number)
{
    struct sigaction now;

    return sigaction(number, NULL, &now) == 0 && now.sa_handler != SIG_DFL;
}

static enum wai_confine_side judge(int status, const char *what, int *code, struct wai_error *err)
{
    int number = WIFSIGNALED(status) ? WTERMSIG(status) : 0;

    if (number && board && board->draft[0] != '\0') {
        board->draft[sizeof board->draft - 1] = '\0';
        (void)unlink(board->draft);
    }
    /* A child that was asked to end and did so well has said all; else the parent does what it does on that
     * signal: end by it, so that who waits for it sees it, or take note. */
    if (was_asked(status) || (asked && takes_note(asked))) {
        (void)raise(asked ? asked : number);
    }
    if (WIFEXITED(status) || was_asked(status)) {
        *code = number ? wai_status_exit_code(WAI_ERR_INTERRUPTED) : WEXITSTATUS(status);
        return WAI_CONFINE_PARENT;
    }
    (void)wai_error_add(err, WAI_ERR_FORMAT,
                        number == SIGXCPU ? "%s: reading took too long (signal %d): damaged, or made to harm"
                                          : "%s: reading ended with signal %d: damaged, or made to harm",
                        what, number);
    return WAI_CONFINE_FAILED;
}

enum wai_confine_side wai_confine_split(const char *what, uint64_t bytes, int writes, int *code,
                                        struct wai_error *err)
{
    struct sigaction before[N_REQUESTS];
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
    asked = 0;
    child = (sig_atomic_t)process;
    watch_signals(before);
    while (waitpid(process, &status, 0) < 0 && errno == EINTR) {
    }
    for (size_t i = 0; i < N_REQUESTS; i++) {
        (void)sigaction(requests[i], &before[i], NULL);
    }
    child = 0;
    return judge(status, what, code, err);
}

/* waico verify: is a result or a work folder what it claims to be?  Files of others are read in a child
 * process with limits, so that a fault of the library that reads them is a message and nothing more. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/command.h"
#include "cli/heading.h"
#include "cli/locate.h"
#include "experiment/folder.h"
#include "experiment/rebuild.h"
#include "output/reader.h"

#define MOST_MEMORY ((rlim_t)4 << 30)
#define SECONDS 60      /* and one more for every ten million bytes */
#define MOST_TEXT 65536 /* of messages from the child */

static const struct wai_option verify_options[] = { WAI_OPTION_COMMON };

/* ---- in the child ---- */

static void set_limit(int which, rlim_t value)
{
    struct rlimit limit = { value, value };

    (void)setrlimit(which, &limit);
}

static void confine(off_t bytes)
{
    set_limit(RLIMIT_CORE, 0);
    set_limit(RLIMIT_FSIZE, 0);
    set_limit(RLIMIT_CPU, SECONDS + (rlim_t)(bytes / 10000000));
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    set_limit(RLIMIT_AS, MOST_MEMORY);
#endif
    (void)signal(SIGXCPU, SIG_DFL);
}

/* Bytes, then rules of the format, then the world that the file says it is of.  part: cli/heading.h. */
static enum wai_status check_file(const char *path, char part[WAI_HEADING_PART], struct wai_error *err)
{
    struct wai_rebuild rebuild = { 0 };
    struct wai_reader *reader = NULL;
    char *identity = NULL;
    enum wai_status status = wai_reader_digest(path, err);

    if (status == WAI_OK) {
        status = wai_reader_open(&reader, path, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_check(reader, err);
    }
    if (status == WAI_OK) {
        status = wai_reader_text(reader, "identity", &identity, err);
    }
    if (status == WAI_OK && (strlen(identity) != 64 || strspn(identity, "0123456789abcdef") != 64)) {
        status = wai_error_add(err, WAI_ERR_FORMAT, "%s: its identity is not one", path);
    }
    if (status == WAI_OK) {
        status = wai_rebuild_read(&rebuild, path, wai_reader_kind(reader) == WAI_READER_SWEEP ? 0 : -1, err);
    }
    if (status == WAI_OK) {
        status = wai_heading_part(reader, part, err);
    }
    free(identity);
    wai_rebuild_free(&rebuild);
    wai_reader_close(&reader);
    return status;
}

static void write_all(int to, const char *text)
{
    size_t left = strlen(text);

    while (left > 0) {
        ssize_t n = write(to, text, left);

        if (n <= 0) {
            return;
        }
        text += n;
        left -= (size_t)n;
    }
}

/* ---- in the parent ---- */

/* Messages of the child, at most MOST_TEXT of them. */
static char *read_messages(int from)
{
    char *text = calloc(1, MOST_TEXT + 1);
    size_t length = 0;
    ssize_t n = 1;

    while (text && n > 0 && length < MOST_TEXT) {
        n = read(from, text + length, MOST_TEXT - length);
        if (n < 0 && errno == EINTR) {
            n = 1;
            continue;
        }
        length += n > 0 ? (size_t)n : 0;
    }
    return text;
}

static void add_lines(struct wai_error *err, enum wai_status status, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        if (length > 0) {
            (void)wai_error_add(err, status, "%.*s", (int)length, text);
        }
        text += length + (text[length] == '\n');
    }
}

static enum wai_status judge(const char *path, int code, const char *text, struct wai_error *err)
{
    if (WIFEXITED(code) && WEXITSTATUS(code) == 0) {
        return WAI_OK;
    }
    if (WIFEXITED(code)) {
        add_lines(err, WAI_ERR_FORMAT, text);
        return WAI_ERR_FORMAT;
    }
    return wai_error_add(err, WAI_ERR_FORMAT,
                         WTERMSIG(code) == SIGXCPU || WTERMSIG(code) == SIGKILL
                             ? "%s: reading it took too long (signal %d): it is damaged or made to harm"
                             : "%s: reading it ended with signal %d: it is damaged or made to harm",
                         path, WTERMSIG(code));
}

static enum wai_status verify_file(const char *path, off_t bytes, char part[WAI_HEADING_PART],
                                   struct wai_error *err)
{
    int ends[2];
    char *text;
    int code = 0;
    pid_t child;
    enum wai_status status;

    (void)fflush(NULL);
    if (pipe(ends) != 0) {
        return wai_error_add(err, WAI_ERR_IO, "no pipe: %s", strerror(errno));
    }
    child = fork();
    if (child < 0) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return wai_error_add(err, WAI_ERR_IO, "no process: %s", strerror(errno));
    }
    if (child == 0) {
        struct wai_error messages = { 0 };

        (void)close(ends[0]);
        confine(bytes);
        status = check_file(path, part, &messages);
        write_all(ends[1], status == WAI_OK ? part : wai_error_text(&messages));
        _exit(status == WAI_OK ? 0 : 1);
    }
    (void)close(ends[1]);
    text = read_messages(ends[0]);
    (void)close(ends[0]);
    while (waitpid(child, &code, 0) < 0 && errno == EINTR) {
    }
    status = judge(path, code, text ? text : "", err);
    (void)snprintf(part, WAI_HEADING_PART, "%s", status == WAI_OK && text ? text : "");
    free(text);
    return status;
}

static enum wai_status verify(struct wai_call *call, const char *path, struct wai_error *err)
{
    char part[WAI_HEADING_PART];
    struct stat about;
    size_t n_blocks;
    enum wai_status status;

    if (stat(path, &about) != 0) {
        return wai_locate_result(path, err);
    }
    if (S_ISDIR(about.st_mode)) {
        char plan[4096];

        (void)snprintf(plan, sizeof plan, "%s/plan", path);
        if (access(plan, F_OK) != 0) {
            return wai_locate_result(path, err);
        }
        status = wai_folder_verify(path, &n_blocks, err);
        if (status == WAI_OK) {
            printf("ok  %s: work folder, %zu blocks\n", path, n_blocks);
        }
        return status;
    }
    if (!S_ISREG(about.st_mode)) {
        return wai_error_add(err, WAI_ERR_FORMAT, "%s: not a regular file", path);
    }
    status = verify_file(path, about.st_size, part, err);
    if (status == WAI_OK) {
        printf("ok  %s: digest, schema, world%s%s\n", path, part[0] != '\0' ? "; " : "", part);
    }
    (void)call;
    return status;
}

static enum wai_status run(struct wai_call *call, struct wai_error *err)
{
    enum wai_status worst = WAI_OK;

    for (int i = 0; i < call->n_arguments; i++) {
        struct wai_error each = { 0 };
        enum wai_status status = verify(call, call->arguments[i], &each);

        if (status != WAI_OK) {
            printf("BAD %s\n", call->arguments[i]);
            add_lines(err, status, wai_error_text(&each));
            worst = worst == WAI_OK ? status : worst;
        }
        wai_error_free(&each);
    }
    return worst;
}

const struct wai_command wai_cmd_verify_command = {
    .name = "verify",
    .arguments = "FILE...",
    .min_arguments = 1,
    .max_arguments = -1,
    .files = WAI_COMMAND_WORK,
    .summary = "check results and work folders: digests, schema, world",
    .text =
        "Of a result: is every byte as it was written (the file has its own SHA-256 inside), does it keep "
        "the rules of the "
        "format, can its world be built from the texts and tables in it? Of a work folder or shard: is the "
        "plan there, "
        "and is every block what the journal says?\n\n"
        "Results are read in a child process with limits of time and memory, so a hostile file does no harm.",
    .examples = "waico verify results/*.h5\tall results\nwaico verify out.h5.work\tan unfinished run\n",
    .options = verify_options,
    .run = run,
};

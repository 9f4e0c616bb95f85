/* Flushing and locking where they work, where they are not offered, and where they go wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/disk.h"

#define NOBODY 65534

static char folder[] = "/tmp/waico-disk-XXXXXX";

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int drop_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

static int open_new(char path[64])
{
    int descriptor;

    (void)snprintf(path, 64, "%s/file", folder);
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL, 0600);
    assert_true(descriptor >= 0);
    return descriptor;
}

static void what_is_not_offered_is_told_from_what_went_wrong(void **state)
{
    static const int missing[] = { ENOSYS, ENOTSUP, EOPNOTSUPP, EINVAL, 524 };
    static const int faults[] = { EIO, ENOSPC, EDQUOT, EBADF, EROFS, 0 };

    (void)state;
    for (size_t i = 0; i < sizeof missing / sizeof *missing; i++) {
        assert_true(wai_disk_is_missing(missing[i]));
    }
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        assert_false(wai_disk_is_missing(faults[i]));
    }
}

static void files_and_folders_are_flushed_and_faults_keep_their_number(void **state)
{
    char path[64];
    int descriptor = open_new(path);

    (void)state;
    assert_int_equal(wai_disk_flush(descriptor), 0);
    assert_int_equal(wai_disk_flush_path(path), 0);
    assert_int_equal(wai_disk_flush_path(folder), 0);
    assert_int_equal(wai_disk_lacks() & WAI_DISK_LACK_FLUSH, 0);
    assert_int_equal(close(descriptor), 0);
    errno = 0;
    assert_int_equal(wai_disk_flush(descriptor), -1);
    assert_int_equal(errno, EBADF);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(wai_disk_flush_path(path), -1);
    assert_int_equal(errno, ENOENT);
}

/* A pipe cannot be flushed (EINVAL), nor a folder that may be searched and written but not read. */
static void what_cannot_be_flushed_is_noted_and_the_work_goes_on(void **state)
{
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(wai_disk_flush(ends[1]), 0);
    assert_int_equal(wai_disk_lacks(), WAI_DISK_LACK_FLUSH);
    (void)close(ends[0]);
    (void)close(ends[1]);
    assert_int_equal(chmod(folder, 0300), 0);
    if (geteuid() == 0) { /* to whom no folder is closed */
        assert_int_equal(chown(folder, NOBODY, (gid_t)-1), 0);
        assert_int_equal(seteuid(NOBODY), 0);
        assert_int_equal(wai_disk_flush_path(folder), 0);
        assert_int_equal(seteuid(0), 0);
    } else {
        assert_int_equal(wai_disk_flush_path(folder), 0);
    }
    assert_int_equal(wai_disk_lacks(), WAI_DISK_LACK_FLUSH);
    assert_int_equal(chmod(folder, 0700), 0);
}

/* What another process is told of a file. */
static int lock_elsewhere(const char *path)
{
    int status;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        int descriptor = open(path, O_RDWR);

        exit(descriptor < 0 ? 99 : (int)wai_disk_lock(descriptor));
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void a_lock_keeps_others_away_until_it_is_closed(void **state)
{
    char path[64];
    int descriptor = open_new(path), reading;

    (void)state;
    assert_int_equal(wai_disk_lock(descriptor), WAI_DISK_LOCKED);
    assert_int_equal(wai_disk_lock(descriptor), WAI_DISK_LOCKED); /* again, by the same */
    assert_int_equal(lock_elsewhere(path), WAI_DISK_HELD);
    assert_int_equal(close(descriptor), 0);
    assert_int_equal(lock_elsewhere(path), WAI_DISK_LOCKED);
    reading = open(path, O_RDONLY);
    assert_int_equal(wai_disk_lock(reading),
                     WAI_DISK_FAILED); /* a lock for writing needs the right to write */
    assert_int_equal(errno, EBADF);
    assert_int_equal(close(reading), 0);
    assert_int_equal(wai_disk_lacks() & WAI_DISK_LACK_LOCK, 0);
    assert_int_equal(unlink(path), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_offered_is_told_from_what_went_wrong),
        cmocka_unit_test(files_and_folders_are_flushed_and_faults_keep_their_number),
        cmocka_unit_test(what_cannot_be_flushed_is_noted_and_the_work_goes_on),
        cmocka_unit_test(a_lock_keeps_others_away_until_it_is_closed),
    };

    return cmocka_run_group_tests(tests, make_folder, drop_folder);
}

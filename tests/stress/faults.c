/* Makes the n-th call that touches files under a folder fail. Preloaded into a process, which then calls faults_arm. */

#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static char under[PATH_MAX];
static long at;
static _Atomic long seen; /* files are forced to disk by several threads */
static int number, only_growth;

/* From now on the n-th call fails with an error; 0 counts calls alone. With `full`, only calls that need room count, and
 * all from the n-th on fail, as on a full disk. */
void faults_arm(const char *folder, long n, int error, int full) {
    snprintf(under, sizeof under, "%s/", folder);
    at = n;
    number = error;
    only_growth = full;
    seen = 0;
}

long faults_seen(void) { return seen; }

static int concerns(int folder, const char *path) {
    char place[2 * PATH_MAX] = "", link[64];
    if (!path || path[0] != '/') {
        snprintf(link, sizeof link, folder == AT_FDCWD ? "/proc/self/cwd" : "/proc/self/fd/%d", folder);
        ssize_t length = readlink(link, place, PATH_MAX - 1);
        if (length < 0) return 0;
        place[length] = 0;
    }
    if (path) {
        strncat(place, "/", 2);
        strncat(place, path, PATH_MAX - 1);
    }
    const char *from = place[0] == '/' && place[1] == '/' ? place + 1 : place;
    return strncmp(from, under, strlen(under)) == 0;
}

static int fails(int folder, const char *path, int grows) {
    if (!under[0] || (only_growth && !grows) || !concerns(folder, path)) return 0;
    long now = ++seen;
    if (!at || (only_growth ? now < at : now != at)) return 0;
    errno = number;
    return 1;
}

#define REAL(name, type, ...) ((type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name))

#define OPEN(name)                                                                   \
    int name(const char *path, int flags, ...) {                                     \
        va_list rest;                                                                \
        va_start(rest, flags);                                                       \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;      \
        va_end(rest);                                                                \
        if (fails(AT_FDCWD, path, flags & O_CREAT)) return -1;                       \
        return REAL(name, int, const char *, int, ...)(path, flags, mode);           \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name)                                                                 \
    int name(int folder, const char *path, int flags, ...) {                         \
        va_list rest;                                                                \
        va_start(rest, flags);                                                       \
        mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;      \
        va_end(rest);                                                                \
        if (fails(folder, path, flags & O_CREAT)) return -1;                         \
        return REAL(name, int, int, const char *, int, ...)(folder, path, flags, mode); \
    }
OPENAT(openat)
OPENAT(openat64)

#define CALL(type, name, folder, path, grows, parameters, ...)                       \
    type name parameters {                                                           \
        if (fails(folder, path, grows)) return -1;                                   \
        return ((type(*) parameters)dlsym(RTLD_NEXT, #name))(__VA_ARGS__);           \
    }
CALL(ssize_t, read, file, NULL, 0, (int file, void *data, size_t size), file, data, size)
CALL(ssize_t, write, file, NULL, 1, (int file, const void *data, size_t size), file, data, size)
CALL(ssize_t, pread, file, NULL, 0, (int file, void *data, size_t size, off_t from), file, data, size, from)
CALL(ssize_t, pread64, file, NULL, 0, (int file, void *data, size_t size, off64_t from), file, data, size, from)
CALL(ssize_t, pwrite, file, NULL, 1, (int file, const void *data, size_t size, off_t to), file, data, size, to)
CALL(ssize_t, pwrite64, file, NULL, 1, (int file, const void *data, size_t size, off64_t to), file, data, size, to)
CALL(int, fsync, file, NULL, 1, (int file), file)
CALL(int, fdatasync, file, NULL, 1, (int file), file)
CALL(int, mkdir, AT_FDCWD, path, 1, (const char *path, mode_t mode), path, mode)
CALL(int, mkdirat, folder, path, 1, (int folder, const char *path, mode_t mode), folder, path, mode)
CALL(int, rmdir, AT_FDCWD, path, 0, (const char *path), path)
CALL(int, unlink, AT_FDCWD, path, 0, (const char *path), path)
CALL(int, unlinkat, folder, path, 0, (int folder, const char *path, int flags), folder, path, flags)
CALL(int, symlink, AT_FDCWD, path, 1, (const char *target, const char *path), target, path)
CALL(int, symlinkat, folder, path, 1, (const char *target, int folder, const char *path), target, folder, path)
CALL(int, link, AT_FDCWD, path, 1, (const char *old, const char *path), old, path)
CALL(int, rename, AT_FDCWD, path, 1, (const char *old, const char *path), old, path)
CALL(int, renameat, folder, path, 1, (int from, const char *old, int folder, const char *path), from, old, folder, path)
CALL(int, chmod, AT_FDCWD, path, 0, (const char *path, mode_t mode), path, mode)
CALL(int, fchmod, file, NULL, 0, (int file, mode_t mode), file, mode)
CALL(int, fchmodat, folder, path, 0, (int folder, const char *path, mode_t mode, int flags), folder, path, mode, flags)

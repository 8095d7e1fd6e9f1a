/*
 * Writes down what a program does to the database in one directory, in the order in which the system did it.
 *
 * Preloaded (LD_PRELOAD) into the real program. RECORDED_DIRECTORY is the directory, without symbolic links;
 * RECORD_FILE is the file that the record is added to. What the program prints is recorded too, so that an
 * acknowledgement has its place between the writes.
 *
 * An event is a line `KIND FILE OFFSET LENGTH` and, for W and A, as many bytes as LENGTH says:
 *   C file made        W bytes written at OFFSET     T file cut or stretched to OFFSET     S file synced
 *   U file removed     D directory synced            A bytes printed on standard output
 *
 * One lock is held around each call and its line, so that the record has one order. The file `-shm` is left out: it
 * is made anew after a crash. SQLite renames nothing, and writes through no mapping unless it is told to; the test
 * that replays the record compares the outcome with the files themselves, and would notice.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int record = -1;
static const char *directory;

__attribute__((constructor)) static void begin(void)
{
	const char *path = getenv("RECORD_FILE");
	directory = getenv("RECORDED_DIRECTORY");
	if (path && directory)
		record = syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
}

static void put(const void *bytes, size_t length)
{
	const char *next = bytes;
	while (length > 0) {
		ssize_t done = syscall(SYS_write, record, next, length);
		if (done <= 0)
			abort(); /* A record with a hole would prove the wrong thing. */
		next += done;
		length -= done;
	}
}

static void note(char kind, const char *file, long long offset, const void *bytes, size_t length)
{
	char line[PATH_MAX + 64];
	int size = snprintf(line, sizeof line, "%c %s %lld %zu\n", kind, file, offset, length);
	put(line, size);
	put(bytes, length);
}

/* Returns the part of `path` that the record knows the file by; "." for the directory itself, NULL for all others. */
static const char *recorded(const char *path)
{
	size_t length;
	if (record < 0)
		return NULL;
	length = strlen(directory);
	if (strncmp(path, directory, length) != 0)
		return NULL;
	path += length;
	if (*path == 0)
		return ".";
	if (strncmp(path, "/shanjar.db", 11) != 0 || strcmp(path, "/shanjar.db-shm") == 0)
		return NULL;
	return path + 1;
}

static const char *recorded_fd(int fd, char path[PATH_MAX])
{
	char link[64];
	ssize_t length;
	if (record < 0)
		return NULL;
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
	if (length < 0)
		return NULL;
	path[length] = 0;
	return recorded(path);
}

static int open_recorded(const char *path, int flags, int mode)
{
	const char *file = recorded(path);
	int fd, is_new;
	if (!file)
		return syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	pthread_mutex_lock(&lock);
	is_new = (flags & O_CREAT) && syscall(SYS_faccessat, AT_FDCWD, path, F_OK) != 0;
	fd = syscall(SYS_openat, AT_FDCWD, path, flags, mode);
	if (fd >= 0 && is_new)
		note('C', file, 0, "", 0);
	else if (fd >= 0 && (flags & O_TRUNC))
		note('T', file, 0, "", 0);
	pthread_mutex_unlock(&lock);
	return fd;
}

#define OPEN(name) \
	int name(const char *path, int flags, ...) \
	{ \
		va_list more; \
		int mode; \
		va_start(more, flags); \
		mode = (flags & (O_CREAT | O_TMPFILE)) ? va_arg(more, int) : 0; \
		va_end(more); \
		return open_recorded(path, flags, mode); \
	}
OPEN(open)
OPEN(open64)

static ssize_t pwrite_recorded(int fd, const void *bytes, size_t length, off_t offset)
{
	char path[PATH_MAX];
	const char *file = recorded_fd(fd, path);
	ssize_t done;
	if (!file)
		return syscall(SYS_pwrite64, fd, bytes, length, offset);
	pthread_mutex_lock(&lock);
	done = syscall(SYS_pwrite64, fd, bytes, length, offset);
	if (done > 0)
		note('W', file, offset, bytes, done);
	pthread_mutex_unlock(&lock);
	return done;
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
	return pwrite_recorded(fd, bytes, length, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
	return pwrite_recorded(fd, bytes, length, offset);
}

ssize_t write(int fd, const void *bytes, size_t length)
{
	char path[PATH_MAX];
	const char *file = fd == STDOUT_FILENO && record >= 0 ? "-" : recorded_fd(fd, path);
	ssize_t done;
	off_t offset;
	if (!file)
		return syscall(SYS_write, fd, bytes, length);
	pthread_mutex_lock(&lock);
	offset = fd == STDOUT_FILENO ? 0 : lseek(fd, 0, SEEK_CUR);
	done = syscall(SYS_write, fd, bytes, length);
	if (done > 0)
		note(fd == STDOUT_FILENO ? 'A' : 'W', file, offset, bytes, done);
	pthread_mutex_unlock(&lock);
	return done;
}

static int call_recorded(char kind, long number, int fd, off_t size)
{
	char path[PATH_MAX];
	const char *file = recorded_fd(fd, path);
	int status;
	if (!file)
		return syscall(number, fd, size);
	pthread_mutex_lock(&lock);
	status = syscall(number, fd, size);
	if (status == 0)
		note(strcmp(file, ".") == 0 ? 'D' : kind, file, size, "", 0);
	pthread_mutex_unlock(&lock);
	return status;
}

int ftruncate(int fd, off_t size) { return call_recorded('T', SYS_ftruncate, fd, size); }
int ftruncate64(int fd, off_t size) { return call_recorded('T', SYS_ftruncate, fd, size); }
int fsync(int fd) { return call_recorded('S', SYS_fsync, fd, 0); }
int fdatasync(int fd) { return call_recorded('S', SYS_fdatasync, fd, 0); }

int unlink(const char *path)
{
	const char *file = recorded(path);
	int status;
	if (!file)
		return syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	pthread_mutex_lock(&lock);
	status = syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (status == 0)
		note('U', file, 0, "", 0);
	pthread_mutex_unlock(&lock);
	return status;
}

/*
 * Loaded before the C library (LD_PRELOAD), it makes a part of the program hang for as long as a
 * file of the part's name lies in the folder FW16_HANG:
 *   audio  the clock that stands in for a sound server
 *   play   the play thread, waiting for keys
 *   main   the main thread, waiting for another one to end
 *   log    whoever writes to a file whose name ends in .log
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

static void hang(const char *part) {
  const char *folder = getenv("FW16_HANG");
  char path[4096];
  if (folder == NULL)
    return;
  snprintf(path, sizeof path, "%s/%s", folder, part);
  while (access(path, F_OK) == 0)
    nanosleep(&(struct timespec){0, 1000000}, NULL);
}

int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *lock,
                           const struct timespec *due) {
  int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *) =
      dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  Dl_info caller;
  if (dladdr(__builtin_return_address(0), &caller) != 0 &&
      strstr(caller.dli_fname, "fw16-shim") != NULL)
    hang("audio");
  return real(cond, lock, due);
}

int epoll_wait(int fd, struct epoll_event *events, int most, int ms) {
  int (*real)(int, struct epoll_event *, int, int) = dlsym(RTLD_NEXT, "epoll_wait");
  int count = real(fd, events, most, ms);
  char name[16] = "";
  prctl(PR_GET_NAME, name);
  if (strcmp(name, "fw16-play") == 0)
    hang("play");
  return count;
}

int pthread_join(pthread_t thread, void **result) {
  int (*real)(pthread_t, void **) = dlsym(RTLD_NEXT, "pthread_join");
  if (gettid() == getpid())
    hang("main");
  return real(thread, result);
}

ssize_t write(int fd, const void *bytes, size_t count) {
  ssize_t (*real)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
  char link[64];
  char path[4096];
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(link, path, sizeof path);
  if (length > 4 && memcmp(path + length - 4, ".log", 4) == 0)
    hang("log");
  return real(fd, bytes, count);
}

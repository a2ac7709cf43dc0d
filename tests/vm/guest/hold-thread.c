/*
 * hold-thread TID SECONDS: keeps one thread of another process from running, as if it hung in a
 * call, while the others go on. Only a tracer can, and a tracer has to be written in C.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int count, char **words) {
  if (count != 3)
    return 2;
  pid_t thread = atoi(words[1]);
  if (ptrace(PTRACE_SEIZE, thread, NULL, NULL) != 0 ||
      ptrace(PTRACE_INTERRUPT, thread, NULL, NULL) != 0) {
    perror("ptrace");
    return 1;
  }
  waitpid(thread, NULL, __WALL);
  // A process that ends waits for whoever traces a thread of it to see that one end.
  for (int left = atoi(words[2]) * 20; left > 0; left--) {
    usleep(50000);
    if (waitpid(thread, NULL, WNOHANG | __WALL) == thread)
      return 0;
  }
  ptrace(PTRACE_DETACH, thread, NULL, NULL);
  return 0;
}

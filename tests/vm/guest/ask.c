/*
 * ask SOCKET LINE: one request to a control socket, and its answer on standard output. In C because
 * starting Node takes an emulated processor seconds.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int main(int count, char **words) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (count != 3 || sscanf(words[1], "%107s", address.sun_path) != 1)
    return 2;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0) {
    perror(words[1]);
    return 1;
  }
  dprintf(fd, "%s\n", words[2]);
  char byte;
  while (read(fd, &byte, 1) == 1) {
    putchar(byte);
    if (byte == '\n')
      return 0;
  }
  fputs("no answer\n", stderr);
  return 1;
}

/*
 * Plays a keyboard into a pipe: single presses and releases at a steady pace, as kernel event
 * records. It is C so that the moment of each write is known to the microsecond.
 *
 * writer PIPE EVENTS_PER_SECOND EVENTS STAMPS HELD: STAMPS gets the nanosecond of each press
 * (uint64); each key is held until HELD others have been pressed.
 */
#include <fcntl.h>
#include <linux/input.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { KEYS = 10 };

static uint64_t now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void write_key(int pipe_fd, uint64_t at_ns, int key, int down) {
  struct input_event events[2] = {{.type = EV_KEY, .value = down}, {.type = EV_SYN}};
  events[0].code = (uint16_t)(KEY_Q + key % KEYS);
  for (int i = 0; i < 2; i++) {
    events[i].input_event_sec = (long)(at_ns / 1000000000u);
    events[i].input_event_usec = (long)(at_ns % 1000000000u / 1000u);
  }
  if (write(pipe_fd, events, sizeof events) != (ssize_t)sizeof events) {
    perror("write");
    exit(1);
  }
}

int main(int argc, char **argv) {
  if (argc != 6)
    return 2;
  struct sched_param param = {.sched_priority = 70};
  sched_setscheduler(0, SCHED_FIFO, &param);
  int pipe_fd = open(argv[1], O_WRONLY);
  FILE *stamps = fopen(argv[4], "wb");
  if (pipe_fd < 0 || stamps == NULL)
    return 1;
  uint64_t gap_ns = 1000000000u / (uint64_t)atoi(argv[2]);
  int presses = atoi(argv[3]) / 2;
  int held = atoi(argv[5]);
  uint64_t due_ns = now_ns() + 100000000u;
  uint64_t *pressed = calloc((size_t)presses, sizeof *pressed);
  if (pressed == NULL)
    return 1;
  for (int i = 0; i < presses + held; i++) {
    for (int down = 1; down >= 0; down--) {
      struct timespec due = {(time_t)(due_ns / 1000000000u), (long)(due_ns % 1000000000u)};
      clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
      due_ns += gap_ns;
      uint64_t at_ns = now_ns();
      if (down && i < presses) {
        pressed[i] = at_ns;
        write_key(pipe_fd, at_ns, i, 1);
      } else if (!down && i >= held) {
        write_key(pipe_fd, at_ns, i - held, 0);
      }
    }
  }
  fwrite(pressed, sizeof *pressed, (size_t)presses, stamps);
  fclose(stamps);
  free(pressed);
  return close(pipe_fd);
}

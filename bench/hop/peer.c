/*
 * The program to beat: epoll, read, fluid_synth_noteon, and nothing else. It renders through the
 * same native shim at the same pace, and asks for the same scheduling.
 *
 * peer PIPE FONT; it plays until the pipe's other end is closed.
 */
#include <fcntl.h>
#include <fluidsynth.h>
#include <linux/input.h>
#include <sched.h>
#include <stdio.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "../../native-shims/render.h"

extern void *fw16_pacer_start(way_t *way);
extern void fw16_pacer_stop(void *pacer);

static const int NOTES[] = {60, 62, 64, 65, 67, 69, 71, 72, 74, 76};

int main(int argc, char **argv) {
  if (argc != 3)
    return 2;
  fluid_settings_t *settings = new_fluid_settings();
  fluid_settings_setnum(settings, "synth.sample-rate", 48000);
  fluid_settings_setint(settings, "synth.polyphony", 256);
  fluid_synth_t *synth = new_fluid_synth(settings);
  if (fluid_synth_sfload(synth, argv[2], 1) == FLUID_FAILED)
    return 1;
  render_t *render = fw16_render_new(synth, (process_fn)fluid_synth_process, 48000, 64, 1024);
  way_t *way = fw16_way_new(render, FW16_PULLED);
  fw16_render_use(render, way);
  void *pacer = fw16_pacer_start(way);
  struct sched_param param = {.sched_priority = 50};
  sched_setscheduler(0, SCHED_FIFO, &param);

  int input = open(argv[1], O_RDONLY | O_NONBLOCK);
  int poll_fd = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN};
  if (input < 0 || epoll_ctl(poll_fd, EPOLL_CTL_ADD, input, &event) != 0)
    return 1;
  fprintf(stderr, "ready\n");
  for (;;) {
    struct epoll_event ready;
    if (epoll_wait(poll_fd, &ready, 1, -1) < 1)
      continue;
    struct input_event events[64];
    ssize_t bytes = read(input, events, sizeof events);
    if (bytes == 0)
      break;
    for (int i = 0; i < (int)(bytes / (ssize_t)sizeof *events); i++) {
      unsigned key = (unsigned)(events[i].code - KEY_Q);
      if (events[i].type != EV_KEY || key >= sizeof NOTES / sizeof *NOTES)
        continue;
      if (events[i].value == 1)
        fluid_synth_noteon(synth, 0, NOTES[key], 100);
      if (events[i].value == 0)
        fluid_synth_noteoff(synth, 0, NOTES[key]);
    }
  }
  fw16_pacer_stop(pacer);
  delete_fluid_synth(synth);
  delete_fluid_settings(settings);
  return 0;
}

/*
 * key-player NODE FONT SECONDS FRAMES: the least that turns keys into notes: a read of the node, a
 * call of libfluidsynth, its own driver for PipeWire. What the instrument takes from key to note,
 * and from key to sound, is told as a multiple of what this one takes. Ends with the microseconds
 * of each key from the kernel's stamp to the return of the call, one a line.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <linux/input.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static long long now_us(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void *library;

static void *symbol(const char *name) {
  void *found = dlsym(library, name);
  if (found == NULL) {
    fprintf(stderr, "libfluidsynth has no %s\n", name);
    exit(1);
  }
  return found;
}

int main(int count, char **words) {
  if (count != 5)
    return 2;
  // FluidSynth leaves this to the program.
  void *pipewire = dlopen("libpipewire-0.3.so.0", RTLD_NOW);
  void (*pw_init)(int *, char ***) = pipewire == NULL ? NULL : dlsym(pipewire, "pw_init");
  if (pw_init != NULL)
    pw_init(NULL, NULL);
  library = dlopen("libfluidsynth.so.3", RTLD_NOW);
  if (library == NULL)
    return 1;
  void *(*new_settings)(void) = symbol("new_fluid_settings");
  int (*set_text)(void *, const char *, const char *) = symbol("fluid_settings_setstr");
  int (*set_int)(void *, const char *, int) = symbol("fluid_settings_setint");
  int (*set_number)(void *, const char *, double) = symbol("fluid_settings_setnum");
  void *(*new_synth)(void *) = symbol("new_fluid_synth");
  int (*load)(void *, const char *, int) = symbol("fluid_synth_sfload");
  int (*select)(void *, int, int) = symbol("fluid_synth_bank_select");
  int (*program)(void *, int, int) = symbol("fluid_synth_program_change");
  void *(*new_driver)(void *, void *) = symbol("new_fluid_audio_driver");
  int (*note_on)(void *, int, int, int) = symbol("fluid_synth_noteon");
  int (*note_off)(void *, int, int) = symbol("fluid_synth_noteoff");

  void *settings = new_settings();
  set_text(settings, "audio.driver", "pipewire");
  set_int(settings, "audio.period-size", atoi(words[4]));
  set_number(settings, "synth.sample-rate", 48000);
  set_int(settings, "synth.reverb.active", 0);
  set_int(settings, "synth.chorus.active", 0);
  void *synth = new_synth(settings);
  if (load(synth, words[2], 1) < 0 || new_driver(settings, synth) == NULL)
    return 1;
  select(synth, 0, 1);
  program(synth, 0, 0);

  int fd = open(words[1], O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  int clock = CLOCK_MONOTONIC;
  if (fd < 0 || ioctl(fd, EVIOCSCLOCKID, &clock) < 0) {
    perror(words[1]);
    return 1;
  }
  struct sched_param priority = {.sched_priority = 50};
  sched_setscheduler(0, SCHED_FIFO, &priority);
  long long end = now_us() + atoll(words[3]) * 1000000LL;
  struct pollfd readable = {.fd = fd, .events = POLLIN};
  while (now_us() < end) {
    struct input_event event;
    if (poll(&readable, 1, 100) <= 0)
      continue;
    while (read(fd, &event, sizeof event) == (ssize_t)sizeof event) {
      if (event.type != EV_KEY || event.value == 2)
        continue;
      if (event.value == 0) {
        note_off(synth, 0, 60);
        continue;
      }
      note_on(synth, 0, 60, 100);
      long long stamp = event.input_event_sec * 1000000LL + event.input_event_usec;
      printf("%lld\n", now_us() - stamp);
      fflush(stdout);
    }
  }
  // Its driver is left to the end of the process, as the shortest way out.
  _exit(0);
}

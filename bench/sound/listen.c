/*
 * Listens to the monitor of PipeWire's default sink and notes the moment of each sound's first
 * sample. It is C, and a JACK client, because the moment that counts is that of the audio callback.
 *
 * listen STAMPS SECONDS: STAMPS gets the nanosecond (uint64) of each callback that holds the
 * first loud sample after silence.
 */
#include <dlfcn.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef struct client client_t;
typedef struct port port_t;
typedef uint32_t frames_t;

static client_t *(*client_open)(const char *, int, int *, ...);
static port_t *(*port_register)(client_t *, const char *, const char *, unsigned long,
                                unsigned long);
static void *(*port_get_buffer)(port_t *, frames_t);
static int (*set_process_callback)(client_t *, int (*)(frames_t, void *), void *);
static int (*activate)(client_t *);
static int (*connect_ports)(client_t *, const char *, const char *);
static const char *(*port_name)(const port_t *);
static const char **(*get_ports)(client_t *, const char *, const char *, unsigned long);
static int (*client_close)(client_t *);

enum { MOST = 4096, QUIET_FRAMES = 2400, NO_START_SERVER = 1, IS_INPUT = 1, IS_OUTPUT = 2 };
static const float LOUD = 1e-5f;

static port_t *input;
static uint64_t stamps[MOST];
static volatile int count;
static frames_t quiet = QUIET_FRAMES;

static int process(frames_t frames, void *data) {
  (void)data;
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  const float *samples = port_get_buffer(input, frames);
  for (frames_t i = 0; i < frames; i++) {
    if (fabsf(samples[i]) <= LOUD) {
      quiet++;
      continue;
    }
    if (quiet >= QUIET_FRAMES && count < MOST) {
      stamps[count++] = (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
    }
    quiet = 0;
  }
  return 0;
}

static void *symbol(void *library, const char *name) {
  void *found = dlsym(library, name);
  if (found == NULL)
    exit(3);
  return found;
}

int main(int argc, char **argv) {
  void *jack = dlopen("libjack.so.0", RTLD_NOW);
  if (argc != 3 || jack == NULL)
    return 2;
  *(void **)&client_open = symbol(jack, "jack_client_open");
  *(void **)&port_register = symbol(jack, "jack_port_register");
  *(void **)&port_get_buffer = symbol(jack, "jack_port_get_buffer");
  *(void **)&set_process_callback = symbol(jack, "jack_set_process_callback");
  *(void **)&activate = symbol(jack, "jack_activate");
  *(void **)&connect_ports = symbol(jack, "jack_connect");
  *(void **)&port_name = symbol(jack, "jack_port_name");
  *(void **)&get_ports = symbol(jack, "jack_get_ports");
  *(void **)&client_close = symbol(jack, "jack_client_close");
  client_t *client = client_open("fw16-listen", NO_START_SERVER, NULL);
  if (client == NULL)
    return 1;
  input = port_register(client, "in", "32 bit float mono audio", IS_INPUT, 0);
  set_process_callback(client, process, NULL);
  if (input == NULL || activate(client) != 0)
    return 1;
  const char **monitors = get_ports(client, "monitor_FL", NULL, IS_OUTPUT);
  if (monitors == NULL || connect_ports(client, monitors[0], port_name(input)) != 0)
    return 4;
  fprintf(stderr, "ready\n");
  sleep((unsigned)atoi(argv[2]));
  client_close(client);
  FILE *file = fopen(argv[1], "wb");
  if (file == NULL)
    return 1;
  fwrite(stamps, sizeof *stamps, (size_t)count, file);
  return fclose(file);
}

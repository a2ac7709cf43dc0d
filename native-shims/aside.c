/*
 * Calls that wait for somebody else: for a sound server that hangs, or for the lock of a thread
 * that does. It is C because JavaScript can make such a call on a thread that it needs only. Each
 * has a thread of its own here, which may wait for as long as it likes.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

typedef int (*render_fn)(void *data, int frames, int nfx, float *fx[], int nout, float *out[]);

/* What the calls are: FluidSynth's first, then those of JACK. */
typedef void *(*new_driver_fn)(void *settings, render_fn render, void *data);
typedef void (*delete_driver_fn)(void *driver);
typedef int (*control_fn)(void *synth, int channel, int controller, int value);
typedef int (*notes_off_fn)(void *synth, int channel);
typedef void *(*open_client_fn)(const char *name, int options, int *status, ...);
typedef int (*close_client_fn)(void *client);
typedef void (*any_fn)(void);

enum { CHANNELS = 16, SUSTAIN = 64, JACK_NO_START_SERVER = 1 };

typedef struct aside {
  _Atomic uint32_t done; /* first: JavaScript reads it */
  pthread_t thread;
  void (*run)(struct aside *aside);
  any_fn call;
  any_fn second_call;
  void *subject;
  render_fn render;
  void *data;
  void *made;
} aside_t;

static void new_driver(aside_t *aside) {
  aside->made = ((new_driver_fn)aside->call)(aside->subject, aside->render, aside->data);
}

static void delete_driver(aside_t *aside) { ((delete_driver_fn)aside->call)(aside->subject); }

static void notes_off(aside_t *aside) {
  for (int channel = 0; channel < CHANNELS; channel++)
    ((control_fn)aside->second_call)(aside->subject, channel, SUSTAIN, 0);
  ((notes_off_fn)aside->call)(aside->subject, -1);
}

static void open_client(aside_t *aside) {
  int status = 0;
  aside->made = ((open_client_fn)aside->call)("fw16-synth-sinks", JACK_NO_START_SERVER, &status);
}

static void close_client(aside_t *aside) { ((close_client_fn)aside->call)(aside->subject); }

static void *run(void *data) {
  aside_t *aside = data;
  aside->run(aside);
  atomic_store(&aside->done, 1);
  return NULL;
}

static aside_t *begin(aside_t what) {
  aside_t *aside = malloc(sizeof *aside);
  if (aside == NULL)
    return NULL;
  *aside = what;
  if (pthread_create(&aside->thread, NULL, run, aside) == 0)
    return aside;
  free(aside);
  return NULL;
}

/* All of these answer NULL when there is no memory or no thread to be had. */
aside_t *fw16_aside_new_driver(any_fn call, void *settings, render_fn render, void *way) {
  return begin((aside_t){
      .run = new_driver, .call = call, .subject = settings, .render = render, .data = way});
}

aside_t *fw16_aside_delete_driver(any_fn call, void *driver) {
  return begin((aside_t){.run = delete_driver, .call = call, .subject = driver});
}

aside_t *fw16_aside_notes_off(any_fn call, any_fn control, void *synth) {
  return begin((aside_t){.run = notes_off, .call = call, .second_call = control, .subject = synth});
}

aside_t *fw16_aside_open_client(any_fn call) {
  return begin((aside_t){.run = open_client, .call = call});
}

aside_t *fw16_aside_close_client(any_fn call, void *client) {
  return begin((aside_t){.run = close_client, .call = call, .subject = client});
}

/* Waits for the call, but not for ever; whether it came back. */
int fw16_aside_wait(aside_t *aside, uint32_t ms) {
  const struct timespec nap = {0, 1000000};
  for (uint32_t waited = 0; waited < ms && atomic_load(&aside->done) == 0; waited++)
    nanosleep(&nap, NULL);
  return atomic_load(&aside->done) != 0;
}

/* Only once it is done: what was made, or NULL. */
void *fw16_aside_finish(aside_t *aside) {
  pthread_join(aside->thread, NULL);
  void *made = aside->made;
  free(aside);
  return made;
}

/* What libjack would write to stderr, with every try while its server is away. */
void fw16_quiet(const char *message) { (void)message; }

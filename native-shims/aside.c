/*
 * Calls to FluidSynth that wait for somebody else: a sound server that hangs, or the lock of a
 * thread that does. It is C because JavaScript can make such a call on a thread it needs only. Each
 * has a thread of its own here, which may wait as long as it likes.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

/* new_fluid_audio_driver2, delete_fluid_audio_driver and fluid_synth_all_notes_off */
typedef int (*render_fn)(void *data, int frames, int nfx, float *fx[], int nout, float *out[]);
typedef void *(*open_fn)(void *settings, render_fn render, void *data);
typedef void (*delete_fn)(void *driver);
typedef int (*notes_off_fn)(void *synth, int channel);

typedef struct {
  _Atomic uint32_t done; /* first: JavaScript reads it */
  pthread_t thread;
  open_fn open;
  delete_fn delete;
  notes_off_fn notes_off;
  void *subject; /* settings, driver or synthesiser */
  render_fn render;
  void *data;
  void *opened;
} aside_t;

static void *run(void *data) {
  aside_t *aside = data;
  if (aside->open != NULL)
    aside->opened = aside->open(aside->subject, aside->render, aside->data);
  else if (aside->delete != NULL)
    aside->delete (aside->subject);
  else
    aside->notes_off(aside->subject, -1);
  atomic_store(&aside->done, 1);
  return NULL;
}

/* NULL when there is no memory or no thread to be had, as below. */
static aside_t *begin(aside_t call) {
  aside_t *aside = malloc(sizeof *aside);
  if (aside == NULL)
    return NULL;
  *aside = call;
  if (pthread_create(&aside->thread, NULL, run, aside) == 0)
    return aside;
  free(aside);
  return NULL;
}

aside_t *fw16_aside_open(open_fn open, void *settings, render_fn render, void *way) {
  return begin((aside_t){.open = open, .subject = settings, .render = render, .data = way});
}

aside_t *fw16_aside_delete(delete_fn delete, void *driver) {
  return begin((aside_t){.delete = delete, .subject = driver});
}

aside_t *fw16_aside_notes_off(notes_off_fn notes_off, void *synth) {
  return begin((aside_t){.notes_off = notes_off, .subject = synth});
}

/* Waits for the call, but not for ever; whether it came back. */
int fw16_aside_wait(aside_t *aside, uint32_t ms) {
  const struct timespec nap = {0, 1000000};
  for (uint32_t waited = 0; waited < ms && atomic_load(&aside->done) == 0; waited++)
    nanosleep(&nap, NULL);
  return atomic_load(&aside->done) != 0;
}

/* Only once it is done: the driver that was opened, or NULL. */
void *fw16_aside_finish(aside_t *aside) {
  pthread_join(aside->thread, NULL);
  void *opened = aside->opened;
  free(aside);
  return opened;
}

/*
 * A clock that renders when no sound server does: it is C because it stands in for the server's
 * thread and calls the audio callback, on a thread of its own. FluidSynth's own file driver cannot
 * do this, since it takes no callback.
 */
#include "pacer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

struct pacer {
  pthread_t thread;
  render_t *render;
  float *left;
  float *right;
  _Atomic int going;
};

static void *pace(void *data) {
  pacer_t *pacer = data;
  const meter_t *meter = &pacer->render->meter;
  uint64_t began_ns = fw16_now_ns();
  float *out[2] = {pacer->left, pacer->right};
  for (uint64_t period = 1; atomic_load(&pacer->going); period++) {
    fw16_render(pacer->render, (int)meter->period_frames, 0, NULL, 2, out);
    /* Counted from the start, so that waking late never shortens the piece. */
    uint64_t due_ns =
        began_ns + period * meter->period_frames * UINT64_C(1000000000) / meter->sample_rate;
    struct timespec due = {(time_t)(due_ns / 1000000000u), (long)(due_ns % 1000000000u)};
    while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL) == EINTR) {
    }
  }
  return NULL;
}

static void discard(pacer_t *pacer) {
  free(pacer->left);
  free(pacer->right);
  free(pacer);
}

pacer_t *fw16_pacer_start(render_t *render) {
  pacer_t *pacer = calloc(1, sizeof *pacer);
  if (pacer == NULL)
    return NULL;
  pacer->render = render;
  pacer->left = calloc(render->meter.period_frames, sizeof(float));
  pacer->right = calloc(render->meter.period_frames, sizeof(float));
  atomic_store(&pacer->going, 1);
  if (pacer->left == NULL || pacer->right == NULL ||
      pthread_create(&pacer->thread, NULL, pace, pacer) != 0) {
    discard(pacer);
    return NULL;
  }
  return pacer;
}

void fw16_pacer_stop(pacer_t *pacer) {
  atomic_store(&pacer->going, 0);
  pthread_join(pacer->thread, NULL);
  discard(pacer);
}

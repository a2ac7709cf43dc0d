/*
 * A clock that renders when no sound server does: it is C because it stands in for the server's
 * thread and calls the audio callback, on a thread of its own. FluidSynth's own file driver cannot
 * do this, since it takes no callback.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "render.h"

typedef struct {
  pthread_t thread;
  pthread_mutex_t lock;
  pthread_cond_t stopped;
  way_t *way;
  uint32_t period_frames;
  float *left;
  float *right;
  int going;
} pacer_t;

/* Sleeps until `due_ns`; 0 when it was stopped meanwhile. */
static int wait_until(pacer_t *pacer, uint64_t due_ns) {
  struct timespec due = {(time_t)(due_ns / 1000000000u), (long)(due_ns % 1000000000u)};
  pthread_mutex_lock(&pacer->lock);
  while (pacer->going && pthread_cond_timedwait(&pacer->stopped, &pacer->lock, &due) != ETIMEDOUT) {
  }
  int going = pacer->going;
  pthread_mutex_unlock(&pacer->lock);
  return going;
}

static void *pace(void *data) {
  pacer_t *pacer = data;
  uint64_t rate = pacer->way->render->meter.sample_rate;
  uint64_t began_ns = fw16_now_ns();
  float *out[2] = {pacer->left, pacer->right};
  uint64_t frames = 0;
  do {
    fw16_render(pacer->way, (int)pacer->period_frames, 0, NULL, 2, out);
    frames += pacer->period_frames;
    /* Counted from the start, so that waking late never shortens the piece. */
  } while (wait_until(pacer, began_ns + frames * UINT64_C(1000000000) / rate));
  return NULL;
}

static void discard(pacer_t *pacer) {
  pthread_cond_destroy(&pacer->stopped);
  pthread_mutex_destroy(&pacer->lock);
  free(pacer->left);
  free(pacer->right);
  free(pacer);
}

/* NULL when there is no memory or no thread to be had. */
pacer_t *fw16_pacer_start(way_t *way) {
  pacer_t *pacer = calloc(1, sizeof *pacer);
  if (pacer == NULL)
    return NULL;
  pthread_condattr_t clock;
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_cond_init(&pacer->stopped, &clock);
  pthread_condattr_destroy(&clock);
  pthread_mutex_init(&pacer->lock, NULL);
  pacer->way = way;
  pacer->period_frames = way->render->meter.period_frames;
  pacer->left = calloc(pacer->period_frames, sizeof(float));
  pacer->right = calloc(pacer->period_frames, sizeof(float));
  pacer->going = 1;
  if (pacer->left == NULL || pacer->right == NULL ||
      pthread_create(&pacer->thread, NULL, pace, pacer) != 0) {
    discard(pacer);
    return NULL;
  }
  return pacer;
}

void fw16_pacer_stop(pacer_t *pacer) {
  pthread_mutex_lock(&pacer->lock);
  pacer->going = 0;
  pthread_cond_signal(&pacer->stopped);
  pthread_mutex_unlock(&pacer->lock);
  pthread_join(pacer->thread, NULL);
  discard(pacer);
}

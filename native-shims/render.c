/*
 * The audio callback. It is C because it runs on the sound server's real-time thread, where no
 * JavaScript may run, and because FluidSynth itself reports neither levels nor lateness. No
 * allocation, no lock, no system call but the clock.
 *
 * libfluidsynth is not linked: JavaScript opens it and hands over the one call that is needed, so
 * that there is never a second copy.
 */
#include "render.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

render_t *fw16_render_new(void *synth, process_fn process, uint32_t sample_rate,
                          uint32_t period_frames, uint32_t tap_frames) {
  render_t *render = calloc(1, sizeof *render);
  if (render == NULL)
    return NULL;
  render->tap = calloc((size_t)tap_frames * 2, sizeof *render->tap);
  if (render->tap == NULL) {
    free(render);
    return NULL;
  }
  render->synth = synth;
  render->process = process;
  render->meter.sample_rate = sample_rate;
  render->meter.period_frames = period_frames;
  render->meter.tap_frames = tap_frames;
  return render;
}

void fw16_render_free(render_t *render) {
  if (render == NULL)
    return;
  free(render->tap);
  free(render);
}

meter_t *fw16_render_meter(render_t *render) { return &render->meter; }

float *fw16_render_tap(render_t *render) { return render->tap; }

void fw16_render_use(render_t *render, const way_t *way) { atomic_store(&render->used, way); }

uint32_t fw16_render_busy(render_t *render) { return atomic_load(&render->busy); }

uint64_t fw16_now_ns(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void raise_to(_Atomic uint64_t *most, uint64_t value) {
  if (value > atomic_load_explicit(most, memory_order_relaxed)) {
    atomic_store_explicit(most, value, memory_order_relaxed);
  }
}

static void add_to(_Atomic uint64_t *sum, uint64_t value) {
  atomic_store_explicit(sum, atomic_load_explicit(sum, memory_order_relaxed) + value,
                        memory_order_relaxed);
}

/* Peaks are positive floats, whose bits sort as the numbers do. */
static void raise_peak(_Atomic uint32_t *peak, float value) {
  uint32_t bits;
  memcpy(&bits, &value, sizeof bits);
  uint32_t before = atomic_load_explicit(peak, memory_order_relaxed);
  while (bits > before && !atomic_compare_exchange_weak_explicit(
                              peak, &before, bits, memory_order_relaxed, memory_order_relaxed)) {
  }
}

typedef struct {
  float peak;
  double squares;
  uint64_t clipped;
} level_t;

static level_t level_of(const float *samples, int frames) {
  level_t level = {0, 0, 0};
  for (int i = 0; i < frames; i++) {
    float size = fabsf(samples[i]);
    if (size > level.peak)
      level.peak = size;
    if (size > 1.0f)
      level.clipped++;
    level.squares += (double)size * (double)size;
  }
  return level;
}

/* A float holds no more: what is older weighs less from here on, should nobody look. */
enum { SQUARES_FRAMES_MOST = 1 << 20 };

static void add_squares(_Atomic uint64_t *squares, double sum, int frames) {
  uint64_t before = atomic_load_explicit(squares, memory_order_relaxed);
  uint64_t after;
  do {
    uint32_t bits = (uint32_t)before;
    uint32_t counted = (uint32_t)(before >> 32) + (uint32_t)frames;
    float total;
    memcpy(&total, &bits, sizeof total);
    total += (float)sum;
    if (counted > SQUARES_FRAMES_MOST) {
      counted /= 2;
      total /= 2;
    }
    memcpy(&bits, &total, sizeof bits);
    after = (uint64_t)counted << 32 | bits;
  } while (!atomic_compare_exchange_weak_explicit(squares, &before, after, memory_order_relaxed,
                                                  memory_order_relaxed));
}

static void note_levels(meter_t *meter, float *const out[], int frames) {
  level_t left = level_of(out[0], frames);
  level_t right = level_of(out[1], frames);
  raise_peak(&meter->peak_left, left.peak);
  raise_peak(&meter->peak_right, right.peak);
  add_squares(&meter->squares, left.squares + right.squares, frames);
  if (left.clipped + right.clipped > 0)
    add_to(&meter->clipped, left.clipped + right.clipped);
}

static void tap(render_t *render, const float *left, const float *right, int frames) {
  meter_t *meter = &render->meter;
  if (atomic_load_explicit(&meter->tap_on, memory_order_acquire) == 0)
    return;
  uint32_t written = atomic_load_explicit(&meter->tap_written, memory_order_relaxed);
  uint32_t read = atomic_load_explicit(&meter->tap_read, memory_order_acquire);
  if ((uint32_t)frames > meter->tap_frames - (written - read)) {
    add_to(&meter->tap_lost, (uint64_t)frames);
    return;
  }
  for (int i = 0; i < frames; i++) {
    uint32_t at = ((written + (uint32_t)i) & (meter->tap_frames - 1)) * 2;
    render->tap[at] = left[i];
    render->tap[at + 1] = right[i];
  }
  atomic_store_explicit(&meter->tap_written, written + (uint32_t)frames, memory_order_release);
}

static void note_time(meter_t *meter, const coming_t *coming, uint64_t took_ns, int is_slow) {
  raise_to(&meter->gap_most_ns, coming->gap_ns);
  raise_to(&meter->render_most_ns, took_ns);
  add_to(&meter->render_total_ns, took_ns);
  if (coming->is_late || is_slow)
    add_to(&meter->late, 1);
  atomic_store_explicit(&meter->last_ns, coming->began_ns, memory_order_relaxed);
}

static int render_into(way_t *way, const coming_t *coming, int frames, float *out[]) {
  render_t *render = way->render;
  /* Drivers hand over no effect buffers, and without them reverb and chorus are left out: the two
   * of them are rendered on top of the dry sound. */
  float *effects[4] = {out[0], out[1], out[0], out[1]};
  int result = render->process(render->synth, frames, 4, effects, 2, out);
  uint64_t ended_ns = fw16_now_ns();

  meter_t *meter = &render->meter;
  note_levels(meter, out, frames);
  int is_slow = fw16_way_ends(way, ended_ns, frames);
  note_time(meter, coming, ended_ns - coming->began_ns, is_slow);
  tap(render, out[0], out[1], frames);
  add_to(&meter->frames, (uint64_t)frames);
  add_to(&meter->callbacks, 1);
  return result;
}

int fw16_render(void *data, int frames, int nfx, float *fx[], int nout, float *out[]) {
  way_t *way = data;
  render_t *render = way->render;
  (void)nfx;
  (void)fx;
  if (nout < 2)
    return -1;
  memset(out[0], 0, (size_t)frames * sizeof(float));
  memset(out[1], 0, (size_t)frames * sizeof(float));
  coming_t coming = fw16_way_begins(way, fw16_now_ns(), frames);
  atomic_store_explicit(&way->frames, (uint64_t)frames, memory_order_relaxed);
  atomic_fetch_add(&way->callbacks, 1);
  /* Where two ways meet for a moment, the second is silent: neither may wait for the other. */
  int is_mine = atomic_exchange(&render->busy, 1) == 0;
  int result = 0;
  if (is_mine && atomic_load(&render->used) == way)
    result = render_into(way, &coming, frames, out);
  else
    fw16_way_ends(way, coming.began_ns, frames);
  if (is_mine)
    atomic_store(&render->busy, 0);
  return result;
}

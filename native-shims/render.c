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

void fw16_render_use(render_t *render, const way_t *way) {
  /* The time between two ways is nobody's lateness. */
  atomic_store(&render->meter.last_ns, 0);
  atomic_store(&render->used, way);
}

uint32_t fw16_render_busy(render_t *render) { return atomic_load(&render->busy); }

way_t *fw16_way_new(render_t *render) {
  way_t *way = calloc(1, sizeof *way);
  if (way != NULL)
    way->render = render;
  return way;
}

void fw16_way_free(way_t *way) { free(way); }

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

static float peak_of(const float *samples, int frames, uint64_t *clipped) {
  float peak = 0;
  for (int i = 0; i < frames; i++) {
    float size = fabsf(samples[i]);
    if (size > peak)
      peak = size;
    if (size > 1.0f)
      ++*clipped;
  }
  return peak;
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

static void note_lateness(meter_t *meter, uint64_t began_ns, uint64_t took_ns, int frames) {
  uint64_t period_ns = (uint64_t)frames * 1000000000u / meter->sample_rate;
  uint64_t last_ns = atomic_load_explicit(&meter->last_ns, memory_order_relaxed);
  uint64_t gap_ns = last_ns == 0 ? 0 : began_ns - last_ns;
  raise_to(&meter->gap_most_ns, gap_ns);
  raise_to(&meter->render_most_ns, took_ns);
  add_to(&meter->render_total_ns, took_ns);
  if (gap_ns > period_ns + period_ns / 2 || took_ns > period_ns)
    add_to(&meter->late, 1);
  atomic_store_explicit(&meter->last_ns, began_ns, memory_order_relaxed);
}

static int render_into(render_t *render, int frames, float *out[]) {
  uint64_t began_ns = fw16_now_ns();
  /* Drivers hand over no effect buffers, and without them reverb and chorus are left out: the two
   * of them are rendered on top of the dry sound. */
  float *effects[4] = {out[0], out[1], out[0], out[1]};
  int result = render->process(render->synth, frames, 4, effects, 2, out);
  uint64_t took_ns = fw16_now_ns() - began_ns;

  meter_t *meter = &render->meter;
  uint64_t clipped = 0;
  raise_peak(&meter->peak_left, peak_of(out[0], frames, &clipped));
  raise_peak(&meter->peak_right, peak_of(out[1], frames, &clipped));
  if (clipped > 0)
    add_to(&meter->clipped, clipped);
  note_lateness(meter, began_ns, took_ns, frames);
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
  atomic_store_explicit(&way->frames, (uint64_t)frames, memory_order_relaxed);
  atomic_fetch_add(&way->callbacks, 1);
  /* Where two ways meet for a moment, the second is silent: neither may wait for the other. */
  if (atomic_exchange(&render->busy, 1) != 0)
    return 0;
  int result = atomic_load(&render->used) == way ? render_into(render, frames, out) : 0;
  atomic_store(&render->busy, 0);
  return result;
}

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

void fw16_render_begin(render_t *render, int way) {
  render->way = way;
  render->first_ns = 0;
  render->ended_ns = 0;
  render->frames = 0;
  render->turns = 0;
  render->turn_frames = 0;
  render->votes = 0;
  atomic_store(&render->meter.last_ns, 0);
  atomic_store(&render->meter.turn_frames, 0);
  atomic_store(&render->meter.ahead_most_ns, 0);
}

static uint64_t ns_of(const render_t *render, uint64_t frames) {
  return frames * 1000000000u / render->meter.sample_rate;
}

/* How long after the last callback the way out has nothing left; 0 when that is not known. */
static uint64_t in_hand_ns(const render_t *render) {
  uint64_t turn_ns = ns_of(render, render->turn_frames);
  uint64_t ahead_ns = atomic_load_explicit(&render->meter.ahead_most_ns, memory_order_relaxed);
  if (render->way == FW16_PULLED)
    return turn_ns + turn_ns / 2;
  return render->way == FW16_PUSHED && ahead_ns > turn_ns ? ahead_ns : 0;
}

/* The majority of what was seen last: every other turn counts against it (Boyer and Moore). */
static void vote(render_t *render) {
  enum { VOTES_MOST = 64 };
  _Atomic uint64_t *usual = &render->meter.turn_frames;
  int is_usual = atomic_load_explicit(usual, memory_order_relaxed) == render->turn_frames;
  if (render->votes == 0)
    atomic_store_explicit(usual, render->turn_frames, memory_order_relaxed);
  if (!is_usual && render->votes > 0)
    render->votes--;
  else if (render->votes < VOTES_MOST)
    render->votes++;
}

static void begin_turn(render_t *render) {
  /* The first one fills what is empty. */
  if (render->turns > 1)
    vote(render);
  render->turns++;
  render->turn_frames = 0;
}

/* How far ahead a way out lets itself be pushed shows before its clock and ours drift apart. */
static const uint64_t AHEAD_WITHIN_NS = 300000000;

static void note_ahead(render_t *render, uint64_t ended_ns) {
  uint64_t since_ns = ended_ns - render->first_ns;
  uint64_t rendered_ns = ns_of(render, render->frames);
  if (since_ns < AHEAD_WITHIN_NS && rendered_ns > since_ns)
    raise_to(&render->meter.ahead_most_ns, rendered_ns - since_ns);
}

static void note_time(render_t *render, uint64_t began_ns, uint64_t ended_ns, int frames) {
  meter_t *meter = &render->meter;
  uint64_t period_ns = ns_of(render, (uint64_t)frames);
  uint64_t took_ns = ended_ns - began_ns;
  uint64_t last_ns = atomic_load_explicit(&meter->last_ns, memory_order_relaxed);
  uint64_t gap_ns = last_ns == 0 ? 0 : began_ns - last_ns;
  int is_late = render->way != FW16_UNHURRIED && took_ns > period_ns;
  if (last_ns == 0)
    render->first_ns = began_ns;
  if (last_ns == 0 || began_ns - render->ended_ns >= period_ns / 4) {
    uint64_t hand_ns = in_hand_ns(render);
    if (hand_ns > 0 && gap_ns > hand_ns)
      is_late = 1;
    begin_turn(render);
  }
  render->turn_frames += (uint64_t)frames;
  render->frames += (uint64_t)frames;
  render->ended_ns = ended_ns;
  if (render->way == FW16_PUSHED)
    note_ahead(render, ended_ns);
  raise_to(&meter->gap_most_ns, gap_ns);
  raise_to(&meter->render_most_ns, took_ns);
  add_to(&meter->render_total_ns, took_ns);
  if (is_late)
    add_to(&meter->late, 1);
  atomic_store_explicit(&meter->last_ns, began_ns, memory_order_relaxed);
}

int fw16_render(void *data, int frames, int nfx, float *fx[], int nout, float *out[]) {
  render_t *render = data;
  (void)nfx;
  (void)fx;
  if (nout < 2)
    return -1;
  uint64_t began_ns = fw16_now_ns();
  memset(out[0], 0, (size_t)frames * sizeof(float));
  memset(out[1], 0, (size_t)frames * sizeof(float));
  /* Drivers hand over no effect buffers, and without them reverb and chorus are left out: the two
   * of them are rendered on top of the dry sound. */
  float *effects[4] = {out[0], out[1], out[0], out[1]};
  int result = render->process(render->synth, frames, 4, effects, 2, out);
  uint64_t ended_ns = fw16_now_ns();

  meter_t *meter = &render->meter;
  note_levels(meter, out, frames);
  note_time(render, began_ns, ended_ns, frames);
  tap(render, out[0], out[1], frames);
  add_to(&meter->frames, (uint64_t)frames);
  add_to(&meter->callbacks, 1);
  return result;
}

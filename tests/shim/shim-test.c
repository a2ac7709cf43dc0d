/*
 * Plays on native-shims without FluidSynth: `shim-test NAME FOLDER` runs one of the scenarios at
 * the end and says what is wrong. It is built with the compiler's sanitizers.
 */
#include <math.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "../../native-shims/fonts.h"
#include "../../native-shims/pacer.h"
#include "../../native-shims/render.h"

enum { RATE = 48000, PERIOD = 64, TAP = 256 };

static int failures;

__attribute__((format(printf, 2, 3))) static void check(int is_so, const char *words, ...) {
  if (is_so)
    return;
  va_list values;
  va_start(values, words);
  vfprintf(stderr, words, values);
  va_end(values);
  fputc('\n', stderr);
  failures++;
}

static void sleep_ms(long ms) {
  struct timespec time = {ms / 1000, ms % 1000 * 1000000};
  nanosleep(&time, NULL);
}

/* What stands in for a synthesiser: it writes a level, or counts, or takes its time. */
typedef struct {
  float left;
  float right;
  int counting;
  int alternating;
  long sleep_ms;
  _Atomic int calls;
  int saw_effects;
  int saw_silence;
} fake_t;

static int process(void *synth, int frames, int nfx, float *fx[], int nout, float *out[]) {
  fake_t *fake = synth;
  int first = atomic_fetch_add(&fake->calls, 1) * frames;
  fake->saw_effects = nfx == 4 && nout == 2 && fx[0] == out[0] && fx[1] == out[1] &&
                      fx[2] == out[0] && fx[3] == out[1];
  fake->saw_silence = 1;
  for (int i = 0; i < frames; i++) {
    if (out[0][i] != 0 || out[1][i] != 0)
      fake->saw_silence = 0;
    float sign = fake->alternating && i % 2 ? -1 : 1;
    out[0][i] = fake->counting ? (float)(first + i) : sign * fake->left;
    out[1][i] = fake->counting ? (float)-(first + i) : sign * fake->right;
  }
  if (fake->sleep_ms > 0)
    sleep_ms(fake->sleep_ms);
  return 0;
}

static float left[1 << 16];
static float right[1 << 16];

/* The way out of what new_render made last. */
static way_t *way;

static int render(render_t *to, int frames) {
  float *out[2] = {left, right};
  check(way->render == to, "there is another way out");
  return fw16_render(way, frames, 0, NULL, 2, out);
}

static void begin_way(render_t *made, int kind) {
  fw16_way_free(way);
  way = fw16_way_new(made, kind);
  check(way != NULL, "there is no memory");
  fw16_render_use(made, way);
}

static render_t *new_render(fake_t *fake) {
  render_t *made = fw16_render_new(fake, process, RATE, PERIOD, TAP);
  check(made != NULL, "there is no memory");
  begin_way(made, FW16_PULLED);
  return made;
}

static void free_render(render_t *made) {
  fw16_way_free(way);
  way = NULL;
  fw16_render_free(made);
}

static float float_of(uint32_t bits) {
  float value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static float take_rms(meter_t *meter) {
  uint64_t taken = atomic_exchange(&meter->squares, 0);
  uint32_t frames = (uint32_t)(taken >> 32);
  return frames == 0 ? -1 : sqrtf(float_of((uint32_t)taken) / (2.0f * (float)frames));
}

static void levels(void) {
  fake_t fake = {.left = 0.25f, .right = -0.5f};
  render_t *made = new_render(&fake);
  meter_t *meter = fw16_render_meter(made);
  memset(left, 1, sizeof left);
  render(made, PERIOD);
  check(fake.saw_silence, "the synthesiser gets buffers that are not empty");
  check(fake.saw_effects, "reverb and chorus are not mixed into both sides");
  check(float_of(atomic_load(&meter->peak_left)) == 0.25f, "the left peak is not 0.25");
  check(float_of(atomic_load(&meter->peak_right)) == 0.5f, "the right peak is not 0.5");
  check(atomic_load(&meter->clipped) == 0, "something counts as clipped");
  fake.left = 0.125f;
  fake.right = -1.5f;
  render(made, PERIOD);
  check(float_of(atomic_load(&meter->peak_left)) == 0.25f, "a peak falls before it is taken");
  check(float_of(atomic_load(&meter->peak_right)) == 1.5f, "a peak does not rise");
  check(atomic_load(&meter->clipped) == PERIOD, "not every clipped sample is counted");
  check(atomic_load(&meter->frames) == 2 * PERIOD, "frames are not counted");
  check(atomic_load(&meter->callbacks) == 2, "callbacks are not counted");
  float *one[1] = {left};
  check(fw16_render(way, PERIOD, 0, NULL, 1, one) == -1, "one side is enough");
  check(atomic_load(&meter->callbacks) == 2, "what was refused is counted");
  free_render(made);
  fw16_render_free(NULL);
}

static void mean_level(void) {
  fake_t fake = {.left = 0.5f, .right = 0.5f, .alternating = 1};
  render_t *made = new_render(&fake);
  meter_t *meter = fw16_render_meter(made);
  check(take_rms(meter) == -1, "a mean of nothing");
  for (int period = 0; period < 100; period++)
    render(made, PERIOD);
  float rms = take_rms(meter);
  check(fabsf(rms - 0.5f) < 1e-5f, "a square wave of a half has a mean level of %f", (double)rms);
  fake.right = 0;
  render(made, PERIOD);
  rms = take_rms(meter);
  check(fabsf(rms - 0.5f / sqrtf(2)) < 1e-5f, "on one side it has %f", (double)rms);
  fake.left = 0;
  render(made, PERIOD);
  check(take_rms(meter) == 0, "silence has a level");
  fake.left = fake.right = 0.5f;
  for (int turn = 0; turn < 100; turn++)
    render(made, 1 << 16);
  rms = take_rms(meter);
  check(fabsf(rms - 0.5f) < 1e-3f, "after two minutes without a look it is %f", (double)rms);
  free_render(made);
}

static void lateness(void) {
  fake_t fake = {.left = 0};
  render_t *made = new_render(&fake);
  meter_t *meter = fw16_render_meter(made);
  /* A second each: no machine is that slow. */
  render(made, RATE);
  render(made, RATE);
  check(atomic_load(&meter->late) == 0, "what comes in time is late");
  begin_way(made, FW16_PULLED);
  fake.sleep_ms = 20;
  render(made, PERIOD);
  check(atomic_load(&meter->late) == 1, "20 ms for a period of 1.3 ms are not late");
  check(atomic_load(&meter->render_most_ns) >= 20000000, "nor the longest");
  check(atomic_load(&meter->render_total_ns) >= 20000000, "nor added");
  fake.sleep_ms = 0;
  sleep_ms(50);
  render(made, PERIOD);
  check(atomic_load(&meter->late) == 2, "a gap of 50 ms is not late");
  check(atomic_load(&meter->gap_most_ns) >= 50000000, "nor the longest");
  check(atomic_load(&meter->last_ns) <= fw16_now_ns(), "the last one is in the future");
  begin_way(made, FW16_UNHURRIED);
  render(made, PERIOD);
  sleep_ms(50);
  fake.sleep_ms = 20;
  render(made, PERIOD);
  check(atomic_load(&meter->late) == 2, "what waits is late");
  free_render(made);
}

static void turns(void) {
  fake_t fake = {.left = 0};
  render_t *made = new_render(&fake);
  begin_way(made, FW16_PUSHED);
  uint64_t began_ns = fw16_now_ns();
  /* What is empty is filled. */
  for (int period = 0; period < 100; period++)
    render(made, PERIOD);
  uint64_t took_ns = fw16_now_ns() - began_ns;
  uint64_t filled_ns = 100 * PERIOD * UINT64_C(1000000000) / RATE;
  uint64_t ahead_ns = atomic_load(&way->ahead_most_ns);
  check(ahead_ns <= filled_ns, "it is further ahead than what was rendered");
  check(took_ns > filled_ns || ahead_ns + took_ns >= filled_ns, "it is less ahead than it is");
  check(atomic_load(&way->turn_frames) == 0, "the first turn counts");
  for (int turn = 0; turn < 30; turn++) {
    sleep_ms(2);
    /* Now and then a machine that is busy makes one turn of two. */
    for (int period = 0; period < (turn % 5 == 3 ? 8 : 4); period++)
      render(made, PERIOD);
  }
  check(atomic_load(&way->turn_frames) == 4 * PERIOD, "a turn is %llu frames",
        (unsigned long long)atomic_load(&way->turn_frames));
  /* One that is not in use is filled with silence, and told no less. */
  begin_way(made, FW16_PUSHED);
  fw16_render_use(made, NULL);
  for (int period = 0; period < 100; period++)
    render(made, PERIOD);
  check(atomic_load(&way->ahead_most_ns) > 0, "what fills it with silence does not count");
  free_render(made);
}

/* Reads what is in the tap; every frame has to be the next one. */
static void drain(render_t *from, uint32_t expected, uint32_t first) {
  meter_t *meter = fw16_render_meter(from);
  const float *tap = fw16_render_tap(from);
  uint32_t read = atomic_load(&meter->tap_read);
  uint32_t count = atomic_load(&meter->tap_written) - read;
  check(count == expected, "%u frames are in the tap, not %u", count, expected);
  for (uint32_t i = 0; i < count; i++) {
    uint32_t at = ((read + i) & (TAP - 1)) * 2;
    check(tap[at] == (float)(first + i) && tap[at + 1] == -(float)(first + i),
          "frame %u is %f and %f", first + i, (double)tap[at], (double)tap[at + 1]);
  }
  atomic_store(&meter->tap_read, read + count);
}

static void tap_ring(void) {
  fake_t fake = {.counting = 1};
  render_t *made = new_render(&fake);
  meter_t *meter = fw16_render_meter(made);
  render(made, 100);
  drain(made, 0, 0);
  atomic_store(&meter->tap_on, 1);
  /* The counters go over their end within this. */
  atomic_store(&meter->tap_written, UINT32_MAX - 150);
  atomic_store(&meter->tap_read, UINT32_MAX - 150);
  for (uint32_t turn = 1; turn < 20; turn++) {
    render(made, 100);
    drain(made, 100, turn * 100);
  }
  check(atomic_load(&meter->tap_lost) == 0, "frames are lost though there is room");
  render(made, 100);
  render(made, 100);
  render(made, 100);
  check(atomic_load(&meter->tap_lost) == 100, "what has no room is not counted as lost");
  drain(made, 200, 2000);
  render(made, 100);
  drain(made, 100, 2300);
  atomic_store(&meter->tap_on, 0);
  render(made, 100);
  drain(made, 0, 0);
  check(atomic_load(&meter->tap_lost) == 100, "a tap that is off loses something");
  free_render(made);
}

static void pacer(void) {
  fake_t fake = {.left = 0};
  render_t *made = new_render(&fake);
  uint64_t began_ns = fw16_now_ns();
  pacer_t *going = fw16_pacer_start(way);
  check(going != NULL, "the pacer does not start");
  while (atomic_load(&fake.calls) < 100)
    sleep_ms(1);
  int calls = atomic_load(&fake.calls);
  uint64_t most = (fw16_now_ns() - began_ns) * RATE / 1000000000u / PERIOD + 1;
  check((uint64_t)calls <= most, "%d periods in the time of %llu", calls, (unsigned long long)most);
  fw16_pacer_stop(going);
  calls = atomic_load(&fake.calls);
  sleep_ms(10);
  check(atomic_load(&fake.calls) == calls, "it renders after its end");
  for (int turn = 0; turn < 50; turn++)
    fw16_pacer_stop(fw16_pacer_start(way));
  free_render(made);
}

static char font_path[4096];
static int synth_here;

/* Reads a font as FluidSynth does: its size from its end, then all of it. */
static int fake_load(void *synth, const char *name, int reset) {
  check(synth == &synth_here && reset == 0, "what was handed over does not arrive");
  check(strncmp(name, "fw16-font:", 10) == 0 && access(name, F_OK) != 0,
        "another loader could open %s", name);
  void *file = fw16_font_open(name);
  if (file == NULL)
    return -1;
  fw16_font_seek(file, 0, SEEK_END);
  long long size = fw16_font_tell(file);
  fw16_font_seek(file, 0, SEEK_SET);
  char *bytes = malloc((size_t)size + 1);
  int result = fw16_font_read(bytes, size, file) == 0 && bytes[0] == 'R' ? 7 : -1;
  if (result == 7) {
    check(fw16_font_read(bytes, 1, file) == -1, "it reads beyond the end");
    check(fw16_font_read(bytes, -1, file) == -1, "it reads backwards");
    check(fw16_font_seek(file, -1, SEEK_SET) == -1, "it seeks before the beginning");
    check(fw16_font_tell(file) == size, "it does not tell where it is");
  }
  free(bytes);
  fw16_font_close(file);
  return result;
}

static void write_font(const char *folder, size_t size) {
  snprintf(font_path, sizeof font_path, "%s/font.sf2", folder);
  FILE *file = fopen(font_path, "wb");
  fputc('R', file);
  fflush(file);
  check(ftruncate(fileno(file), (off_t)size) == 0, "no room in %s", folder);
  fclose(file);
}

static void font_loads(const char *folder) {
  write_font(folder, (3 << 20) + 17);
  check(fw16_font_open(font_path) == NULL, "a file opens that nobody asked for");
  font_job_t *job = fw16_font_load(fake_load, &synth_here, font_path);
  check(job != NULL, "no thread");
  const font_progress_t *progress = fw16_font_progress(job);
  while (atomic_load(&progress->done) == 0)
    sleep_ms(1);
  check(atomic_load(&progress->size) == (3 << 20) + 17, "the size is not told");
  check(atomic_load(&progress->bytes) == (3 << 20) + 17, "the bytes are not counted");
  check(fw16_font_finish(job) == 7, "the font's number is not told");
}

static void font_fails(const char *folder) {
  snprintf(font_path, sizeof font_path, "%s/missing.sf2", folder);
  check(fw16_font_finish(fw16_font_load(fake_load, &synth_here, font_path)) == -1,
        "what is missing loads");
  check(fw16_font_finish(fw16_font_load(fake_load, &synth_here, folder)) == -1, "a folder loads");
  write_font(folder, 0);
  check(fw16_font_finish(fw16_font_load(fake_load, &synth_here, font_path)) == -1, "nothing loads");
}

static void font_breaks_off(const char *folder) {
  write_font(folder, (size_t)1 << 30);
  font_job_t *job = fw16_font_load(fake_load, &synth_here, font_path);
  const font_progress_t *progress = fw16_font_progress(job);
  while (atomic_load(&progress->bytes) == 0)
    sleep_ms(1);
  fw16_font_break_off(job);
  check(fw16_font_finish(job) == -1, "it loads on");
}

static int fake_unload(void *synth, int font, int reset) {
  check(synth == &synth_here && font == 3 && reset == 0, "what was handed over does not arrive");
  sleep_ms(20);
  return 0;
}

static void font_unloads(void) {
  font_job_t *job = fw16_font_unload(fake_unload, &synth_here, 3);
  check(fw16_font_finish(job) == 0, "it does not answer");
}

int main(int count, char **words) {
  const char *name = count > 2 ? words[1] : "";
  const char *folder = count > 2 ? words[2] : "";
  if (strcmp(name, "levels") == 0)
    levels();
  else if (strcmp(name, "mean-level") == 0)
    mean_level();
  else if (strcmp(name, "lateness") == 0)
    lateness();
  else if (strcmp(name, "turns") == 0)
    turns();
  else if (strcmp(name, "tap") == 0)
    tap_ring();
  else if (strcmp(name, "pacer") == 0)
    pacer();
  else if (strcmp(name, "font-loads") == 0)
    font_loads(folder);
  else if (strcmp(name, "font-fails") == 0)
    font_fails(folder);
  else if (strcmp(name, "font-breaks-off") == 0)
    font_breaks_off(folder);
  else if (strcmp(name, "font-unloads") == 0)
    font_unloads();
  else
    check(0, "there is no scenario %s", name);
  return failures > 0;
}

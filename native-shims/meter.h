/*
 * What the audio thread measures, as JavaScript reads it: fixed widths, no padding, aligned to 8.
 * The audio thread alone writes it, but for `peak_*` and `squares`, which the reader takes and
 * empties, and `tap_on` and `tap_read`, which are the reader's. Its layout is in
 * src/engine/meters.ts too.
 */
#ifndef FW16_METER_H
#define FW16_METER_H

#include <stdatomic.h>
#include <stdint.h>

typedef struct {
  _Atomic uint64_t callbacks;
  _Atomic uint64_t frames;
  /* Callbacks that began when there was nothing left to hear, or took over a period. */
  _Atomic uint64_t late;
  _Atomic uint64_t render_total_ns;
  _Atomic uint64_t render_most_ns;
  _Atomic uint64_t gap_most_ns;
  /* CLOCK_MONOTONIC when the last callback began. */
  _Atomic uint64_t last_ns;
  /* Samples beyond full scale. */
  _Atomic uint64_t clipped;
  /* Frames that the tap had no room for. */
  _Atomic uint64_t tap_lost;
  /* Low half: the sum of the squares of both sides, bits of a float. High half: of how many frames.
   */
  _Atomic uint64_t squares;
  _Atomic uint32_t peak_left; /* bits of a float, linear */
  _Atomic uint32_t peak_right;
  _Atomic uint32_t tap_on;
  _Atomic uint32_t tap_written; /* frames, wrapping */
  _Atomic uint32_t tap_read;
  uint32_t period_frames;
  uint32_t sample_rate;
  uint32_t tap_frames; /* room of the tap, a power of two */
} meter_t;

_Static_assert(sizeof(meter_t) == 10 * 8 + 8 * 4, "src/engine/meters.ts reads it");

#endif

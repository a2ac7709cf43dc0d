#ifndef FW16_RENDER_H
#define FW16_RENDER_H

#include "meter.h"

/* fluid_synth_process */
typedef int (*process_fn)(void *synth, int frames, int nfx, float *fx[], int nout, float *out[]);

typedef struct render render_t;

/*
 * A way out: a driver's stream, or the pacer. There may be several, since one whose server hangs
 * can neither be stopped nor waited for; only the one in use is rendered into, the others get
 * silence.
 */
typedef struct {
  _Atomic uint64_t callbacks; /* first two: JavaScript reads them */
  _Atomic uint64_t frames;    /* of the last callback */
  render_t *render;
} way_t;

/* One synthesiser on its way out. */
struct render {
  meter_t meter;
  void *synth;
  process_fn process;
  float *tap; /* left and right in turn */
  _Atomic(const way_t *) used;
  _Atomic uint32_t busy;
};

render_t *fw16_render_new(void *synth, process_fn process, uint32_t sample_rate,
                          uint32_t period_frames, uint32_t tap_frames);
void fw16_render_free(render_t *render);
meter_t *fw16_render_meter(render_t *render);
float *fw16_render_tap(render_t *render);

/* From now on this way is rendered into; NULL is none. */
void fw16_render_use(render_t *render, const way_t *way);
/* Whether a callback is at the synthesiser just now. */
uint32_t fw16_render_busy(render_t *render);

way_t *fw16_way_new(render_t *render);
void fw16_way_free(way_t *way);

/* fluid_audio_func_t; `data` is a way_t */
int fw16_render(void *data, int frames, int nfx, float *fx[], int nout, float *out[]);

uint64_t fw16_now_ns(void);

#endif

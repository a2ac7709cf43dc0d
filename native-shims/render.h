#ifndef FW16_RENDER_H
#define FW16_RENDER_H

#include "meter.h"

/* fluid_synth_process */
typedef int (*process_fn)(void *synth, int frames, int nfx, float *fx[], int nout, float *out[]);

/* One synthesiser on its way out. Made and freed while no audio thread runs. */
typedef struct {
  meter_t meter;
  void *synth;
  process_fn process;
  float *tap; /* left and right in turn */
} render_t;

render_t *fw16_render_new(void *synth, process_fn process, uint32_t sample_rate,
                          uint32_t period_frames, uint32_t tap_frames);
void fw16_render_free(render_t *render);
meter_t *fw16_render_meter(render_t *render);
float *fw16_render_tap(render_t *render);

/* fluid_audio_func_t */
int fw16_render(void *data, int frames, int nfx, float *fx[], int nout, float *out[]);

uint64_t fw16_now_ns(void);

#endif

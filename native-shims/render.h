#ifndef FW16_RENDER_H
#define FW16_RENDER_H

#include "meter.h"

/* fluid_synth_process */
typedef int (*process_fn)(void *synth, int frames, int nfx, float *fx[], int nout, float *out[]);

/* What calls for sound, by what it has in hand when it does. */
enum {
  FW16_PULLED = 0,    /* what it asked for the time before, and no more: PipeWire, JACK */
  FW16_PUSHED = 1,    /* as much as it likes: PulseAudio, ALSA */
  FW16_UNHURRIED = 2, /* it waits: a file */
};

/* One synthesiser on its way out. Made and freed while no audio thread runs. */
typedef struct {
  meter_t meter;
  void *synth;
  process_fn process;
  float *tap; /* left and right in turn */
  int way;
  /* The rest is the audio thread's. */
  uint64_t first_ns;
  uint64_t ended_ns;
  uint64_t frames;
  uint64_t turns;
  uint64_t turn_frames; /* of the turn that it is in */
  uint32_t votes;       /* for what meter.turn_frames says */
} render_t;

render_t *fw16_render_new(void *synth, process_fn process, uint32_t sample_rate,
                          uint32_t period_frames, uint32_t tap_frames);
void fw16_render_free(render_t *render);

/* Before each driver, while no audio thread runs. */
void fw16_render_begin(render_t *render, int way);

meter_t *fw16_render_meter(render_t *render);
float *fw16_render_tap(render_t *render);

/* fluid_audio_func_t */
int fw16_render(void *data, int frames, int nfx, float *fx[], int nout, float *out[]);

uint64_t fw16_now_ns(void);

#endif

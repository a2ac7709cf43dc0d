#ifndef FW16_RENDER_H
#define FW16_RENDER_H

#include "meter.h"

/* fluid_synth_process */
typedef int (*process_fn)(void *synth, int frames, int nfx, float *fx[], int nout, float *out[]);

typedef struct render render_t;

/* What calls for sound, by what it has in hand when it does. */
enum {
  FW16_PULLED = 0,    /* what it asked for the time before, and no more: PipeWire, JACK */
  FW16_PUSHED = 1,    /* as much as it likes: PulseAudio, ALSA */
  FW16_UNHURRIED = 2, /* it waits: the pacer */
};

/*
 * A way out: a driver's stream, or the pacer. There may be several, since one whose server hangs
 * can neither be stopped nor waited for; only the one in use is rendered into, the others get
 * silence.
 */
typedef struct {
  /* The first four: JavaScript reads them. */
  _Atomic uint64_t callbacks;
  _Atomic uint64_t frames; /* of the last callback */
  /* What it asks for at once, in one callback or several, most of the time. */
  _Atomic uint64_t turn_frames;
  /* One that is pushed: by how much its first callbacks were ahead of what can be heard. */
  _Atomic uint64_t ahead_most_ns;
  render_t *render;
  int kind;
  /* The rest is its own thread's. */
  uint32_t votes;   /* for what turn_frames says */
  uint64_t turns;   /* begun */
  uint64_t in_turn; /* frames of the one that it is in */
  uint64_t rendered;
  uint64_t first_ns;
  uint64_t began_ns; /* the last callback */
  uint64_t ended_ns;
} way_t;

/* A callback, as it begins. */
typedef struct {
  uint64_t began_ns;
  uint64_t gap_ns; /* after the beginning of the one before */
  int is_late;     /* nothing was left to hear by then */
} coming_t;

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

way_t *fw16_way_new(render_t *render, int kind);
void fw16_way_free(way_t *way);
coming_t fw16_way_begins(way_t *way, uint64_t began_ns, int frames);
/* Whether it took too long. */
int fw16_way_ends(way_t *way, uint64_t ended_ns, int frames);

/* fluid_audio_func_t; `data` is a way_t */
int fw16_render(void *data, int frames, int nfx, float *fx[], int nout, float *out[]);

uint64_t fw16_now_ns(void);

#endif

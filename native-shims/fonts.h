#ifndef FW16_FONTS_H
#define FW16_FONTS_H

#include <stdatomic.h>
#include <stdint.h>

/* fluid_synth_sfload and fluid_synth_sfunload */
typedef int (*load_fn)(void *synth, const char *name, int reset_programs);
typedef int (*unload_fn)(void *synth, int font, int reset_programs);

/* What can be seen of a font's loading, or giving up, from outside; src/engine/font-shelf.ts does.
 */
typedef struct {
  _Atomic uint64_t bytes; /* read so far */
  _Atomic uint64_t size;  /* of the file */
  _Atomic int32_t result; /* what FluidSynth answered */
  _Atomic uint32_t done;
} font_progress_t;

typedef struct font_job font_job_t;

/* The first two are NULL when there is no memory or no thread to be had. */
font_job_t *fw16_font_load(load_fn load, void *synth, const char *path);
font_job_t *fw16_font_unload(unload_fn unload, void *synth, int font);
const font_progress_t *fw16_font_progress(const font_job_t *job);

/* Has a load fail at its next read. */
void fw16_font_break_off(font_job_t *job);

/* Waits for the thread if it is not done, and answers what FluidSynth answered: a font or -1. */
int fw16_font_finish(font_job_t *job);

/* fluid_sfloader_callback_open_t and its like */
void *fw16_font_open(const char *name);
int fw16_font_read(void *buffer, long long count, void *handle);
int fw16_font_seek(void *handle, long long offset, int origin);
long long fw16_font_tell(void *handle);
int fw16_font_close(void *handle);

#endif

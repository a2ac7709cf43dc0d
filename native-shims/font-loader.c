/*
 * Loads a SoundFont beside everything else. It is C because fluid_synth_sfload takes up to a second
 * and blocks the thread that calls it, and because FluidSynth reads the file through callbacks,
 * which are the only place to see how far it is. One thread of its own, for one font.
 */
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int (*load_fn)(void *synth, const char *path, int reset_programs);

typedef struct {
  _Atomic uint64_t bytes;
  _Atomic int32_t font; /* what fluid_synth_sfload answered */
  _Atomic uint32_t done;
  pthread_t thread;
  load_fn load;
  void *synth;
  char *path;
} loading_t;

/* FluidSynth gives a reader no data of ours, so the bytes are counted where the thread finds them.
 */
static _Thread_local loading_t *loading_here;

void *fw16_font_open(const char *path) { return fopen(path, "rb"); }

int fw16_font_read(void *buffer, long long count, void *file) {
  if (fread(buffer, 1, (size_t)count, file) != (size_t)count)
    return -1;
  if (loading_here != NULL)
    atomic_fetch_add(&loading_here->bytes, (uint64_t)count);
  return 0;
}

int fw16_font_seek(void *file, long long offset, int origin) {
  return fseeko(file, (off_t)offset, origin);
}

long long fw16_font_tell(void *file) { return (long long)ftello(file); }

int fw16_font_close(void *file) { return fclose(file); }

static void *run(void *data) {
  loading_t *loading = data;
  loading_here = loading;
  atomic_store(&loading->font, loading->load(loading->synth, loading->path, 1));
  atomic_store(&loading->done, 1);
  return NULL;
}

/* NULL when there is no memory or no thread to be had. */
loading_t *fw16_font_load(load_fn load, void *synth, const char *path) {
  loading_t *loading = calloc(1, sizeof *loading);
  if (loading == NULL)
    return NULL;
  loading->load = load;
  loading->synth = synth;
  loading->path = strdup(path);
  if (loading->path == NULL || pthread_create(&loading->thread, NULL, run, loading) != 0) {
    free(loading->path);
    free(loading);
    return NULL;
  }
  return loading;
}

/* Waits for the thread if it is not done, and answers the font's number or -1. */
int fw16_font_finish(loading_t *loading) {
  pthread_join(loading->thread, NULL);
  int font = atomic_load(&loading->font);
  free(loading->path);
  free(loading);
  return font;
}

/*
 * Loads a SoundFont, or gives one up, beside everything else. It is C because FluidSynth takes up
 * to seconds for the one and tenths of a second for the other and blocks the thread that asks, and
 * because it reads the file through callbacks, which are the only place to see how far it is and to
 * break it off. One thread of its own for each.
 */
#include "fonts.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Bytes read at a time, after which progress is told and a load can be broken off. */
enum { SLICE = 1 << 20 };

struct font_job {
  font_progress_t progress;
  _Atomic uint32_t broken_off;
  pthread_t thread;
  void *synth;
  load_fn load;
  char *path;
  unload_fn unload; /* instead of load */
  int font;
};

typedef struct {
  FILE *file;
  font_job_t *job;
} font_file_t;

/* FluidSynth gives an opener no data of ours, but opens on the thread that asked it to load. */
static _Thread_local font_job_t *job_here;

void *fw16_font_open(const char *name) {
  (void)name;
  if (job_here == NULL)
    return NULL;
  font_file_t *font = malloc(sizeof *font);
  if (font == NULL)
    return NULL;
  font->job = job_here;
  font->file = fopen(font->job->path, "rbe");
  if (font->file == NULL) {
    free(font);
    return NULL;
  }
  return font;
}

/* Compressed samples are read by threads of FluidSynth's, all others with one call. */
int fw16_font_read(void *buffer, long long count, void *handle) {
  font_file_t *font = handle;
  char *to = buffer;
  if (count < 0)
    return -1;
  while (count > 0) {
    size_t slice = count < SLICE ? (size_t)count : SLICE;
    if (atomic_load(&font->job->broken_off) != 0 || fread(to, 1, slice, font->file) != slice)
      return -1;
    atomic_fetch_add(&font->job->progress.bytes, slice);
    to += slice;
    count -= (long long)slice;
  }
  return 0;
}

int fw16_font_seek(void *handle, long long offset, int origin) {
  return fseeko(((font_file_t *)handle)->file, (off_t)offset, origin);
}

long long fw16_font_tell(void *handle) { return (long long)ftello(((font_file_t *)handle)->file); }

int fw16_font_close(void *handle) {
  font_file_t *font = handle;
  int result = fclose(font->file);
  free(font);
  return result;
}

/*
 * FluidSynth shares the samples of fonts of one name, so the name tells a file from what was in its
 * place before. It is no path: no other loader of FluidSynth's gets to see a file that this one
 * refused.
 */
static int load_named(font_job_t *job) {
  struct stat file;
  char name[128];
  /* A named pipe would wait for somebody to write. */
  if (stat(job->path, &file) != 0 || !S_ISREG(file.st_mode))
    return -1;
  atomic_store(&job->progress.size, (uint64_t)file.st_size);
  snprintf(name, sizeof name, "fw16-font:%llx:%llx:%llx:%llx.%lx", (unsigned long long)file.st_dev,
           (unsigned long long)file.st_ino, (unsigned long long)file.st_size,
           (unsigned long long)file.st_mtim.tv_sec, (unsigned long)file.st_mtim.tv_nsec);
  return job->load(job->synth, name, 0);
}

static void *run(void *data) {
  font_job_t *job = data;
  job_here = job;
  int result = job->load != NULL ? load_named(job) : job->unload(job->synth, job->font, 0);
  atomic_store(&job->progress.result, result);
  atomic_store(&job->progress.done, 1);
  return NULL;
}

static void discard(font_job_t *job) {
  free(job->path);
  free(job);
}

static font_job_t *begin(font_job_t *job) {
  if (pthread_create(&job->thread, NULL, run, job) == 0)
    return job;
  discard(job);
  return NULL;
}

font_job_t *fw16_font_load(load_fn load, void *synth, const char *path) {
  font_job_t *job = calloc(1, sizeof *job);
  if (job == NULL)
    return NULL;
  job->load = load;
  job->synth = synth;
  job->path = strdup(path);
  if (job->path == NULL) {
    discard(job);
    return NULL;
  }
  return begin(job);
}

font_job_t *fw16_font_unload(unload_fn unload, void *synth, int font) {
  font_job_t *job = calloc(1, sizeof *job);
  if (job == NULL)
    return NULL;
  job->unload = unload;
  job->synth = synth;
  job->font = font;
  return begin(job);
}

const font_progress_t *fw16_font_progress(const font_job_t *job) { return &job->progress; }

void fw16_font_break_off(font_job_t *job) { atomic_store(&job->broken_off, 1); }

int fw16_font_finish(font_job_t *job) {
  pthread_join(job->thread, NULL);
  int result = atomic_load(&job->progress.result);
  discard(job);
  return result;
}

/*
 * What a way out asks for, and when: how much at once, how far ahead of what can be heard, and
 * whether it came too late. It is C because the audio thread alone sees its callbacks come; no
 * driver of FluidSynth's tells. No allocation, no lock, no system call.
 */
#include "render.h"

#include <stdlib.h>

way_t *fw16_way_new(render_t *render, int kind) {
  way_t *way = calloc(1, sizeof *way);
  if (way == NULL)
    return NULL;
  way->render = render;
  way->kind = kind;
  return way;
}

void fw16_way_free(way_t *way) { free(way); }

static uint64_t ns_of(const way_t *way, uint64_t frames) {
  return frames * 1000000000u / way->render->meter.sample_rate;
}

static uint64_t ahead_ns_of(const way_t *way) {
  return atomic_load_explicit(&way->ahead_most_ns, memory_order_relaxed);
}

/* How long after the last callback nothing is left to hear; 0 when that is not known. */
static uint64_t in_hand_ns(const way_t *way) {
  uint64_t turn_ns = ns_of(way, way->in_turn);
  uint64_t ahead_ns = ahead_ns_of(way);
  if (way->kind == FW16_PULLED)
    return turn_ns + turn_ns / 2;
  return way->kind == FW16_PUSHED && ahead_ns > turn_ns ? ahead_ns : 0;
}

/* The majority of what was seen last: every other turn counts against it (Boyer and Moore). */
static void vote(way_t *way) {
  enum { VOTES_MOST = 64 };
  uint64_t usual = atomic_load_explicit(&way->turn_frames, memory_order_relaxed);
  int is_usual = usual == way->in_turn;
  if (way->votes == 0)
    atomic_store_explicit(&way->turn_frames, way->in_turn, memory_order_relaxed);
  if (!is_usual && way->votes > 0)
    way->votes--;
  else if (way->votes < VOTES_MOST)
    way->votes++;
}

static void begin_turn(way_t *way) {
  /* The first one fills what is empty. */
  if (way->turns > 1)
    vote(way);
  way->turns++;
  way->in_turn = 0;
}

coming_t fw16_way_begins(way_t *way, uint64_t began_ns, int frames) {
  coming_t coming = {began_ns, 0, 0};
  if (way->turns == 0) {
    way->first_ns = began_ns;
    begin_turn(way);
  } else {
    coming.gap_ns = began_ns - way->began_ns;
    if (began_ns - way->ended_ns >= ns_of(way, (uint64_t)frames) / 4) {
      uint64_t hand_ns = in_hand_ns(way);
      coming.is_late = hand_ns > 0 && coming.gap_ns > hand_ns;
      begin_turn(way);
    }
  }
  way->began_ns = began_ns;
  return coming;
}

/* How far ahead a way lets itself be pushed shows before its clock and ours drift apart. */
static const uint64_t AHEAD_WITHIN_NS = 300000000;

static void note_ahead(way_t *way, uint64_t ended_ns) {
  uint64_t since_ns = ended_ns - way->first_ns;
  uint64_t rendered_ns = ns_of(way, way->rendered);
  if (since_ns >= AHEAD_WITHIN_NS || rendered_ns <= since_ns)
    return;
  if (rendered_ns - since_ns > ahead_ns_of(way))
    atomic_store_explicit(&way->ahead_most_ns, rendered_ns - since_ns, memory_order_relaxed);
}

int fw16_way_ends(way_t *way, uint64_t ended_ns, int frames) {
  uint64_t took_ns = ended_ns - way->began_ns;
  uint64_t allowed_ns = ns_of(way, (uint64_t)frames);
  way->in_turn += (uint64_t)frames;
  way->rendered += (uint64_t)frames;
  way->ended_ns = ended_ns;
  if (way->kind == FW16_UNHURRIED)
    return 0;
  if (way->kind == FW16_PUSHED) {
    note_ahead(way, ended_ns);
    if (ahead_ns_of(way) > allowed_ns)
      allowed_ns = ahead_ns_of(way);
  }
  return took_ns > allowed_ns;
}

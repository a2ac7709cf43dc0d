#ifndef FW16_PACER_H
#define FW16_PACER_H

#include "render.h"

typedef struct pacer pacer_t;

/* NULL when there is no memory or no thread to be had. */
pacer_t *fw16_pacer_start(render_t *render);
void fw16_pacer_stop(pacer_t *pacer);

#endif

/*
 * An input device that does as it is told on standard input, a line at a time. First what it is:
 *   name TEXT | phys TEXT | id BUS VENDOR PRODUCT (hexadecimal) | key CODE | prop NUMBER
 *   abs CODE MIN MAX RESOLUTION | create
 * then what happens to it:
 *   e TYPE CODE VALUE | wait MILLISECONDS
 * In C because Node cannot keep time between two lines, and the kernel stamps each when it is
 * written.
 */
#include <fcntl.h>
#include <linux/uinput.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int must(const char *what, int answer) {
  if (answer < 0) {
    perror(what);
    _exit(1);
  }
  return answer;
}

static void axis(int fd, unsigned short code, int min, int max, int resolution) {
  struct uinput_abs_setup setup = {.code = code};
  setup.absinfo.minimum = min;
  setup.absinfo.maximum = max;
  setup.absinfo.resolution = resolution;
  must("EV_ABS", ioctl(fd, UI_SET_EVBIT, EV_ABS));
  must("UI_ABS_SETUP", ioctl(fd, UI_ABS_SETUP, &setup));
}

static void happen(int fd, unsigned type, unsigned code, int value) {
  struct input_event event = {
      .type = (unsigned short)type, .code = (unsigned short)code, .value = value};
  must("event", (int)write(fd, &event, sizeof event));
}

int main(void) {
  int fd = must("/dev/uinput", open("/dev/uinput", O_RDWR | O_CLOEXEC));
  struct uinput_setup setup = {.id.bustype = BUS_USB};
  char line[256];
  while (fgets(line, sizeof line, stdin) != NULL) {
    unsigned a = 0, b = 0, c = 0;
    int value = 0, max = 0, resolution = 0;
    line[strcspn(line, "\n")] = '\0';
    if (sscanf(line, "e %u %u %d", &a, &b, &value) == 3) {
      happen(fd, a, b, value);
    } else if (sscanf(line, "wait %u", &a) == 1) {
      usleep(a * 1000);
    } else if (sscanf(line, "name %79[^\n]", setup.name) == 1) {
      continue;
    } else if (strncmp(line, "phys ", 5) == 0) {
      must("UI_SET_PHYS", ioctl(fd, UI_SET_PHYS, line + 5));
    } else if (sscanf(line, "id %x %x %x", &a, &b, &c) == 3) {
      setup.id.bustype = (unsigned short)a;
      setup.id.vendor = (unsigned short)b;
      setup.id.product = (unsigned short)c;
    } else if (sscanf(line, "key %u", &a) == 1) {
      must("EV_KEY", ioctl(fd, UI_SET_EVBIT, EV_KEY));
      must("UI_SET_KEYBIT", ioctl(fd, UI_SET_KEYBIT, a));
    } else if (sscanf(line, "prop %u", &a) == 1) {
      must("UI_SET_PROPBIT", ioctl(fd, UI_SET_PROPBIT, a));
    } else if (sscanf(line, "abs %u %d %d %d", &a, &value, &max, &resolution) == 4) {
      axis(fd, (unsigned short)a, value, max, resolution);
    } else if (strcmp(line, "create") == 0) {
      must("UI_DEV_SETUP", ioctl(fd, UI_DEV_SETUP, &setup));
      must("UI_DEV_CREATE", ioctl(fd, UI_DEV_CREATE));
    } else {
      fprintf(stderr, "what is \"%s\"?\n", line);
      return 2;
    }
  }
  return 0;
}

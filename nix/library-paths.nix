# Where each C library is: a NixOS has no loader cache, so src/ffi/libraries.ts reads the places
# from a file library-paths.json beside package.json. libjack has none: whichever FluidSynth brought
# into the process is the one to ask, and a second one beside it would answer for another server.
{
  lib,
  fluidsynth,
  libevdev,
  alsa-lib,
  pipewire,
}:
let
  library = package: file: "${lib.getLib package}/lib/${file}";
in
{
  fluidsynth = library fluidsynth "libfluidsynth.so.3";
  evdev = library libevdev "libevdev.so.2";
  asound = library alsa-lib "libasound.so.2";
  pipewire = library pipewire "libpipewire-0.3.so.0";
  pipewire-jack = "${pipewire.jack}/lib/libjack.so.0";
}

# What ./play and ./check need, from nixpkgs: on a machine with Nix they start this shell by
# themselves when something is missing. `nix-shell` alone opens it to work in.
{
  pkgs ? import <nixpkgs> { },
  forChecks ? true,
}:
let
  inherit (pkgs) lib;
  library = package: file: "${lib.getLib package}/lib/${file}";
in
pkgs.mkShell {
  packages = [
    pkgs.gnumake
    pkgs.nodejs
  ]
  ++ lib.optionals forChecks [
    pkgs.biome
    pkgs.clang-tools
    pkgs.dbus
    pkgs.fluidsynth
    pkgs.pipewire
    pkgs.shellcheck
    pkgs.shfmt
    pkgs.util-linux
    pkgs.which
    pkgs.wireplumber
  ];
  # A NixOS has no loader cache: src/ffi/libraries.ts reads the places from this file.
  libraryPaths = pkgs.writeText "library-paths.json" (
    builtins.toJSON {
      fluidsynth = library pkgs.fluidsynth "libfluidsynth.so.3";
      evdev = library pkgs.libevdev "libevdev.so.2";
      asound = library pkgs.alsa-lib "libasound.so.2";
      pipewire = library pkgs.pipewire "libpipewire-0.3.so.0";
      pipewire-jack = "${pkgs.pipewire.jack}/lib/libjack.so.0";
    }
  );
  # The one from npm is linked against /lib64.
  BIOME_BINARY = lib.optionalString forChecks (lib.getExe pkgs.biome);
}

# What ./play and ./check need: on a machine with Nix they start this shell by themselves when
# something is missing. `nix-shell` or `nix develop` opens it to work in.
{
  pkgs ? import ./nix/nixpkgs.nix { },
  forChecks ? true,
}:
let
  inherit (pkgs) lib;
in
pkgs.mkShell {
  packages = [
    pkgs.gnumake
    pkgs.nodejs
  ]
  ++ lib.optionals forChecks [
    pkgs.biome
    pkgs.clang-tools
    pkgs.curl
    pkgs.dbus
    pkgs.deadnix
    pkgs.fish
    pkgs.fluidsynth
    pkgs.groff
    pkgs.iproute2
    pkgs.jq
    pkgs.nixfmt
    pkgs.pipewire
    pkgs.prometheus
    pkgs.shellcheck
    pkgs.shfmt
    pkgs.statix
    pkgs.util-linux
    pkgs.which
    pkgs.wireplumber
    pkgs.zsh
  ];
  libraryPaths = pkgs.writeText "library-paths.json" (
    builtins.toJSON (
      import ./nix/library-paths.nix {
        inherit lib;
        inherit (pkgs)
          alsa-lib
          fluidsynth
          libevdev
          pipewire
          ;
      }
    )
  );
  # The one from npm is linked against /lib64.
  BIOME_BINARY = lib.optionalString forChecks (lib.getExe pkgs.biome);
}

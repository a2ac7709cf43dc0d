# What `nix flake check` builds.
{
  self,
  pkgs,
  home-manager,
}:
let
  inherit (pkgs) lib;
  inherit (pkgs.stdenv.hostPlatform) system;
  package = self.packages.${system}.default;
in
{
  inherit package;

  tests = pkgs.callPackage ./tests.nix { fw16-synth = package; };

  # Both modules in what nixpkgs and Home Manager are today.
  modules = import ./evaluated-modules.nix { inherit pkgs home-manager; };

  nix-style =
    pkgs.runCommand "fw16-synth-nix-style"
      {
        nativeBuildInputs = [
          pkgs.deadnix
          pkgs.nixfmt
          pkgs.statix
        ];
        src = lib.fileset.toSource {
          root = ../.;
          fileset = lib.fileset.fileFilter (file: file.hasExt "nix") ../.;
        };
      }
      ''
        find $src -name '*.nix' -exec nixfmt --check {} +
        statix check $src
        deadnix --fail $src
        touch $out
      '';
}
// lib.optionalAttrs (system == "x86_64-linux") (
  import ../tests/nixos-vm { inherit pkgs home-manager; }
)

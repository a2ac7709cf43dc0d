# What answers for nixpkgs when the flake is evaluated: its lib, or the few functions of ours, and
# stand-ins for packages. Machines are evaluated as far as our transcription of NixOS goes.
{
  lib,
  path,
  builder,
}:
{
  inherit lib;
  legacyPackages = lib.genAttrs [ "x86_64-linux" "aarch64-linux" ] (
    system:
    let
      few = import ./packages.nix {
        inherit
          lib
          path
          builder
          system
          ;
      };
      machine =
        configuration:
        lib.evalModules {
          modules = [
            ./nixos-options.nix
            configuration
            {
              _module.freeformType = lib.types.attrsOf lib.types.raw;
              _module.args.pkgs = pkgs;
            }
          ];
        };
      partsOf =
        { config, ... }:
        {
          failed = map (each: each.message) (lib.filter (each: !each.assertion) config.assertions);
          units = lib.mapAttrs (_: unit: unit.serviceConfig) config.systemd.services;
          etc = lib.mapAttrs (_: file: file.source) config.environment.etc;
        };
      pkgs =
        few
        // import ./home-packages.nix {
          inherit lib;
          nixpkgs = ./.;
          pkgs = few;
        }
        // {
          # These are looked at, not built.
          mkShell = given: few.writeText "shell" (builtins.toJSON (map toString given.packages));
          nixfmt-tree = few.emptyPackage "nixfmt-tree";
          dockerTools.buildLayeredImage =
            given: few.writeText "${given.name}-image" (builtins.toJSON given.config);
          nixosOptionsDoc = given: {
            optionsCommonMark = few.writeText "options" (
              builtins.toJSON (map (option: option.name) (lib.optionAttrSetToDocList given.options))
            );
          };
          linkFarm = name: parts: few.writeText name (builtins.toJSON parts);
          nixos = configuration: {
            config = (machine configuration).config // {
              system.build.etc = few.writeText "etc" (builtins.toJSON (partsOf (machine configuration)));
            };
          };
          testers = {
            runNixOSTest =
              test:
              few.writeText "vm-test-run-${test.name}" test.testScript
              // {
                machines = lib.mapAttrs (_: node: partsOf (machine node)) test.nodes;
              };
            testBuildFailure' =
              given: few.writeText "refused" (builtins.unsafeDiscardStringContext given.drv.drvPath);
          };
        }
        // lib.genAttrs [
          "biome"
          "clang-tools"
          "curl"
          "dbus"
          "deadnix"
          "fish"
          "gnumake"
          "groff"
          "iproute2"
          "jq"
          "nixfmt"
          "prometheus"
          "shellcheck"
          "shfmt"
          "sox"
          "statix"
          "strace"
          "util-linux"
          "which"
          "wireplumber"
          "zsh"
        ] few.emptyPackage;
    in
    pkgs
    // {
      callPackage =
        file: more:
        let
          make = import file;
        in
        make (builtins.intersectAttrs (builtins.functionArgs make) (pkgs // { inherit pkgs; } // more));
    }
  );
}

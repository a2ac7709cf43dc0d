# The pages of docs/, and the options of both modules as nixpkgs writes them.
{
  lib,
  fw16-synth,
  nixosOptionsDoc,
  pkgs,
  runCommand,
}:
let
  reference =
    module:
    (nixosOptionsDoc {
      options = {
        inherit
          ((lib.evalModules {
            modules = [
              module
              {
                _module.check = false;
                _module.args.pkgs = pkgs;
              }
            ];
          }).options
          )
          programs
          ;
      };
    }).optionsCommonMark;
in
runCommand "fw16-synth-docs-${fw16-synth.version}" { } ''
  mkdir -p $out/share/doc
  cp -r ${../docs} $out/share/doc/fw16-synth
  chmod -R u+w $out
  cp ${reference ../modules/nixos.nix} $out/share/doc/fw16-synth/nixos-options-rendered.md
  cp ${reference ../modules/home-manager.nix} $out/share/doc/fw16-synth/home-manager-options-rendered.md
''

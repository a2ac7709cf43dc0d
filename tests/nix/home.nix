# The Home Manager module in each home of homes.nix, in the whole of Home Manager itself.
{
  nixpkgs,
  homeManager,
  path,
  sampleSettings ? "{}",
}:
let
  lib = import "${toString nixpkgs}/lib";
  few = import ./packages.nix { inherit lib path; };
  pkgs = few // import ./home-packages.nix { inherit lib nixpkgs; pkgs = few; };
  homes = import ./homes.nix { inherit sampleSettings; };
  withHomeManager = import "${toString homeManager}/modules/lib/stdlib-extended.nix" lib;
  # As Home Manager does it, but for its end: what fails is told rather than thrown.
  home =
    osConfig: configuration:
    withHomeManager.evalModules {
      class = "homeManager";
      specialArgs = {
        modulesPath = "${toString homeManager}/modules";
      }
      // lib.optionalAttrs (osConfig != null) { inherit osConfig; };
      modules = import "${toString homeManager}/modules/modules.nix" {
        inherit pkgs;
        lib = withHomeManager;
        check = true;
      } ++ [
        ../../modules/home-manager.nix
        configuration
        {
          _module.args.pkgs = lib.mkForce pkgs;
          home = {
            username = "musician";
            homeDirectory = "/home/musician";
            stateVersion = "26.05";
            enableNixpkgsReleaseCheck = false;
          };
          manual.manpages.enable = false;
          news.display = "silent";
        }
      ];
    };
  system = users: {
    programs.fw16-synth = {
      enable = true;
      service.enable = true;
      devices.seat = [ ];
      inherit users;
    };
    users.users.musician.extraGroups = [ ];
  };
  dataOf =
    { config, ... }:
    {
      inherit (config) warnings;
      failed = map (each: each.message) (lib.filter (each: !each.assertion) config.assertions);
      packages = map (package: package.name) config.home.packages;
      inherit (config.programs.fw16-synth) settings;
      unit = config.systemd.user.services.fw16-synth or null;
    };
in
{
  data = lib.mapAttrs (_: configuration: dataOf (home null configuration)) homes // {
    # Where Home Manager is a part of a NixOS that plays for this user, or for nobody.
    ofPlayer = dataOf (home (system [ "musician" ]) homes.withService);
    ofStranger = dataOf (home (system [ ]) homes.withService);
  };
  # Those of ours, and what starts them.
  files = lib.mapAttrs (
    _: configuration:
    pkgs.runCommand "fw16-synth-home" { } (
      "mkdir $out\n"
      + lib.concatMapStrings (file: ''
        mkdir -p "$out/${dirOf file.target}"
        cp -rL --no-preserve=mode ${file.source} "$out/${file.target}"
      '') (
        lib.filter (file: file.enable && lib.hasInfix "fw16-synth" "${file.target}" || lib.hasSuffix "soundfonts" file.target)
          (lib.attrValues (home null configuration).config.home.file)
      )
    )
  ) homes;
  options = map (option: {
    inherit (option) name type;
    description = option.description or "";
    default = option.default.text or null;
    example = option.example.text or null;
    internal = option.internal or false;
  }) (lib.optionAttrSetToDocList { inherit ((home null homes.bare).options.programs) fw16-synth; });
}
